package scaffold

import (
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

func TestDockerfile(t *testing.T) {
	for name, c := range map[string]struct {
		text        string
		has, hasNot []string
	}{
		"no packages": {string(Dockerfile(stacktest.Stateless(), NoPackages)), []string{"FROM ghcr.io/pylonsync/pylon:0.5.0\n", "SSL_CERT_FILE", `CMD ["pylon", "start", "app.ts"]`}, []string{"bun install"}},
		"bun":         {string(Dockerfile(stacktest.Stateless(), BunPackages)), []string{"COPY --chown=10001:10001 package.json bun.lock ./", "--frozen-lockfile"}, nil},
		"no lock":     {string(Dockerfile(stacktest.Stateless(), LoosePackages)), []string{"COPY --chown=10001:10001 package.json ./"}, []string{"--frozen-lockfile"}},
		"sqlite":      {string(Dockerfile(stacktest.SingleReplica(), NoPackages)), nil, []string{"SSL_CERT_FILE", "USER root"}},
	} {
		for _, want := range append(c.has, "USER 10001:10001\n") {
			if !strings.Contains(c.text, want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
		for _, no := range append(c.hasNot, "latest") {
			if strings.Contains(c.text, no) {
				t.Errorf("%s: has %q", name, no)
			}
		}
		// Whatever comes after the last USER runs as nobody special.
		if i := strings.LastIndex(c.text, "USER "); !strings.HasPrefix(c.text[i:], "USER 10001:10001") {
			t.Errorf("%s: the app runs as %.20q", name, c.text[i:])
		}
	}
	app := stacktest.Stateless()
	app.Stages[0].Service.Command = []string{"pylon", "start", "a\"b\n.ts"}
	if text := string(Dockerfile(app, NoPackages)); !strings.HasSuffix(text, `CMD ["pylon", "start", "a\"b\n.ts"]`+"\n") {
		t.Errorf("the command is not quoted: %s", text)
	}
}

func TestSpec(t *testing.T) {
	for _, domain := range []string{"api.example.com", "x } }\nevil: true", `"`, "yes", "1.5"} {
		var spec struct {
			Version int
			Pylon   struct{ Version string }
			Stages  map[string]struct{ Domain struct{ Name string } }
			Rest    map[string]any `yaml:",inline"`
		}
		if err := yaml.Unmarshal(Spec("0.5.0", domain), &spec); err != nil {
			t.Fatal(err)
		}
		if spec.Stages["production"].Domain.Name != domain || spec.Pylon.Version != "0.5.0" || len(spec.Rest) > 0 {
			t.Errorf("%q became %+v", domain, spec)
		}
	}
	if text := string(Spec("0.5.0", "")); !strings.Contains(text, "production: {}") {
		t.Error(text)
	}
}

func TestGitignore(t *testing.T) {
	for text, want := range map[string]string{
		"":             "# Local variables, never committed.\n.env\n",
		"a":            "a\n# Local variables, never committed.\n.env\n",
		".env.local\n": ".env.local\n# Local variables, never committed.\n.env\n",
	} {
		if got := string(Gitignore([]byte(text))); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	for _, text := range []string{".env\n", "a\n /.env \nb", ".env*", "*.env"} {
		if Gitignore([]byte(text)) != nil {
			t.Errorf("%q holds it already", text)
		}
	}
}

func TestEnv(t *testing.T) {
	got := string(Env([]byte("# a\n# b\n\n# --- X ---\nA=1\n\nB=2\n")))
	if !strings.HasSuffix(got, "\n\n# --- X ---\nA=1\n\nB=2\n") || strings.Contains(got, "# a\n") {
		t.Error(got)
	}
}

// Secrets and history stay out of the image.
func TestDockerignore(t *testing.T) {
	lines := strings.Split(string(Dockerignore()), "\n")
	for _, want := range []string{".env*", ".git", "node_modules"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s", want)
		}
	}
}
