// Package diff reports what a change of a stack does to what runs: what is lost, what
// breaks, what opens, what has to be done by hand and what it costs, one
// verdict for each engine, from the inputs alone.
//
// It compares resolved stacks and the resources that are rendered from them. It
// reads no file, asks no cloud and prints nothing.
package diff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Word is what a change does to what runs, in one word.
type Word string

// The words, worst first.
const (
	Refused       Word = "refused"        // AWS or the engine refuses the deployment
	DataLoss      Word = "data-loss"      // data goes, or the app finds an empty store
	NewStack      Word = "new-stack"      // a second, empty stack; the old one runs on
	Outage        Word = "outage"         // no requests are served for a while
	Opens         Word = "opens"          // more can reach, or may do, something
	GuardRemoved  Word = "guard-removed"  // a protection goes
	BreaksAddress Word = "breaks-address" // a host, port, path or outgoing address that is in use goes
	Manual        Word = "manual"         // a person has to act
	Cost          Word = "cost"           // the fixed part or the ceiling of the month changes
	Rolls         Word = "rolls"          // tasks are replaced one by one
	InPlace       Word = "in-place"       // nothing that anybody notices
	None          Word = "none"           // nothing changes
)

// Words are all words of effects, worst first.
var Words = []Word{Refused, DataLoss, NewStack, Outage, Opens, GuardRemoved, BreaksAddress, Manual, Cost, Rolls, InPlace}

// Target is an engine that deploys a stage.
type Target string

// The targets, in the order in which they are printed.
const (
	CloudFormation Target = "cloudformation"
	SST            Target = "sst"
)

// Targets are all targets.
var Targets = []Target{CloudFormation, SST}

// Confidence is how sure an effect is.
type Confidence string

// The degrees of confidence.
const (
	Proven     Confidence = "proven"     // it follows from what is rendered
	Documented Confidence = "documented" // two sources agree, or a source has been read
	Assumed    Confidence = "assumed"    // one source, or none that has been read
)

// Effect is one thing that a change does to what runs.
type Effect struct {
	Word Word `json:"effect"`
	// Resource is its logical name in the target, or what it is about: a host, a
	// parameter. Type is the target's.
	Resource string `json:"resource"`
	Type     string `json:"type"`
	// Action is what the engine does to the resource: add, remove, replace, update,
	// or "" when nothing.
	Action string `json:"action"`
	// Property that changes, with its values; nil where there is none. Long values
	// are digests.
	Property string  `json:"property"`
	Old      *string `json:"old" jsonschema:"nullable"`
	New      *string `json:"new" jsonschema:"nullable"`
	// AppSees is what the app finds instead: "empty", "same", "stale"; "" where it
	// does not look. OldStays is what becomes of the old thing: "deleted",
	// "snapshot", "retained" or "protected"; "" where there is none.
	AppSees  string `json:"appSees"`
	OldStays string `json:"oldStays"`
	// Message is what happens, a sentence without a stop; Why is the reason.
	Message    string     `json:"message"`
	Why        string     `json:"why"`
	Source     string     `json:"source"`
	Confidence Confidence `json:"confidence"`
	// At is where the setting is written that did it, nil when no input did.
	// Setting is its path, or paths where only several together do it.
	At      *Place `json:"at" jsonschema:"nullable"`
	Setting string `json:"setting"`
	// Fix is what to do instead or besides, "" when there is nothing. Run is the
	// command that a person has to run, nil when there is none; When is "before" or
	// "after" the deployment.
	Fix  string  `json:"fix"`
	Run  *string `json:"run" jsonschema:"nullable"`
	When string  `json:"when,omitempty"`
	// Fingerprint names the effect in the spec's accept: it is the same wherever the
	// setting is written and however the message is worded.
	Fingerprint string `json:"fingerprint"`
	// Accepted is the reason of the accept that lets the effect pass, "" when none
	// does.
	Accepted string `json:"accepted,omitempty"`

	thing string // what people call the resource, where the old one stays
}

// Place is where something is written.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// rank is the place of a word in Words, the last for words that are none.
func (w Word) rank() int {
	if i := slices.Index(Words, w); i >= 0 {
		return i
	}
	return len(Words)
}

// Worse reports whether a word is worse than another.
func (w Word) Worse(than Word) bool { return w.rank() < than.rank() }

// key tells effects apart that are not the same.
func (e Effect) key() string {
	if e.Word == Rolls { // whatever makes tasks new
		e.Property = ""
	}
	return strings.Join([]string{string(e.Word), e.Resource, e.Property, e.When}, "\x00")
}

// sorted sorts effects, worst first, and drops those that say the same.
func sorted(effects []Effect) []Effect {
	slices.SortStableFunc(effects, func(a, b Effect) int {
		return cmp.Or(cmp.Compare(a.Word.rank(), b.Word.rank()), strings.Compare(a.When+a.Resource+"\x00"+a.Property, b.When+b.Resource+"\x00"+b.Property))
	})
	return slices.CompactFunc(effects, func(a, b Effect) bool { return a.key() == b.key() })
}

// fingerprint is that of an effect of a stage in a target.
func (e Effect) fingerprint(stage string, target Target) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{stage, string(target), e.Resource, string(e.Word), e.Property, e.When}, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// longest is the number of bytes up to which a value is shown.
const longest = 80

// value is a value of an effect: nil for none, a digest for a long one.
func value(text string) *string {
	if text == "" {
		return nil
	}
	text = short(text)
	return &text
}

// short is a text, or its digest where it is long.
func short(text string) string {
	if len(text) <= longest {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(sum[:6])
}
