package resolve

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// refused reports what the runtime of some stage would refuse in the manifest,
// each thing once: by the version that is surest to refuse it.
func (r *resolver) refused(stages []*stack.Stack) {
	for _, x := range refusals(r.manifest) {
		var worst *diag.Diagnostic
		for _, s := range stages {
			version, err := pylon.ParseVersion(s.PylonVersion)
			if err != nil {
				continue // it is missing or not a version, which is an error already
			}
			if d := x.at(version); d != nil && (worst == nil || worst.Severity != diag.Error && d.Severity == diag.Error) {
				worst = d
			}
		}
		if worst != nil {
			r.list = append(r.list, *worst)
		}
	}
}

// at returns the finding of a version, nil when it takes what is refused. What is
// not proven is a warning.
func (x refusal) at(v pylon.Version) *diag.Diagnostic {
	d := &diag.Diagnostic{
		Code: x.code, Severity: diag.Error, Pos: x.pos, Message: x.message,
		Why: fmt.Sprintf("runtime %s refuses to start with such a manifest", v),
		Fix: "correct it in the app's source and run pylon codegen",
	}
	switch {
	case x.since != nil && v.Lacks(x.since.Gate), x.relaxed != nil && v.Has(x.relaxed.Gate):
		return nil
	case x.since != nil && v.Unproven(x.since.Gate):
		d.Severity = diag.Warning
		d.Why = fmt.Sprintf("runtime %s may refuse to start with such a manifest (not proven): a runtime that %s does, and %s", v, x.since.What, x.since.Doubt())
	case x.relaxed != nil && v.Unproven(x.relaxed.Gate):
		d.Severity = diag.Warning
		d.Why = fmt.Sprintf("runtime %s may refuse to start with such a manifest (not proven): it is taken by a runtime that %s, and %s", v, x.relaxed.What, x.relaxed.Doubt())
	case pylon.Newest.Before(v):
		d.Severity = diag.Warning
		d.Why = fmt.Sprintf("runtime %s refuses to start with such a manifest, and what %s does is not known", pylon.Newest, v)
	}
	if x.relaxed != nil && x.relaxed.Known != (pylon.Version{}) {
		d.Fix += ", or upgrade the runtime to " + x.relaxed.Known.String()
	}
	return d
}

// keepsFromRendering reports whether a finding keeps an app from being rendered.
// What the runtime would refuse can be ignored, its checks were read at some
// versions only; so can a Region that looks misspelt, AWS may have it by now, and a
// value that has the form of a secret and is none.
func keepsFromRendering(d diag.Diagnostic, ignores []stack.Ignore) bool {
	if d.Severity != diag.Error {
		return false
	}
	_, runtimes := pylon.FindRefusal(d.Code)
	ignorable := runtimes || slices.Contains([]string{CodeEncrypted, CodeRegion, CodeCredential}, d.Code)
	return !ignorable || !slices.ContainsFunc(ignores, func(i stack.Ignore) bool { return i.Rule == d.Code && i.Stage == "" })
}
