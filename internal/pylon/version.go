// Package pylon knows the Pylon runtime by version: its ports, its environment,
// its image and what it can do. It is data with sources, and with how sure they
// are; it holds no logic of ours: what follows from a fact is decided in package
// resolve.
//
// Sources, unless a fact names its own: github.com/pylonsync/pylon at 0.3.23
// (commit 1448be5, 2026-05-02) read at code level, its CHANGELOG up to 0.8.0,
// and its source and documentation up to 0.20.0 (2026-09-27).
package pylon

import (
	"fmt"
	"strconv"
	"strings"
)

// Version is a release of the runtime.
type Version struct{ Major, Minor, Patch int }

// Oldest and Newest are the oldest and the newest version whose facts are known.
// A version beyond them is taken for the nearer one.
var (
	Oldest = Version{0, 3, 23}
	Newest = Version{0, 20, 0}
)

// ParseVersion reads "0.5.0".
func ParseVersion(s string) (Version, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Version{}, fmt.Errorf("%q is not a version like 0.5.0", s)
	}
	var n [3]int
	for i, p := range parts {
		x, err := strconv.Atoi(p)
		if err != nil || x < 0 || x > 100000 {
			return Version{}, fmt.Errorf("%q is not a version like 0.5.0", s)
		}
		n[i] = x
	}
	return Version{n[0], n[1], n[2]}, nil
}

// String writes v as "0.5.0".
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

// Before reports whether v is older than w.
func (v Version) Before(w Version) bool {
	if v.Major != w.Major {
		return v.Major < w.Major
	}
	if v.Minor != w.Minor {
		return v.Minor < w.Minor
	}
	return v.Patch < w.Patch
}

// Range is a range of versions. Its zero value holds all of them.
type Range struct {
	From   Version // the first one
	Before Version // the first one that is not in it any more; zero for none
}

// Holds reports whether v is in the range.
func (r Range) Holds(v Version) bool {
	return !v.Before(r.From) && (r.Before == Version{} || v.Before(r.Before))
}

// String writes a range as people write it: "all", "before 0.3.72", "from 0.5.0",
// "0.3.64 to before 0.3.95".
func (r Range) String() string {
	switch none := (Version{}); {
	case r == Range{}:
		return "all"
	case r.Before == none:
		return "from " + r.From.String()
	case r.From == none:
		return "before " + r.Before.String()
	}
	return r.From.String() + " to before " + r.Before.String()
}

// UniqueMigrations are the versions whose migrations of PostgreSQL fail when a
// field is unique (CHANGELOG of 0.3.95).
var UniqueMigrations = Range{From: Version{0, 3, 64}, Before: Version{0, 3, 95}}

// Releases are releases that are known to exist, ascending. There are many more:
// those are named in the facts.
var Releases = []Version{
	{0, 3, 23}, {0, 3, 64}, {0, 3, 72}, {0, 3, 95}, {0, 3, 113}, {0, 3, 167}, {0, 3, 235}, {0, 3, 315}, {0, 3, 355},
	{0, 4, 0}, {0, 4, 8}, {0, 4, 29}, {0, 5, 0}, {0, 8, 0}, {0, 10, 0}, {0, 20, 0},
}

// NewestIn returns the newest release in a range that is known to exist, false
// when none is.
func NewestIn(r Range) (Version, bool) {
	for i := len(Releases) - 1; i >= 0; i-- {
		if r.Holds(Releases[i]) {
			return Releases[i], true
		}
	}
	return Version{}, false
}
