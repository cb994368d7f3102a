package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// HTML returns a comparison as one page that needs no other file and runs no
// script.
func HTML(d diff.Document, o Options) string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	say("<h1>What a change does to what runs</h1>")
	changes(say, d, o)
	return framed("pylon-gen diff", out.String())
}

// changes writes a comparison.
func changes(say func(string, ...any), d diff.Document, o Options) {
	say("<p>%s</p>", escaped(shown(d.Base)+"..."+shown(d.Head)))
	changed := 0
	for _, p := range d.Projects {
		if p.Status == diff.Same {
			continue
		}
		changed++
		say("<h2>%s</h2>\n<p>%s</p>", escaped(strings.TrimSpace(p.App+" "+p.Path)), p.Status)
		for _, problem := range p.Problems {
			say("<p class=\"error\">%s</p>", escaped(problem))
		}
		for _, s := range p.Stages {
			if s.Status != diff.Same {
				htmlStage(say, s, o, o.Pictures[diff.StageName(p, s)])
			}
		}
	}
	if changed == 0 {
		say("<p>No change.</p>")
	}
	for _, g := range d.Gates {
		verdict := "passed"
		switch {
		case g.Hit:
			verdict = "hit" + by(g.By)
		case g.NotJudged != "":
			verdict = "not judged, " + g.NotJudged
		}
		say("<p>gate %s %s: %s</p>", escaped(g.Gate), escaped(g.Value), escaped(verdict))
	}
	for _, warning := range d.Warnings {
		say("<p class=\"warning\">%s</p>", escaped(warning))
	}
	say("<p><small>Not knowable here: drift, quotas, size of the data.</small></p>")
}

func htmlStage(say func(string, ...any), s diff.StageChange, o Options, picture string) {
	say("<h3>%s <small>%s</small></h3>", escaped(s.Stage), s.Status)
	if picture != "" {
		say("<figure>\n%s</figure>", picture)
	}
	say("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">effect</th><th scope=\"col\">what</th>")
	for _, t := range o.Targets {
		say("<th scope=\"col\">%s</th>", t)
	}
	say("</tr></thead>\n<tbody>")
	for _, r := range rows(s, o.Targets) {
		e := r.effect
		say("<tr id=\"e-%s\"><td class=\"%s\">%s</td><td>%s", escaped(e.Fingerprint), Severity(e.Word), e.Word, escaped(e.Message))
		for _, text := range []string{detail(e), e.Why, e.Fix, e.Accepted} {
			if text != "" {
				say("<br><small>%s</small>", escaped(text))
			}
		}
		if e.Run != nil {
			say("<br><code>%s</code>", escaped(*e.Run))
		}
		say("<br><small>%s, %s, %s</small></td>", escaped(e.Fingerprint), e.Confidence, escaped(e.Source))
		for _, t := range o.Targets {
			text := r.verdicts[t]
			if text == "" {
				text = "-"
			}
			say("<td>%s</td>", escaped(text))
		}
		say("</tr>")
	}
	say("</tbody>\n</table></div>")
	if s.Cost != nil && s.Cost.Differs() {
		say("<p>Cost: %s; %s, list prices %s</p>", escaped(s.Cost.Text()), escaped(s.Cost.Region), escaped(s.Cost.Read))
	}
	if s.Cost != nil && len(s.Cost.Stays) > 0 {
		say("<p>Stays and costs: %s</p>", escaped(stays(s.Cost.Stays)))
	}
}

func escaped(text string) string { return html.EscapeString(diag.Visible(text)) }
