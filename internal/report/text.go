// Package report writes what a comparison says for people: as text for a
// terminal, and as Markdown for a pull request. It decides nothing.
package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// Options say how much is written.
type Options struct {
	// All lists what is folded otherwise: every effect, with its fingerprint.
	All bool
	// Targets are those that were compared.
	Targets []diff.Target
	// Pictures are SVG documents of stages before and after, by diff.StageName; HTML shows
	// them.
	Pictures map[string]string
	// Paint colours the words of text for a terminal; the other formats have none.
	Paint diag.Paint
}

// Text returns a comparison as text for a terminal, with LF line ends.
func Text(d diff.Document, o Options) string {
	w := &writer{options: o}
	compared := 0
	for _, p := range d.Projects {
		if p.Status != diff.Same {
			compared++
			w.project(d, p)
		}
	}
	if compared == 0 {
		w.line("%s...%s  no change", shown(d.Base), shown(d.Head))
		if same := len(d.Projects); same > 1 {
			w.line("%d projects are the same", same)
		}
	} else if same := len(d.Projects) - compared; same > 0 {
		w.line("%d other %s the same", same, plural(same, "project is", "projects are"))
	}
	w.gates(d)
	for _, warning := range d.Warnings {
		w.marked(diag.Warning, "warning", "warning: %s", warning)
	}
	return w.text.String()
}

type writer struct {
	options Options
	text    strings.Builder
}

func (w *writer) line(format string, args ...any) {
	w.text.WriteString(visible(format, args...) + "\n")
}

// marked writes a line whose first word, after blanks, has the colour of a severity.
func (w *writer) marked(s diag.Severity, word, format string, args ...any) {
	before, after, _ := strings.Cut(visible(format, args...), word)
	w.text.WriteString(before + w.options.Paint.Severity(s, word) + after + "\n")
}

