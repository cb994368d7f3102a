package hooks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The plain hook that init writes looks at what is staged.
func TestGitHook(t *testing.T) {
	shellHas(t, "git", "sh", "env", "mktemp", "rm", "tr")
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

	// Outputs at places of their own, with unusual names, and renamed ones are looked at.
	s.write("app/pylon.stack.yaml", spec+"outputs: { compose: \"lokal/zähler \\\"a\\\".yml\" }\n")
	s.ok("pylon-gen", "render", "--prune", "-C", "app")
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "elsewhere")
	const elsewhere = "app/lokal/zähler \"a\".yml"
	s.write(elsewhere, s.read(elsewhere)+"# by hand\n")
	s.ok("git", "add", "-A")
	s.fails("the file is hand-edited", "git", "commit", "-m", "elsewhere by hand")
	s.ok("git", "reset", "-q", "--hard")
	s.ok("git", "mv", "app/sst.config.ts", "app/other.ts")
	s.fails("the file is missing", "git", "commit", "-m", "renamed")
	s.ok("git", "reset", "-q", "--hard")

	// A spec that was renamed is not skipped: its lock is there.
	s.ok("git", "mv", "app/pylon.stack.yaml", "app/stack.yaml")
	s.fails("call the spec pylon.stack.yaml again", "git", "commit", "-m", "renamed spec")
	s.ok("git", "reset", "-q", "--hard")

	// A manifest that git ignores is not staged: that on the disk is taken.
	s.write("app/.gitignore", s.read("app/.gitignore")+"pylon.manifest.json\n")
	s.ok("git", "rm", "-q", "--cached", "app/pylon.manifest.json")
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "the manifest is not committed")

	program := strings.TrimSpace(s.ok("which", "pylon-gen"))
	// What is not installed says so, whatever is staged: any file can be an output.
	var without []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "pylon-gen")); err != nil {
			without = append(without, dir)
		}
	}
	s.env = append(s.env, "PATH="+strings.Join(without, string(os.PathListSeparator)))
	s.write("README.md", "hello\n")
	s.ok("git", "add", "-A")
	s.fails("docs/installation.md", "git", "commit", "-m", "no program")
	s.write(".gitignore", "node_modules\n")
	s.write("node_modules/.bin/pylon-gen", "#!/bin/sh\nexec '"+program+"' \"$@\"\n")
	s.ok("chmod", "+x", "node_modules/.bin/pylon-gen")
	s.ok("git", "add", "-A")
	s.ok("git", "commit", "-m", "the program of npm")
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "tmp.*", "app", "pylon.stack.yaml")); err != nil || len(left) > 0 {
		t.Errorf("the hook leaves %v %v", left, err)
	}
}

// The hook is where git looks for it: in a worktree that is the main checkout, and
// core.hooksPath, as husky sets it, is anywhere.
func TestWhereTheHookLies(t *testing.T) {
	shellHas(t, "git", "sh", "env", "mktemp", "rm", "tr", "chmod", "dirname")
	stale := spec + "aws: { region: eu-west-1 }\n"
	for name, c := range map[string]struct {
		setUp  func(s *scratch) (dir string)
		writes string // what init says it writes
	}{
		"a worktree": {func(s *scratch) string {
			s.ok("git", "worktree", "add", "-q", "-b", "other", filepath.Join(s.dir, "tree"))
			return "tree/"
		}, "hooks/pre-commit: written"},
		"core.hooksPath": {func(s *scratch) string {
			s.ok("git", "config", "core.hooksPath", ".githooks")
			return ""
		}, ".githooks/pre-commit: written"},
		"husky": {func(s *scratch) string {
			// What husky 9 has made: git runs .husky/_/pre-commit, which runs .husky/pre-commit.
			s.ok("git", "config", "core.hooksPath", ".husky/_")
			s.write(".husky/pre-commit", "true")
			s.write(".husky/_/pre-commit", "#!/bin/sh\nsh -e \"$(dirname \"$(dirname \"$0\")\")/pre-commit\"\n")
			s.ok("chmod", "+x", ".husky/_/pre-commit")
			return ""
		}, ".husky/pylon-gen.sh: written"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScratch(t)
			dir := c.setUp(s)
			if out := s.ok("pylon-gen", "init", "--yes", "-C", dir+"app", "--hook", "git"); !strings.Contains(out, c.writes) {
				t.Errorf("init says\n%s", out)
			}
			if out := s.ok("pylon-gen", "init", "--yes", "-C", dir+"app", "--hook", "git"); strings.Contains(out, "written") || strings.Contains(out, "added to") {
				t.Errorf("once more, init says\n%s", out)
			}
			s.write(dir+"app/pylon.stack.yaml", stale)
			s.ok("git", "-C", "./"+dir, "add", "-A")
			s.fails("the file is stale", "git", "-C", "./"+dir, "commit", "-m", "region")
			s.ok("pylon-gen", "render", "-C", dir+"app")
			s.ok("git", "-C", "./"+dir, "add", "-A")
			s.ok("git", "-C", "./"+dir, "commit", "-m", "region")
		})
	}
}

// huskyVersion is the release of husky that is tried.
const huskyVersion = "9.1.7"

// husky itself, with a line of its own that is kept.
func TestHusky(t *testing.T) {
	consumer.Needs(t, "git", "sh", "npm", "node")
	s := newScratch(t)
	s.write("package.json", `{"private": true}`)
	s.write(".gitignore", "node_modules\n")
	s.ok("npm", "install", "--no-audit", "--no-fund", "--save-dev", "husky@"+huskyVersion)
	s.ok("npx", "--no-install", "husky")
	s.write(".husky/pre-commit", "echo theirs")
	s.ok("pylon-gen", "init", "--yes", "-C", "app", "--hook", "git")
	s.ok("git", "add", "-A")
	if out := s.ok("git", "commit", "-m", "husky"); !strings.Contains(out, "theirs") {
		t.Errorf("their hook did not run:\n%s", out)
	}
	s.write("app/pylon.stack.yaml", spec+"aws: { region: eu-west-1 }\n")
	s.ok("git", "add", "-A")
	s.fails("the file is stale", "git", "commit", "-m", "region")
	s.ok("npx", "--no-install", "husky") // as after the next npm install
	s.fails("the file is stale", "git", "commit", "-m", "region")
}
