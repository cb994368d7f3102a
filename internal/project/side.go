package project

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Side returns a project that has an App as one side of a comparison. An override
// that does not apply is an error in the project's List: ok is false then.
func (p *Project) Side() (side *diff.Side, ok bool) {
	side = &diff.Side{App: p.App, Image: p.imageDigest()}
	for _, s := range p.App.Stages {
		at := &diff.Stage{Stack: s, File: p.App.Outputs.CloudFormation[s.Stage.Name]}
		template, ok := p.Render(render.Selection{Target: render.CloudFormation, Stage: s.Stage.Name})
		if !ok {
			return nil, false
		}
		for _, d := range template {
			tree := d.Tree()
			at.Tree = tree
			at.Template, at.Parameters, at.Outputs = d.Resources(), tree.Get("Parameters"), tree.Get("Outputs")
		}
		at.Plain = at.Template
		if len(s.Overrides) > 0 {
			for _, d := range render.Documents(p.alone(s, false), render.Selection{Target: render.CloudFormation}) {
				at.Plain = d.Resources()
			}
		}
		if len(p.App.Overrides) > 0 {
			if _, ok := p.Render(render.Selection{Target: render.SST}); !ok {
				return nil, false
			}
			for _, d := range render.Documents(p.alone(s, true), render.Selection{Target: render.SST}) {
				at.Components = d.Resources()
			}
			for _, d := range render.Documents(p.alone(s, false), render.Selection{Target: render.SST}) {
				at.Unpatched = d.Resources()
			}
		}
		side.Stages = append(side.Stages, at)
	}
	return side, true
}

// alone is the app with one stage only, in which values of SST's components are
// not expressions, with its overrides or without.
func (p *Project) alone(s *stack.Stack, patched bool) *stack.App {
	app, only := *p.App, *s
	if !patched {
		app.Overrides, only.Overrides = nil, nil
	} else {
		app.Overrides = nil
		for _, o := range p.App.Overrides {
			if o.Stage == "" || o.Stage == s.Stage.Name {
				app.Overrides = append(app.Overrides, o)
			}
		}
	}
	app.Stages = []*stack.Stack{&only}
	return &app
}

// imageDigest is that of the Dockerfile that the first stage builds its image
// from, "" where there is none.
func (p *Project) imageDigest() string {
	if len(p.App.Stages) == 0 {
		return ""
	}
	image := p.App.Stages[0].Service.Image
	if image.URI != "" {
		return ""
	}
	text, err := fs.ReadFile(p.repo, p.Path(path.Join(image.Context, image.Dockerfile)))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
