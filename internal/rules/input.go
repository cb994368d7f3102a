package rules

import "github.com/pylon-gen/pylon-gen/internal/diag"

// inputRules are found while the inputs are read and resolved; most of them are
// kinds of mistakes, and the finding itself says which. Errors among them keep
// everything from being rendered.
var inputRules = []*Rule{
	{
		ID: "PG001", Severity: diag.Error, Since: firstRelease,
		Title:    "an input is missing, too big, or no text",
		Why:      "nothing can be rendered from it",
		Fix:      "write the manifest with pylon codegen and the spec with pylon-gen init, both in UTF-8",
		Evidence: "The limits are pylon-gen's: 1 MB for the spec, 64 MB for the manifest.",
	},
	{
		ID: "PG002", Severity: diag.Error, Since: firstRelease,
		Title:    "an input is not valid YAML or JSON, or uses a part of it that is not accepted",
		Why:      "duplicate keys, anchors, aliases, merge keys and tags mean different things to different readers",
		Fix:      "write plain mappings, lists and scalars; what stages share belongs above stages",
		Evidence: "YAML 1.2 and its readers: go-yaml, PyYAML and js-yaml disagree on these.",
		Fires:    Example{Spec: "service: { drain: 60 s, drain: 30 s }"},
		Silent:   Example{Spec: "service: { drain: 30 s }"},
	},
	{
		ID: "PG003", Severity: diag.Error, Since: firstRelease,
		Title:    "a value breaks the JSON Schema",
		Why:      "its type or format is not the expected one",
		Fix:      "pylon-gen explain KEY shows what is accepted",
		Evidence: "pylon-gen schema stack, pylon-gen schema manifest.",
		Fires:    Example{Spec: "service: { cpu: 256 }"},
		Silent:   Example{Spec: "service: { cpu: 0.25 vCPU }"},
	},
	{
		ID: "PG004", Severity: diag.Error, Since: firstRelease,
		Title:    "a key is not known",
		Why:      "in the spec it would silently do nothing; in the manifest, where it is a note, the runtime drops it",
		Fix:      "correct its spelling, or remove it",
		Evidence: "The runtime accepts and drops unknown keys: no deny_unknown_fields in its crates at 0.3.23.",
		Fires:    Example{Spec: "service: { scalling: { max: 1 } }"},
		Silent:   Example{Spec: "service: { scaling: { max: 1 } }"},
	},
	{
		ID: "PG006", Severity: diag.Error, Since: firstRelease,
		Title:    "an override is not possible, or does not apply",
		Why:      "what it patches no longer exists, or never had that name",
		Fix:      "the finding names the nearest path",
		Evidence: "RFC 6902 (JSON Patch) and RFC 6901 (JSON Pointer).",
		Fires:    Example{Spec: "overrides:\n  - target: cloudformation\n    reason: a shorter delay\n    patch: [{ op: remove, path: /Resources/Databse }]"},
		Silent:   Example{Spec: "overrides:\n  - target: cloudformation\n    reason: a label for the inventory\n    patch: [{ op: add, path: /Metadata, value: { owner: team-a } }]"},
	},
	{
		ID: "PG010", Severity: diag.Error, Since: firstRelease,
		Title:    "a name has a form that AWS, SST or the runtime refuses",
		Why:      "the deployment would fail",
		Fix:      "use the characters and the length that the finding names",
		Evidence: "CloudFormation's registry, SST's stage names, the AWS tagging guide.",
		Fires:    Example{Spec: "app: my_app"},
		Silent:   Example{Spec: "app: my-app"},
	},
	{
		ID: "PG011", Severity: diag.Error, Since: firstRelease,
		Title:    "stages collide",
		Why:      "two of them would have the same host, file or name",
		Fix:      "use a different one for each, for example with {stage}",
		Evidence: "A load balancer's alias record and an ACM certificate name a host once.",
		Fires:    Example{Spec: "stages:\n  pr-*: {}\n  p*: {}"},
		Silent:   Example{Spec: "stages:\n  pr-*: { origins: [https://app.example.com] }\n  main: { origins: [https://app.example.com] }"},
	},
	{
		ID: "PG012", Severity: diag.Error, Since: firstRelease,
		Title:    "a value, or a pair of values, is not possible",
		Why:      "AWS or the runtime refuses it",
		Fix:      "use what the finding names as accepted",
		Evidence: "The documentation of each service; Fargate's pairs of CPU and memory.",
		Fires:    Example{Spec: "service: { cpu: 0.25 vCPU, memory: 4 GB }"},
		Silent:   Example{Spec: "service: { cpu: 0.5 vCPU, memory: 4 GB }"},
	},
	{
		ID: "PG013", Severity: diag.Error, Since: firstRelease,
		Title:    "two settings conflict",
		Why:      "only one of them could have its effect",
		Fix:      "remove one",
		Evidence: "The finding reports what both would do.",
		Fires:    Example{Spec: "loadBalancer: { expose: [websocket] }"},
		Silent:   Example{Spec: "loadBalancer: { expose: [http, websocket] }"},
	},
	{
		ID: "PG014", Severity: diag.Error, Since: firstRelease,
		Title:    "a path leaves the project, or is taken",
		Why:      "only files inside the project are read or written, and no two outputs share a file",
		Fix:      "write a path inside the project, with slashes",
		Evidence: "pylon-gen's own rule.",
		Fires:    Example{Spec: "outputs: { compose: ../docker-compose.yml }"},
		Silent:   Example{Spec: "outputs: { compose: dev/docker-compose.yml }"},
	},
	{
		ID: "PG015", Severity: diag.Error, Since: firstRelease,
		Title:    "a setting lacks another that it needs",
		Why:      "it would have no effect, or none that is safe",
		Fix:      "add the other one, or remove both",
		Evidence: "The finding reports what is missing.",
		Fires:    Example{Spec: "cdn: true\nstages: { production: {} }"},
		Silent:   Example{Spec: "cdn: true\nstages: { production: { domain: { name: api.example.com } } }"},
	},
	{
		ID: "PG017", Severity: diag.Error, Since: firstRelease,
		Title:    "service.env holds a secret of the runtime, or a variable that the stack sets itself",
		Why:      "a secret would be in plain text in the outputs and the task definition; the others would be set in two places",
		Fix:      "list a secret's name under service.secrets; set the others by their own keys",
		Evidence: "Amazon ECS developer guide: plain variables are visible to every principal that may describe a task definition.",
		Fires:    Example{Spec: "service: { env: { PYLON_ADMIN_TOKEN: \"0123\" } }"},
		Silent:   Example{Spec: "service: { secrets: [MAILBOX_TOKEN] }"},
	},
	{
		ID: "PG018", Severity: diag.Warning, Since: firstRelease,
		Title:    "the manifest needs something that the stack lacks",
		Why:      "the runtime silently leaves that part of the app off, or starts without a value for it",
		Fix:      "the finding names the key to add",
		Evidence: "crates/auth at 0.3.23: half-configured login providers are silently off.",
		Fires:    Example{Manifest: `"connections": [{"name": "calendar", "provider": "google", "scopes": "calendar"}]`},
		Silent: Example{
			Spec:     "auth: { oauth: { google: { clientId: 123.apps.googleusercontent.com } } }",
			Manifest: `"connections": [{"name": "calendar", "provider": "google", "scopes": "calendar"}]`,
		},
	},
	{
		ID: "PG019", Severity: diag.Warning, Since: firstRelease,
		Title:    "the runtime is older than what is known of it",
		Why:      "it is taken for 0.3.23: what else it lacks is not known",
		Fix:      "upgrade the app's runtime",
		Evidence: "The runtime's source at 0.3.23 is the oldest that was read.",
		Fires:    Example{Spec: "pylon: { version: 0.3.20 }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }"},
	},
	{
		ID: "PG020", Severity: diag.Warning, Since: firstRelease,
		Title:    "no web page could call the API",
		Why:      "the runtime does not start without an origin, so one is set that no browser can have",
		Fix:      "add origins: [https://your.site] to the stage, or a domain",
		Evidence: "crates/runtime/src/server.rs at 0.3.23: PYLON_CORS_ORIGIN is required outside of development.",
		Fires:    Example{Spec: "stages: { staging: {} }"},
		Silent:   Example{Spec: "stages: { staging: { origins: [https://app.example.com] } }"},
	},
	{
		ID: "PG021", Severity: diag.Warning, Since: firstRelease,
		Title:    "a setting has no effect where it is written",
		Why:      "a reader of the spec expects otherwise",
		Fix:      "remove it",
		Evidence: "pylon-gen's own outputs.",
		Fires:    Example{Spec: "network: { mode: public, nat: per-zone }"},
		Silent:   Example{Spec: "network: { mode: nat-gateway, nat: per-zone }"},
	},
	{
		ID: "PG022", Severity: diag.Error, Since: firstRelease,
		Title:    "a text holds a dynamic reference of CloudFormation",
		Why:      "CloudFormation would put a secret or parameter of the account in its place, and nothing can keep it from that",
		Fix:      "write it differently; secrets are listed by name under service.secrets",
		Evidence: "CloudFormation user guide, dynamic references: they are replaced after every intrinsic function.",
		Fires:    Example{Spec: "service: { env: { GREETING: \"{{resolve:ssm:greeting}}\" } }"},
		Silent:   Example{Spec: "service: { env: { GREETING: \"{{ name }}\" } }"},
	},
	{
		ID: "PG023", Severity: diag.Warning, Since: firstRelease,
		Title:    "the local database moves to another major version, its data stays behind",
		Why:      "no version of PostgreSQL reads the files of another major version",
		Fix:      "dump the data first, or drop the old volume",
		Evidence: "PostgreSQL documentation, upgrading a cluster.",
	},
	{
		ID: staleIgnore, Severity: diag.Warning, Since: firstRelease,
		Title:    "an ignore has no reason or stage that counts, or silences nothing",
		Why:      "it would hide the next finding of its rule; without a reason, or with a stage that does not exist, it is an error",
		Fix:      "remove it",
		Evidence: "pylon-gen's own rule.",
		Fires:    Example{Spec: "ignore: [{ rule: PG316, reason: access to the account is limited }]"},
		Silent:   Example{Spec: "service: { exec: true }\nignore: [{ rule: PG316, reason: only the two people on call may open a shell }]"},
	},
	{
		ID: "PG034", Severity: diag.Warning, Since: firstRelease,
		Title:    "a Region is not known",
		Why:      "a misspelt Region is found only when the deployment fails; the finding is an error where the name is one edit away from a Region's",
		Fix:      "correct its name; ignore the rule where AWS has a new Region",
		Evidence: "cfn-lint 1.51.0's list of Regions, read 2026-11.",
		Fires:    Example{Spec: "aws: { region: nz-north-1 }"},
		Silent:   Example{Spec: "aws: { region: eu-north-1 }"},
	},
}

