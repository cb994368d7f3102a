// Package templates holds the texts that outputs start from, and those that init
// writes once.
//
// It holds text only; what goes into the texts is the renderers' business.
package templates

import _ "embed"

// SST is the frame of sst.config.ts. Its lines "//..." stand for the settings
// of the stages, the body of app() and the body of run(), in this order.
//
//go:embed sst.config.ts
var SST string

// GitHook is a script for .git/hooks/pre-commit.
//
//go:embed git-hook.sh
var GitHook []byte

// Workflow is a workflow of GitHub Actions; @VERSION stands for the release.
//
//go:embed workflow.yml
var Workflow []byte

// Previews is a workflow of GitHub Actions with a stage for each pull request; package
// scaffold knows what its words in capitals stand for.
//
//go:embed previews.yml
var Previews []byte

// Agents is the section of AGENTS.md that tells coding agents how to work with a project.
//
//go:embed agents.md
var Agents []byte
