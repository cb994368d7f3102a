package e2e

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/graph"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	pictures "github.com/pylon-gen/pylon-gen/test/graph"
)

// pictureDir is where PYLON_PICTURES wants photographs of some pictures.
var pictureDir = os.Getenv("PYLON_PICTURES")

//go:embed testdata/measure.js
var measure string

// A browser shows every picture as it was laid out: no text is cut or covers another, in
// a wide page and on a telephone, in both schemes, and nothing runs or is fetched.
func TestPicturesInABrowser(t *testing.T) {
	consumer.Needs(t, "chromium")
	all, err := pictures.Pictures(goldens)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, hostile()...)
	if *only != "" {
		all = named(all, *only)
	}
	for _, width := range []int{1280, 390} {
		for _, dark := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d-%s", width, scheme(dark)), func(t *testing.T) {
				seen := look(t, all, width, dark, "")
				if seen.Dark != dark || seen.Pictures != len(all) || seen.Texts < 20*len(all) {
					t.Errorf("the page shows %d pictures with %d texts, dark: %v", seen.Pictures, seen.Texts, seen.Dark)
				}
				for _, p := range seen.Problems {
					t.Error(p)
				}
			})
		}
	}
	if pictureDir == "" {
		return
	}
	for _, n := range named(all, "everything", "endpoints", "shared-stage", "smallest", "hostile", "from-endpoints") {
		for _, width := range []int{1280, 390} {
			for _, dark := range []bool{false, true} {
				look(t, []pictures.Named{n}, width, dark, filepath.Join(pictureDir, fmt.Sprintf("%s-%d-%s.png", n.Name, width, scheme(dark))))
			}
		}
	}
}

// The measure finds what is wrong.
func TestMeasureOfPictures(t *testing.T) {
	consumer.Needs(t, "chromium")
	svg := graph.SVG(graph.Of(stacktest.Stateless().Stages[0], nil))
	for name, change := range map[string][2]string{
		"overlaps": {`</svg>`, `<text x="26" y="38">over the title</text></svg>`},
		"leaves":   {`>Aurora PostgreSQL<`, `>Aurora PostgreSQL, and more than the box can hold<`},
		"runs":     {`</svg>`, `<script>1</script></svg>`},
		"fetches":  {`</svg>`, `<image href="https://example.invalid/x.png" width="9" height="9"/></svg>`},
	} {
		broken := strings.Replace(svg, change[0], change[1], 1)
		if broken == svg {
			t.Fatalf("%s: the picture has no %s", name, change[0])
		}
		seen, err := shown([]string{broken}, []string{name}, 1280, false, "")
		found := strings.Join(seen.Problems, "\n")
		if err != nil && name == "fetches" { // the console says so before the measure
			found = err.Error()
		} else if err != nil {
			t.Fatal(err)
		}
		if found == "" {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

type seen struct {
	Dark            bool
	Pictures, Texts int
	Problems        []string
}

func look(t *testing.T, all []pictures.Named, width int, dark bool, picture string) seen {
	t.Helper()
	var svgs, names []string
	for _, n := range all {
		svgs, names = append(svgs, graph.SVG(n.Picture)), append(names, n.Name)
	}
	s, err := shown(svgs, names, width, dark, picture)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shown puts pictures into a page that may fetch nothing, and measures them there. The
// page is as wide as asked for inside a window that cannot be as narrow as 390.
func shown(svgs, names []string, width int, dark bool, picture string) (s seen, err error) {
	var page strings.Builder
	page.WriteString(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<style>body{margin:0} main{width:` + fmt.Sprint(width) + `px}</style><main>`)
	for i, svg := range svgs {
		fmt.Fprintf(&page, "<div data-name=%q>%s</div>\n", names[i], svg)
	}
	page.WriteString("</main><pre id=\"result\" hidden></pre><script>" + measure + "</script></html>\n")
	text, err := consumer.Browser([]byte(page.String()), consumer.Page{Width: max(width, 500), Height: 800, Dark: dark}, picture)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

// hostile are pictures with awkward names everywhere.
func hostile() (all []pictures.Named) {
	for i, name := range append(stacktest.AwkwardValues(), `<script>alert(1)</script>`, `]]></style><image href="https://example.invalid/"/>`, "\u202egnp.\u202c \x1b[31m", "日本語の名前です日本語の名前です", strings.Repeat("W", 300), strings.Repeat("e\u0301\u0301\u0301", 40)) {
		p := graph.Of(stacktest.Stateless().Stages[0], nil)
		p.Title, p.Description = name, name
		for j := range p.Nodes {
			n := &p.Nodes[j]
			n.Title, n.Lines = name, []string{name, name, name, name, name, name, name, name, name}
			n.Badges = []graph.Badge{{Kind: graph.Price, Text: name}, {Kind: graph.Protection, Text: name}}
		}
		for j := range p.Edges {
			p.Edges[j].Labels = []string{name, "443 " + name}
		}
		all = append(all, pictures.Named{Name: fmt.Sprintf("hostile-%d", i), Picture: p})
	}
	return all
}

// named are the first pictures whose names begin so.
func named(all []pictures.Named, beginnings ...string) (out []pictures.Named) {
	for _, b := range beginnings {
		for _, n := range all {
			if strings.HasPrefix(n.Name, b) {
				out = append(out, n)
				break
			}
		}
	}
	return out
}

func scheme(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}
