package hooks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// codegen stands for the runtime's npm package with the program pylon, whose codegen
// writes the manifest. The real one is not public.
const codegen = `#!/usr/bin/env node
const [command, entry, flag, out] = process.argv.slice(2);
if (command !== "codegen" || !require("fs").existsSync(entry) || flag !== "--out") process.exit(1);
require("fs").writeFileSync(out, ` + "`" + manifest + "`" + `);
`

// The README as it is written, from an app to a green check of GitHub's workflow and of
// a pull request: in a repository with npm, in a workspace of Bun, and where git ignores
// the manifest.
func TestFirstHour(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env", "node", "npm")
	bun, err := consumer.Bun()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files   map[string]string
		install []string
		app     string // the app's directory
	}{
		"npm": {map[string]string{
			"package.json": `{"dependencies": {"@pylonsync/cli": "file:vendor/cli"}}`,
		}, []string{"npm", "install", "--no-audit", "--no-fund"}, ""},
		"workspace": {map[string]string{
			"package.json":          `{"private": true, "workspaces": ["apps/*", "vendor/*"]}`,
			"apps/api/package.json": `{"name": "api", "dependencies": {"@pylonsync/cli": "workspace:*"}}`,
		}, []string{"bun", "install"}, "apps/api/"},
		"ignored": {map[string]string{
			"package.json": `{"dependencies": {"@pylonsync/cli": "file:vendor/cli"}}`,
			".gitignore":   "node_modules\n*.manifest.json\n",
		}, []string{"npm", "install", "--no-audit", "--no-fund"}, ""},
		"ignored in a workspace": {map[string]string{
			"package.json":          `{"private": true, "workspaces": ["apps/*", "vendor/*"]}`,
			"apps/api/package.json": `{"name": "api", "dependencies": {"@pylonsync/cli": "workspace:*"}}`,
			".gitignore":            "node_modules\n*.manifest.json\n",
		}, []string{"bun", "install"}, "apps/api/"},
	} {
		t.Run(name, func(t *testing.T) {
			s := emptyScratch(t)
			s.env = append(s.env, "PATH="+bun+string(os.PathListSeparator)+s.path())
			s.write(".gitignore", "node_modules\n")
			s.write("vendor/cli/package.json", `{"name": "@pylonsync/cli", "version": "0.20.0", "bin": {"pylon": "./pylon.js"}}`)
			s.write("vendor/cli/pylon.js", codegen)
			s.write(c.app+"app.ts", "export default {};\n")
			for name, text := range c.files {
				s.write(name, text)
			}
			s.ok("chmod", "+x", "vendor/cli/pylon.js")
			s.ok(c.install[0], c.install[1:]...)
			s.write(c.app+"pylon.manifest.json", manifest)
			s.commit("the app")

			for _, line := range readmeCommands(t) {
				if out, ok := s.run("sh", "-c", line); !ok {
					t.Fatalf("%s\n%s", line, out)
				}
			}
			s.ok("git", "add", "-A")
			s.ok("git", "commit", "-m", "infrastructure") // the hook runs
			if text, ok := s.cloned().workflow("push", ""); !ok {
				t.Fatalf("the workflow is red:\n%s", text)
			}

			// A pull request that changes the spec, rendered and then committed.
			const from, to = "service: { scaling: { min: 1, max: 1 } }", "service: { scaling: { min: 1, max: 1 }, memory: 1 GB }"
			s.ok("git", "checkout", "-q", "-b", "change")
			before := s.read("pylon.stack.yaml")
			if !strings.Contains(before, from) {
				t.Fatal(before)
			}
			s.write("pylon.stack.yaml", strings.Replace(before, from, to, 1))
			s.ok("git", "add", "-A")
			s.fails("the file is stale", "git", "commit", "-m", "more memory")
			s.ok("pylon-gen", "render")
			s.ok("git", "add", "-A")
			s.ok("git", "commit", "-m", "more memory")
			head := strings.TrimSpace(s.ok("git", "rev-parse", "HEAD"))
			s.ok("git", "checkout", "-q", "main")
			s.ok("git", "merge", "-q", "--no-ff", "-m", "what GitHub checks out", "change")
			text, ok := s.cloned().workflow("pull_request", head)
			if !ok || !strings.Contains(text, "tasks are replaced one by one") {
				t.Errorf("the pull request is green: %v\n%s", ok, text)
			}
		})
	}
}

var indentedCommand = regexp.MustCompile(`(?m)^    (pylon-gen .*)$`)

// readmeCommands are the command lines of the README's start, as they are typed.
func readmeCommands(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(project, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, start, _ := strings.Cut(string(text), "## Two minutes")
	start, _, _ = strings.Cut(start, "Before you merge")
	var lines []string
	for _, m := range indentedCommand.FindAllStringSubmatch(start, -1) {
		lines = append(lines, m[1])
	}
	if len(lines) < 5 {
		t.Fatalf("the README's start has the commands %q only", lines)
	}
	return lines
}

// path is the PATH of the repository's commands.
func (s *scratch) path() string {
	path := ""
	for _, v := range s.env {
		if value, ok := strings.CutPrefix(v, "PATH="); ok {
			path = value
		}
	}
	return path
}

// cloned is a shallow clone, as GitHub's checkout makes it.
func (s *scratch) cloned() *scratch {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "clone")
	s.ok("git", "clone", "-q", "--depth", "2", "file://"+s.dir, dir)
	return &scratch{s.t, dir, s.env}
}

// workflow runs the workflow that init has written, and returns what its steps say, the
// summary included, and whether the job is green. head is that of a pull request.
func (s *scratch) workflow(event, head string) (said string, ok bool) {
	s.t.Helper()
	payload := filepath.Join(s.t.TempDir(), "event.json")
	if err := os.WriteFile(payload, []byte(`{"pull_request": {"head": {"sha": "`+head+`"}}, "before": ""}`), 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.env = append(s.env, "GITHUB_ACTIONS=true", "GITHUB_EVENT_NAME="+event, "GITHUB_EVENT_PATH="+payload)
	var file struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses, Run string
				Dir       string `yaml:"working-directory"`
				With      map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(s.read(".github/workflows/pylon-gen.yml")), &file); err != nil {
		s.t.Fatal(err)
	}
	for _, step := range file.Jobs["check"].Steps {
		switch {
		case step.Run != "":
			in := &scratch{s.t, filepath.Join(s.dir, step.Dir), s.env}
			text, ran := in.run("bash", "-e", "-c", step.Run)
			if said += text; !ran {
				return said, false
			}
		case strings.HasPrefix(step.Uses, "pylon-gen/pylon-gen@"):
			r := newRunner(s.t, s, step.With)
			r.values["github.event_name"] = event
			text, green := r.do(newGitHub(s.t).env()...)
			return said + text + r.summary(), green
		}
	}
	s.t.Fatal("the workflow does not use the action")
	return "", false
}
