// Package golden reads the golden cases: inputs of apps, and what was rendered
// of them and accepted by its consumers.
package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Case is a golden case: its model and where its rendered files are.
type Case struct {
	Name string
	App  *stack.App
	dir  string
}

// Load resolves the inputs of a golden case; dir is the directory of all of
// them.
func Load(dir, name string) (*Case, error) {
	dir = filepath.Join(dir, name)
	read := func(file string, most int64) (*source.File, error) {
		f, list, err := schema.ReadFile(os.DirFS(dir), file, file, most)
		if f == nil {
			return nil, fmt.Errorf("%s: %v %v", name, list, err)
		}
		return f, nil
	}
	specFile, err := read("pylon.stack.yaml", schema.MaxSpecSize)
	if err != nil {
		return nil, err
	}
	manifestFile, err := read("pylon.manifest.json", schema.MaxManifestSize)
	if err != nil {
		return nil, err
	}
	spec, list := schema.LoadSpec(specFile)
	if list.HasErrors() {
		return nil, fmt.Errorf("%s: %v", name, list)
	}
	manifest, list := schema.LoadManifest(manifestFile)
	if list.HasErrors() {
		return nil, fmt.Errorf("%s: %v", name, list)
	}
	app, list := resolve.App(manifest, spec, resolve.Project{})
	if app == nil {
		return nil, fmt.Errorf("%s: %v", name, list)
	}
	return &Case{name, app, dir}, nil
}

// Names are the names of all golden cases, or only the one that is not "".
func Names(dir, only string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if only == "" || e.Name() == only {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("there is no golden case %q", only)
	}
	return names, nil
}

// Output reads a rendered file.
func (c *Case) Output(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(c.dir, "want", filepath.FromSlash(path)))
}

// RealName is a name that a stage may have: a pattern's star becomes "42".
func RealName(s *stack.Stack) string { return strings.Replace(s.Stage.Name, "*", "42", 1) }
