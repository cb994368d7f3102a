// Package render turns resolved stacks into documents in memory.
//
// It is pure: no clock, no environment, no disk. What becomes of the documents
// (written, compared, printed, judged) is the caller's business.
package render

import (
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// Document is one rendered output before it is text.
type Document struct {
	Path   string // relative to the project's root, with slashes
	Target Target
	Stage  string // the stage it belongs to, "" when it serves all of them
	content
}

// content is what a target makes.
type content interface {
	// Bytes returns the text of the document: LF line ends, a newline at the end.
	Bytes() []byte
	// Failures returns the overrides that do not apply to the document.
	Failures() []patch.Failure
}

// Resources returns what a document deploys, with overrides applied; nil for a
// document of the local stack. An SST document has them for all stages together:
// values that differ between the stages are expressions. Documents of an app
// with one stage only have its values.
func (d Document) Resources() []resource.Resource {
	if cloud, ok := d.content.(interface{ Resources() []resource.Resource }); ok {
		return cloud.Resources()
	}
	return nil
}

// Tree returns the whole of a template as a value, the zero Value for other
// documents.
func (d Document) Tree() resource.Value {
	if template, ok := d.content.(interface{ Tree() resource.Value }); ok {
		return template.Tree()
	}
	return resource.Value{}
}

// Changes returns what each operation of the overrides does to the document's
// resources, in their order; none when an override does not apply.
func (d Document) Changes() []patch.Change {
	if cloud, ok := d.content.(interface{ Changes() []patch.Change }); ok {
		return cloud.Changes()
	}
	return nil
}

// File is a document as text.
type File struct {
	Path   string
	Bytes  []byte
	Target Target
	Stage  string
}

// File writes the document.
func (d Document) File() File { return File{d.Path, d.Bytes(), d.Target, d.Stage} }

// Target is one of the outputs that render knows.
type Target string

// The targets.
const (
	SST            Target = "sst"
	CloudFormation Target = "cloudformation"
	Compose        Target = "compose"
	Dotenv         Target = "dotenv"
)
