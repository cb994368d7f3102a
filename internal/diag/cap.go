package diag

import (
	"fmt"
	"slices"
)

// perFile is how many findings of one file are kept; a last one says how many
// more there are. A person fixes the first ones and runs the command again.
const perFile = 100

// capped keeps the worst findings of each file, of the same severity the first
// ones. l is sorted.
func (l List) capped() List {
	var out List
	for len(l) > 0 {
		n := slices.IndexFunc(l, func(d Diagnostic) bool { return d.Pos.File != l[0].Pos.File })
		if n < 0 {
			n = len(l)
		}
		out = append(out, l[:n].cappedFile()...)
		l = l[n:]
	}
	return out
}

func (l List) cappedFile() List {
	if len(l) <= perFile && !slices.ContainsFunc(l, func(d Diagnostic) bool { return d.stands > 0 }) {
		return l
	}
	kept := map[int]bool{}
	for _, severity := range []Severity{Error, Warning, Info} {
		for i, d := range l {
			if d.Severity == severity && d.stands == 0 && len(kept) < perFile {
				kept[i] = true
			}
		}
	}
	var out List
	var rest Diagnostic
	for i, d := range l {
		switch {
		case kept[i]:
			out = append(out, d)
			continue
		case rest.stands == 0:
			rest.Code, rest.Severity, rest.Pos, rest.Sensitive = d.Code, d.Severity, d.Pos, d.Sensitive
		case rank(d.Severity) < rank(rest.Severity):
			rest.Code, rest.Severity = d.Code, d.Severity
		}
		rest.stands += max(1, d.stands)
	}
	if rest.stands == 0 {
		return out
	}
	rest.Message = fmt.Sprintf("… and %d more findings in this file", rest.stands)
	if rest.stands == 1 {
		rest.Message = "… and 1 more finding in this file"
	}
	return append(out, rest)
}

func rank(s Severity) int { return slices.Index([]Severity{Error, Warning, Info}, s) }
