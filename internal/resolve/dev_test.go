package resolve_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// The local stack has what the app's features need on a developer's machine,
// generated secrets included, and nothing that describes the cloud.
func TestLocalEnvironment(t *testing.T) {
	encrypted := strings.Replace(manifest, `"unique":false}`, `"unique":false,"encrypted":true,"serverOnly":true}`, 1)
	const jwt = "jwt: { issuer: https://api.example.com }\n"
	const traces = "observability: { traces: { otlp: https://otlp.example.com } }\n"
	for name, c := range map[string]struct{ manifest, more, env, secrets string }{
		"nothing":   {manifest, "", "", ""},
		"jwt":       {manifest, jwt, "PYLON_JWT_ISSUER PYLON_JWT_LIFETIME_SECS", "PYLON_JWT_SECRET"},
		"encrypted": {encrypted, "", "", "PYLON_ENCRYPTION_KEY"},
		"provided":  {manifest, "service: { secrets: [API_KEY] }\n", "", "API_KEY"},
		"traces":    {manifest, traces, "", ""},
		"own name":  {manifest, "service: { env: { OTEL_SERVICE_NAME: mine } }\n", "OTEL_SERVICE_NAME", ""},
	} {
		t.Run(name, func(t *testing.T) {
			app, list := resolved(t, c.manifest, spec+c.more)
			if list.HasErrors() {
				t.Fatal(list)
			}
			var env, secrets []string
			for _, v := range app.Dev.Env {
				env = append(env, v.Name)
			}
			for _, x := range app.Dev.Secrets {
				secrets = append(secrets, x.Env)
				if generated := c.secrets != "API_KEY"; generated != (x.Source == stack.GeneratedHex) {
					t.Errorf("source of %s: %v", x.Env, x.Source)
				}
			}
			slices.Sort(env)
			if got := strings.Join(env, " "); got != c.env {
				t.Errorf("variables %q, want %q", got, c.env)
			}
			if got := strings.Join(secrets, " "); got != c.secrets {
				t.Errorf("secrets %q, want %q", got, c.secrets)
			}
		})
	}
}
