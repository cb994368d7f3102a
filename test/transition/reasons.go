package transition

import (
	"fmt"
	"path"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
)

// A reason explains why a bad effect is accepted. Its texts are patterns of shapes,
// keys, clouds and effects, with * for anything.
type reason struct{ shape, key, cloud, effect, why string }

var reasons = []reason{
	{"*", "protect", "*", "unguarded *", "that is what the key says"},
	{"*", "removal", "*", "unguarded *", "that is what the key says"},
	{"*", "hardening", "*", "empties *", "AWS changes the key only of what is newly made; a copy of the old store stays, and docs/updates.md says so"},
	{"shared-stage-mixed", "loadBalancer.shared*", "*", "*", "a stage does not move into or out of another one's VPC: docs/updates.md says to make another stage"},
	{"shared-stage-mixed", "*", "*", "loses *", "the stage keeps nothing: its removal is remove"},
	{"*", "network*", "*", "collides * (hangs on *", "nothing moves to another VPC: docs/updates.md says to make another stage"},
	{"*", "network*", "*", "empties *", "nothing moves to another VPC: docs/updates.md says to make another stage"},
	{"*", "aws.region", "sst", "collides * (addresses *", "another Region is another stage: docs/updates.md says to make one and remove the other"},
}

// Needed are the reasons that something needed.
type Needed map[int]bool

// Reason reports whether a bad effect has a reason.
func (n Needed) Reason(shape, key, cloud string, e engine.Change) bool {
	found := false
	for i, r := range reasons {
		if like(r.shape, shape) && like(r.key, key) && like(r.cloud, cloud) && like(r.effect, e.String()) {
			n[i], found = true, true
		}
	}
	return found
}

func like(pattern, text string) bool {
	ok, err := path.Match(pattern, text)
	if err != nil {
		panic("transition: " + err.Error())
	}
	return ok
}

// Unused are the reasons that nothing needed.
func (n Needed) Unused() []string {
	var out []string
	for i, r := range reasons {
		if !n[i] {
			out = append(out, fmt.Sprintf("%s %s %s %s", r.shape, r.key, r.cloud, r.effect))
		}
	}
	return out
}
