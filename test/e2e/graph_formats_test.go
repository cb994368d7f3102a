package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/graph"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/golden"
)

// drawn is a picture with a name for findings.
type drawn struct {
	name    string
	picture graph.Picture
}

// pictures are those of every stage of all golden cases, and each of them alongside the
// one before it: before and after.
func goldenPictures(t *testing.T) []drawn {
	t.Helper()
	names, err := golden.Names(goldens, *only)
	if err != nil {
		t.Fatal(err)
	}
	var all []drawn
	for _, name := range names {
		c, err := golden.Load(goldens, name)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range c.App.Stages {
			p := graph.Of(s, nil)
			if n := len(all); n > 0 && i == 0 {
				all = append(all, drawn{name + "-between", graph.Between(all[n-1].picture, p, func(id string) bool { return id == "tasks" })})
			}
			all = append(all, drawn{fmt.Sprint(name, "-", i), p})
		}
	}
	return append(all, hostilePictures()...)
}

// hostileTexts mean something to Mermaid, to Graphviz, to Markdown or to HTML.
var hostileTexts = []string{
	`"`, "'", "`x`", "<script>alert(1)</script>", "<b>x</b>", "]", `"]; x["`, "#quot;", "#35;", "&quot;", "&#34;", "%%{init: {}}%%", "%% x", "end", "\u202Eabc", "a\nb",
	`\N\G\"`, `\`, "|", "{}", "**b** _i_", "1. x", "- x", "+ x", "# x", "[a](javascript:x)", "https://a.b", "www.a.b", "a@b.c", "---", ":::x", "-->", "graph", "$$x$$", "fa:fa-car", "A & B", "日本語 é",
}

func hostilePictures() []drawn {
	changes := []graph.Change{graph.Kept, graph.Added, graph.Removed, graph.Replaced, graph.Changed, graph.Opened}
	var all []drawn
	for i, text := range hostileTexts {
		change := changes[i%len(changes)]
		all = append(all, drawn{fmt.Sprint("hostile-", i), graph.Picture{Title: text, Description: text,
			Nodes: []graph.Node{
				{ID: text, Title: text, Lines: []string{text}, Badges: []graph.Badge{{Kind: graph.Price, Text: text}}, Change: change},
				{ID: "end", Column: graph.Public, Title: text},
			},
			Edges: []graph.Edge{{From: text, To: "end", Labels: []string{text, text}, Change: change}},
		}})
	}
	return all
}

// visible is how a text is shown: without what would write elsewhere.
func visible(text string) string {
	return strings.NewReplacer("\n", "\ufffd", "\u202e", "\ufffd").Replace(text)
}

// shown are the lines of a node or an edge.
func shownTexts(title string, lines []string, badges []graph.Badge, change graph.Change) []string {
	if change != graph.Kept {
		title = fmt.Sprintf("%s %s (%s)", change.Sign(), title, change)
	}
	out := append([]string{title}, lines...)
	if len(badges) > 0 {
		var texts []string
		for _, b := range badges {
			texts = append(texts, b.Text)
		}
		out = append(out, strings.Join(texts, " · "))
	}
	for i := range out {
		out[i] = visible(out[i])
	}
	return out
}

// wanted are the texts of all nodes and of all edges, sorted.
func wanted(p graph.Picture) (nodes, edges []string) {
	for _, n := range p.Nodes {
		nodes = append(nodes, strings.Join(shownTexts(n.Title, n.Lines, n.Badges, n.Change), "\n"))
	}
	for _, e := range p.Edges {
		edges = append(edges, strings.Join(shownTexts(e.Labels[0], e.Labels[1:], nil, e.Change), "\n"))
	}
	slices.Sort(nodes)
	slices.Sort(edges)
	return nodes, edges
}

// Mermaid draws every picture, and every text in it is text.
func TestMermaidDraws(t *testing.T) {
	all := goldenPictures(t)
	var files []consumer.File
	for _, d := range all {
		files = append(files, consumer.File{Name: d.name + ".mmd", Text: []byte(graph.Mermaid(d.picture))})
	}
	charts, err := consumer.Mermaid(files)
	consumer.Accept(t, err)
	if len(charts) != len(all) {
		t.Fatalf("%d charts of %d pictures", len(charts), len(all))
	}
	for i, c := range charts {
		for _, texts := range [][]string{c.Nodes, c.Edges, c.Titles} {
			for j := range texts {
				texts[j] = strings.ReplaceAll(texts[j], "\u2060", "") // what keeps formulas and icons text
			}
		}
		nodes, edges := wanted(all[i].picture)
		slices.Sort(c.Nodes)
		slices.Sort(c.Edges)
		titles := []string{visible(all[i].picture.Title), visible(all[i].picture.Description)}
		if c.Error != "" || len(c.Foreign) > 0 || c.EdgeCount != len(edges) || !slices.Equal(c.Nodes, nodes) || !slices.Equal(c.Edges, edges) || !slices.Equal(c.Titles, titles) {
			t.Errorf("%s: %+v\nwant %q\n%q\n%q\n%s", all[i].name, c, nodes, edges, titles, files[i].Text)
		}
	}
}

// A text that is not escaped is seen.
func TestMermaidRefuses(t *testing.T) {
	charts, err := consumer.Mermaid([]consumer.File{
		{Name: "a.mmd", Text: []byte("flowchart LR\n  a[\"]\"\"]\n")},
		{Name: "b.mmd", Text: []byte("flowchart LR\n  a[\"<strong>x</strong> #quot;\"]\n")},
	})
	consumer.Accept(t, err)
	if len(charts) != 2 || charts[0].Error == "" || len(charts[1].Foreign) == 0 || charts[1].Nodes[0] != `x "` {
		t.Errorf("%+v", charts)
	}
}

// Graphviz draws every picture, and every text in it is text.
func TestGraphvizDraws(t *testing.T) {
	for _, d := range goldenPictures(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			text := graph.DOT(d.picture)
			texts, err := consumer.Graphviz(consumer.File{Name: "picture.dot", Text: []byte(text)})
			consumer.Accept(t, err)
			nodes, edges := wanted(d.picture)
			for _, want := range append(append(nodes, edges...), visible(d.picture.Title)) {
				for line := range strings.SplitSeq(want, "\n") {
					if !slices.Contains(texts, line) {
						t.Errorf("%q is not shown: %q\n%s", line, texts, text)
					}
				}
			}
		})
	}
}

// A text that is not escaped is seen.
func TestGraphvizRefuses(t *testing.T) {
	_, err := consumer.Graphviz(consumer.File{Name: "picture.dot", Text: []byte("digraph { a [label=\"\"]; x[\"\"] }\n")})
	consumer.Refuse(t, err)
}
