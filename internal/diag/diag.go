// Package diag describes what is wrong with the user's input: it sorts,
// de-duplicates and prints findings. It never decides what is wrong.
package diag

import (
	"cmp"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Severity orders findings by how much they matter.
type Severity string

// The severities. Only an Error keeps outputs from being rendered.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Diagnostic is one finding.
type Diagnostic struct {
	// Code is stable: "PG…" for ours, upstream's own name (such as
	// INDEX_FIELD_NOT_FOUND) for what the Pylon runtime refuses itself.
	Code     string
	Severity Severity
	Pos      source.Pos // where to edit; Line is 0 when the file as a whole is meant
	Message  string     // what is wrong, one sentence without a full stop
	Why      string     // what would happen otherwise; may be ""
	Fix      string     // what to do; may be ""
	// Fingerprint tells the finding apart wherever it is written, "" where its place
	// and its text do.
	Fingerprint string
	// Sensitive: the line at Pos holds a secret and is not to be shown.
	Sensitive bool

	// stands is how many findings this one stands for; 0 for one of its own.
	stands int
}

// List is a set of findings.
type List []Diagnostic

// Sorted returns the findings in file, line, column, code and message order, the
// same finding once, and of each file no more than a person reads.
func (l List) Sorted() List {
	order := make([]int, len(l)) // findings are big, and there may be many
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(&l[i], &l[j]), cmp.Compare(i, j)) })
	secret := l.secretLines()
	out := make(List, len(l))
	for i, from := range order {
		out[i] = l[from]
		out[i].Sensitive = len(secret) > 0 && secret[lineOf(out[i])]
	}
	out = slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Message == b.Message && a.stands == b.stands
	})
	return out.capped()
}

func compare(a, b *Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Col, b.Pos.Col),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
	)
}

// lineOf is the place of a finding without its column.
func lineOf(d Diagnostic) source.Pos { return source.Pos{File: d.Pos.File, Line: d.Pos.Line} }

// secretLines are the lines that no finding of the list may show.
func (l List) secretLines() map[source.Pos]bool {
	secret := map[source.Pos]bool{}
	for _, d := range l {
		if d.Sensitive {
			secret[lineOf(d)] = true
		}
	}
	return secret
}

// HasErrors reports whether a finding keeps outputs from being rendered.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}
