package mix

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Refused are the reasons why a mix is not rendered.
type Refused []string

func (r Refused) Error() string { return fmt.Sprintf("refused: %q", []string(r)) }

// Render renders all files of a mix. The error is Refused when the spec is.
func Render(m Mix) (*stack.App, []render.File, error) {
	specFile, err := source.Text("pylon.stack.yaml", []byte(m.Spec))
	if err != nil {
		return nil, nil, err
	}
	manifestFile, err := source.Text("pylon.manifest.json", []byte(m.Manifest))
	if err != nil {
		return nil, nil, err
	}
	spec, list := schema.LoadSpec(specFile)
	if list.HasErrors() {
		return nil, nil, refused(list)
	}
	manifest, list := schema.LoadManifest(manifestFile)
	if list.HasErrors() {
		return nil, nil, refused(list)
	}
	app, list := resolve.App(manifest, spec, resolve.Project{Inputs: []string{"pylon.stack.yaml", "pylon.manifest.json"}})
	if app == nil {
		return nil, nil, refused(list)
	}
	files, failures := render.All(app, render.Selection{})
	var reasons Refused
	for _, f := range failures {
		reasons = append(reasons, fmt.Sprintf("override of %s: %s", f.Override.Component, f.Problem))
	}
	if reasons != nil {
		return nil, nil, reasons
	}
	return app, files, nil
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
