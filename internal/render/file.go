// Package render turns resolved stacks into files in memory.
//
// It is pure: no clock, no environment, no disk. What becomes of the files
// (written, compared, printed) is the caller's business.
package render

// File is one rendered file.
type File struct {
	Path   string // relative to the project's root, with slashes
	Bytes  []byte // LF line ends, final newline
	Target Target
	Stage  string // the stage it belongs to, "" when it serves all of them
}

// Target is one of the outputs that render knows.
type Target string

// The targets.
const (
	SST            Target = "sst"
	CloudFormation Target = "cloudformation"
	Compose        Target = "compose"
	Dotenv         Target = "dotenv"
)
