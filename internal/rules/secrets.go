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
		Why:      "its value stands in the outputs and in the task definition",
		Fix:      "list its name under service.secrets instead",
		Evidence: "Amazon ECS developer guide: plain variables are shown to whoever may describe a task definition.",
		Fires:    Example{Spec: "service: { env: { MAILBOX_TOKEN: abc } }"},
		Silent:   Example{Spec: "service: { secrets: [MAILBOX_TOKEN] }"},
	},
	{
		ID: "PG504", Severity: diag.Warning, Since: firstRelease,
		Title:    "the runtime is too old to read a variable",
		Why:      "it is ignored without a word",
		Fix:      "upgrade the runtime, or remove the variable",
		Evidence: "CHANGELOG up to 0.5.0.",
		Fires:    Example{Spec: "pylon: { version: 0.3.63 }\nservice: { env: { PYLON_ADMIN_EMAILS: ops@example.com } }"},
		Silent:   Example{Spec: "pylon: { version: 0.3.64 }\nservice: { env: { PYLON_ADMIN_EMAILS: ops@example.com } }"},
		check: func(c *checker) {
			for _, name := range slices.Sorted(maps.Keys(pylon.EnvSince)) {
				if since := pylon.EnvSince[name]; c.version.Before(since) {
					if at, ok := c.added(name); ok {
						c.find(at, "runtime %s does not read %s, %s is the first that does", c.version, name, since)
					}
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
		ID: "PG506", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Range{From: pylon.Stack0Slug.Since},
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
		ID: "PG507", Severity: diag.Info, Since: firstRelease, Versions: pylon.Without(pylon.AuthStoreFatal),
		Title:    "sessions may be kept in memory without a word",
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
		ID: "PG508", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Without(pylon.AITransport),
		Title:    "the AI endpoint always fails",
		Why:      "in these versions the part that speaks HTTPS to providers is a stub",
		Fix:      "upgrade the runtime, or remove ai",
		Evidence: "crates/plugin/src/builtin/ai_proxy.rs at 0.3.23; the version that mends it is not known, 0.5.0 has settings for it.",
		Fires:    Example{Spec: "pylon: { version: 0.3.72 }\nai: { provider: openai }"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }\nai: { provider: openai }"},
		check: func(c *checker) {
			if c.hasSecret("PYLON_AI_API_KEY") {
				c.find(c.at("ai.provider"), "runtime %s cannot reach an AI provider", c.version)
			}
		},
	},
	{
		ID: "PG509", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Without(pylon.SocketTokens),
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
}

// added gives the place of a variable that the user added, plain or secret.
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
