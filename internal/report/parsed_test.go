package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// hostiles are values that would be something else than text if they could.
var hostiles = []string{
	"<script>alert(1)</script>", "</td></tr></table><img src=x onerror=alert(1)>", "a | b |\n| c", "```\ncode", "`x`", "[a](javascript:alert(1))", "![i](x)",
	"<!-- x -->", "-->", "@user and #12 and GH-12", "https://example.com www.example.com", "*e* _u_ ~~d~~", "# heading", "- item", "1. item", "> quote", "\\|", "&lt;b&gt;", "</details>", "\x1b[31m", "\u202egnp",
}

// A real parser finds in what is written the elements that we wrote, and the values
// as text.
func TestParsersSeeTextOnly(t *testing.T) {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	elements := map[string][]string{
		"markdown": {"html", "head", "body", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li", "br", "code"},
		"html":     {"html", "head", "body", "meta", "title", "style", "h1", "h2", "h3", "p", "small", "div", "table", "thead", "tbody", "tr", "th", "td", "br", "code"},
	}
	for _, value := range hostiles {
		e := diff.Effect{Word: diff.Opens, Resource: value, Property: value, Old: &value, New: &value, Message: value, Why: value, Fix: value, Source: value, Setting: value, Run: &value, Accepted: value, At: &diff.Place{File: value, Line: 1, Column: 1}, Fingerprint: "0123456789ab"}
		d := document(e)
		d.Base.Name, d.Warnings = value, []string{value}
		d.Projects[0].App, d.Projects[0].Path, d.Projects[0].Problems, d.Projects[0].Stages[0].Stage = value, value, []string{value}, value
		d.Gates = []diff.Gate{{Gate: "budget", Value: value, NotJudged: value}}
		var rendered bytes.Buffer
		if err := markdown.Convert([]byte(Markdown(d, all)), &rendered); err != nil {
			t.Fatal(err)
		}
		for name, page := range map[string]string{"markdown": rendered.String(), "html": HTML(d, all)} {
			root, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			var walk func(n *html.Node)
			walk = func(n *html.Node) {
				if n.Type == html.ElementNode && !slices.Contains(elements[name], n.Data) || n.Type == html.CommentNode {
					t.Errorf("%s of %q has <%s>", name, value, n.Data)
				}
				for c := n.FirstChild; c != nil; c = c.NextSibling {
					walk(c)
				}
			}
			walk(root)
		}
	}
}

// What a project holds stays text on its page, wherever it is shown, and the page has
// nothing that could load or run.
func TestPageIsInert(t *testing.T) {
	allowed := []string{
		"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "nav", "ul", "li", "a", "section", "figure", "p", "div", "table", "thead", "tbody", "tr", "th", "td",
		"dl", "dt", "dd", "details", "summary", "code", "article", "strong", "small", "script", "svg",
	}
	for _, value := range append(slices.Clone(hostiles), "</style><img src=x>", "</script><script>alert(1)</script>") {
		usd := 1.5
		page := Page{App: value, Path: value, Findings: diag.List{{Code: "PG001", Severity: diag.Error, Message: value, Why: value, Fix: value, Pos: source.Pos{File: value, Line: 1, Col: 1}}}}
		page.Stages = []PageStage{{
			Name: value, Region: value, Picture: "<svg></svg>\n", Data: []Kept{{value, value}}, Settings: []Set{{value, value, value}},
			Month: cost.Month{Stage: value, Region: value, Prices: value, Unpriced: []string{value}, Fixed: &usd, Ceiling: &usd, Lines: []cost.MonthLine{{Name: value, Items: []cost.ItemLine{{Price: value, Read: value}}}}},
		}}
		text, err := page.HTML()
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range descendants(root) {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(allowed, n.Data) {
				t.Errorf("%q makes <%s>", value, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
					t.Errorf("%q makes %s=%q", value, a.Key, a.Val)
				}
			}
			if n.Data == "script" && (n.Attr[0].Val != "application/json" || !json.Valid([]byte(n.FirstChild.Data))) {
				t.Errorf("%q is in a script: %s", value, n.FirstChild.Data)
			}
		}
		if strings.Count(text, "<script") != 1 {
			t.Errorf("%q makes another script", value)
		}
	}
}

func descendants(n *html.Node) []*html.Node {
	var all []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		all = append(append(all, c), descendants(c)...)
	}
	return all
}
