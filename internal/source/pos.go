// Package source holds input files and answers "where was this written": a
// position for every JSON pointer into a YAML or JSON file.
//
// It knows nothing of what the files mean.
package source

import "fmt"

// Pos is a place in a file. Line and Col count from 1, Col in Unicode code
// points; the zero Pos is "nowhere".
type Pos struct {
	File string // as the user named it, with slashes
	Line int
	Col  int
}

// String returns "file:line:col", the file alone without a line, "" for nowhere.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// IsZero reports whether p is "nowhere".
func (p Pos) IsZero() bool { return p == Pos{} }
