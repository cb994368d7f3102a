package report

import (
	"cmp"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Unreadable is the code of a project that cannot be compared.
const Unreadable = "unreadable"

// Findings returns the effects of a comparison as findings at the lines that did
// them, for formats that show those; the code of one is its effect. What is
// accepted is a note, and so is what is only for information.
func Findings(d diff.Document) diag.List {
	var list diag.List
	for _, p := range d.Projects {
		for _, problem := range p.Problems {
			severity := diag.Warning
			if p.Status == diff.Unreadable {
				severity = diag.Error
			}
			list = append(list, diag.Diagnostic{Code: Unreadable, Severity: severity, Pos: source.Pos{File: p.Path}, Message: problem})
		}
		for _, s := range p.Stages {
			for _, r := range rows(s, diff.Targets) {
				var targets []string
				for _, t := range diff.Targets {
					if r.verdicts[t] != "" {
						targets = append(targets, string(t))
					}
				}
				list = append(list, finding(p, s.Stage, strings.Join(targets, " and "), r.effect))
			}
		}
	}
	return list
}

func finding(p diff.Project, stage, targets string, e diff.Effect) diag.Diagnostic {
	f := diag.Diagnostic{
		Code: string(e.Word), Severity: Severity(e.Word), Fingerprint: e.Fingerprint, Why: e.Why, Fix: e.Fix,
		Pos:     source.Pos{File: p.Path},
		Message: stage + ", " + targets + ": " + e.Message,
	}
	if e.At != nil {
		f.Pos = source.Pos{File: e.At.File, Line: e.At.Line, Col: e.At.Column}
	}
	if e.Run != nil {
		f.Fix = strings.TrimSpace(f.Fix + "\n" + *e.Run)
	}
	if e.Accepted != "" {
		f.Severity, f.Why = diag.Info, cmp.Or("accepted: "+e.Accepted, f.Why)
	}
	return f
}

// Severity is how grave an effect is as a finding.
func Severity(w diff.Word) diag.Severity {
	switch w {
	case diff.Refused, diff.DataLoss, diff.NewStack:
		return diag.Error
	case diff.Outage, diff.Opens, diff.GuardRemoved, diff.BreaksAddress:
		return diag.Warning
	}
	return diag.Info
}
