package graph

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// hostile are texts that mean something to one of the formats.
var hostile = []string{
	`"`, `'`, "`x`", "<script>alert(1)</script>", "</svg>", "]", `"]; x["`, "#quot;", "#35;", "&quot;", "&#34;", "%%{init: {}}%%", "%% x", "a\nb", "a\r\nend\n", "end", "\u202Eabc",
	"\u2028", "\x00\x1b[31m", `\N\G\"`, `\`, "|", "{}", "**b** _i_", "1. x", "- x", "+ x", "# x", "[a](javascript:x)", "https://a.b", "www.a.b", "a@b.c", "---", ":::x", "-->", "graph", "$$x$$", "fa:fa-car", "  two  ", "", ";", "A & B", "ﬂ°°34¶ß", "日本語 é",
}

// hostilePictures are pictures with a hostile text in every field that holds one.
func hostilePictures() []Picture {
	var all []Picture
	for i, text := range hostile {
		change := append([]Change{Kept}, changes...)[i%6]
		all = append(all, Picture{
			Title: text, Description: text, Compared: true,
			Nodes: []Node{
				{ID: text, Column: Internet, Title: text, Lines: []string{text, text}, Badges: []Badge{{Kind: Price, Text: text}, {Kind: Finding, Text: text}}, Change: change},
				{ID: text + "x", Column: PrivateData, Title: "x", Change: Added},
				{ID: text + "x", Column: PrivateTasks, Title: "old", Change: Removed},
			},
			Edges: []Edge{{From: text, To: text + "x", Labels: []string{text, text}, Change: change}, {From: text, To: text + "x", Change: Removed}, {From: "nowhere", To: text, Labels: []string{text}}},
		})
	}
	return all
}

// The lines of a Mermaid text have no other form, whatever is in it.
var mermaidLine = regexp.MustCompile(`^(flowchart LR|  acc(Title|Descr): [^"<>` + "`" + `%|{}\[\]&]*|  classDef [a-z]+ [a-z0-9:, -]+|  subgraph [a-z]+\["[A-Z][a-z]+"\]|` +
	`    n_\w*\["TEXT"\](:::[a-z]+)?|  end|  n_\w* -->(\|"TEXT"\|)? n_\w*|  linkStyle [0-9]+ [a-z0-9:, -]+)$`)

var mermaidLabel = regexp.MustCompile(`"([^"<>` + "`" + `%|{}\[\]&()*@:\\]|<br/>)*"`)

func TestMermaidIsText(t *testing.T) {
	for _, p := range hostilePictures() {
		for _, line := range strings.Split(strings.TrimSuffix(Mermaid(p), "\n"), "\n") {
			form := line
			if !strings.HasPrefix(line, "  subgraph ") {
				form = mermaidLabel.ReplaceAllLiteralString(line, `"TEXT"`)
			}
			if !mermaidLine.MatchString(form) {
				t.Errorf("%q: %s", p.Title, line)
			}
		}
	}
}

var dotLabel = regexp.MustCompile(`"([^"\\\x00-\x1f]|\\["\\n])*"`)

var dotLine = regexp.MustCompile(`^(digraph stage \{|  (rankdir|labelloc|label|charset|tooltip|fontname)=(LR|t|"");|  (node|edge) \[[a-z=", 0-9]+\];|  subgraph cluster_[a-z]+ \{|    label="";|` +
	`    n_\w* \[label=""[a-z=, 0-9]*\];|  n_\w* -> n_\w* \[label=""[a-z=, 0-9]*\];|  \}|\})$`)

func TestDOTIsText(t *testing.T) {
	for _, p := range hostilePictures() {
		for _, line := range strings.Split(strings.TrimSuffix(DOT(p), "\n"), "\n") {
			if !dotLine.MatchString(dotLabel.ReplaceAllLiteralString(line, `""`)) {
				t.Errorf("%q: %s", p.Title, line)
			}
		}
	}
}

// Formats show every part, every connection, and every change by its sign.
func TestFormatsShowEverything(t *testing.T) {
	before, after := Of(stacktest.Stateless().Stages[0], nil), Of(stacktest.SingleReplica().Stages[0], nil)
	for _, p := range []Picture{before, after, Between(before, after, func(id string) bool { return id == "balancer" })} {
		for name, text := range map[string]string{"mermaid": Mermaid(p), "dot": DOT(p)} {
			for _, n := range p.Nodes {
				want := n.Title
				if n.Change != Kept {
					want = n.Change.Sign() + " " + n.Title
				}
				if name == "mermaid" {
					want = mermaidText(want)
				}
				if !strings.Contains(text, `"`+want) {
					t.Errorf("%s lacks %s", name, want)
				}
			}
			arrow := map[string]string{"mermaid": " -->", "dot": " -> "}[name]
			if got := strings.Count(text, arrow); got != len(p.Edges) {
				t.Errorf("%s: %d edges, want %d", name, got, len(p.Edges))
			}
			if again := map[string]func(Picture) string{"mermaid": Mermaid, "dot": DOT}[name](p); again != text {
				t.Errorf("%s differs from run to run", name)
			}
		}
	}
}

// A part that moved is there twice. What is removed ends at its old place.
func TestMovedEnds(t *testing.T) {
	p := Picture{
		Nodes: []Node{{ID: "a"}, {ID: "tasks", Column: Public, Change: Removed}, {ID: "tasks", Column: PrivateTasks, Change: Added}},
		Edges: []Edge{{From: "a", To: "tasks", Labels: []string{"1"}}, {From: "a", To: "tasks", Labels: []string{"2"}, Change: Removed}},
	}
	for i, want := range []string{"n_tasks", "n_tasks_before"} {
		if got := p.names()[p.end("tasks", p.Edges[i].Change)]; got != want {
			t.Error(fmt.Sprint(i), got, want)
		}
	}
}
