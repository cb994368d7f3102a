package pylon

import "fmt"

// Gate is where something starts in the history of the runtime. Its zero value
// is something that all versions have.
type Gate struct {
	// From is the first version that may have it: versions before it are known
	// not to.
	From Version
	// Known is the first version that is known to have it. It is From where the
	// release is proven, and the zero Version where no version is known to have
	// it.
	Known Version
}

// since is the gate of a change whose release is proven.
func since(minor, patch int) Gate {
	v := Version{Minor: minor, Patch: patch}
	return Gate{v, v}
}

// by is the gate of a change that 0.3.23 did not have, and that is known from a
// later version on.
func by(minor, patch int) Gate {
	return between(Version{0, 3, 24}, Version{Minor: minor, Patch: patch})
}

// between is the gate of a change that came between two versions.
func between(from, known Version) Gate { return Gate{from, known} }

// Has reports whether a version is known to have what the gate is about.
func (v Version) Has(g Gate) bool {
	return g == Gate{} || g.Known != Version{} && !v.Before(g.Known)
}

// Lacks reports whether a version is known not to have it. A version that
// neither has nor lacks it is one for which that is not proven.
func (v Version) Lacks(g Gate) bool { return v.Before(g.From) }

// Unproven reports whether it is not proven that a version has it, nor that it
// lacks it.
func (v Version) Unproven(g Gate) bool { return !v.Has(g) && !v.Lacks(g) }

// Doubt returns what is known of a gate that is not proven for a version, as a
// clause.
func (g Gate) Doubt() string {
	if g.Known == (Version{}) {
		return fmt.Sprintf("no version is known that does, and none before %s does", g.From)
	}
	return fmt.Sprintf("a version from %s to %s is the first that does", g.From, g.Known)
}

// String writes a gate as people write it: "since 0.3.72", "since a version from
// 0.3.315 to 0.3.355", "in no known version, for certain not before 0.4.30".
func (g Gate) String() string {
	switch {
	case g == Gate{}:
		return "always"
	case g.Known == Version{}:
		return "in no version that is known, for certain not before " + g.From.String()
	case g.Known == g.From:
		return "since " + g.Known.String()
	}
	return "since a version from " + g.From.String() + " to " + g.Known.String()
}

// Sure is how sure a fact is. None of them was seen in a running container.
type Sure string

// How a fact is known, the surest first.
const (
	InSource    Sure = "read in the source"
	InChangelog Sure = "from the CHANGELOG"
	InDocs      Sure = "from the documentation"
	Likely      Sure = "likely, put together from several versions of the source"
)

// Capability is something that the runtime can do since a version.
type Capability struct {
	ID string // names it in tests and in the documentation: "s3-uploads"
	// What completes "the runtime ...": "stores uploads in S3".
	What string
	Gate
	Sure     Sure
	Evidence string // the source of the fact, a sentence
	// Effect is what pylon-gen does with it, a sentence.
	Effect string
}
