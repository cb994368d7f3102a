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
	if n := len(m.Connections); n > 0 {
		b.connections()
	}
	if len(m.Connections) > 0 || encryptsFields(m) {
		b.addSecret("PYLON_ENCRYPTION_KEY", stack.GeneratedHex, "encrypts fields and linked accounts")
		if !b.version.Has(pylon.EncryptionKey) {
			b.manifestWarn(fmt.Sprintf("runtime %s does not encrypt fields", b.version), "values would be stored as plain text", "upgrade the runtime", "entities")
		}
	}
	if len(m.Shards) > 0 && !slices.ContainsFunc(b.s.Balancer.Endpoints, func(e stack.Endpoint) bool { return e.Kind == stack.Shards }) {
		b.manifestWarn("the app has shards, and loadBalancer.expose leaves them out", "clients could not reach them", "add shards to loadBalancer.expose", "shards")
	}
	if len(m.Crons) > 0 && b.s.Service.Scaling.Max > 1 && !b.version.Has(pylon.ClusterBus) {
		b.manifestWarn(fmt.Sprintf("the app has crons, and up to %d tasks run in stage %q", b.s.Service.Scaling.Max, b.s.Stage.Name), "each task runs every cron", "set service.scaling.max to 1", "crons")
	}
	for i, p := range m.Plugins {
		hint := "nothing: no runtime reads it"
		if p.Name != nil {
			hint = pluginHints[strings.ReplaceAll(*p.Name, "-", "_")]
		}
		if hint == "" {
			hint = "nothing: there is no setting for it"
		}
		pos := b.manifest.Pos("plugins", fmt.Sprint(i))
		b.list = append(b.list, diag.Diagnostic{Code: CodeManifest, Severity: diag.Info, Pos: pos,
			Message: "the runtime ignores plugins in the manifest", Why: "only the documentation knows this key", Fix: "what it asks for is set in the spec: " + hint})
	}
}

// pluginHints names the part of the spec that stands for a plugin of the
// documentation.
var pluginHints = map[string]string{
	"file_storage": "files", "cache_client": "cache", "email": "email", "stripe": "stripe",
	"ai_proxy": "ai", "captcha": "captcha", "jwt": "jwt", "sms": "sms",
}

func (b *stageResolver) manifestWarn(message, why, fix string, pointer ...string) {
	b.list = append(b.list, diag.Diagnostic{Code: CodeManifest, Severity: diag.Warning, Pos: b.manifest.Pos(pointer...), Message: message, Why: why, Fix: fix})
}

func (b *stageResolver) llm() {
	provider := ""
	if b.manifest.LLM.Provider != nil {
		provider = *b.manifest.LLM.Provider
	}
	switch provider {
	case "anthropic":
		b.secret("ANTHROPIC_API_KEY", stack.Provided)
	case "openai":
		b.secret("OPENAI_API_KEY", stack.Provided)
	default:
		b.manifestWarn(fmt.Sprintf("llm.provider %q is not known", provider), "no key is set for it", "use anthropic or openai, or add its key to service.secrets", "llm")
	}
	if !b.version.Has(pylon.ManifestLLM) {
		b.manifestWarn(fmt.Sprintf("runtime %s does not read the llm block", b.version), "", "upgrade the runtime", "llm")
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
				"the runtime leaves a half-configured provider off without a word", fmt.Sprintf("add auth.oauth.%s with its clientId", name), "connections", fmt.Sprint(i))
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
