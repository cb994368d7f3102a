package graph

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// areas are the frames of the formats that lay a picture out by themselves, and the
// columns that each holds.
var areas = []struct {
	id, title string
	columns   []Column
}{
	{"internet", "Internet", []Column{Internet}},
	{"edge", "Edge", []Column{Front}},
	{"public", "Public", []Column{Public}},
	{"private", "Private", []Column{PrivateTasks, PrivateData}},
}

// mermaidStyles are the outlines and lines of changes. There is no colour in them: the
// text is read on light and on dark pages.
var mermaidStyles = map[Change]string{
	Added:    "stroke-width:4px",
	Removed:  "stroke-width:2px,stroke-dasharray:3 5",
	Replaced: "stroke-width:4px,stroke-dasharray:12 4",
	Changed:  "stroke-width:2px,stroke-dasharray:9 3",
	Opened:   "stroke-width:6px",
}

// changes are all that are shown, in the order of their styles in the text.
var changes = []Change{Added, Removed, Replaced, Changed, Opened}

// Mermaid is a picture as a flowchart of Mermaid, for READMEs and comments on GitHub.
func Mermaid(p Picture) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	fmt.Fprintf(&b, "  accTitle: %s\n  accDescr: %s\n", mermaidText(p.Title), mermaidText(p.Description))
	for _, c := range changes {
		if slices.ContainsFunc(p.Nodes, func(n Node) bool { return n.Change == c }) {
			fmt.Fprintf(&b, "  classDef %s %s\n", c, mermaidStyles[c])
		}
	}
	names := p.names()
	for _, a := range areas {
		var nodes strings.Builder
		for i, n := range p.Nodes {
			if !slices.Contains(a.columns, n.Column) {
				continue
			}
			fmt.Fprintf(&nodes, "    %s[\"%s\"]", names[i], mermaidLines(n.text()))
			if n.Change != Kept {
				fmt.Fprintf(&nodes, ":::%s", n.Change)
			}
			nodes.WriteString("\n")
		}
		if nodes.Len() > 0 {
			fmt.Fprintf(&b, "  subgraph %s[\"%s\"]\n%s  end\n", a.id, a.title, &nodes)
		}
	}
	drawn := 0
	for _, e := range p.Edges {
		from, to := p.end(e.From, e.Change), p.end(e.To, e.Change)
		if from < 0 || to < 0 {
			continue
		}
		fmt.Fprintf(&b, "  %s -->", names[from])
		if text := e.text(); len(text) > 0 {
			fmt.Fprintf(&b, "|\"%s\"|", mermaidLines(text))
		}
		fmt.Fprintf(&b, " %s\n", names[to])
		if e.Change != Kept {
			fmt.Fprintf(&b, "  linkStyle %d %s\n", drawn, mermaidStyles[e.Change])
		}
		drawn++
	}
	return b.String()
}

func mermaidLines(lines []string) string {
	var out []string
	for _, l := range lines {
		out = append(out, mermaidText(l))
	}
	return strings.Join(out, "<br/>")
}

// mermaidText writes text such that Mermaid shows it as it is. Its own escape is the
// number of a character between # and ; – which neither its grammar nor its Markdown
// and HTML look into. All that may mean something to one of them is written so; what
// an infrastructure's names and numbers are made of stays readable.
//
// Formulas and icons are looked for in what the escapes stand for: an invisible
// character within $$ and :fa- keeps them text.
func mermaidText(text string) string {
	all := []rune(diag.Visible(text))
	var b strings.Builder
	for i, r := range all {
		plain := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch r {
		case '/', ',', '·', '−', '⟳':
			plain = true
		case ' ': // a second one would be lost
			plain = i > 0 && i < len(all)-1 && all[i-1] != ' '
		case '.', '-', '_': // within a word; a dot behind www would make a link
			inside := i > 0 && i < len(all)-1 && wordRune(all[i-1]) && wordRune(all[i+1])
			plain = inside && !strings.HasSuffix(strings.ToLower(string(all[:i])), "www")
		}
		if plain {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
		if rest := string(all[i+1:]); r == '$' && strings.HasPrefix(rest, "$") || r == ':' && strings.HasPrefix(rest, "fa-") {
			b.WriteString("#8288;") // WORD JOINER
		}
	}
	return b.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
