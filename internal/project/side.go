package project

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Side returns a project that has an App as one side of a comparison. An override
// that does not apply is an error in the project's List: ok is false then.
func (p *Project) Side() (side *diff.Side, ok bool) {
	side = &diff.Side{App: p.App, Image: p.imageDigest()}
	written := p.App
	defer func() { p.App = written }()
	p.App = withOutputs(p.App) // the engines are compared whether or not their files are rendered
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

// withOutputs is an app that renders for both engines.
func withOutputs(app *stack.App) *stack.App {
	all := *app
	all.Outputs.SST = cmp.Or(all.Outputs.SST, "sst.config.ts")
	all.Outputs.CloudFormation = map[string]string{}
	for _, s := range app.Stages {
		all.Outputs.CloudFormation[s.Stage.Name] = cmp.Or(app.Outputs.CloudFormation[s.Stage.Name], "template.yaml")
	}
	return &all
}

// engines are those of some targets that a version of a project has outputs for.
func engines(targets []diff.Target, projects ...*Project) []diff.Target {
	var out []diff.Target
	for _, target := range targets {
		for _, p := range projects {
			if p == nil {
				continue
			}
			on := p.App.Outputs.SST != ""
			if target == diff.CloudFormation {
				on = slices.ContainsFunc(slices.Collect(maps.Values(p.App.Outputs.CloudFormation)), func(path string) bool { return path != "" })
			}
			if on && !slices.Contains(out, target) {
				out = append(out, target)
			}
		}
	}
	return out
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
