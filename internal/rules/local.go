package rules

import (
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// localRules are about the local stack.
var localRules = []*Rule{
	{
		ID: "PG702", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.S3Files,
		Title:    "the local S3 store is not used",
		Why:      "these versions keep uploads on disk whatever they are told",
		Fix:      "remove dev.s3, or upgrade the runtime to " + pylon.S3Files.Known.String(),
		Evidence: "crates/runtime/src/datastore.rs at 0.3.23.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\ndev: { s3: true }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }\ndev: { s3: true }"},
		check: func(c *checker) {
			if c.app.Dev.S3.Image != "" && c.mirrored() {
				c.find(c.at("pylon.version"), "runtime %s does not use dev.s3", c.version)
			}
		},
	},
	{
		ID: "PG703", Severity: diag.Info, Since: firstRelease,
		Title:    "there is a Redis locally and none in the stage that is mirrored",
		Why:      "what works here may not work there",
		Fix:      "add cache: { redis: true }, or remove dev.redis",
		Evidence: "pylon-gen's own outputs.",
		Fires:    Example{Spec: "dev: { redis: true }"},
		Silent:   Example{Spec: "dev: { redis: true }\ncache: { redis: true }"},
		check: func(c *checker) {
			if c.app.Dev.Redis.Image != "" && c.mirrored() && !c.s.Cache.Given() {
				c.find(c.app.Dev.Redis.Pos, "dev.redis is on, and stage %s has no cache", c.s.Stage.Name)
			}
		},
	},
}

// mirrored reports whether local development follows the stage.
func (c *checker) mirrored() bool { return c.s.Stage.Name == c.app.Dev.Mirrors }
