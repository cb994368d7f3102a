package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// specNames are the names that a stack spec is looked for under.
var specNames = []string{"pylon.stack.yaml", "pylon.stack.yml"}

const defaultManifest = "pylon.manifest.json"

// project is a directory with a stack spec.
type project struct {
	dir  string // as it is shown, "." or "examples/todo"
	at   string // the directory itself
	spec string // file name in it
}

func (p project) shown(name string) string { return filepath.ToSlash(filepath.Join(p.dir, name)) }

// find looks for the project of a directory: the nearest spec upwards, to the
// root of the repository. Outside of a repository it looks in dir only.
func find(dir, file string) (project, error) {
	if file != "" {
		at := file
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		dir = filepath.Dir(at)
		return project{dir, dir, filepath.Base(at)}, isDirectory(dir)
	}
	if err := isDirectory(dir); err != nil {
		return project{}, err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return project{}, machine(err)
	}
	// Upwards from where the directory really is: a symbolic link to it leads
	// into another project, and the way back up must not.
	if full, err = filepath.EvalSymlinks(full); err != nil {
		return project{}, machine(err)
	}
	limit := repository(full)
	for at, shown := full, dir; ; at, shown = filepath.Dir(at), filepath.Join(shown, "..") {
		name, err := specIn(at)
		if err != nil {
			return project{}, err
		}
		if name != "" {
			return project{shown, at, name}, nil
		}
		if at == limit || at == filepath.Dir(at) {
			return project{}, usageError("no %s in %s or above it: write one, or name it with -f", specNames[0], filepath.ToSlash(dir))
		}
	}
}

// isDirectory says that a directory is not there.
func isDirectory(dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usageError("there is no directory %s", filepath.ToSlash(dir))
	}
	return nil
}

// repository gives the root of the git repository that holds dir, or dir.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

func specIn(dir string) (string, error) {
	var found []string
	for _, name := range specNames {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", usageError("%s holds both %s: keep one, or name it with -f", filepath.ToSlash(dir), strings.Join(found, " and "))
}

// walk finds every project below dir. Hidden directories and node_modules hold
// none.
func walk(dir string) ([]project, error) {
	if err := isDirectory(dir); err != nil {
		return nil, err
	}
	var found []project
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrPermission) && at != dir {
			return filepath.SkipDir // somebody's data, no project of ours
		}
		if err != nil {
			return err
		}
		if entry.IsDir() && at != dir && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".")) {
			return filepath.SkipDir
		}
		if !entry.IsDir() && slices.Contains(specNames, entry.Name()) {
			found = append(found, project{filepath.Dir(at), filepath.Dir(at), entry.Name()})
		}
		return nil
	})
	var exit *exitError
	if err != nil && !errors.As(err, &exit) {
		return nil, machine(fmt.Errorf("looking for projects: %w", err))
	}
	return found, err
}

// loaded is a project whose inputs have been read and resolved.
type loaded struct {
	project
	app    *stack.App // nil when there are errors in the list
	list   diag.List
	draft  []byte                  // the spec, when it is not on the disk yet
	inputs map[string][]byte       // by path relative to dir, for the lock
	files  map[string]*source.File // by shown name, for excerpts
}

// load reads, validates and resolves a project. What the user can mend is in
// the list, all else is an error.
func (p project) load() (*loaded, error) { return p.loadDraft(nil) }

// loadDraft is load with a spec that is not on the disk yet, unless it is nil.
func (p project) loadDraft(draft []byte) (*loaded, error) {
	l := &loaded{project: p, draft: draft, inputs: map[string][]byte{}, files: map[string]*source.File{}}
	root, err := os.OpenRoot(p.at)
	if err != nil {
		return nil, machine(err)
	}
	defer root.Close()
	specFile, err := l.read(root, p.spec, p.shown(p.spec), schema.MaxSpecSize)
	if specFile == nil {
		return l, err
	}
	spec, list := schema.LoadSpec(specFile)
	l.list = append(l.list, list...)
	if spec == nil {
		return l, nil
	}
	manifestPath := defaultManifest
	if spec.Manifest.IsSet() {
		manifestPath = path.Clean(spec.Manifest.V)
	}
	if !filepath.IsLocal(filepath.FromSlash(manifestPath)) {
		l.list = append(l.list, diag.Diagnostic{Code: resolve.CodePath, Severity: diag.Error,
			Pos:     source.Pos{File: specFile.Name, Line: spec.Manifest.Node.Line, Col: spec.Manifest.Node.Column},
			Message: fmt.Sprintf("manifest %q leaves the project", spec.Manifest.V), Why: "nothing outside of the project is read", Fix: "keep the manifest beside the spec or below it"})
		return l, nil
	}
	manifestFile, err := l.read(root, manifestPath, p.shown(manifestPath), schema.MaxManifestSize)
	if manifestFile == nil {
		if n := len(l.list); n > 0 && l.list[n-1].Fix == "" {
			l.list[n-1].Fix = "write the manifest with pylon codegen, or name it with manifest: in " + p.spec
		}
		return l, err
	}
	if len(manifestFile.Data) > 1<<20 {
		debug.SetGCPercent(100) // main is generous with memory, for small inputs
	}
	manifest, list := schema.LoadManifest(manifestFile)
	l.list = append(l.list, list...)
	if manifest == nil || list.HasErrors() {
		return l, nil
	}
	app, list := resolve.App(manifest, spec, resolve.Project{Inputs: []string{p.spec, manifestPath}})
	l.list = append(l.list, list...)
	l.app = app
	return l, nil
}

// read reads an input; nil means that the list says why not, or the error does.
func (l *loaded) read(root *os.Root, name, shown string, most int64) (*source.File, error) {
	if name == l.spec && l.draft != nil {
		f, err := source.Text(shown, l.draft)
		if err != nil {
			return nil, usageError("a value of the spec cannot be: %v", err)
		}
		l.inputs[name], l.files[shown] = f.Data, f
		return f, nil
	}
	f, list, err := schema.ReadFile(root.FS(), name, shown, most)
	l.list = append(l.list, list...)
	if f == nil {
		return nil, machine(err)
	}
	l.inputs[name] = f.Data
	l.files[shown] = f
	return f, nil
}

// line gives a line of an input, for excerpts.
func (l *loaded) line(file string, n int) string {
	if f := l.files[file]; f != nil {
		return f.Line(n)
	}
	return ""
}

// machine marks an error as the machine's.
func machine(err error) error {
	if err == nil {
		return nil
	}
	var exit *exitError
	if errors.As(err, &exit) {
		return err
	}
	return &exitError{exitMachine, err.Error()}
}
