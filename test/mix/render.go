package mix

import (
	"fmt"
	"testing/fstest"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Refused are the reasons why a mix is not rendered.
type Refused []string

func (r Refused) Error() string { return fmt.Sprintf("refused: %q", []string(r)) }

// Render renders all files of a mix, and checks it as the commands do. The error
// is Refused when the spec is.
func Render(m Mix) (*stack.App, []render.File, error) {
	repo := fstest.MapFS{
		"pylon.stack.yaml":      {Data: []byte(m.Spec)},
		project.DefaultManifest: {Data: []byte(m.Manifest)},
	}
	p, err := project.Load(repo, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil {
		return nil, nil, err
	}
	if p.App == nil {
		return nil, nil, refused(p.List)
	}
	documents, ok := p.Render(render.Selection{})
	if !ok {
		return nil, nil, refused(p.List)
	}
	p.Check(documents)
	files := make([]render.File, len(documents))
	for i, d := range documents {
		files[i] = d.File()
	}
	return p.App, files, nil
}

// Accepted is a mix that is not refused, with its files.
type Accepted struct {
	Seed  uint64
	App   *stack.App
	Files []render.File
}

// First are the first mixes that are not refused. TestMixes looks at those that
// are.
func First(count int) []Accepted {
	var out []Accepted
	for seed := uint64(0); len(out) < count; seed++ {
		if app, files, err := Render(Spec(seed)); err == nil {
			out = append(out, Accepted{seed, app, files})
		}
	}
	return out
}

// Plain renders all files of an app again, without the user's own patches.
func Plain(app *stack.App) []render.File {
	app.Overrides = nil
	for _, s := range app.Stages {
		s.Overrides = nil
	}
	var files []render.File
	for _, d := range render.Documents(app, render.Selection{}) {
		files = append(files, d.File())
	}
	return files
}

func refused(list diag.List) Refused {
	var out Refused
	for _, d := range list {
		if d.Severity == diag.Error {
			out = append(out, d.Message)
		}
	}
	return out
}
