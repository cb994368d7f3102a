package rules

import (
	"cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// manifestRules are about what the manifest holds and the runtime does with it.
var manifestRules = []*Rule{
	{
		ID: "PG801", Severity: diag.Warning, Since: firstRelease,
		Title:    "a key of the manifest's auth is written as in app.ts",
		Why:      "in the manifest these keys are snake_case; the runtime silently drops the others, and its defaults apply",
		Fix:      "use the name in the finding, as pylon codegen writes it",
		Evidence: "crates/core/src/lib.rs at 0.3.23.",
		Fires:    Example{Manifest: `"auth": {"trustedOrigins": ["https://app.example.com"]}`},
		Silent:   Example{Manifest: `"auth": {"trusted_origins": ["https://app.example.com"]}`},
	},
	{
		ID: "PG802", Severity: diag.Info, Since: firstRelease,
		Title:    "the runtime ignores plugins in the manifest",
		Why:      "only the documentation knows this key",
		Fix:      "remove it, there is no setting for what it asks for",
		Evidence: "crates/core/src/lib.rs at 0.3.23: AppManifest has no plugins; CHANGELOG of 0.3.81.",
		Fires:    Example{Manifest: `"plugins": [{"name": "file_storage"}]`},
		Silent:   Example{Spec: "files: { versioning: true }"},
		check: func(c *checker) {
			for _, p := range c.features(stack.FeaturePlugin) {
				d := c.find(p.Pos, "the runtime ignores the plugin %q", p.Name)
				if p.Detail != "" {
					d.Fix = "what it asks for is set in the spec: " + p.Detail
				}
			}
		},
	},
	{
		ID: "PG803", Severity: diag.Warning, Since: firstRelease,
		Title:    "the app has shards that cannot be reached",
		Why:      "loadBalancer.expose leaves their port out, and this version does not serve them on its main port",
		Fix:      "add shards to loadBalancer.expose, or upgrade the runtime to " + pylon.MainShards.Known.String(),
		Evidence: "crates/runtime/src/server.rs at 0.3.23: shards listen on 4324; apps/docs shards.mdx at 05d2a7d.",
		Fires:    Example{Spec: "pylon: { version: 0.5.0 }\nloadBalancer: { expose: [http, websocket] }", Manifest: `"shards": [{"name": "arena"}]`},
		Silent:   Example{Spec: "pylon: { version: 0.13.0 }\nloadBalancer: { expose: [http, websocket] }", Manifest: `"shards": [{"name": "arena"}]`},
		check: func(c *checker) {
			if shards := c.features(stack.FeatureShard); len(shards) > 0 && !c.reachable(stack.Shards) {
				c.find(c.at("loadBalancer.expose"), "%s, and their port is not exposed", several(shards, "the app has the shard", "shards"))
			}
		},
	},
	{
		ID: "PG804", Severity: diag.Warning, Since: firstRelease,
		Title:    "a field has a kind of CRDT that is reserved",
		Why:      "it parses, and fails at the first write",
		Fix:      "use lww or text",
		Evidence: "crates/core/src/lib.rs at 0.3.23: counter, list, movable-list and tree are reserved.",
		Fires:    Example{Manifest: `"entities": [{"name": "Post", "fields": [{"name": "likes", "type": "int", "optional": false, "unique": false, "crdt": "counter"}], "indexes": []}]`},
		Silent:   Example{Manifest: `"entities": [{"name": "Post", "fields": [{"name": "likes", "type": "int", "optional": false, "unique": false, "crdt": "lww"}], "indexes": []}]`},
		check: func(c *checker) {
			for _, f := range c.features(stack.FeatureReservedCRDT) {
				c.find(f.Pos, "%s cannot be written: %s is reserved", f.Name, f.Detail)
			}
		},
	},
	{
		ID: "PG805", Severity: diag.Warning, Since: firstRelease,
		Title:    "a relation has no target entity",
		Why:      "the runtime does not look, and queries over it fail",
		Fix:      "correct its target",
		Evidence: "crates/cli/src/manifest.rs at 0.3.23: relations are never validated.",
		Fires: Example{Manifest: `"entities": [{"name": "Post", "fields": [], "indexes": [],
  "relations": [{"name": "author", "target": "Usr", "field": "authorId"}]}]`},
		Silent: Example{Manifest: `"entities": [{"name": "User", "fields": [], "indexes": []}, {"name": "Post", "fields": [], "indexes": [],
  "relations": [{"name": "author", "target": "User", "field": "authorId"}]}]`},
		check: func(c *checker) {
			for _, f := range c.features(stack.FeatureLostRelation) {
				c.find(f.Pos, "%s leads to %q, which is not an entity", f.Name, f.Detail)
			}
		},
	},
	{
		ID: "PG806", Severity: diag.Warning, Since: firstRelease,
		Title:    "logins are kept in an entity that does not exist",
		Why:      "no one could sign up",
		Fix:      "name an entity of the app in auth.user.entity",
		Evidence: "crates/cli/src/manifest.rs at 0.3.23: auth.user.entity is never validated.",
		Fires:    Example{Manifest: `"auth": {"user": {"entity": "Member"}}`},
		Silent:   Example{Manifest: `"entities": [{"name": "Member", "fields": [], "indexes": []}], "auth": {"user": {"entity": "Member"}}`},
		check: func(c *checker) {
			for _, f := range c.features(stack.FeatureLostUser) {
				c.find(f.Pos, "the user entity %q does not exist", f.Name)
			}
		},
	},
	{
		ID: "PG807", Severity: diag.Warning, Since: firstRelease,
		Title:    "a trusted origin matches nothing",
		Why:      "origins are compared exactly: scheme://host[:port] in lower case, without a path or slash at the end",
		Fix:      "write it like https://app.example.com",
		Evidence: "crates/auth at 0.3.23; web origins (RFC 6454).",
		Fires:    Example{Manifest: `"auth": {"trusted_origins": ["https://app.example.com/"]}`},
		Silent:   Example{Manifest: `"auth": {"trusted_origins": ["https://app.example.com"]}`},
		check: func(c *checker) {
			for _, f := range c.features(stack.FeatureTrustedOrigin) {
				c.find(f.Pos, "%q is not a valid web origin", cmp.Or(f.Name, " "))
			}
		},
	},
	{
		ID: "PG808", Severity: diag.Error, Since: firstRelease, Having: pylon.EncryptedFields,
		Title:    "an encrypted field is one that the runtime refuses",
		Why:      "the runtime does not start: it encrypts fields of the types string and richtext that are not unique and that no client reads",
		Fix:      "make it serverOnly and not unique, or leave it unencrypted; correct app.ts and run pylon codegen",
		Evidence: "crates/core and crates/schema of 0.4, read in the source.",
		Fires:    Example{Manifest: `"entities": [{"name": "Note", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false, "encrypted": true}], "indexes": []}]`},
		Silent:   Example{Manifest: `"entities": [{"name": "Note", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false, "encrypted": true, "serverOnly": true}], "indexes": []}]`},
	},
}