// driftRules are found by comparing the outputs with the disk and projects with each
// other, and by asking git.
var driftRules = []*Rule{
	{
		ID: Missing, Severity: diag.Error, Since: firstRelease,
		Title:    "an output is missing",
		Why:      "it was never rendered, or it was deleted",
		Fix:      "run pylon-gen render",
		Evidence: "pylon-gen.lock.",
	},
	{
		ID: Stale, Severity: diag.Error, Since: firstRelease,
		Title:    "an output is stale",
		Why:      "the inputs have changed since it was rendered, or another release rendered it",
		Fix:      "run pylon-gen render",
		Evidence: "pylon-gen.lock holds the digest of what was rendered last.",
	},
	{
		ID: HandEdited, Severity: diag.Error, Since: firstRelease,
		Title:    "an output is hand-edited",
		Why:      "it is neither what was rendered last nor what would be rendered now; the next rendering would lose the edit",
		Fix:      "undo the edit and configure it in the spec, with overrides as the last resort; or move the file if it is yours; pylon-gen render --force overwrites it",
		Evidence: "pylon-gen.lock holds the digest of what was rendered last.",
	},
	{
		ID: Orphaned, Severity: diag.Error, Since: firstRelease,
		Title:    "an output is orphaned",
		Why:      "its stage or target is gone, or its output is switched off or has another path; a deployment from the file deploys an old state",
		Fix:      "delete it, or run pylon-gen render --prune, which keeps edited files",
		Evidence: "pylon-gen.lock names what was rendered last.",
	},
	{
		ID: Namesake, Severity: diag.Error, Since: firstRelease,
		Title:    "two projects are the same app",
		Why:      "stacks, SST's state and the containers of the compose file are named after the app: deploying one replaces the other, and starting one stops the other",
		Fix:      "rename one of them, with app: in its spec",
		Evidence: "CloudFormation names a stack once for each account and Region, SST keeps its state by app and stage, Compose knows a project by its name. It is found when both are checked together, as with DIR/...",
	},
	{
		ID: IgnoredFile, Severity: diag.Warning, Since: firstRelease,
		Title:    "git ignores the spec, the lock or an output",
		Why:      "other checkouts do not have the file: there it is missing, and CI cannot compare it",
		Fix:      "remove it from .gitignore and commit it, or switch the output off in the spec, as in outputs: { dotenv: false }",
		Evidence: "git check-ignore; pylon-gen check asks git when it is installed.",
	},
	{
		ID: IgnoredManifest, Severity: diag.Info, Since: firstRelease,
		Title:    "git ignores the manifest",
		Why:      "other checkouts do not have it until pylon codegen writes it there, and pylon-gen diff takes today's for the base of a pull request",
		Fix:      "remove it from .gitignore and commit it; or run pylon codegen before pylon-gen, in CI too",
		Evidence: "git check-ignore; upstream's scaffold (create-pylon) has the manifest ignored.",
	},
}

// Ids of findings about outputs that are not as rendered, about projects that are in
// each other's way, and about files that git ignores.
const (
	Missing    = "PG030"
	Stale      = "PG031"
	HandEdited = "PG032"
	Orphaned   = "PG033"
	Namesake   = "PG035"

	IgnoredFile     = "PG036"
	IgnoredManifest = "PG037"
)
