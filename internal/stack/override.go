package stack

import "github.com/pylon-gen/pylon-gen/internal/source"

// Override is a patch of an output that the user asks for, the last resort. It
// is applied after everything else has been decided.
type Override struct {
	Target OverrideTarget
	// Stage is the name of the only stage that it is for; "" is all of them.
	Stage string
	// Component is the name of the SST component or resource whose arguments
	// are patched ("Database"); "" in CloudFormation, where the document is the
	// whole template.
	Component string
	// Reason is the user's, one line; it is in the output.
	Reason string
	Patch  []PatchOperation // in declared order
	Pos    source.Pos
}

// OverrideTarget is an output that can be patched.
type OverrideTarget string

// The outputs that can be patched.
const (
	OverrideSST            OverrideTarget = "sst"
	OverrideCloudFormation OverrideTarget = "cloudformation"
)

// PatchOperation is one operation of a JSON Patch (RFC 6902).
type PatchOperation struct {
	Op   string // add, remove, replace, move, copy or test
	Path string // a JSON pointer (RFC 6901)
	From string // of move and copy
	// Value is of add, replace and test: nil, bool, int, float64, string,
	// []any or map[string]any.
	Value any
	Pos   source.Pos
}
