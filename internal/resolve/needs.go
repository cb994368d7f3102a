package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// manifestNeeds turns what the manifest holds into secrets of the stack, and
// says what the spec still lacks.
func (b *stageResolver) manifestNeeds() {
	m := b.manifest
	if m.LLM != nil {
		b.llm()
	}
	b.connections()
	if len(m.Connections) > 0 || encryptsFields(m) {
		b.addSecret("PYLON_ENCRYPTION_KEY", stack.GeneratedHex, "encrypts fields and linked accounts")
	}
}

func (b *stageResolver) manifestWarn(message, why, fix string, pointer ...string) {
	b.list = append(b.list, diag.Diagnostic{Code: CodeManifest, Severity: diag.Warning, Pos: b.manifest.Pos(pointer...), Message: message, Why: why, Fix: fix})
}

func (b *stageResolver) llm() {
	provider := text(b.manifest.LLM.Provider)
	given := func(name string) bool { return slices.Contains(b.in.Service.Secrets.V, name) }
	switch {
	case provider == "anthropic":
		b.secret("ANTHROPIC_API_KEY", stack.Provided)
	case provider == "openai":
		b.secret("OPENAI_API_KEY", stack.Provided)
	case provider == "" && b.version.Has(pylon.OptionalProvider.Gate):
		if !given("ANTHROPIC_API_KEY") && !given("OPENAI_API_KEY") {
			b.manifestWarn("llm names no provider, and no provider's key is set", "the runtime finds the provider by its key", "add ANTHROPIC_API_KEY or OPENAI_API_KEY to service.secrets", "llm")
		}
	default:
		b.manifestWarn(fmt.Sprintf("llm.provider %q is not known", provider), "no key is set for it", "use anthropic or openai, or add its key to service.secrets", "llm")
	}
}

func (b *stageResolver) connections() {
	for i, c := range b.manifest.Connections {
		if c.Provider == nil {
			continue
		}
		name := strings.ToLower(*c.Provider)
		configured := slices.ContainsFunc(b.in.Auth.OAuth.Entries, func(e schema.Entry[schema.OAuth]) bool { return e.Key == name })
		if !configured {
			b.manifestWarn(fmt.Sprintf("the app links accounts of %s, and auth.oauth.%s is missing in stage %q", name, name, b.s.Stage.Name),
				"the runtime silently leaves off a provider that is not configured", fmt.Sprintf("add auth.oauth.%s with its clientId", name), "connections", fmt.Sprint(i))
		}
	}
}

func encryptsFields(m *schema.Manifest) bool {
	for _, e := range m.Entities {
		for _, f := range e.Fields {
			if f.Encrypted != nil && *f.Encrypted {
				return true
			}
		}
	}
	return false
}

// manifestEnvNames looks whether the variables that the manifest names exist.
func (b *stageResolver) manifestEnvNames() {
	for _, e := range b.manifest.EnvNames {
		there := b.isSecret(e.Name) || slices.ContainsFunc(b.s.Service.Env, func(v stack.Variable) bool { return v.Name == e.Name })
		if !there {
			b.list = append(b.list, diag.Diagnostic{Code: CodeManifest, Severity: diag.Warning, Pos: e.Pos,
				Message: fmt.Sprintf("the manifest names the variable %s, and stage %q does not set it", e.Name, b.s.Stage.Name),
				Why:     "it would be empty in the container", Fix: "add it to service.env, or to service.secrets when it is a secret"})
		}
	}
}
