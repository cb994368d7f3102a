package rules

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const changelog = "CHANGELOG up to 0.5.0; where the release is not known, 0.5.0 is the first that is known to have it."

// versionRules are about parts of the manifest that the runtime is too old for:
// it drops them without a word.
func versionRules() []*Rule {
	return []*Rule{
		tooOld("PG901", pylon.ManifestOrg, stack.FeatureOrg, "organisations", `"auth": {"org": {"entity": "Team"}}`,
			"there are no organisations, invitations or members"),
		tooOld("PG902", pylon.ManifestOrgRoles, stack.FeatureOrgRoles, "roles of members", `"auth": {"org_roles": [{"name": "editor"}]}`,
			"all members may do the same"),
		tooOld("PG903", pylon.EncryptionKey, stack.FeatureEncrypted, "encrypted fields",
			`"entities": [{"name": "Note", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false, "encrypted": true}], "indexes": []}]`,
			"their values are stored as plain text"),
		tooOld("PG904", pylon.ManifestLLM, stack.FeatureLLM, "language models", `"llm": {"provider": "anthropic"}`,
			"functions that ask one fail"),
		tooOld("PG905", pylon.ManifestCrons, stack.FeatureCron, "crons", `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`,
			"nothing runs them"),
		tooOld("PG906", pylon.ManifestSSR, stack.FeatureSSR, "pages rendered on the server", `"routes": [{"path": "/blog", "mode": "ssr"}]`,
			"nothing serves them"),
		tooOld("PG907", pylon.ManifestConnections, stack.FeatureConnection, "linked accounts", `"connections": [{"name": "calendar", "provider": "google", "scopes": []}]`,
			"users cannot link any"),
		tooOld("PG908", pylon.ManifestShards, stack.FeatureShard, "shards", `"shards": [{"name": "arena"}]`,
			"nobody listens on their port"),
		{
			ID: "PG909", Severity: diag.Info, Since: firstRelease, Versions: pylon.Range{From: pylon.Version{Major: pylon.Newest.Major, Minor: pylon.Newest.Minor, Patch: pylon.Newest.Patch + 1}},
			Title:    "the runtime is newer than what is known of it",
			Why:      "it is taken for " + pylon.Newest.String() + "; what has changed since is not rendered",
			Fix:      "look for a newer pylon-gen, and read the runtime's CHANGELOG",
			Evidence: changelog,
			Fires:    Example{Spec: "pylon: { version: 0.6.0 }"},
			Silent:   Example{Spec: "pylon: { version: 0.5.0 }"},
			check: func(c *checker) {
				c.find(c.at("pylon.version"), "runtime %s is newer than %s, the newest that is known", c.version, pylon.Newest)
			},
		},
	}
}

// tooOld is the rule for a part of the manifest that versions before c drop.
func tooOld(id string, c pylon.Capability, kind stack.FeatureKind, what, manifest, why string) *Rule {
	before := c.Since
	before.Patch-- // an example only: 0.5.0 has no version before it that counts
	if before.Patch < 0 {
		before = pylon.Version{Minor: 3, Patch: 72}
	}
	return &Rule{
		ID: id, Severity: diag.Warning, Since: firstRelease, Versions: pylon.Without(c),
		Title:    "the runtime is too old for " + what,
		Why:      "it drops that part of the manifest without a word: " + why,
		Fix:      "upgrade the runtime to " + c.Since.String(),
		Evidence: changelog,
		Fires:    Example{Spec: fmt.Sprintf("pylon: { version: %s }", before), Manifest: manifest},
		Silent:   Example{Spec: fmt.Sprintf("pylon: { version: %s }", c.Since), Manifest: manifest},
		check: func(c *checker) {
			if list := c.features(kind); len(list) > 0 {
				c.find(list[0].Pos, "runtime %s does not know %s", c.version, what)
			}
		},
	}
}
