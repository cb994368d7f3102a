package main

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// driftRules are the rules about the kinds of drift.
var driftRules = map[output.Kind]string{
	output.Missing: rules.Missing, output.Stale: rules.Stale, output.HandEdited: rules.HandEdited, output.Orphaned: rules.Orphaned,
}

// drifted is the finding about an output that is not as rendered. shown is what messages
// call the file.
func drifted(shown string, d output.Drift) diag.Diagnostic {
	rule := rules.Lookup(driftRules[d.Kind])
	found := diag.Diagnostic{Code: rule.ID, Severity: rule.Severity, Pos: source.Pos{File: shown}, Message: "the file is " + string(d.Kind), Why: rule.Why, Fix: rule.Fix}
	switch d.Reason {
	case output.OtherGenerator:
		found.Why = "the inputs are the same, and pylon-gen " + d.By + ", which rendered it, renders it differently than this " + release.Version
		found.Fix = "run pylon-gen render with the release that the whole team uses, and commit what it writes"
	case output.NewerGenerator:
		found.Why = "pylon-gen " + d.By + " rendered it, which is newer than this " + release.Version
		found.Fix = "use pylon-gen " + d.By
	case output.Moved:
		found.Message = "the file has moved to " + d.To
		found.Why = "the spec names another path for it, and a deployment from this file deploys an old state"
	case output.NoLock:
		found.Message = "the file differs from what would be rendered"
		found.Why = "without " + lock.File + " an older rendering cannot be told from a file of yours"
		found.Fix = "restore " + lock.File + " from git, or move the file; pylon-gen render --force overwrites it"
	}
	return found
}

// driftText is one line about an output that is not as rendered, or was not before it
// was written.
func driftText(d output.Drift, written bool) string {
	found := drifted("", d)
	text := strings.TrimPrefix(strings.TrimPrefix(found.Message, "the file "), "is ")
	done := written && d.Kind != output.Orphaned
	if done {
		text = "written"
	}
	if d.Reason != "" && d.Reason != output.Moved {
		text += "; " + found.Why
	}
	if done {
		return text
	}
	return text + ": " + found.Fix
}

// neverRendered reports whether the project has none of its outputs and no lock.
func (r *result) neverRendered() bool {
	if len(r.drifts) == 0 || len(r.drifts) < len(r.files) || slices.ContainsFunc(r.drifts, func(d output.Drift) bool { return d.Kind != output.Missing }) {
		return false
	}
	_, err := fs.Stat(r.repo, r.Path(lock.File))
	return errors.Is(err, fs.ErrNotExist)
}

// unrendered is the finding about a project that was never rendered.
func unrendered(spec string) diag.Diagnostic {
	found := drifted(spec, output.Drift{Kind: output.Missing})
	found.Message, found.Why = "nothing was rendered from it yet", "there are no outputs that could be deployed"
	return found
}
