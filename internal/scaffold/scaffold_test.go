package scaffold

import (
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

func TestDockerfile(t *testing.T) {
	for name, c := range map[string]struct {
		text        string
		has, hasNot []string
	}{
		"no packages": {string(Dockerfile(stacktest.Stateless(), Packages{}, ".")), []string{"FROM ghcr.io/pylonsync/pylon:0.5.0\n", "SSL_CERT_FILE", `CMD ["pylon", "start", "app.ts"]`}, []string{"bun install"}},
		"bun":         {string(Dockerfile(stacktest.Stateless(), Packages{true, false, "bun.lock"}, ".")), []string{"COPY --chown=10001:10001 package.json bun.lock ./", "--frozen-lockfile"}, nil},
		"no lock":     {string(Dockerfile(stacktest.Stateless(), Packages{Installed: true}, ".")), []string{"COPY --chown=10001:10001 package.json ./"}, []string{"--frozen-lockfile"}},
		"npm":         {string(Dockerfile(stacktest.Stateless(), Packages{true, false, "package-lock.json"}, ".")), []string{"COPY --chown=10001:10001 package.json package-lock.json ./\nRUN bun install --production\n"}, nil},
		"sqlite":      {string(Dockerfile(stacktest.SingleReplica(), Packages{}, ".")), nil, []string{"SSL_CERT_FILE", "USER root"}},
		"workspace":   {string(Dockerfile(stacktest.Stateless(), Packages{true, true, "bun.lock"}, "apps/api")), []string{". .\n# The packages", "RUN bun install --production --frozen-lockfile\n", `ENV PYLON_FUNCTIONS_DIR="/app/apps/api/functions"`}, []string{"package.json"}},
		"odd home":    {string(Dockerfile(stacktest.Stateless(), Packages{true, true, "pnpm-lock.yaml"}, "a b\n$x")), []string{`ENV PYLON_FUNCTIONS_DIR="/app/a b\n\$x/functions"`, "RUN bun install --production\n"}, []string{"--frozen-lockfile"}},
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
		// Whatever comes after the last USER runs as an unprivileged user.
		if i := strings.LastIndex(c.text, "USER "); !strings.HasPrefix(c.text[i:], "USER 10001:10001") {
			t.Errorf("%s: the app runs as %.20q", name, c.text[i:])
		}
	}
	app := stacktest.Stateless()
	app.Stages[0].Service.Command = []string{"pylon", "start", "a\"b\n.ts"}
	if text := string(Dockerfile(app, Packages{}, ".")); !strings.HasSuffix(text, `CMD ["pylon", "start", "a\"b\n.ts"]`+"\n") {
		t.Errorf("the command is not quoted: %s", text)
	}
}

// Whatever a person types becomes one value and nothing else.
func TestSpec(t *testing.T) {
	for _, hostile := range []string{"api.example.com", "x } }\nevil: true", `"`, "yes", "null", "1.5", ".inf", "# a", "a: b"} {
		var spec struct {
			Version int
			Pylon   struct {
				Version, Entry string
				Image          struct{ URI string }
			}
			AWS      struct{ Region string }
			Shape    string
			Service  map[string]map[string]int
			Cache    map[string]bool
			Outputs  map[string]string
			Manifest string
			Stages   map[string]struct {
				Domain  struct{ Name string }
				Origins []string
			}
			LoadBalancer struct{ Ports string } `yaml:"loadBalancer"`
			Rest         map[string]any         `yaml:",inline"`
		}
		text := Spec(Choices{Pylon: hostile, PylonFrom: "As in " + hostile, Entry: hostile, Image: hostile, Ports: stack.SinglePorts, Region: hostile, Shape: stack.Stateless, Tasks: 3, Domain: hostile, Manifest: hostile, Origins: []string{hostile, "x"}, Outputs: map[string]string{"sst": hostile}})
		if err := yaml.Unmarshal(text, &spec); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if spec.Stages["production"].Domain.Name != hostile || spec.Manifest != hostile || !slices.Equal(spec.Stages["production"].Origins, []string{hostile, "x"}) || spec.Pylon.Version != hostile || spec.Pylon.Image.URI != hostile || spec.Pylon.Entry != hostile || spec.AWS.Region != hostile ||
			spec.Outputs["sst"] != hostile || !spec.Cache["redis"] || spec.Service["scaling"]["max"] != 3 || spec.LoadBalancer.Ports != stack.SinglePorts || len(spec.Rest) > 0 {
			t.Errorf("%q became %+v", hostile, spec)
		}
	}
	text := string(Spec(Choices{Shape: stack.SingleReplica, Entry: "app.ts", Pylon: "0.5.0", Tasks: 1}))
	if !strings.Contains(text, "\n  production: {}\n") || strings.Contains(text, "\nservice:") || strings.Contains(text, "outputs") || strings.Contains(text, "entry") {
		t.Error(text)
	}
}

// An entry is added where repos ends the file, and only there; what cannot be
// added to is left to people.
func TestPreCommit(t *testing.T) {
	entry := preCommitEntry("1.2.3")
	for old, want := range map[string]string{
		"":                                   "repos:\n" + indent(entry, "  "),
		"repos:\n- repo: local\n  hooks: []": "repos:\n- repo: local\n  hooks: []\n" + entry,
		"repos:\n    - repo: local\n      hooks: []\n":          "repos:\n    - repo: local\n      hooks: []\n" + indent(entry, "    "),
		"repos:\n  - repo: local\n    hooks: []\n\n# the end\n": "repos:\n  - repo: local\n    hooks: []\n\n# the end\n" + indent(entry, "  "),
	} {
		if text, ok := PreCommit([]byte(old), "1.2.3"); !ok || string(text) != want {
			t.Errorf("%q became %v\n%s", old, ok, text)
		}
	}
	for _, there := range []string{"repos:\n  - repo: x\n    hooks: [{ id: pylon-gen-check }]\n"} {
		if text, ok := PreCommit([]byte(there), "1.2.3"); !ok || text != nil {
			t.Errorf("%q became %s", there, text)
		}
	}
	for _, hard := range []string{
		"repos: []\n", "repos: [{ repo: local, hooks: [] }]\n", "repos:\n  - repo: local\n    hooks: []\nfail_fast: true\n",
		"repos:\n  -   repo: local\n      hooks: []\n", "fail_fast: true\n", "[]", "a: b: c", "repos:\n  - repo: local\n    hooks: []\n...\n",
	} {
		if text, ok := PreCommit([]byte(hard), "1.2.3"); ok {
			t.Errorf("%q became %s", hard, text)
		}
	}
}

func TestWorkflowNamesTheRelease(t *testing.T) {
	if text := string(Workflow("1.2.3", `odd"branch`, nil)); !strings.Contains(text, `branches: ["odd\"branch"]`) {
		t.Error(text)
	}
	if text := string(Workflow("1.2.3", "trunk", nil)); !strings.Contains(text, "uses: pylon-gen/pylon-gen@v1.2.3\n") || strings.Contains(text, "@VERSION") || !strings.Contains(text, "branches: [trunk]") {
		t.Error(text)
	}
}

func TestGitignore(t *testing.T) {
	const head = "# Local files, never committed.\n"
	for text, want := range map[string]string{
		"":             head + ".env\n.sst\n",
		"a":            "a\n" + head + ".env\n.sst\n",
		".env.local\n": ".env.local\n" + head + ".env\n.sst\n",
		"/.env\r\n":    "/.env\r\n" + strings.ReplaceAll(head+".sst\n", "\n", "\r\n"),
	} {
		if got := string(Gitignore([]byte(text), ".env", ".sst")); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	if Gitignore([]byte("a\n /.env \n.sst/\n"), ".env", ".sst") != nil || Gitignore(nil) != nil {
		t.Error("there is nothing to add")
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
	for _, want := range []string{"**/.env*", ".git", "**/node_modules"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s", want)
		}
	}
}

// What is there is kept byte by byte, and what is added has its line ends.
func TestAppended(t *testing.T) {
	for text, want := range map[string]string{
		"":           "added\n",
		"old":        "old\nadded\n",
		"old\n\n\n":  "old\n\n\nadded\n",
		"old\r\n":    "old\r\nadded\r\n",
		"a\r\nb":     "a\r\nb\r\nadded\r\n",
		"no\rreturn": "no\rreturn\nadded\n",
	} {
		if got := string(appended([]byte(text), "added\n")); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAgents(t *testing.T) {
	first := Agents(nil)
	if !HasAgents(first) || Agents(first) != nil {
		t.Errorf("%s", first)
	}
	const old = "# Agents\r\n\r\nUse tabs."
	if got := string(Agents([]byte(old))); !strings.HasPrefix(got, old+"\r\n\r\n<!-- pylon-gen: begin") || strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Errorf("%q", got)
	}
}
