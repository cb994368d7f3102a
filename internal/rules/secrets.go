package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// secretRules are about variables, secrets and logins.
var secretRules = []*Rule{
	{
		ID: "PG503", Severity: diag.Warning, Since: firstRelease,
		Title:    "a plain variable looks like a secret",
		Why:      "its value is in plain text in the outputs and the task definition",
		Fix:      "list its name under service.secrets instead",
		Evidence: "Amazon ECS developer guide: plain variables are visible to every principal that may describe a task definition.",
		Fires:    Example{Spec: "service: { env: { MAILBOX_TOKEN: abc } }"},
		Silent:   Example{Spec: "service: { secrets: [MAILBOX_TOKEN] }"},
	},
	{
		ID: credential, Severity: diag.Error, Since: firstRelease,
		Title:    "a plain variable holds a secret",
		Why:      "its value is in the spec, and would be in the outputs and the task definition: everyone who can read one of them can use it",
		Fix:      "revoke it, and list the name under service.secrets; ignore PG517 if the value only looks like a secret",
		Evidence: "The forms of Stripe's secret keys and webhook secrets, of GitHub's and Slack's tokens, of AWS's secret keys and of private keys. Publishable keys (pk_) and ids of AWS keys are not secrets; a JSON Web Token is PG503.",
		Fires:    Example{Spec: "service: { env: { BILLING: sk_test_0123456789abcdef } }"},
		Silent:   Example{Spec: "service: { env: { BILLING_PUBLISHABLE_KEY: pk_test_0123456789abcdef } }"},
	},
	{
		ID: "PG504", Severity: diag.Warning, Since: firstRelease,
		Title:    "this version of the runtime does not read a variable",
		Why:      "it is silently ignored",
		Fix:      "use a version of the runtime that reads it, or remove the variable",
		Evidence: "CHANGELOG up to 0.8.0; docs/upgrading.md has the version of each variable.",
		Fires:    Example{Spec: "pylon: { version: 0.3.63 }\nservice: { env: { PYLON_ADMIN_EMAILS: ops@example.com } }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.64 }\nservice: { env: { PYLON_ADMIN_EMAILS: ops@example.com } }"},
		check: func(c *checker) {
			for _, v := range pylon.Env {
				at, ok := c.added(v.Name)
				switch {
				case !ok:
				case v.Until != pylon.Version{} && !c.version.Before(v.Until):
					c.find(at, "runtime %s no longer reads %s", c.version, v.Name).Why = "it is silently ignored; the last versions to read it were before " + v.Until.String()
				case c.version.Has(v.Gate):
				case c.version.Lacks(v.Gate):
					c.find(at, "runtime %s does not read %s", c.version, v.Name).Why = "it is silently ignored; versions read it " + v.Gate.String()
				default:
					c.find(at, "not proven: runtime %s does not read %s", c.version, v.Name).Why = "it is silently ignored then; versions read it " + v.Gate.String()
				}
			}
		},
	},
	{
		ID: "PG505", Severity: diag.Warning, Since: firstRelease,
		Title:    "a variable is in the documentation only",
		Why:      "no version of the runtime that is known reads it",
		Fix:      "remove it",
		Evidence: "apps/docs at 0.3.23 against crates/.",
		Fires:    Example{Spec: "service: { env: { PYLON_COOKIE_SAMESITE: lax } }"},
		Silent:   Example{Spec: "service: { env: { PYLON_COOKIE_SAME_SITE: lax } }"},
		check: func(c *checker) {
			for _, name := range slices.Sorted(maps.Keys(pylon.OnlyDocumented)) {
				if at, ok := c.added(name); ok {
					d := c.find(at, "the runtime does not read %s", name)
					if meant := pylon.OnlyDocumented[name]; meant != "" {
						d.Fix = "it is called " + meant
					}
				}
			}
		},
	},
	{
		ID: "PG506", Severity: diag.Warning, Since: firstRelease, Having: pylon.Stack0Slug,
		Title:    "uploads to stack0 lack their project",
		Why:      "the runtime refuses them without PYLON_STACK0_PROJECT_SLUG",
		Fix:      "add PYLON_STACK0_PROJECT_SLUG to service.env",
		Evidence: "CHANGELOG of 0.3.89.",
		Fires:    Example{Spec: "service: { secrets: [PYLON_STACK0_API_KEY] }"},
		Silent:   Example{Spec: "service: { secrets: [PYLON_STACK0_API_KEY], env: { PYLON_STACK0_PROJECT_SLUG: todo } }"},
		check: func(c *checker) {
			if _, slug := c.variable("PYLON_STACK0_PROJECT_SLUG"); c.hasSecret("PYLON_STACK0_API_KEY") && !slug {
				c.find(c.at("service.secrets"), "there is a key for stack0 and no project")
			}
		},
	},
	{
		ID: "PG507", Severity: diag.Info, Since: firstRelease, Lacking: pylon.AuthStoreFatal,
		Title:    "sessions may silently be kept in memory",
		Why:      "when the database cannot be reached at a start, these versions keep sessions and logins in the task's memory, and lose them with it",
		Fix:      "upgrade the runtime to 0.3.93, which does not start then",
		Evidence: "CHANGELOG of 0.3.93.",
		Fires:    Example{Spec: "pylon: { version: 0.3.92 }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.93 }"},
		check: func(c *checker) {
			if c.s.Shape == stack.Stateless {
				c.find(c.at("pylon.version"), "runtime %s falls back to sessions in memory", c.version)
			}
		},
	},
	{
		ID: "PG508", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.AITransport,
		Title:    "the AI endpoint always fails",
		Why:      "in these versions the part that speaks HTTPS to providers is a stub",
		Fix:      "upgrade the runtime, or remove ai",
		Evidence: "crates/plugin/src/builtin/ai_proxy.rs at 0.3.23.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\nai: { provider: openai }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }\nai: { provider: openai }"},
		check: func(c *checker) {
			if c.hasSecret("PYLON_AI_API_KEY") {
				c.find(c.at("ai.provider"), "runtime %s cannot reach an AI provider", c.version)
			}
		},
	},
	{
		ID: "PG509", Severity: diag.Warning, Since: firstRelease, Lacking: pylon.SocketTokens,
		Title:    "WebSockets refuse JSON Web Tokens",
		Why:      "these versions take session tokens only: a client with another one is let in and thrown out with code 1008",
		Fix:      "upgrade the runtime to 0.3.73, or let realtime clients log in",
		Evidence: "crates/runtime/src/ws.rs at 0.3.23; CHANGELOG of 0.3.73.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\njwt: { issuer: \"https://id.example.com\" }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.73 }\njwt: { issuer: \"https://id.example.com\" }"},
		check: func(c *checker) {
			if c.hasSecret("PYLON_JWT_SECRET") && c.reachable(stack.WebSocket) {
				c.find(c.at("jwt.issuer"), "WebSockets of runtime %s take session tokens only", c.version)
			}
		},
	},
	{
		ID: "PG510", Severity: diag.Warning, Since: firstRelease,
		Title:    "a login provider is half configured",
		Why:      "the runtime silently leaves it off",
		Fix:      "add the keys that the finding names",
		Evidence: "crates/auth at 0.3.23: apple wants a team id, a key id and a private key.",
		Fires:    Example{Spec: "auth: { oauth: { apple: { clientId: com.example.app } } }"},
		Silent:   Example{Spec: "auth: { oauth: { apple: { clientId: com.example.app, teamId: ABCDE12345, keyId: 12345ABCDE } } }"},
	},
	{
		ID: "PG511", Severity: diag.Warning, Since: firstRelease,
		Title:    "service.env replaces a variable that the stack sets",
		Why:      "the rest of the stack is rendered for the stack's own value: ports, proxies, where traces go",
		Fix:      "remove it, or ignore this with the reason",
		Evidence: "pylon-gen's own outputs.",
		Fires:    Example{Spec: "service: { env: { PYLON_TRUST_PROXY_HOPS: \"7\" } }"},
		Silent:   Example{Spec: "service: { env: { RUST_LOG: info } }"},
	},
	{
		ID: "PG518", Severity: diag.Info, Since: firstRelease,
		Title:    "a variable has no value and is not set",
		Why:      "a key without a value is null, which removes a variable in a stage; where there is none to remove, it does nothing",
		Fix:      "write NAME: \"\" for an empty value, or remove it",
		Evidence: "YAML 1.2: a mapping's key without a value has the value null.",
		Fires:    Example{Spec: "service: { env: { FEATURE_FLAGS: } }"},
		Silent:   Example{Spec: "service: { env: { FEATURE_FLAGS: \"\" } }"},
	},
	{
		ID: "PG512", Severity: diag.Warning, Since: firstRelease,
		Title:    "several tasks get one name or address",
		Why:      "each task must have its own: the runtime takes tasks of one name for the same machine, and sends requests for its shards to one address",
		Fix:      "remove the variable",
		Evidence: "crates/runtime, the directory of shards at 0.20: PYLON_REPLICA_ID, PYLON_SHARD_ADVERTISE_URL.",
		Fires:    Example{Spec: "service: { scaling: { max: 3 }, env: { PYLON_REPLICA_ID: a } }\ncache: { redis: true }"},
		Silent:   Example{Spec: "service: { scaling: { max: 1 }, env: { PYLON_REPLICA_ID: a } }"},
		check: func(c *checker) {
			for _, name := range []string{"PYLON_REPLICA_ID", "PYLON_SHARD_ADVERTISE_URL"} {
				if at, ok := c.added(name); ok && c.s.Service.Scaling.Max > 1 {
					c.find(at, "up to %d tasks have the same %s", c.s.Service.Scaling.Max, name)
				}
			}
		},
	},
	{
		ID: "PG513", Severity: diag.Warning, Since: firstRelease,
		Title:    "a variable of the runtime has a value that it cannot read",
		Why:      "the runtime silently falls back to its default",
		Fix:      "write a value of that form, or remove the variable",
		Evidence: "crates/runtime: such values are parsed, and dropped where that fails.",
		Fires:    Example{Spec: "service: { env: { PYLON_HTTP_INFLIGHT_MAX: many } }"},
		Silent:   Example{Spec: "service: { env: { PYLON_HTTP_INFLIGHT_MAX: \"128\" } }"},
		check: func(c *checker) {
			for _, v := range pylon.Env {
				if value, set := c.variable(v.Name); set && c.written("service.env."+v.Name) && !v.Form.Takes(value) {
					c.find(c.at("service.env."+v.Name), "%s is not %s", v.Name, v.Form)
				}
			}
		},
	},
	{
		ID: "PG514", Severity: diag.Error, Since: firstRelease, Lacking: pylon.MetricsToken,
		Title:    "metrics can be read with the admin token only",
		Why:      "the collector never gets that token, which may do anything: it is refused, and there are no metrics",
		Fix:      "upgrade the runtime to " + pylon.MetricsToken.Known.String() + ", or remove observability.metrics.scrape",
		Evidence: "crates/runtime/src/server.rs at 0.3.23: /metrics wants PYLON_ADMIN_TOKEN.",
		Fires:    Example{Spec: "pylon: { version: 0.3.23 }\nshape: single-replica\nobservability: { metrics: { scrape: { workspace: \"arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f\" } } }"},
		Silent:   Example{Spec: "observability: { metrics: { scrape: { workspace: \"arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f\" } } }"},
		check: func(c *checker) {
			if c.s.Service.Collector.TokenEnv != "" {
				c.find(c.at("observability.metrics.scrape.workspace"), "runtime %s has no token for metrics", c.version)
			}
		},
	},
	{
		ID: "PG515", Severity: diag.Error, Since: firstRelease, Having: pylon.ClusterRequired,
		Title:    "a cluster bus is required, and there is none",
		Why:      "every task ends at its start",
		Fix:      "remove PYLON_CLUSTER_REQUIRED, or add cache: { redis: true }, which sets it",
		Evidence: pylon.ClusterRequired.Evidence,
		Fires:    Example{Spec: "service: { env: { PYLON_CLUSTER_REQUIRED: \"1\" } }"},
		Silent:   Example{Spec: "cache: { redis: true }"},
		check: func(c *checker) {
			if v, _ := c.variable("PYLON_CLUSTER_REQUIRED"); isTrue(v) && !c.hasBus() {
				c.find(c.at("service.env.PYLON_CLUSTER_REQUIRED"), "PYLON_CLUSTER_REQUIRED is set, and PYLON_CLUSTER_BUS is not")
			}
		},
	},
}

// added returns the place of a variable that the user added, plain or secret.
func (c *checker) added(name string) (source.Pos, bool) {
	if c.written("service.env." + name) {
		return c.at("service.env." + name), true
	}
	for _, set := range c.s.Settings {
		if set.Path == "service.secrets" && slices.Contains(strings.Split(set.Value, ", "), name) {
			return set.Origin.Pos, true
		}
	}
	return source.Pos{}, false
}
