package render

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/render/compose"
	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/render/sst"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Targets are all targets, in the order in which they are rendered.
var Targets = []Target{SST, CloudFormation, Compose, Dotenv}

// Selection says which files are wanted. Its zero value wants all of them.
type Selection struct {
	Target Target // "" for all
	Stage  string // the Name of a stage: only the files that belong to it
}

// All renders the selected files of an app, sorted by path, and gives the
// overrides that do not apply. A target that has nothing to say (compose, when
// no local service is needed) gives no file.
func All(app *stack.App, want Selection) ([]File, []patch.Failure) {
	var files []File
	var failures []patch.Failure
	keep := func(text []byte, failed []patch.Failure) []byte {
		failures = append(failures, failed...)
		return text
	}
	add := func(t Target, stage, path string, render func() []byte) {
		if path == "" || want.Target != "" && want.Target != t || want.Stage != "" && want.Stage != stage {
			return
		}
		if text := render(); text != nil {
			files = append(files, File{Path: path, Bytes: text, Target: t, Stage: stage})
		}
	}
	add(SST, "", app.Outputs.SST, func() []byte { return keep(sst.Render(app)) })
	for _, s := range app.Stages {
		path := app.Outputs.CloudFormation[s.Stage.Name]
		add(CloudFormation, s.Stage.Name, path, func() []byte { return keep(cfn.Render(s, path)) })
	}
	add(Compose, "", app.Outputs.Compose, func() []byte { return compose.Render(app) })
	add(Dotenv, "", app.Outputs.Dotenv, func() []byte { return dotenv.Render(app) })
	slices.SortFunc(files, func(a, b File) int {
		if a.Path < b.Path {
			return -1
		}
		return 1
	})
	return files, failures
}
