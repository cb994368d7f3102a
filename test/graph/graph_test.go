// Package graph measures the pictures of all golden cases: nothing overlaps, and every
// part has the same place in all of them.
package graph

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/columns"
	"github.com/pylon-gen/pylon-gen/internal/graph"
)

const goldens = "../../testdata/golden"

// area is a rectangle of a picture.
type area struct {
	what       string
	x, y, w, h int
}

func (a area) meets(b area) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

func (a area) holds(b area) bool {
	return a.x <= b.x && a.y <= b.y && b.x+b.w <= a.x+a.w && b.y+b.h <= a.y+a.h
}

// element is one of a picture; groups hold others.
type element struct {
	XMLName xml.Name
	Class   string    `xml:"class,attr"`
	X       int       `xml:"x,attr"`
	Y       int       `xml:"y,attr"`
	Width   int       `xml:"width,attr"`
	Height  int       `xml:"height,attr"`
	D       string    `xml:"d,attr"`
	Text    string    `xml:",chardata"`
	In      []element `xml:",any"`
}

// area is where an element is. Sizes of text are those of the style sheet, and 0.605 of
// them is as wide as a character of a monospaced font is at most.
func (e element) area() area {
	if e.XMLName.Local == "rect" {
		return area{e.Class, e.X, e.Y, e.Width, e.Height}
	}
	size := 11
	for class := range strings.FieldsSeq(e.Class) {
		switch class {
		case "name", "column":
			size = 13
		case "head":
			size = 17
		}
	}
	if e.Class == "sign" || e.Class == "name sign" { // some have a font of their own
		return area{"sign " + e.Text, e.X, e.Y - size, size, size + 2}
	}
	return area{e.Text, e.X, e.Y - size, (columns.Of(e.Text)*size*605 + 999) / 1000, size + 2}
}

// drawn is what a picture consists of.
type drawn struct {
	boxes, labels, texts []area
	lines                []area // the parts of the ways, one pixel thin
	problems             []string
}

func measured(svg string) (*drawn, error) {
	var root element
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		return nil, err
	}
	d := &drawn{}
	d.walk(root, area{"the picture", 0, 0, root.Width, root.Height}, false)
	for i, a := range d.texts {
		for _, b := range d.texts[:i] {
			d.wrong(a.meets(b), "%q overlaps %q", a.what, b.what)
		}
	}
	for _, a := range d.labels {
		ways := map[string]bool{}
		for _, l := range d.lines {
			if a.meets(l) {
				ways[l.what] = true
			}
		}
		d.wrong(len(ways) > 1, "%+v is on the ways %v", a, ways)
	}
	blocks := append(append([]area{}, d.boxes...), d.labels...)
	for i, a := range blocks {
		for _, b := range blocks[:i] {
			d.wrong(a.meets(b), "%+v overlaps %+v", a, b)
		}
		for _, l := range d.lines {
			d.wrong(a.what == "box" && a.meets(l), "a way %+v crosses %+v", l, a)
		}
	}
	return d, nil
}

func (d *drawn) wrong(is bool, format string, args ...any) {
	if is {
		d.problems = append(d.problems, fmt.Sprintf(format, args...))
	}
}

func (d *drawn) walk(e element, within area, node bool) {
	for _, c := range e.In {
		switch a := c.area(); c.XMLName.Local {
		case "rect":
			d.wrong(!within.holds(a), "%+v leaves %+v", a, within)
			switch {
			case c.Class == "box" && node:
				d.boxes, within = append(d.boxes, a), a
			case c.Class == "label":
				d.labels, within = append(d.labels, a), a
			case c.Class == "" && e.XMLName.Local == "g": // of a badge
				within = a
			}
		case "text":
			d.wrong(!within.holds(a), "the text %+v leaves %+v", a, within)
			d.texts = append(d.texts, a)
		case "path":
			d.wrong(!d.path(c), "the way %s has a slope", c.D)
		case "g":
			d.walk(c, within, strings.HasPrefix(c.Class, "node"))
		}
	}
}

// path notes the parts of a way, inside its ends.
func (d *drawn) path(e element) bool {
	if e.Class != "way" {
		return true
	}
	var x, y int
	for i, corner := range strings.Split(strings.TrimPrefix(e.D, "M"), "L") {
		var nx, ny int
		if _, err := fmt.Sscanf(corner, "%d %d", &nx, &ny); err != nil {
			return false
		}
		if i > 0 {
			if x != nx && y != ny {
				return false
			}
			d.lines = append(d.lines, area{e.D, min(x, nx), min(y, ny), max(x, nx) - min(x, nx), max(y, ny) - min(y, ny)})
		}
		x, y = nx, ny
	}
	return true
}

func TestGoldens(t *testing.T) {
	all, err := Pictures(goldens)
	if err != nil {
		t.Fatal(err)
	}
	places, largest := map[string]area{}, 0
	for _, named := range all {
		svg := graph.SVG(named.Picture)
		largest = max(largest, len(svg))
		d, err := measured(svg)
		if err != nil {
			t.Fatalf("%s: %v", named.Name, err)
		}
		for _, p := range d.problems {
			t.Errorf("%s: %s", named.Name, p)
		}
		if strings.Contains(svg, "Not drawn") {
			t.Errorf("%s: a connection has no way", named.Name)
		}
		if len(d.boxes) != len(named.Nodes) || len(d.labels) != len(named.Edges) {
			t.Fatalf("%s: %d boxes of %d nodes, %d labels of %d connections", named.Name, len(d.boxes), len(named.Nodes), len(d.labels), len(named.Edges))
		}
		for i, n := range named.Nodes {
			key := n.ID
			if n.ID == "tasks" {
				key = fmt.Sprint(n.ID, n.Column)
			}
			if old, known := places[key]; known && old != d.boxes[i] {
				t.Errorf("%s: %s is at %+v and at %+v", named.Name, key, d.boxes[i], old)
			}
			places[key] = d.boxes[i]
		}
	}
	if largest >= 60_000 || len(all) < 100 {
		t.Errorf("%d pictures of at most %d bytes", len(all), largest)
	}
	t.Logf("%d pictures of at most %d bytes", len(all), largest)
}
