// Package rules judges stacks: what would deploy and then fail, cost more than
// it should, or be open to others. Each rule is a row of a table with an id that
// never changes, a severity, the evidence behind it, and an example.
//
// It sees the resolved model and the files of the image, never the spec: one
// rule covers every way to write a thing, and every target. It changes nothing
// and keeps nothing from being rendered.
package rules

//go:generate go run ./gen ../../docs/rules.md

import (
	"cmp"
	"slices"
	"sync"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Rule is one thing that is looked at.
type Rule struct {
	ID string // "PG308"
	// Severity of its findings. A finding may be more severe than the others of its
	// rule; Why says when.
	Severity diag.Severity
	Title    string // what is found, without a full stop
	Why      string // what happens otherwise
	Fix      string // what to do
	// Evidence is where the facts come from, and how far they have been seen.
	Evidence string
	// Since is the release of pylon-gen that has had the rule first.
	Since string
	// Versions of the runtime that it is for; or it is for those that are not
	// known to have Lacking, or for those that may have Having. Where that
	// is not proven, a finding is a warning at most. One of the three is set, or none.
	Versions        pylon.Range
	Lacking, Having *pylon.Capability
	// Fires is an example that the rule finds, Silent the same put right.
	Fires, Silent Example

	// check looks at one stage. nil: the finding is made while the inputs are
	// read, rendered or compared with the disk.
	check func(*checker)
}

// Example is the part of a project that matters to a rule.
type Example struct {
	// Spec holds keys of pylon.stack.yaml. Without pylon: the newest known
	// version is meant, without stages: a production stage with a domain.
	Spec string
	// Manifest holds members of pylon.manifest.json.
	Manifest string
	// Dockerfile is the image's, "" when it does not matter.
	Dockerfile string
	// Lock is a bun.lock, "" when it does not matter.
	Lock string
}

// Part is one file of an example.
type Part struct{ File, Text string }

// Parts returns what matters of the files of an example, the spec first.
func (e Example) Parts() []Part {
	var parts []Part
	for _, p := range []Part{{"pylon.stack.yaml", e.Spec}, {"pylon.manifest.json", e.Manifest}, {"Dockerfile", e.Dockerfile}, {"bun.lock", e.Lock}} {
		if p.Text != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// firstRelease has had all rules that are older than the second release.
const firstRelease = "0.1.0"

// All returns all rules, sorted by id. It is the same slice every time.
var All = sync.OnceValue(func() []*Rule {
	all := slices.Concat(
		inputRules, driftRules, balancerRules, networkRules, imageRules, serviceRules, scalingRules, databaseRules,
		secretRules, fileRules, localRules, manifestRules, versionRules(), overrideRules(),
	)
	slices.SortFunc(all, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
})

// Lookup returns the rule with an id, nil when there is none.
func Lookup(id string) *Rule {
	all := All()
	if i, ok := slices.BinarySearchFunc(all, id, func(r *Rule, id string) int { return cmp.Compare(r.ID, id) }); ok {
		return all[i]
	}
	return nil
}

// Explain adds to findings the reason and the fix of their rules where they have none of
// their own. Findings of a kind of mistakes, such as PG012, are left as they are: the
// rule does not know what is wrong.
func Explain(list diag.List) {
	for i := range list {
		d := &list[i]
		rule := Lookup(d.Code)
		if rule == nil || d.Why != "" && d.Fix != "" || slices.Contains(inputRules, rule) && !slices.Contains(explained, d.Code) {
			continue
		}
		d.Why, d.Fix = cmp.Or(d.Why, rule.Why), cmp.Or(d.Fix, rule.Fix)
	}
}

// explained are the rules about inputs that are about one mistake.
var explained = []string{"PG020", "PG022", "PG023"}

// Files returns a file alongside the spec by its path relative to the project, with
// slashes, and reports whether there is one: a file that is not text is there, and
// nil. Files itself may be nil: then no files were read, and rules about files
// are silent.
type Files func(path string) (file *source.File, there bool)

// Around is what surrounds an app in its repository. Its zero value stands for
// surroundings that are not known: rules about them are silent.
type Around struct {
	Files Files
	// Packages returns the runtime's npm packages that the app has; nil says
	// that they are not known.
	Packages func() []packages.Package
}

// Check judges all stages of an app, what surrounds it and what its overrides
// change in the outputs. list are the findings of reading and resolving it. The
// result is both, without what the app's spec ignores.
func Check(app *stack.App, around Around, changes []Change, list diag.List) Result {
	var results []result
	for _, c := range changes {
		results = append(results, resultOf(c))
	}
	var raw []finding
	list = slices.Clone(list)
	Explain(list)
	for _, d := range list {
		raw = append(raw, finding{Diagnostic: d})
	}
	for _, s := range app.Stages {
		version, err := pylon.ParseVersion(s.PylonVersion)
		if err != nil {
			panic("a resolved stack has no version: " + err.Error())
		}
		c := &checker{app: app, s: s, version: version, around: around, results: results, out: &raw}
		for _, r := range All() {
			if yes, unproven := r.concerns(version); r.check != nil && yes {
				c.rule, c.unproven = r, unproven
				c.look()
			}
		}
	}
	kept, stale := ignored(raw, app.Ignores)
	return Result{Findings: merged(kept, len(app.Stages)).Sorted(), Stale: stale}
}

// Result is what a check has found.
type Result struct {
	Findings diag.List // sorted
	// Stale are ignores that silence nothing. They count only when files could
	// be looked at.
	Stale diag.List
}

// Judges reports whether the rule looks at stacks, and not at how inputs are
// written or at what is on the disk.
func (r *Rule) Judges() bool { return r.check != nil }

// Ignorable reports whether the spec may silence the rule: whatever keeps outputs
// from being right cannot be.
func (r *Rule) Ignorable() bool {
	return !r.Refuses() && !slices.Contains(driftRules, r) && r.ID != staleIgnore
}

// Refuses reports whether the rule's findings keep the outputs from being rendered:
// they are made while the inputs are read and resolved. Findings of what only
// some versions of the runtime refuse may be ignored, and so may a value that has
// the form of a secret and is none.
func (r *Rule) Refuses() bool {
	return r.check == nil && r.Severity == diag.Error && !slices.Contains(driftRules, r) && r.gate() == nil && r.ID != credential
}

// credential is the id of findings of values that have the form of a secret.
const credential = "PG517"
