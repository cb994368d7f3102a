package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/rules"
)

var (
	yamlBlock = regexp.MustCompile("(?s)```yaml\n(version: 1\n.*?)```")
	// A command stands on a line of its own, indented by four blanks.
	commandLine = regexp.MustCompile(`(?m)^ {4}(?:go run \./cmd/)?pylon-gen (.*)$`)
)

// docs are the pages by their paths from the root of the repository.
func docs(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range append(files, "../../README.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimPrefix(filepath.ToSlash(name), "../../")] = string(text)
	}
	return texts
}

var elsewhere = regexp.MustCompile(`(?m)^manifest: (\S+)$`)

// Every spec in the documentation renders as it is printed.
func TestSpecsInDocs(t *testing.T) {
	count := 0
	for name, text := range docs(t) {
		for _, m := range yamlBlock.FindAllStringSubmatch(text, -1) {
			count++
			dir := copyInputs(t, filepath.Join(goldenDir, "smallest"))
			if err := os.WriteFile(filepath.Join(dir, "pylon.stack.yaml"), []byte(m[1]), 0o644); err != nil {
				t.Fatal(err)
			}
			if at := elsewhere.FindStringSubmatch(m[1]); at != nil { // the spec names a manifest below it
				if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(at[1])), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(filepath.Join(dir, "pylon.manifest.json"), filepath.Join(dir, at[1])); err != nil {
					t.Fatal(err)
				}
			}
			var out, errs bytes.Buffer
			if code := execute([]string{"render", "-C", dir}, terminal{out: &out, err: &errs}); code != exitOK {
				t.Errorf("%s: %s%s", name, m[1], &errs)
			}
		}
	}
	if count < 2 {
		t.Errorf("only %d specs in the documentation", count)
	}
}

// docsSpec is the spec of the project in which the documentation's commands run.
const docsSpec = `version: 1
app: shop
pylon: { version: 0.5.0 }
service: { scaling: { max: 1 } }
stages:
  production: { domain: { name: api.example.com } }
  staging: { domain: { name: api.staging.example.com } }
  pr-*: { domain: { name: "{stage}.example.com" }, cdn: false }
`

// Every command in the documentation does what it says, in the root of a
// repository that holds the example, with a commit on main.
func TestCommandsInDocs(t *testing.T) {
	texts := docs(t)
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "examples", "todo"), os.DirFS("../../examples/todo")); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(goldenDir, "smallest", "pylon.manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"pylon.manifest.json": string(manifest), "app.ts": "export default {};\n", "pylon.stack.yaml": docsSpec} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	t.Setenv("GITHUB_ACTIONS", "") // the workflow that runs this test has a base of its own
	var out, errs bytes.Buffer
	for _, command := range []string{"init", "render"} {
		if code := execute([]string{command}, terminal{out: &out, err: &errs}); code != exitOK {
			t.Fatal(errs.String())
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first"}} {
		if text, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, text)
		}
	}
	count := 0
	for name, text := range texts {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			count++
			line, _, _ := strings.Cut(m[1], " #")
			line, _, _ = strings.Cut(line, " >")
			if strings.Contains(line, "--watch") || strings.HasPrefix(line, "doctor") {
				continue // the one does not end, the other is about this machine; TestWatch and doctor.txtar have them
			}
			out.Reset()
			errs.Reset()
			if code := execute(strings.Fields(line), terminal{out: &out, err: &errs}); code != exitOK {
				t.Errorf("%s: pylon-gen %s: exit code %d\n%s", name, line, code, &errs)
			}
		}
	}
	if count < 5 {
		t.Errorf("only %d commands in the documentation", count)
	}
}

var ruleID = regexp.MustCompile(`\bPG[0-9]{3}\b`)

// The documentation names no rule that there is not.
func TestRulesInDocs(t *testing.T) {
	count := 0
	for name, text := range docs(t) {
		for _, id := range ruleID.FindAllString(text, -1) {
			count++
			if rules.Lookup(id) == nil {
				t.Errorf("%s: there is no rule %s", name, id)
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d rules in the documentation", count)
	}
}

var chart = regexp.MustCompile("(?s)(```mermaid\n)(.*?)(```)")

// The picture in the documentation is the one of the example. PYLON_UPDATE=1 draws it
// again.
func TestPictureInDocs(t *testing.T) {
	const name = "../../docs/graph.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := execute([]string{"graph", "-C", "../../examples/todo", "--stage", "production", "--format", "mermaid"}, terminal{out: &out, err: &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	m := chart.FindSubmatchIndex(text)
	if m == nil {
		t.Fatalf("%s has no picture", name)
	}
	if string(text[m[4]:m[5]]) == out.String() {
		return
	}
	if os.Getenv("PYLON_UPDATE") == "" {
		t.Fatalf("the picture in %s is not that of the example: PYLON_UPDATE=1 go test ./cmd/pylon-gen -run TestPictureInDocs", name)
	}
	if err := os.WriteFile(name, []byte(string(text[:m[4]])+out.String()+string(text[m[5]:])), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The picture in the README is the one of the example. PYLON_UPDATE=1 draws it again.
func TestPictureInReadme(t *testing.T) {
	const name = "../../docs/images/stage.svg"
	var out, errs bytes.Buffer
	if code := execute([]string{"graph", "-C", "../../examples/todo", "--stage", "production"}, terminal{out: &out, err: &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	if os.Getenv("PYLON_UPDATE") != "" {
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(name); err != nil || !bytes.Equal(text, out.Bytes()) {
		t.Errorf("docs/images/stage.svg is not the picture of the example, PYLON_UPDATE=1 draws it again: %v", err)
	}
}
