package hooks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The plain hook that init writes looks at what is staged.
func TestGitHook(t *testing.T) {
	shellHas(t, "git", "sh", "env", "grep", "mktemp", "rm")
	s := newScratch(t)
	s.ok("pylon-gen", "init", "--yes", "-C", "app", "--hook", "git")
	s.commit("init")
	rendered := s.read("app/sst.config.ts")

	// A stale output is refused, a rendered one is not.
	s.write("app/pylon.stack.yaml", spec+"aws: { region: eu-west-1 }\n")
	s.ok("git", "add", "-A")
	s.fails("the file is stale", "git", "commit", "-m", "region")
	s.ok("pylon-gen", "render", "-C", "app")
	s.fails("the file is stale", "git", "commit", "-m", "rendered and not staged")
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "region")

	// A hand edit is refused while it is staged, and only then.
	s.write("app/sst.config.ts", rendered+"// tuned by hand\n")
	s.write("app/Dockerfile", dockerfile+"# a comment\n")
	s.ok("git", "add", "app/Dockerfile")
	s.ok("git", "commit", "-m", "the edit is not staged")
	s.ok("git", "add", "-A")
	s.fails("the file is hand-edited", "git", "commit", "-m", "tuned")
	s.ok("git", "reset", "-q", "--hard")

	// What has nothing to do with it does not run it, and what is not installed
	// says so.
	var without []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "pylon-gen")); err != nil {
			without = append(without, dir)
		}
	}
	s.env = append(s.env, "PATH="+strings.Join(without, string(os.PathListSeparator)))
	s.write("README.md", "hello\n")
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "readme")
	s.write("app/Dockerfile", dockerfile)
	s.ok("git", "add", "-A")
	s.fails("pylon-gen is not installed", "git", "commit", "-m", "no program")
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "tmp.*", "app", "pylon.stack.yaml")); err != nil || len(left) > 0 {
		t.Errorf("the hook leaves %v %v", left, err)
	}
}
