package graph

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// mostBytes is how large a picture may be.
const mostBytes = 60_000

// read parses a picture and returns its text, its elements and their attributes.
func read(t *testing.T, svg string) (texts []string, elements map[string]int, attributes []xml.Attr) {
	t.Helper()
	elements = map[string]int{}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return texts, elements, attributes
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			elements[x.Name.Local]++
			attributes = append(attributes, x.Attr...)
		case xml.CharData:
			texts = append(texts, string(x))
		}
	}
}

var (
	geometry = map[string]*regexp.Regexp{
		"d": regexp.MustCompile(`^(M\d+ \d+(L\d+ \d+)+Z?)$`), "viewBox": regexp.MustCompile(`^0 0 \d+ \d+$`),
	}
	integer = regexp.MustCompile(`^\d+$`)
	words   = map[string]bool{"class": true, "role": true, "id": true, "aria-labelledby": true, "lengthAdjust": true, "xmlns": true}
)

// wellFormed holds a picture to what every one is: small, of integers, and of nothing
// that runs or is fetched.
func wellFormed(t *testing.T, svg string) []string {
	t.Helper()
	texts, elements, attributes := read(t, svg)
	if len(svg) >= mostBytes {
		t.Errorf("the picture has %d bytes", len(svg))
	}
	for name := range elements {
		if !strings.Contains(" svg title desc style rect g text path ", " "+name+" ") {
			t.Errorf("there is an element %s", name)
		}
	}
	for _, a := range attributes {
		want := integer
		if g := geometry[a.Name.Local]; g != nil {
			want = g
		}
		if !words[a.Name.Local] && !want.MatchString(a.Value) {
			t.Errorf("%s=%q", a.Name.Local, a.Value)
		}
	}
	for _, bad := range []string{"url(", "@import", "href", "<script", "javascript:"} {
		if strings.Contains(sheet(), bad) {
			t.Errorf("the style sheet has %s", bad)
		}
	}
	return texts
}

func TestSVG(t *testing.T) {
	findings := diag.List{{Code: "PG401", Severity: diag.Error}, {Code: "PG310", Severity: diag.Warning}}
	large, small := Of(stacktest.Stateless().Stages[0], findings), Of(stacktest.SingleReplica().Stages[0], nil)
	for _, p := range []Picture{large, small, Between(small, large, func(string) bool { return true }), Between(large, Picture{}, func(string) bool { return false }), {}} {
		svg := SVG(p)
		all := strings.Join(wellFormed(t, svg), "\n")
		if again := SVG(p); again != svg {
			t.Error("two pictures of the same stage differ")
		}
		if !strings.Contains(all, p.Title) || !strings.Contains(all, begun(p.Description, mostDescribed)) {
			t.Errorf("there is no title or no description in\n%s", svg)
		}
		if strings.Contains(all, "Not drawn") {
			t.Errorf("a connection has no way in\n%s", svg)
		}
		if strings.Contains(all, "replaced: recreated") != p.Compared {
			t.Error("the legend is where nothing is compared, or is missing")
		}
	}
}

// Every change has an outline and a sign of its own.
func TestSigns(t *testing.T) {
	seen := map[string]Change{}
	for _, s := range shown {
		n := Node{ID: "x", Title: "X", Column: Public, Change: s.change}
		svg := SVG(Picture{Nodes: []Node{n}})
		if s.change != Kept && !strings.Contains(svg, ">"+s.change.Sign()+"</text>") {
			t.Errorf("%s has no sign", s.change)
		}
		outline := fmt.Sprint(strings.Contains(svg, `class="twin"`))
		for line := range strings.Lines(rules) {
			selectors, body, _ := strings.Cut(line, "{")
			if s.change != Kept && strings.Contains(selectors, "."+string(s.change)+" .box") {
				outline += regexp.MustCompile(`stroke:[^;]*;`).ReplaceAllString(body, "")
			}
		}
		if other, known := seen[outline]; known {
			t.Errorf("%s and %s differ in nothing but their colour", s.change, other)
		}
		seen[outline] = s.change
	}
}