// visible is a line of text without what a terminal or GitHub would obey.
func visible(format string, args ...any) string {
	text := diag.Visible(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	if strings.HasPrefix(strings.TrimLeft(text, " "), "::") { // GitHub would read it as a command
		text = strings.Replace(text, "::", ": :", 1)
	}
	return text
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// shown is how people call a revision.
func shown(r diff.Revision) string {
	if r.Dirty {
		return cmp.Or(r.Name, "worktree")
	}
	return cmp.Or(r.Name, r.Rev)
}

func (w *writer) project(d diff.Document, p diff.Project) {
	name := cmp.Or(p.App, p.Path)
	if len(d.Projects) > 1 && p.Path != "." {
		name += " (" + p.Path + ")"
	}
	var changed, same []string
	for _, s := range p.Stages {
		if s.Status == diff.Same {
			same = append(same, s.Stage)
		} else {
			changed = append(changed, s.Stage)
		}
	}
	head := fmt.Sprintf("%s  %s...%s", name, shown(d.Base), shown(d.Head))
	switch {
	case p.Status == diff.Unreadable:
		head += "  cannot be compared"
	case p.Status == diff.New:
		head += "  the project is new"
	case p.Status == diff.Gone:
		head += "  the project is gone"
	case len(changed) == 0 && len(p.Local) > 0:
		head += "  only local outputs change: " + strings.Join(p.Local, ", ")
	case len(changed) > 0:
		head += "  " + strings.Join(changed, ", ") + plural(len(changed), " changes", " change")
		if len(same) > 0 {
			head += ", " + strings.Join(same, ", ") + plural(len(same), " is the same", " are the same")
		}
	}
	w.line("%s", head)
	if p.Was != "" {
		w.line("  it was at %s", p.Was)
	}
	for _, problem := range p.Problems {
		w.line("  %s", problem)
	}
	if p.GeneratorChanged {
		w.line("  another release of pylon-gen rendered what is committed at the base")
	}
	for _, path := range p.HandEdited {
		w.line("  %s was edited by hand at the base", path)
	}
	for _, s := range p.Stages {
		if s.Status != diff.Same {
			w.stage(s)
		}
	}
	w.line("")
	if len(changed) > 0 {
		w.line("not knowable here: drift, quotas, size of the data")
	}
}

const columns = "  %-9s  %-62s  %-14s  %s"

func (w *writer) stage(s diff.StageChange) {
	w.line("")
	title := s.Stage
	switch s.Status {
	case diff.New:
		title += " (new)"
	case diff.Gone:
		title += " (gone)"
	}
	var heads [2]string
	for i, t := range w.options.Targets {
		heads[i] = string(t)
	}
	w.line("%-75s  %-14s  %s", title, heads[0], heads[1])
	for _, r := range rows(s, w.options.Targets) {
		if r.effect.Word == diff.Cost {
			continue
		}
		w.row(r)
	}
	for _, t := range w.options.Targets {
		n := s.Targets[t].Counts
		if n != (diff.Counts{}) {
			w.line("  %-15s added %d · updated %d · replaced %d · removed %d", t, n.Add, n.Update, n.Replace, n.Remove)
		}
	}
	for _, r := range rows(s, w.options.Targets) {
		if r.effect.Word == diff.Cost && r.effect.Setting != "" && s.Status == diff.Changed {
			w.line("  cost       by %s", detail(diff.Effect{Setting: r.effect.Setting, At: r.effect.At}))
			break
		}
	}
	if c := s.Cost; c != nil && (c.Fixed.New != nil || c.Fixed.Old != nil) && (c.Differs() || w.options.All) {
		w.line("  cost       %s; %s, list prices %s", c.Text(), c.Region, c.Read)
	}
	if c := s.Cost; c != nil && len(c.Stays) > 0 {
		w.line("  stays      %s: kept after the change, and still charged", stays(c.Stays))
	}
}

func stays(list []diff.Stay) string {
	var out []string
	for _, s := range list {
		text := s.Name + " (by use)"
		if s.USD != nil {
			text = fmt.Sprintf("%s (%.2f USD a month)", s.Name, *s.USD)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// longestCommand is the number of characters up to which a command is printed
// whole, but for --all and the other formats.
const longestCommand = 110

// labels are the words as they are printed.
var labels = map[diff.Word]string{
	diff.Refused: "REFUSED", diff.DataLoss: "DATA LOSS", diff.NewStack: "NEW STACK", diff.Outage: "OUTAGE", diff.Opens: "OPENS",
	diff.GuardRemoved: "GUARD", diff.BreaksAddress: "ADDRESS", diff.Manual: "BY HAND", diff.Cost: "cost", diff.Rolls: "rolls", diff.InPlace: "in place",
}

func (w *writer) row(r row) {
	e := r.effect
	label := labels[e.Word]
	if e.Word == diff.Manual {
		label = strings.ToUpper(e.When)
	}
	var verdicts [2]string
	for i, t := range w.options.Targets {
		verdicts[i] = cmp.Or(r.verdicts[t], "-")
	}
	parts := wrapped(e.Message, 62)
	w.marked(Severity(e.Word), label, columns, label, parts[0], verdicts[0], verdicts[1])
	for _, part := range parts[1:] {
		w.line("  %-9s  %s", "", part)
	}
	if about := detail(e); about != "" {
		w.line("  %-9s  %s", "", about)
	}
	if e.Run != nil {
		run := *e.Run
		if letters := []rune(run); len(letters) > longestCommand && !w.options.All {
			run = string(letters[:longestCommand]) + " ..."
		}
		w.line("  %-9s  $ %s", "", run)
	}
	if w.options.All {
		for _, text := range []string{e.Why, e.Fix} {
			if text != "" {
				w.line("  %-9s  %s", "", text)
			}
		}
		w.line("  %-9s  %s, %s", "", e.Fingerprint, strings.TrimSuffix(string(e.Confidence)+", "+e.Source, ", "))
	}
	if e.Accepted != "" {
		w.line("  %-9s  accepted: %s", "", e.Accepted)
	}
}

// detail is the property with its values, and the setting that did it.
func detail(e diff.Effect) string {
	var parts []string
	if e.Old != nil && e.New != nil && e.Word != diff.Manual {
		parts = append(parts, fmt.Sprintf("%s  %s -> %s", e.Property, *e.Old, *e.New))
	}
	if e.Setting != "" {
		at := ""
		if e.At != nil {
			at = e.At.String() + "  "
		}
		parts = append(parts, at+e.Setting)
	}
	return strings.Join(parts, "   ")
}

// wrapped breaks a text into lines of at most width characters, at blanks.
func wrapped(text string, width int) []string {
	var out []string
	for len(text) > width {
		cut := strings.LastIndexByte(text[:width+1], ' ')
		if cut <= 0 {
			break
		}
		out = append(out, text[:cut])
		text = text[cut+1:]
	}
	return append(out, text)
}

func (w *writer) gates(d diff.Document) {
	for _, g := range d.Gates {
		switch {
		case g.NotJudged != "" && !g.Hit:
			w.line("gate %s %s: not judged, %s", g.Gate, g.Value, g.NotJudged)
		case g.Hit:
			w.line("gate %s %s: hit%s", g.Gate, g.Value, by(g.By))
		default:
			w.line("gate %s %s: passed", g.Gate, g.Value)
		}
	}
}

func by(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " by " + strings.Join(list, ", ")
}
