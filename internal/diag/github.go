package diag

import (
	"fmt"
	"io"
	"strings"
)

// GitHub prints findings as workflow commands: GitHub shows each at its line in
// the pull request. Source: GitHub's documentation of workflow commands, read
// 2026-11.
//
// Of each level GitHub shows ten in a step: where there are more, the last one says
// how many are left out.
func GitHub(w io.Writer, list List) error {
	total, shown := map[Severity]int{}, map[Severity]int{}
	for _, d := range list {
		total[d.Severity]++
	}
	for _, d := range list {
		if shown[d.Severity]++; shown[d.Severity] > perStep {
			continue
		}
		if rest := total[d.Severity] - perStep + 1; shown[d.Severity] == perStep && rest > 1 {
			d = Diagnostic{Severity: d.Severity, Code: "pylon-gen", Message: fmt.Sprintf("%d more: the log and the summary of the job have them", rest)}
		}
		level := map[Severity]string{Error: "error", Warning: "warning", Info: "notice"}[d.Severity]
		var at []string
		if d.Pos.File != "" {
			at = append(at, "file="+githubProperty(d.Pos.File))
		}
		if d.Pos.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d,col=%d", d.Pos.Line, d.Pos.Col))
		}
		at = append(at, "title="+githubProperty(d.Code))
		text := d.Message
		if d.Why != "" {
			text += "\nwhy: " + d.Why
		}
		if d.Fix != "" {
			text += "\nfix: " + d.Fix
		}
		if _, err := fmt.Fprintf(w, "::%s %s::%s\n", level, strings.Join(at, ","), githubData(text)); err != nil {
			return err
		}
	}
	return nil
}

// perStep is how many annotations of a level GitHub shows in a step.
const perStep = 10

// githubData escapes a text so that it ends where it should: a command is one
// line.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
