package scaffold

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/templates"
)

// SSTVersion is the release of SST that workflows run: the one with which outputs are
// tried.
const SSTVersion = "4.17.1"

// Previews says what a workflow for the stages of pull requests needs to know.
type Previews struct {
	App            string // the app's name
	Prefix, Suffix string // around the number of the pull request in a stage's name
	Region         string
	// Directory is where sst.config.ts is, relative to the repository.
	Directory string
	// Install are the steps before the deployment, nil when there are none: a manifest
	// that is not committed.
	Install *Codegen
}

// Workflow returns the workflow that deploys a stage with each pull request and removes
// it with it.
func (p Previews) Workflow() []byte {
	install := ""
	if p.Install != nil {
		install = p.Install.steps()
	}
	return []byte(strings.NewReplacer(
		"#install\n", install, "APP_NAME", p.App, "STAGE_PREFIX", p.Prefix, "STAGE_SUFFIX", p.Suffix,
		"AWS_REGION", p.Region, "SST_VERSION", SSTVersion, "SST_DIRECTORY", literal(p.Directory),
	).Replace(string(templates.Previews)))
}