// Names are text wherever they are, whatever they are.
func TestHostileNames(t *testing.T) {
	for _, name := range append(stacktest.AwkwardValues(),
		`<script>alert(1)</script>`, `]]>`, `"'&`, "a\nb\r\tc", "\u202egnp\u202c", "\x00\x1b[31m\xff", `</text></svg><image href="https://example.com"/>`,
		`" onload="alert(1)`, "--></style>", "日本語の名前です日本語の名前です", "\U0001F600\U0001F468\u200d\U0001F469", "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u0301", "\ufdfd\ufdfd", "\ufffe\uffff", "",
		strings.Repeat("&", 2000), strings.Repeat("<\u0301", 1000)) {
		p := Picture{Title: name, Description: name, Compared: true}
		for column, rows := range rooms {
			for row := range rows {
				p.Nodes = append(p.Nodes, Node{ID: fmt.Sprint(name, column, row), Column: Column(column), Row: row, Title: name, Change: Change(name),
					Lines:  []string{name, name, name, name, name, name, name, name, name, name},
					Badges: []Badge{{Price, name, ""}, {Kind: BadgeKind(name), Text: name}, {Finding, name, diag.Severity(name)}}})
			}
		}
		for _, from := range p.Nodes {
			for _, to := range p.Nodes {
				p.Edges = append(p.Edges, Edge{From: from.ID, To: to.ID, Labels: []string{name, "443 " + name, "444 " + name}, Change: Change(name)})
			}
		}
		p.Edges = append(p.Edges, Edge{From: name, To: name})
		p.Nodes = append(p.Nodes, Node{ID: "outside", Column: 99, Row: -1, Title: name})
		for _, text := range wellFormed(t, SVG(p)) {
			if strings.ContainsAny(strings.Trim(text, "\n"), "\x00\x1b\u202e\ufffe") {
				t.Errorf("%q is in the picture as it is: %q", name, text)
			}
		}
	}
}

// Text can be read on its ground, and outlines can be seen, in both schemes.
func TestContrast(t *testing.T) {
	light, dark := map[string]float64{}, map[string]float64{}
	for _, c := range colours {
		light[c.name], dark[c.name] = luminance(t, c.light), luminance(t, c.dark)
	}
	pairs := []struct {
		ground string
		on     []string
		least  float64
	}{
		{"page", []string{"text", "muted", "added", "removed", "replaced", "changed", "opened"}, 4.5},
		{"box", []string{"text", "muted", "added", "removed", "replaced", "changed", "opened"}, 4.5},
		{"band", []string{"muted"}, 4.5},
		{"price", []string{"price-text"}, 4.5}, {"protection", []string{"protection-text"}, 4.5}, {"warning", []string{"warning-text"}, 4.5}, {"error", []string{"error-text"}, 4.5},
		{"page", []string{"line"}, 3}, {"box", []string{"line"}, 3}, {"band", []string{"line", "added", "removed", "replaced", "changed", "opened"}, 3},
	}
	seen := map[string]bool{"edge": true} // a rule around labels that tells nothing
	for _, p := range pairs {
		seen[p.ground] = true
		for _, name := range p.on {
			seen[name] = true
			for scheme, of := range map[string]map[string]float64{"light": light, "dark": dark} {
				a, b := max(of[p.ground], of[name]), min(of[p.ground], of[name])
				if got := (a + 0.05) / (b + 0.05); got < p.least {
					t.Errorf("%s on %s has a contrast of %.2f in the %s scheme, wants %v", name, p.ground, got, scheme, p.least)
				}
			}
		}
	}
	for name := range light {
		if !seen[name] {
			t.Errorf("the contrast of %s is not measured", name)
		}
	}
	for _, m := range regexp.MustCompile(`var\(--([a-z-]+)\)`).FindAllStringSubmatch(rules, -1) {
		if _, known := light[m[1]]; !known {
			t.Errorf("there is no colour %s", m[1])
		}
	}
}

// luminance is that of WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&0xFF) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
