// Package resolve makes the model of an app from its manifest and its stack
// spec: overlays, defaults, sizes, names, and what the manifest asks of the
// stack.
//
// It is the only package that knows that overlays and defaults exist. It reads no
// file and renders nothing.
package resolve

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Project is what surrounds the two inputs.
type Project struct {
	// Inputs are the paths of the input files relative to the project's root,
	// with slashes. No output may have one of them.
	Inputs []string
}

// App resolves all stages. With errors in the list the app is nil.
func App(m *schema.Manifest, spec *schema.Spec, project Project) (*stack.App, diag.List) {
	app, list := AnyApp(m, spec, project)
	if slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return keepsFromRendering(d, app.Ignores) }) {
		return nil, list
	}
	return app, list
}

// AnyApp resolves all stages as far as that goes, whatever is wrong with them. It
// serves to look back at what once was valid; it is not for deployment.
func AnyApp(m *schema.Manifest, spec *schema.Spec, project Project) (*stack.App, diag.List) {
	r := &resolver{spec: spec, manifest: m}
	name := r.appName()
	stages := r.stages()
	app := &stack.App{Name: name}
	for _, st := range stages {
		b := r.builder(name, st)
		r.builders = append(r.builders, b)
		app.Stages = append(app.Stages, b.s)
	}
	// A stage on the load balancer of another one takes its network over, so it
	// comes later.
	for _, guests := range []bool{false, true} {
		for _, b := range r.builders {
			if b.isGuest() == guests {
				b.stage()
			}
		}
	}
	r.lend()
	if len(app.Stages) > 0 {
		r.sharedHosts(app.Stages)
		for _, s := range app.Stages {
			image := s.Service.Image
			if at := path.Join(image.Context, image.Dockerfile); image.Dockerfile != "" && !slices.Contains(project.Inputs, at) {
				project.Inputs = append(project.Inputs, at)
			}
		}
		app.Outputs = r.outputs(stages, project)
		r.overrides(app)
		r.ignores(app)
		r.accepts(app)
		app.Features = features(r.manifest)
		r.refused(app.Stages)
		mirrored := mirrored(app.Stages)
		app.PylonVersion = mirrored.PylonVersion
		app.Dev = r.dev(mirrored)
	}
	r.emptyVariables()
	r.refuseDynamicReferences(spec.File.Root)
	return app, r.list.Sorted()
}

// mirrored returns the stage that local development follows: production, else
// prod, else the first that is production by its name, else the first plain
// stage, else the first.
func mirrored(stages []*stack.Stack) *stack.Stack {
	for _, is := range []func(stack.Stage) bool{
		func(s stack.Stage) bool { return s.Name == productionNames[0] },
		func(s stack.Stage) bool { return s.Name == productionNames[1] },
		func(s stack.Stage) bool { return s.Production },
	} {
		for _, s := range stages {
			if is(s.Stage) {
				return s
			}
		}
	}
	return stages[0]
}

// productionNames are the names of stages that keep and protect their data by
// default.
var productionNames = []string{"production", "prod"}

// isProduction reports whether a name, or a pattern of names, is one of
// productionNames or starts with one and a dash, in upper or lower case:
// "Production", "prod-eu", "prod-*". "preprod" and "product" are not.
func isProduction(stage string) bool {
	first, _, _ := strings.Cut(strings.ToLower(stage), "-")
	return slices.Contains(productionNames, first)
}

// builder returns the resolver of one stage, which has resolved nothing yet.
func (r *resolver) builder(app string, st writtenStage) *stageResolver {
	settings, fromStage := r.overlay(st)
	return &stageResolver{resolver: r, s: &stack.Stack{App: app, Stage: st.Stage}, in: settings, fromStage: fromStage}
}

// stage resolves the stage.
func (b *stageResolver) stage() {
	s := b.s
	b.runtime()
	b.basics()
	b.network()
	b.domain()
	b.origins()
	b.cdn()
	b.balancer()
	b.commonNames()
	b.database()
	b.files()
	b.cache()
	b.service()
	b.observe()
	b.endpoints()
	b.environment()
	Decide(s)
	slices.SortFunc(s.Settings, func(x, y stack.Setting) int { return strings.Compare(x.Path, y.Path) })
}

// basics resolves what is neither service, data nor edge.
func (b *stageResolver) basics() {
	s, in := b.s, b.in
	s.Region = pick(b, "aws.region", in.AWS.Region, "us-east-1")
	b.region()
	b.tags()
	s.Shape = stack.Shape(pick(b, "shape", in.Shape, string(stack.Stateless)))
	s.Strict = pick(b, "hardening", in.Hardening, "standard") == "strict"
	production := s.Stage.Production
	why := "the stage is not production"
	removal := "remove"
	if production {
		why, removal = "the stage is production", "retain"
	}
	s.Protect = derive(b, "protect", in.Protect, production, why)
	s.Budget = float64(given(b, "budget.monthly", in.Budget.Monthly))
	s.Usage = stack.Usage{
		Requests: given(b, "usage.requests", in.Usage.Requests), DataOut: given(b, "usage.dataOut", in.Usage.DataOut),
		Stored: given(b, "usage.stored", in.Usage.Stored), Logs: given(b, "usage.logs", in.Usage.Logs),
	}
	s.Retain = derive(b, "removal", in.Removal, removal, why) == "retain"
	s.Logs.RetentionDays = b.logRetention()
}

// runtime resolves the version that the app is pinned to.
func (b *stageResolver) runtime() {
	in := b.in.Pylon
	if !in.Version.IsSet() {
		b.fail(CodeMissing, b.spec.File.Root, "pylon.version is missing",
			"what the runtime can do depends on its version", "add the exact version that the app is built with, for example pylon: { version: "+pylon.Newest.String()+" }")
		b.version = pylon.Newest
		return
	}
	v, err := pylon.ParseVersion(pick(b, "pylon.version", in.Version, ""))
	switch {
	case err != nil:
		b.fail(CodeRange, in.Version.Node, fmt.Sprintf("pylon.version: %q is not a version of the runtime", in.Version.V), "a number of it is too large", "write three numbers, such as "+pylon.Newest.String())
	case v.Before(pylon.Oldest):
		b.warn(CodeRuntime, in.Version.Node, fmt.Sprintf("runtime %s is older than %s, the oldest that is known", v, pylon.Oldest),
			"it is taken for "+pylon.Oldest.String()+": what else it lacks is not known", "upgrade the app's runtime")
	}
	b.version = v
	b.s.PylonVersion = v.String()
}

// nodeOr returns the first node that is there.
func nodeOr(nodes ...*yaml.Node) *yaml.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}
