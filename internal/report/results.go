package report

import (
	_ "embed"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

//go:generate go run ./gen

// ResultsSchema is the JSON Schema of Results, CostSchema that of cost.Document.
var (
	//go:embed results.schema.json
	ResultsSchema []byte
	//go:embed cost.schema.json
	CostSchema []byte
)

// Results is what pylon-gen check and render print as JSON, version 1.
type Results struct {
	Version  int      `json:"version"`
	Projects []Result `json:"projects"`
	// Error is why nothing could be done at all.
	Error string `json:"error,omitempty"`
}

// Result is what became of one project.
type Result struct {
	Spec string `json:"spec"` // the path of the spec
	// Files are the outputs, Drift those that were not as they would be rendered.
	Files       []File    `json:"files"`
	Drift       []Drift   `json:"drift"`
	Diagnostics diag.List `json:"diagnostics"`
	// Error is a failure of the machine.
	Error string `json:"error,omitempty"`
}

// File is one output. Text is there with render --stdout.
type File struct {
	Path   string `json:"path"`
	Target string `json:"target"`
	Stage  string `json:"stage,omitempty"`
	Text   string `json:"text,omitempty"`
}

// Drift is an output that was not as it would be rendered: missing, stale, hand-edited or
// orphaned. Written is true once it is.
type Drift struct {
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Reason  string `json:"reason,omitempty"`
	Written bool   `json:"written"`
}
