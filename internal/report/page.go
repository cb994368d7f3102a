package report

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// Page is what one file shows of a project.
type Page struct {
	App  string `json:"app"`
	Path string `json:"path"`
	// Findings are those of pylon-gen check, sorted.
	Findings diag.List   `json:"findings"`
	Stages   []PageStage `json:"stages"`
	// Change is what changes since a base, nil without one; Options say how it is shown.
	Change  *diff.Document `json:"change,omitempty"`
	Options Options        `json:"-"`
}

// PageStage is one stage on a page.
type PageStage struct {
	Name   string `json:"name"`
	Region string `json:"region"`
	// Picture is an SVG document; it is not part of the JSON.
	Picture  string     `json:"-"`
	Month    cost.Month `json:"cost"`
	Data     []Kept     `json:"data"`
	Settings []Set      `json:"settings"`
}

// Kept is what protects some data.
type Kept struct {
	Data string `json:"data"` // "the database"
	How  string `json:"how"`  // "backups for 7 days; kept when the stage is removed"
}

// Set is a setting with its origin.
type Set struct {
	Path  string `json:"path"`
	Value string `json:"value"`
	From  string `json:"from"`
}

// HTML returns the page as one file: it loads nothing, runs nothing and can be read
// without style. The same page has the same bytes.
func (p Page) HTML() (string, error) {
	embedded, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	say("<h1>%s</h1>", escaped(p.App))
	say("<nav aria-label=\"Contents\"><ul>")
	for i, s := range p.Stages {
		say("<li><a href=\"#stage-%d\">stage %s</a></li>", i+1, escaped(s.Name))
	}
	if p.Change != nil {
		say("<li><a href=\"#changes\">what changes</a></li>")
	}
	say("<li><a href=\"#findings\">findings</a></li>\n</ul></nav>")
	if p.Change != nil {
		say("<section id=\"changes\">\n<h2>What changes</h2>")
		changes(say, *p.Change, p.Options)
		say("</section>")
	}
	for i, s := range p.Stages {
		s.write(say, i+1)
	}
	p.findings(say)
	// Markup in a text is not markup in JSON: encoding/json writes < as \u003c.
	say("<script type=\"application/json\" id=\"data\">%s</script>", embedded)
	return framed(p.App, out.String()), nil
}

func (s PageStage) write(say func(string, ...any), n int) {
	say("<section id=\"stage-%d\">\n<h2>Stage %s <small>%s</small></h2>", n, escaped(s.Name), escaped(s.Region))
	say("<figure>\n%s</figure>", s.Picture)
	say("<h3>Cost</h3>\n<p>%s</p>", escaped(pricesOf(s.Month)))
	say("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">part</th><th scope=\"col\" class=\"n\">quantity</th><th scope=\"col\" class=\"n\">price</th><th scope=\"col\" class=\"n\">fixed</th><th scope=\"col\" class=\"n\">up to</th></tr></thead>\n<tbody>")
	for _, l := range s.Month.Lines {
		say("<tr class=\"part\"><th scope=\"row\">%s</th><td></td><td></td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>", escaped(l.Name), amount(l.Fixed), amount(l.Ceiling))
		for _, i := range l.Items {
			say("<tr><td>%s, %s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>", escaped(i.Price), escaped(i.Read), quantity(i), price(i.USD), amount(i.Least*i.USD), amount(i.Most*i.USD))
		}
	}
	if s.Month.Fixed != nil {
		say("<tr class=\"part\"><th scope=\"row\">sum</th><td></td><td></td><td class=\"n\">%s%s</td><td class=\"n\">%s%s</td></tr>", mark(s.Month), amount(*s.Month.Fixed), mark(s.Month), amount(*s.Month.Ceiling))
	}
	say("</tbody>\n</table></div>")
	for _, name := range s.Month.Unpriced {
		say("<p class=\"warning\">The price of %s is not known.</p>", escaped(name))
	}
	if s.Month.Budget != nil {
		say("<p>Budget: %s</p>", escaped(budget(s.Month)))
	}
	say("<h3>What protects which data</h3>\n<dl>")
	for _, d := range s.Data {
		say("<dt>%s</dt><dd>%s</dd>", escaped(d.Data), escaped(d.How))
	}
	say("</dl>\n<details>\n<summary>Settings: %d, each with its origin</summary>", len(s.Settings))
	say("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">setting</th><th scope=\"col\">value</th><th scope=\"col\">from</th></tr></thead>\n<tbody>")
	for _, x := range s.Settings {
		say("<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>", escaped(x.Path), escaped(x.Value), escaped(x.From))
	}
	say("</tbody>\n</table></div>\n</details>\n</section>")
}

// findings are listed with their reasons, each with an anchor.
func (p Page) findings(say func(string, ...any)) {
	say("<section id=\"findings\">\n<h2>Findings</h2>")
	if len(p.Findings) == 0 {
		say("<p>Nothing was found.</p>")
	}
	for _, d := range p.Findings {
		say("<article id=\"f-%s\"><h3 class=\"%s\">%s %s: %s</h3>", anchor(d), d.Severity, d.Severity, escaped(d.Code), escaped(d.Message))
		if at := d.Pos.String(); at != "" {
			say("<p><code>%s</code></p>", escaped(at))
		}
		for _, x := range []struct{ name, text string }{{"why", d.Why}, {"fix", d.Fix}} {
			if x.text != "" {
				say("<p><strong>%s:</strong> %s</p>", x.name, escaped(x.text))
			}
		}
		say("</article>")
	}
	say("</section>")
}

// anchor is the name by which a finding is linked to. It stays while code, file and
// message do.
func anchor(d diag.Diagnostic) string {
	if d.Fingerprint != "" {
		return d.Fingerprint
	}
	sum := sha256.Sum256([]byte(d.Code + "\x00" + d.Pos.File + "\x00" + d.Message))
	return hex.EncodeToString(sum[:6])
}

// framed is a document with a body. Its policy allows the styles that are in it, by
// their digests, and nothing else.
func framed(title, body string) string {
	var sheets []string
	for rest := "<style>" + style + "</style>" + body; ; {
		_, from, found := strings.Cut(rest, "<style>")
		if !found {
			break
		}
		sheet, after, _ := strings.Cut(from, "</style>")
		sum := sha256.Sum256([]byte(sheet))
		if source := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !slices.Contains(sheets, source) {
			sheets = append(sheets, source)
		}
		rest = after
	}
	return fmt.Sprintf(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>%s</title>
<style>%s</style>
</head>
<body>
%s</body>
</html>
`, strings.Join(sheets, " "), escaped(title), style, body)
}
