package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// style is all the style that the page has: it loads nothing.
const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1f2328;background:#fff}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d1d9e0;padding:.4rem .6rem;text-align:left;vertical-align:top}
code{font:13px ui-monospace,monospace;background:#f6f8fa;padding:.1rem .3rem;overflow-wrap:anywhere}
.error{color:#b3261e;font-weight:600}.warning{color:#8a5300;font-weight:600}.info{color:#555}small{color:#555}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}td,th{border-color:#3d444d}code{background:#161b22}.error{color:#ff8a80}.warning{color:#e3b341}.info,small{color:#9da7b3}}`

// HTML returns a comparison as one page that needs no other file and runs no
// script.
func HTML(d diff.Document, o Options) string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	say("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">")
	say("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
	say("<title>pylon-gen diff</title>\n<style>%s</style>\n</head>\n<body>", style)
	say("<h1>What a change does to what runs</h1>\n<p>%s</p>", escaped(shown(d.Base)+"..."+shown(d.Head)))
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
				htmlStage(say, s, o)
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
	say("<p><small>Not knowable here: drift, quotas, size of the data.</small></p>\n</body>\n</html>")
	return out.String()
}

func htmlStage(say func(string, ...any), s diff.StageChange, o Options) {
	say("<h3>%s <small>%s</small></h3>", escaped(s.Stage), s.Status)
	say("<table>\n<thead><tr><th scope=\"col\">effect</th><th scope=\"col\">what</th>")
	for _, t := range o.Targets {
		say("<th scope=\"col\">%s</th>", t)
	}
	say("</tr></thead>\n<tbody>")
	for _, r := range rows(s, o.Targets) {
		e := r.effect
		say("<tr><td class=\"%s\">%s</td><td>%s", Severity(e.Word), e.Word, escaped(e.Message))
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
	say("</tbody>\n</table>")
	if s.Cost != nil && s.Cost.Differs() {
		say("<p>Cost: %s; %s, list prices %s</p>", escaped(s.Cost.Text()), escaped(s.Cost.Region), escaped(s.Cost.Read))
	}
	if s.Cost != nil && len(s.Cost.Stays) > 0 {
		say("<p>Stays and costs: %s</p>", escaped(stays(s.Cost.Stays)))
	}
}

func escaped(text string) string { return html.EscapeString(diag.Visible(text)) }
