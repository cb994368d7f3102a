package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

func document(effects ...diff.Effect) diff.Document {
	return diff.Document{Head: diff.Revision{Dirty: true}, Projects: []diff.Project{{Path: ".", App: "todo", Status: diff.Changed, Stages: []diff.StageChange{{
		Stage: "production", Status: diff.Changed, Targets: map[diff.Target]diff.TargetChange{diff.CloudFormation: {Worst: diff.Opens, Effects: effects}},
	}}}}}
}

var all = Options{Targets: diff.Targets}

// No value means anything to Markdown or to a terminal.
func TestHostileValues(t *testing.T) {
	hostile := "a|b`c<script>@user #12 [x](http://y) *z* _u_ ~~s~~ $m$\nline\x1b[31m"
	e := diff.Effect{Word: diff.Opens, Resource: hostile, Message: hostile, Why: hostile, Fix: hostile, Setting: hostile, Fingerprint: "0123456789ab"}
	text := Markdown(document(e), all)
	for _, bad := range []string{"a|b", "`", "<script", "@user", " #12", "[x]", "http://", "*z*", "_u_", "~~", "$m$", "line\n", "\x1b"} {
		if strings.Contains(text, bad) {
			t.Errorf("Markdown has %q:\n%s", bad, text)
		}
	}
	if text := Text(document(e), all); strings.ContainsAny(text, "\x1b") || strings.Contains(text, "\nline") {
		t.Errorf("text:\n%s", text)
	}
}

// No line starts like a command of GitHub's runner, wherever it is broken.
func TestNoWorkflowCommands(t *testing.T) {
	for pad := range 70 {
		e := diff.Effect{Word: diff.Opens, Message: strings.Repeat("x", pad) + " ::error::no", Setting: "::warning::no"}
		for line := range strings.Lines(Text(document(e), all)) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%d: %s", pad, line)
			}
		}
	}
}

// A comment is never longer than GitHub accepts, and states how much is left out.
func TestSize(t *testing.T) {
	d := document()
	for i := range 5 {
		s := diff.StageChange{Stage: fmt.Sprint("s", i), Status: diff.Changed, Targets: map[diff.Target]diff.TargetChange{}}
		var effects []diff.Effect
		for j := range 300 {
			effects = append(effects, diff.Effect{Word: diff.Opens, Resource: fmt.Sprint("r", j), Message: fmt.Sprint(j, strings.Repeat(" long", 20)), Fingerprint: "0123456789ab"})
		}
		s.Targets[diff.SST] = diff.TargetChange{Worst: diff.Opens, Effects: effects}
		d.Projects[0].Stages = append(d.Projects[0].Stages, s)
	}
	text := Markdown(d, all)
	if len(text) > mostBytes+4096 || !strings.Contains(text, " more.\n") || strings.Count(text, "<details>") != strings.Count(text, "</details>") {
		t.Errorf("%d bytes", len(text))
	}
}

// The same effect is one row with a verdict in each target; one that only one
// engine has is a row of its own.
func TestRows(t *testing.T) {
	s := diff.StageChange{Targets: map[diff.Target]diff.TargetChange{
		diff.CloudFormation: {Effects: []diff.Effect{{Word: diff.Opens, Resource: "A", Message: "m", Action: "update"}, {Word: diff.Manual, When: "after", Message: "n"}}},
		diff.SST:            {Effects: []diff.Effect{{Word: diff.Opens, Resource: "B", Message: "m", Action: "replace", Confidence: diff.Assumed}}},
	}}
	got := rows(s, diff.Targets)
	if len(got) != 2 || got[0].verdicts[diff.CloudFormation] != "update" || got[0].verdicts[diff.SST] != "replace?" || got[1].verdicts[diff.CloudFormation] != "after" || got[1].verdicts[diff.SST] != "" {
		t.Errorf("%+v", got)
	}
}
