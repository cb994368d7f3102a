package project

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Render renders the selected documents of a project that has an App. An
// override that does not apply is an error in the project's List, and there are
// no documents then: ok is false.
func (p *Project) Render(want render.Selection) (documents []render.Document, ok bool) {
	documents = render.Documents(p.App, want)
	var failures []patch.Failure
	for _, d := range documents {
		failures = append(failures, d.Failures()...)
	}
	if len(failures) > 0 {
		p.List = append(p.List, notApplied(failures)...)
		return nil, false
	}
	return documents, true
}

// Check returns all findings about a project that has an App and
// of its rendered documents, sorted: the findings of its List, of the rules, and
// what the spec's ignores leave of them.
func (p *Project) Check(documents []render.Document) diag.List {
	var changes []rules.Change
	for _, d := range documents {
		for _, c := range d.Changes() {
			changes = append(changes, rules.Change(c))
		}
	}
	found := rules.Check(p.App, rules.Around{Files: p.imageFiles(), Packages: sync.OnceValue(p.packages)}, changes, p.List)
	list := append(found.Findings, found.Stale...)
	for _, d := range documents {
		if d.Target == render.Compose {
			list = append(list, p.leftVolume(d)...)
		}
	}
	return list.Sorted()
}

// packages returns the runtime's npm packages that the app has.
func (p *Project) packages() []packages.Package {
	found := packages.Find(p.repo, path.Dir(p.Path(p.Manifest)))
	for i, x := range found {
		if below, err := filepath.Rel(filepath.FromSlash(p.Dir), filepath.FromSlash(x.File)); err == nil {
			found[i].File = path.Join(p.Shown, filepath.ToSlash(below))
		}
	}
	return found
}

// imageFiles returns the files that the image is built from, for the rules. Each
// is looked for once: rules ask for the same ones.
func (p *Project) imageFiles() rules.Files {
	type answer struct {
		file  *source.File
		there bool
	}
	known := map[string]answer{}
	return func(name string) (*source.File, bool) {
		name = path.Clean(name)
		a, ok := known[name]
		if !ok {
			a.file, a.there = p.imageFile(name)
			known[name] = a
		}
		return a.file, a.there
	}
}

func (p *Project) imageFile(name string) (file *source.File, there bool) {
	shown := p.ShownPath(name)
	if f := p.files[shown]; f != nil {
		return f, true
	}
	info, err := fs.Stat(p.repo, p.Path(name))
	if err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	f, _, err := schema.ReadFile(p.repo, p.Path(name), shown, schema.MaxSpecSize)
	if f == nil || err != nil {
		return nil, true
	}
	p.files[shown] = f
	return f, true
}

// leftVolume warns when a new compose file no longer names the volume of the
// local database that the one in the repository does: the data stays there.
func (p *Project) leftVolume(compose render.Document) diag.List {
	text, err := fs.ReadFile(p.repo, p.Path(compose.Path))
	if err != nil || bytes.Equal(text, compose.Bytes()) {
		return nil // there was none, or it is the same
	}
	before, now := databaseVolume(text), databaseVolume(compose.Bytes())
	if before == 0 || now == 0 || before == now {
		return nil
	}
	return diag.List{{
		Code: resolve.CodeVolume, Severity: diag.Warning, Pos: p.App.Dev.Postgres.MajorPos,
		Message: fmt.Sprintf("the local database moves from PostgreSQL %d to %d, its data stays in the volume postgres-%d", before, now, before),
		Fix:     fmt.Sprintf("dump it first, or drop it: docker volume rm %s_postgres-%d", p.App.DevProject(), before),
	}}
}

// databaseVolume returns the major version in the name of the local database's
// volume, 0 when the compose file has none.
func databaseVolume(compose []byte) (major int) {
	var file struct{ Volumes map[string]any }
	if yaml.Unmarshal(compose, &file) != nil {
		return 0 // not a file of ours
	}
	for name := range file.Volumes {
		if n, _ := fmt.Sscanf(name, "postgres-%d", &major); n == 1 {
			return major
		}
	}
	return 0
}
