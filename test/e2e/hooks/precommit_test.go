package hooks

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The hooks as pre-commit runs them, built by it from a clone of this working
// tree.
func TestPreCommit(t *testing.T) {
	consumer.Needs(t, "git", "env", "pre-commit")
	hooks := published(t)
	s := newScratch(t)
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	// pre-commit builds with a GOPATH of its own; modules need not come twice.
	s.env = append(s.env, "PRE_COMMIT_HOME="+t.TempDir(), "GOMODCACHE="+strings.TrimSpace(string(cache)), "GOFLAGS=-modcacherw")
	s.write(".pre-commit-config.yaml", "repos:\n  - repo: "+hooks.dir+"\n    rev: "+strings.TrimSpace(hooks.ok("git", "rev-parse", "HEAD"))+
		"\n    hooks:\n      - id: pylon-gen-render\n      - id: pylon-gen-check\n")
	s.commit("hooks")
	s.ok("pre-commit", "install", "--install-hooks")
	// From here on there is no network.
	s.env = append(s.env, "GOPROXY=off", "HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1")
	rendered := s.read("app/sst.config.ts")

	// Any file may be an output, so the hooks run for every one.
	s.write("README.md", "hello\n")
	s.ok("git", "add", "README.md")
	if out := s.ok("git", "commit", "-m", "readme"); strings.Count(out, "Passed") != 2 {
		t.Errorf("the hooks did not run for a README: %s", out)
	}

	// A changed spec: the first commit fails and is fixed, the second passes.
	s.write("app/pylon.stack.yaml", strings.Replace(spec, "max: 1", "max: 1, cpu: 60", 1)+"aws: { region: eu-west-1 }\n")
	s.ok("git", "add", "app/pylon.stack.yaml")
	s.fails("files were modified by this hook", "git", "commit", "-m", "region")
	if s.read("app/sst.config.ts") == rendered {
		t.Error("nothing was rendered")
	}
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "region")
	rendered = s.read("app/sst.config.ts")

	// A hand edit of an output alone.
	s.write("app/sst.config.ts", rendered+"// tuned by hand\n")
	s.ok("git", "add", "-A")
	s.fails("the file is hand-edited", "git", "commit", "-m", "tuned")
	if !strings.Contains(s.read("app/sst.config.ts"), "tuned by hand") {
		t.Error("the hook has thrown the edit away")
	}
	s.ok("git", "reset", "-q", "--hard")

	// Only some files are staged: what is on the disk alongside them does not count.
	s.write("app/pylon.stack.yaml", strings.Replace(s.read("app/pylon.stack.yaml"), "eu-west-1", "eu-north-1", 1))
	s.write("app/Dockerfile", dockerfile+"# a comment\n")
	s.ok("git", "add", "app/Dockerfile")
	s.ok("git", "commit", "-m", "only the Dockerfile")
	if !strings.Contains(s.read("app/pylon.stack.yaml"), "eu-north-1") || s.read("app/sst.config.ts") != rendered {
		t.Error("the unstaged change did not survive, or was rendered")
	}
}

// published is a repository with the files of this working tree, as a user
// clones it.
func published(t *testing.T) *scratch {
	t.Helper()
	s := &scratch{t: t, dir: t.TempDir(), env: append(cleanEnv(), "PATH="+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")}
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	list.Dir, list.Env = project, append(cleanEnv(), "PATH="+os.Getenv("PATH"))
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(project, name))
		if os.IsNotExist(err) {
			continue // deleted and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		s.write(name, string(text))
	}
	s.ok("git", "init", "-q", "-b", "main")
	s.commit("release")
	return s
}
