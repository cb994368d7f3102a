package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Project is a project whose inputs have been read and resolved.
type Project struct {
	Place
	// App is the resolved model, nil when List has the errors that keep it from
	// being made.
	App *stack.App
	// List are the findings of reading and resolving the inputs.
	List diag.List
	// Inputs are the contents of the spec and the manifest, by path relative to
	// Dir, as far as they could be read.
	Inputs map[string][]byte
	// Manifest is the manifest's path relative to Dir, DefaultManifest while the
	// spec cannot be read.
	Manifest string
	// NamedAt and ManifestAt are where the spec names the app and the manifest, zero
	// where it does not.
	NamedAt, ManifestAt source.Pos

	repo  fs.FS
	files map[string]*source.File // by shown path
}

// Load reads, validates and resolves the project at a place in a repository.
// What the user can correct is in the project's List; the error is a failure of
// the machine. The project is never nil.
func Load(repo fs.FS, at Place) (*Project, error) { return load(repo, at, resolve.App) }

// LoadAny is Load for a project of the past: its App is there as far as its inputs
// could be resolved, whatever the rules of today say of them.
func LoadAny(repo fs.FS, at Place) (*Project, error) { return load(repo, at, resolve.AnyApp) }

func load(repo fs.FS, at Place, app func(*schema.Manifest, *schema.Spec, resolve.Project) (*stack.App, diag.List)) (*Project, error) {
	p := &Project{Place: at, Manifest: DefaultManifest, Inputs: map[string][]byte{}, repo: repo, files: map[string]*source.File{}}
	specFile, err := p.input(at.Spec, schema.MaxSpecSize)
	if specFile == nil {
		if _, none := fs.Stat(repo, at.Path(lock.File)); none == nil && len(p.List) > 0 && p.List[0].Fix == "" {
			p.List[0].Fix = "call the spec " + at.Spec + " again, or delete " + lock.File + " with the files that it lists, if nothing is deployed from them any more"
		}
		return p, err
	}
	spec, list := schema.LoadSpec(specFile)
	p.List = append(p.List, list...)
	if spec == nil {
		return p, nil
	}
	if spec.Manifest.IsSet() {
		p.Manifest = path.Clean(spec.Manifest.V)
		p.ManifestAt = source.Pos{File: specFile.Name, Line: spec.Manifest.Node.Line, Col: spec.Manifest.Node.Column}
	}
	if spec.App.IsSet() {
		p.NamedAt = source.Pos{File: specFile.Name, Line: spec.App.Node.Line, Col: spec.App.Node.Column}
	}
	if !isLocal(p.Manifest) {
		p.List = append(p.List, diag.Diagnostic{Code: resolve.CodePath, Severity: diag.Error,
			Pos:     p.ManifestAt,
			Message: fmt.Sprintf("manifest %q leaves the project, or is not written with slashes", spec.Manifest.V), Why: "nothing outside the project is read", Fix: "keep the manifest next to the spec or below it, and write it like apps/api/pylon.manifest.json"})
		return p, nil
	}
	manifestFile, err := p.input(p.Manifest, schema.MaxManifestSize)
	if manifestFile == nil {
		p.missingManifest(specFile, spec)
		return p, err
	}
	manifest, list := schema.LoadManifest(manifestFile)
	p.List = append(p.List, list...)
	if manifest == nil || list.HasErrors() {
		return p, nil
	}
	p.App, list = app(manifest, spec, resolve.Project{Inputs: []string{at.Spec, p.Manifest}})
	rules.Explain(list)
	p.List = append(p.List, list...)
	return p, nil
}

// missingManifest says of a manifest that is not there where the spec names it.
func (p *Project) missingManifest(file *source.File, spec *schema.Spec) {
	if _, err := fs.Stat(p.repo, p.Path(p.Manifest)); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	d := &p.List[len(p.List)-1]
	d.Message = "there is no " + p.Manifest
	d.Pos = source.Pos{File: file.Name}
	d.Fix = "write it with pylon codegen, or name it with manifest: in " + p.Spec
	if spec.Manifest.IsSet() {
		d.Pos.Line, d.Pos.Col = spec.Manifest.Node.Line, spec.Manifest.Node.Column
		d.Fix = "write it with pylon codegen, or correct its path, which is relative to " + p.Spec
	}
}

// isLocal reports whether a cleaned path stays in the project, on every
// operating system.
func isLocal(p string) bool {
	return p != ".." && !strings.HasPrefix(p, "../") && !path.IsAbs(p) && !strings.ContainsAny(p, `\:`)
}

// input reads one of the two inputs; nil means that the list or the error says
// why not.
func (p *Project) input(name string, most int64) (*source.File, error) {
	f, list, err := schema.ReadFile(p.repo, p.Path(name), p.ShownPath(name), most)
	p.List = append(p.List, list...)
	if f == nil {
		return nil, err
	}
	p.Inputs[name] = f.Data
	p.files[f.Name] = f
	return f, nil
}

// Line returns a line of a file that has been read, for excerpts: file is what
// messages call it, n counts from 1. It is "" when there is no such line.
func (p *Project) Line(file string, n int) string {
	if f := p.files[file]; f != nil {
		return f.Line(n)
	}
	return ""
}
