package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// dotStyles are the attributes of changes: the same for outlines and lines.
var dotStyles = map[Change]string{
	Added:    "penwidth=3",
	Removed:  "style=dotted, penwidth=2",
	Replaced: "style=dashed, penwidth=3",
	Changed:  "style=dashed, penwidth=2",
	Opened:   "penwidth=5",
}

// DOT is a picture in the language of Graphviz.
func DOT(p Picture) string {
	var b strings.Builder
	b.WriteString("digraph stage {\n  rankdir=LR;\n  charset=\"UTF-8\";\n")
	fmt.Fprintf(&b, "  label=%s;\n  labelloc=t;\n  tooltip=%s;\n", dotText(p.Title), dotText(p.Description))
	b.WriteString("  fontname=\"Helvetica\";\n  node [shape=box, fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\", fontsize=10];\n")
	names := p.names()
	for _, a := range areas {
		var nodes strings.Builder
		for i, n := range p.Nodes {
			if slices.Contains(a.columns, n.Column) {
				fmt.Fprintf(&nodes, "    %s [label=%s%s];\n", names[i], dotText(n.text()...), dotStyle(n.Change))
			}
		}
		if nodes.Len() > 0 {
			fmt.Fprintf(&b, "  subgraph cluster_%s {\n    label=%s;\n%s  }\n", a.id, dotText(a.title), &nodes)
		}
	}
	for _, e := range p.Edges {
		from, to := p.end(e.From, e.Change), p.end(e.To, e.Change)
		if from < 0 || to < 0 {
			continue
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s%s];\n", names[from], names[to], dotText(e.text()...), dotStyle(e.Change))
	}
	b.WriteString("}\n")
	return b.String()
}

func dotStyle(c Change) string {
	if dotStyles[c] == "" {
		return ""
	}
	return ", " + dotStyles[c]
}

// dotEscapes are for a label between quotation marks: Graphviz replaces \N and its like,
// and entities of HTML.
var dotEscapes = [][2]string{{`\`, `\\`}, {`"`, `\"`}, {"&", "&amp;"}}

// dotText is a label of some lines.
func dotText(lines ...string) string {
	var out []string
	for _, l := range lines {
		l = diag.Visible(l)
		for _, e := range dotEscapes {
			l = strings.ReplaceAll(l, e[0], e[1])
		}
		out = append(out, l)
	}
	return `"` + strings.Join(out, `\n`) + `"`
}
