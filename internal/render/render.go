package render

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/render/compose"
	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/render/sst"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Targets are all targets, in the order in which they are rendered.
var Targets = []Target{SST, CloudFormation, Compose, Dotenv}

// Selection is the set of requested files. Its zero value requests all of them.
type Selection struct {
	Target Target // "" for all
	Stage  string // the Name of a stage: only the files that belong to it
}

// Documents makes the selected documents of an app, sorted by path. A target
// that has nothing to say (compose, when no local service is needed) has none.
func Documents(app *stack.App, want Selection) []Document {
	var documents []Document
	add := func(t Target, stage, path string, make func() content) {
		if path == "" || want.Target != "" && want.Target != t || want.Stage != "" && want.Stage != stage {
			return
		}
		if c := make(); c != nil {
			documents = append(documents, Document{Path: path, Target: t, Stage: stage, content: c})
		}
	}
	add(SST, "", app.Outputs.SST, func() content { return sst.New(app) })
	for _, s := range app.Stages {
		path := app.Outputs.CloudFormation[s.Stage.Name]
		add(CloudFormation, s.Stage.Name, path, func() content { return cfn.New(s, path) })
	}
	add(Compose, "", app.Outputs.Compose, func() content { return plain(compose.Render(app)) })
	add(Dotenv, "", app.Outputs.Dotenv, func() content { return plain(dotenv.Render(app)) })
	slices.SortFunc(documents, func(a, b Document) int { return strings.Compare(a.Path, b.Path) })
	return documents
}

// text is the content of a document that deploys nothing.
type text []byte

func plain(b []byte) content {
	if b == nil {
		return nil
	}
	return text(b)
}

func (t text) Bytes() []byte             { return t }
func (t text) Failures() []patch.Failure { return nil }
