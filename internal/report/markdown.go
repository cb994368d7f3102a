package report

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// mostBytes is the greatest size of a comment, less than the 65,536 characters that
// GitHub takes. https://docs.github.com/en/rest/issues/comments
const mostBytes = 60_000

// firstRows is how many effects are in front of the fold.
const firstRows = 8

// Markdown returns a comparison as Markdown for a pull request: first a short
// table, the rest folded. No value can close or start anything in it.
func Markdown(d diff.Document, o Options) string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	changed := 0
	for _, p := range d.Projects {
		if p.Status == diff.Same {
			continue
		}
		changed++
		title := p.App
		if title == "" || len(d.Projects) > 1 {
			title = p.Path
		}
		say("### %s: %s", inert(title), inert(shown(d.Base)+"..."+shown(d.Head)))
		switch p.Status {
		case diff.New, diff.Gone:
			say("\nThe project is %s.", p.Status)
		case diff.Unreadable:
			say("\nThe project cannot be compared.")
		}
		if p.Was != "" {
			say("\nIt was at %s.", inert(p.Was))
		}
		if p.GeneratorChanged {
			say("\nAnother release of pylon-gen rendered what is committed at the base.")
		}
		for _, path := range p.HandEdited {
			say("\n%s was edited by hand at the base.", inert(path))
		}
		for _, problem := range p.Problems {
			say("\n⚠️ %s", inert(problem))
		}
		if len(p.Local) > 0 && len(p.Stages) == 0 {
			say("\nOnly local outputs change: %s", inert(strings.Join(p.Local, ", ")))
		}
		for _, s := range p.Stages {
			if s.Status != diff.Same {
				say("%s", stageTable(s, o, mostBytes-out.Len()))
			}
		}
	}
	if changed == 0 {
		say("✅ pylon-gen diff: no change")
	}
	for _, g := range d.Gates {
		switch {
		case g.Hit:
			say("\n❌ gate %s %s: hit", inert(g.Gate), inert(g.Value))
		case g.NotJudged != "":
			say("\n⚠️ gate %s %s: not judged, %s", inert(g.Gate), inert(g.Value), inert(g.NotJudged))
		default:
			say("\n✅ gate %s %s: passed", inert(g.Gate), inert(g.Value))
		}
	}
	for _, warning := range d.Warnings {
		say("\n⚠️ %s", inert(warning))
	}
	return out.String()
}

// stageTable is what changes in a stage: a table with the worst effects, and the
// rest below a fold, as far as there is room in bytes.
func stageTable(s diff.StageChange, o Options, room int) string {
	var out strings.Builder
	title := s.Stage
	if s.Status != diff.Changed {
		title += " (" + string(s.Status) + ")"
	}
	fmt.Fprintf(&out, "\n**%s**\n", inert(title))
	list := rows(s, o.Targets)
	if len(list) == 0 {
		out.WriteString("\nNothing that anybody notices.\n")
	} else {
		out.WriteString("\n| effect | what |")
		for _, t := range o.Targets {
			fmt.Fprintf(&out, " %s |", t)
		}
		out.WriteString("\n|---|---|" + strings.Repeat("---|", len(o.Targets)) + "\n")
	}
	for i, r := range list {
		if i == firstRows && !o.All {
			fmt.Fprintf(&out, "\n%d more below.\n", len(list)-firstRows)
			break
		}
		fmt.Fprintf(&out, "| %s | %s |", r.effect.Word, inert(r.effect.Message))
		for _, t := range o.Targets {
			text := r.verdicts[t]
			if text == "" {
				text = "-"
			}
			fmt.Fprintf(&out, " %s |", inert(text))
		}
		out.WriteByte('\n')
	}
	if len(list) > 0 {
		out.WriteString("\n<details><summary>Why, line by line</summary>\n\n")
		for i, r := range list {
			text := why(r.effect)
			if out.Len()+len(text) > room {
				fmt.Fprintf(&out, "%d more.\n", len(list)-i)
				break
			}
			out.WriteString(text)
		}
		out.WriteString("\n</details>\n")
	}
	if s.Cost != nil && len(s.Cost.Stays) > 0 {
		fmt.Fprintf(&out, "\nStays and costs: %s\n", inert(stays(s.Cost.Stays)))
	}
	if s.Cost != nil && s.Cost.Differs() {
		fmt.Fprintf(&out, "\nCost: %s; %s, list prices %s\n", inert(s.Cost.Text()), s.Cost.Region, s.Cost.Read)
	}
	return out.String()
}

// why is one effect with its reasons, as an item of a list.
func why(e diff.Effect) string {
	var out strings.Builder
	fmt.Fprintf(&out, "- **%s** %s: %s", e.Word, inert(e.Resource), inert(e.Message))
	for _, text := range []string{detail(e), e.Why, e.Fix} {
		if text != "" {
			fmt.Fprintf(&out, "<br>%s", inert(text))
		}
	}
	if e.Run != nil {
		fmt.Fprintf(&out, "<br><code>%s</code>", inert(*e.Run))
	}
	if e.Accepted != "" {
		fmt.Fprintf(&out, "<br>accepted: %s", inert(e.Accepted))
	}
	fmt.Fprintf(&out, "<br>%s, %s\n", e.Fingerprint, e.Confidence)
	return out.String()
}

// inert is a text that cannot end a cell, start a tag or a line of another kind,
// mention a user or refer to an issue.
func inert(text string) string { return replacer.Replace(diag.Visible(text)) }

var replacer = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "|", "&#124;", "`", "&#96;", "@", "&#64;", "#", "&#35;",
	"*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;", "~", "&#126;", "\\", "&#92;", "!", "&#33;", "$", "&#36;",
	"\r", " ", "\n", " ", "://", "&#58;//", "GH-", "GH&#45;", "www.", "www&#46;",
)
