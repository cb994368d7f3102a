package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// engine is a major version of Aurora PostgreSQL.
type engine struct {
	rendered int   // the minor that is rendered when the spec does not name one
	minors   []int // all that are known, in order
}

// engines are the major versions that are known. Source: the engine versions
// that cfn-lint 1.51.0 accepts and does not call deprecated, read 2026-11. It
// accepted no aurora-postgresql 18 then.
var engines = map[int]engine{
	16: {8, []int{6, 8, 9, 10, 11, 13}},
	17: {5, []int{4, 5, 6, 7, 9}},
}

const newestMajor = 17

// engine resolves the version of the database. A minor that is newer than all
// known ones is passed on: AWS adds some every quarter.
func (b *stageResolver) engine() {
	v, d := b.in.Database.Version, &b.s.Database
	d.Version = string(pick(b, "database.version", v, "16"))
	text, minorText, exact := strings.Cut(d.Version, ".")
	major, _ := strconv.Atoi(text)
	d.Major = major
	e, known := engines[major]
	if !known || text != strconv.Itoa(major) {
		why := ""
		if major > newestMajor {
			why = "Aurora had none in 2026-11, and its parameters belong to a major version"
		}
		b.fail(CodeRange, v.Node, fmt.Sprintf("Aurora PostgreSQL %s is not known", text), why, "use 16 or 17")
		return
	}
	if !exact {
		d.Version = fmt.Sprintf("%d.%d", major, e.rendered)
		return
	}
	minor, _ := strconv.Atoi(minorText)
	newest := e.minors[len(e.minors)-1]
	switch {
	case minorText != strconv.Itoa(minor) || minor < newest && !slices.Contains(e.minors, minor):
		var known []string
		for _, m := range e.minors {
			known = append(known, fmt.Sprintf("%d.%d", major, m))
		}
		b.fail(CodeRange, v.Node, fmt.Sprintf("Aurora PostgreSQL %s is not known", d.Version), "AWS has retired it, or Aurora never had it", fmt.Sprintf("use %d, or one of %s in quotes", major, strings.Join(known, ", ")))
	case minor > newest:
		b.warn(CodeNewMinor, v.Node, fmt.Sprintf("Aurora PostgreSQL %s is newer than %d.%d, the newest %d that is known", d.Version, major, newest, major), "", "")
	}
}
