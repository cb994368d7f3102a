// Package hooks runs pylon-gen as people's tools do: pre-commit, git's own hook
// and the steps of the GitHub action, each in a scratch repository.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/hooks -v
//
// Without the variable git's own hook runs only, which is quick.
package hooks

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// project is the root of pylon-gen's own repository.
const project = "../../.."

const manifest = `{"manifest_version": 1, "name": "todo", "version": "0.1.0", "entities": [{"name": "Todo", "fields": [], "indexes": []}], "routes": []}
`

const spec = `version: 1
pylon: { version: 0.5.0 }
service: { scaling: { max: 1 } }
stages: { production: { domain: { name: api.example.com } } }
`

const dockerfile = "FROM ghcr.io/pylonsync/pylon:0.5.0\nENV SSL_CERT_FILE=/etc/ssl/certs/pylon.pem\n"

// scratch is a git repository of a user's.
type scratch struct {
	t   *testing.T
	dir string
	env []string
}

// newScratch makes a repository with an app in it whose outputs are rendered and
// committed.
func newScratch(t *testing.T) *scratch {
	t.Helper()
	s := emptyScratch(t)
	s.write("app/pylon.manifest.json", manifest)
	s.write("app/pylon.stack.yaml", spec)
	s.write("app/app.ts", "export default {};\n")
	s.write("app/Dockerfile", dockerfile)
	s.ok("pylon-gen", "render", "-C", "app")
	s.commit("first")
	return s
}

// emptyScratch makes a repository without files; PATH has the pylon-gen of the working
// tree.
func emptyScratch(t *testing.T) *scratch {
	t.Helper()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin, "./cmd/pylon-gen")
	build.Dir = project
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := &scratch{t: t, dir: t.TempDir(), env: append(cleanEnv(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")}
	s.ok("git", "init", "-q", "-b", "main")
	return s
}

// shellHas skips a test, loudly, where a program that a shell script uses is
// missing; PYLON_REQUIRE_TOOLS=1 makes that a failure.
func shellHas(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("NOT PROVEN: %s is not installed", name)
	}
}

// cleanEnv is the environment without what git sets for its hooks: this test may
// run in one.
func cleanEnv() []string {
	var out []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "PATH=") {
			out = append(out, v)
		}
	}
	return out
}

func (s *scratch) write(name, text string) {
	s.t.Helper()
	at := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scratch) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// run runs a command in the repository and returns what it prints and whether it
// was content.
func (s *scratch) run(name string, args ...string) (string, bool) {
	s.t.Helper()
	// The path of the program is looked up in the repository's PATH.
	cmd := exec.Command("/usr/bin/env", append([]string{name}, args...)...)
	cmd.Dir, cmd.Env = s.dir, s.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		s.t.Fatal(err)
	}
	return out.String(), err == nil
}

func (s *scratch) ok(name string, args ...string) string {
	s.t.Helper()
	out, ok := s.run(name, args...)
	if !ok {
		s.t.Fatalf("%s %v: %s", name, args, out)
	}
	return out
}

// fails wants a command to fail and to say something.
func (s *scratch) fails(want string, name string, args ...string) {
	s.t.Helper()
	out, ok := s.run(name, args...)
	if ok || !strings.Contains(out, want) {
		s.t.Errorf("%s %v: ok %v, want %q in\n%s", name, args, ok, want, out)
	}
}

func (s *scratch) commit(message string) {
	s.t.Helper()
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-q", "--no-verify", "-m", message)
}
