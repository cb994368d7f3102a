package sst

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/sst/expect"
	"github.com/pylon-gen/pylon-gen/test/judge"
)

const golden = "../../../testdata/golden"

// testcase is a golden case: its model and its rendered configuration.
type testcase struct {
	name   string
	app    *stack.App
	config string
}

func load(t *testing.T, name string) testcase {
	t.Helper()
	dir := filepath.Join(golden, name)
	read := func(file string, most int64) *source.File {
		f, list, err := schema.ReadFile(os.DirFS(dir), file, file, most)
		if f == nil {
			t.Fatalf("%s: %v %v", name, list, err)
		}
		return f
	}
	spec, list := schema.LoadSpec(read("pylon.stack.yaml", schema.MaxSpecSize))
	if list.HasErrors() {
		t.Fatalf("%s: %v", name, list)
	}
	manifest, list := schema.LoadManifest(read("pylon.manifest.json", schema.MaxManifestSize))
	if list.HasErrors() {
		t.Fatalf("%s: %v", name, list)
	}
	app, list := resolve.App(manifest, spec, resolve.Project{})
	if app == nil {
		t.Fatalf("%s: %v", name, list)
	}
	text, err := os.ReadFile(filepath.Join(dir, "want", filepath.FromSlash(app.Outputs.SST)))
	if err != nil {
		t.Fatal(err)
	}
	return testcase{name, app, string(text)}
}

// realNames gives a name of each stage: a pattern's star becomes "42".
func (c testcase) realNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, s := range c.app.Stages {
		name := strings.Replace(s.Stage.Name, "*", "42", 1)
		if !regexp.MustCompile(s.Stage.Regexp()).MatchString(name) {
			t.Fatalf("%s: %s is no name for %s", c.name, name, s.Stage.Name)
		}
		names = append(names, name)
	}
	return names
}

// stage gives the model of the stage with a real name.
func (c testcase) stage(name string) *stack.Stack {
	for _, s := range c.app.Stages {
		if regexp.MustCompile(s.Stage.Regexp()).MatchString(name) {
			return s
		}
	}
	return nil
}

// on gives what to execute: the configuration in a project that has the files
// it looks at, for some stages, with every secret set.
func (c testcase) on(stages ...string) judge.Config {
	config := judge.Config{File: judge.File{Name: c.app.Outputs.SST, Text: []byte(c.config)}}
	for _, name := range stages {
		on := judge.ConfigStage{Name: name}
		if s := c.stage(name); s != nil {
			if i := s.Service.Image; i.Dockerfile != "" {
				config.Around = append(config.Around, judge.File{Name: path.Join(i.Context, i.Dockerfile), Text: []byte("FROM scratch\n")})
			}
			for _, v := range s.Service.Secrets {
				if expect.ByHand(v) {
					on.Secrets = append(on.Secrets, judge.SecretValue{Name: v.Name, Value: expect.Value(v.Name)})
				}
			}
		}
		config.Stages = append(config.Stages, on)
	}
	return config
}

// alone skips a test that executes more than the one case that was asked for.
func alone(t *testing.T) {
	t.Helper()
	if *only != "" {
		t.Skip("one case alone is executed")
	}
}

// execute runs configurations; the test ends where that cannot be done. All of
// them take minutes, so they are executed on demand only.
func execute(t *testing.T, configs ...judge.Config) []judge.Execution {
	t.Helper()
	if os.Getenv("PYLON_REQUIRE_TOOLS") != "1" && *only == "" {
		t.Skip("NOT PROVEN: executing all configurations takes minutes; PYLON_REQUIRE_TOOLS=1 or -golden CASE does it")
	}
	executions, err := judge.ExecuteSST(configs)
	judge.Accept(t, err)
	if err != nil {
		t.FailNow()
	}
	return executions
}
