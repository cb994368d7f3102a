package rules

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// fileRules are about uploads, the CDN, web origins and the cache.
var fileRules = []*Rule{
	{
		ID: "PG602", Severity: diag.Error, Since: firstRelease,
		Title:    "the CDN would cache answers of the API",
		Why:      "answers of one user would be served to others",
		Fix:      "name paths of static files only, such as /assets/*",
		Evidence: "Amazon CloudFront developer guide, cache policies; paths of the runtime at 0.3.23.",
		Fires:    Example{Spec: "cdn: { cache: [\"/api/*\"] }"},
		Silent:   Example{Spec: "cdn: { cache: [\"/assets/*\"] }"},
	},
	{
		ID: "PG603", Severity: diag.Error, Since: firstRelease,
		Title:    "any web page may call the API",
		Why:      "a page could act for a user who is logged in; the runtime does not start with *",
		Fix:      "name the sites that call the API",
		Evidence: "crates/runtime/src/server.rs at 0.3.23.",
		Fires:    Example{Spec: "origins: [\"*\"]"},
		Silent:   Example{Spec: "origins: [https://app.example.com]"},
	},
	{
		ID: "PG605", Severity: diag.Error, Since: firstRelease, Lacking: pylon.S3Files,
		Title:    "uploads are lost with the task",
		Why:      "these versions silently treat PYLON_FILES_PROVIDER=s3 as local disk, and a task's disk is deleted with it",
		Fix:      "upgrade the runtime to " + pylon.S3Files.Known.String() + ", or use shape: single-replica",
		Evidence: "crates/runtime/src/datastore.rs and crates/storage/src/files.rs at 0.3.23; docs/ops/DEPLOY.md of 0.5.0.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.72 }\nshape: single-replica"},
		check: func(c *checker) {
			if c.s.Files.Given() {
				c.find(c.at("pylon.version"), "runtime %s does not store uploads in S3", c.version)
			}
		},
	},
	{
		ID: "PG606", Severity: diag.Error, Since: firstRelease, Having: pylon.S3Files,
		Title:    "the runtime does not use the rights of the task role",
		Why:      "it does not start with S3 and without static keys",
		Fix:      "remove files.credentials: access-key is the default",
		Evidence: "docs/ops/DEPLOY.md of 0.5.0: both keys are mandatory, no code reads the role.",
		Fires:    Example{Spec: "files: { credentials: task-role }"},
		Silent:   Example{Spec: "files: { credentials: access-key }"},
		check: func(c *checker) {
			if c.s.Files.Credentials == stack.TaskRole {
				c.find(c.at("files.credentials"), "runtime %s does not start with task-role", c.version)
			}
		},
	},
	{
		ID: "PG607", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.CORSList,
		Title:    "the runtime accepts one web origin",
		Why:      "these versions send a list as it is, which browsers refuse; only the first origin is set",
		Fix:      "keep one origin, or upgrade the runtime to " + pylon.CORSList.Known.String(),
		Evidence: "crates/runtime/src/server.rs at 0.3.23: PYLON_CORS_ORIGIN.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\norigins: [https://app.example.com, https://admin.example.com]"},
		Silent:   Example{Spec: "pylon: { version: 0.3.72 }\norigins: [https://app.example.com]"},
		check: func(c *checker) {
			if len(c.s.Origins) > 1 {
				c.find(c.at("origins", "domain.name"), "only %s can call the API from a browser", c.s.Origins[0])
			}
		},
	},
	{
		ID: "PG608", Severity: diag.Warning, Since: firstRelease,
		Title:    "a web origin speaks plain HTTP",
		Why:      "anyone between such a page and its user can act for them",
		Fix:      "use https, and keep pages on localhost to local development",
		Evidence: "Web origins: the scheme is part of them (RFC 6454).",
		Fires:    Example{Spec: "origins: [http://localhost:3000]"},
		Silent:   Example{Spec: "origins: [https://app.example.com]"},
		check: func(c *checker) {
			for _, o := range c.s.Origins {
				if strings.HasPrefix(string(o), "http://") {
					c.find(c.at("origins"), "pages of %s may call the API", o)
				}
			}
		},
	},
	{
		ID: "PG610", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.ClusterBus,
		Title:    "the runtime does not use the Redis",
		Why:      "only the app's own code would find it, under REDIS_URL: it costs and shares nothing",
		Fix:      "upgrade the runtime to 0.3.315, or remove cache",
		Evidence: "crates/ at 0.3.23: REDIS_URL is read nowhere.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\ncache: { redis: true }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }\ncache: { redis: true }"},
		check: func(c *checker) {
			if c.s.Cache.Given() {
				c.find(c.at("cache.redis.", "cache.redis"), "runtime %s does not use a Redis", c.version)
			}
		},
	},
	{
		ID: "PG612", Severity: diag.Error, Since: firstRelease, Lacking: pylon.BusTLS,
		Title:    "the cluster bus would have to speak TLS",
		Why:      "its client is built without TLS, and a bus that cannot be opened ends the start of every task",
		Fix:      "write cache: { redis: { tls: preferred } }, which takes connections with and without TLS",
		Evidence: pylon.BusTLS.Evidence + " apps/docs/operations/scaling.mdx at 1b52f00: failing to connect at the start is fatal.",
		Fires:    Example{Spec: "pylon: { version: 0.4.29 }\ncache: { redis: { tls: require } }"},
		Silent:   Example{Spec: "pylon: { version: 0.4.29 }\ncache: { redis: { tls: preferred } }"},
		check: func(c *checker) {
			if c.s.Cache.Given() && c.s.Cache.TransitEncryption == stack.TLSRequired && c.hasBus() {
				c.find(c.at("cache.redis.tls"), "runtime %s cannot open a bus that takes TLS only", c.version)
			}
		},
	},
	{
		ID: "PG613", Severity: diag.Warning, Since: firstRelease,
		Title:    "the cache has neither TLS nor a token",
		Why:      "the security group alone keeps others out, and what goes to the cache travels in the clear inside the VPC",
		Fix:      "write tls: preferred, which has a token for all connections and TLS for the app's own",
		Evidence: "Amazon ElastiCache user guide, in-transit encryption: AUTH needs it.",
		Fires:    Example{Spec: "cache: { redis: { tls: disable } }"},
		Silent:   Example{Spec: "cache: { redis: { tls: preferred } }"},
		check: func(c *checker) {
			if c.s.Cache.Given() && c.s.Cache.TransitEncryption == stack.TLSOff {
				c.find(c.at("cache.redis.tls"), "anyone who can reach the cache's port can read and write it")
			}
		},
	},
	{
		ID: "PG611", Severity: diag.Info, Since: firstRelease,
		Title:    "one Redis node carries several tasks of production",
		Why:      "while it is replaced, tasks do not hear of each other's changes, and a task that starts then ends at once",
		Fix:      "write cache: { redis: { replicas: 1 } }, which costs a second node",
		Evidence: "The runtime does not start without its cluster bus (CHANGELOG of 0.5.0).",
		Fires:    Example{Spec: "cache: { redis: true }"},
		Silent:   Example{Spec: "cache: { redis: { replicas: 1 } }"},
		check: func(c *checker) {
			if c.s.Cache.Given() && c.hasBus() && c.s.Cache.Replicas == 0 && c.s.Stage.Production && c.s.Service.Scaling.Max > 1 {
				c.find(c.at("cache.redis.", "cache.redis"), "the shared bus is one node")
			}
		},
	},
}
