package graph

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// Limits of text that only screen readers and pointers meet, in characters.
const (
	mostDescribed = 2000
	mostHovered   = 120
	// hoverable is the length in bytes up to which a document has texts for pointers: a
	// stage of nothing but long names must stay small.
	hoverable = 20_000
)

// arrow is how long the head of an arrow is.
const arrow = 8

// SVG writes a picture as a document that needs nothing else: no script, no font, no
// address. The same picture has the same bytes.
func SVG(p Picture) string {
	d := &drawing{}
	// A page may hold several pictures, and an id must be unique there.
	sum := fnv.New32a()
	fmt.Fprintf(sum, "%q", []any{p})
	id := fmt.Sprintf("%s-%08x", class, sum.Sum32())
	d.put(`<svg xmlns="http://www.w3.org/2000/svg" class="%s" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="%s-title %s-text">`, class, width, height, width, height, id, id)
	d.put(`<title id="%s-title">%s</title>`, id, escaped(begun(p.Title, mostHovered)))
	d.put(`<desc id="%s-text">%s</desc>`, id, escaped(begun(p.Description, mostDescribed)))
	d.put("<style>\n%s</style>", sheet())
	d.put(`<rect class="page" width="%d" height="%d"/>`, width, height)
	d.text(point{24, 36}, "head", head, p.Title, head.fits(width-48))
	d.grounds()
	missing := d.edges(&p)
	for _, n := range p.Nodes {
		d.node(n)
	}
	d.notes(p.Compared, missing)
	d.put("</svg>")
	return d.String()
}

// drawing is the document in the making.
type drawing struct{ strings.Builder }

func (d *drawing) put(format string, args ...any) {
	fmt.Fprintf(d, format, args...)
	d.WriteByte('\n')
}

// text writes one line that is at most cols wide. at is the start of its base line.
func (d *drawing) text(at point, class string, f font, s string, cols int) {
	s = readable(s)
	short, hover, length := shortened(s, cols), "", ""
	if short != s && d.Len() < hoverable {
		hover = "<title>" + escaped(begun(s, mostHovered)) + "</title>"
	}
	if n := taken(short); n > 0 && !sure(short) {
		// A font that this text falls back to may be wider.
		length = fmt.Sprintf(` textLength="%d" lengthAdjust="spacingAndGlyphs"`, f.wide(n))
	}
	if class != "" {
		class = fmt.Sprintf(` class="%s"`, class)
	}
	d.put(`<text%s x="%d" y="%d"%s>%s%s</text>`, class, at.x, at.y, length, hover, escaped(short))
}

// grounds draws the columns.
func (d *drawing) grounds() {
	for _, b := range bands {
		x := lanes[b.first].x - 12
		d.put(`<rect class="band" x="%d" y="%d" width="%d" height="%d" rx="10"/>`, x, bandTop, lanes[b.last].x+lanes[b.last].w+12-x, bandBottom-bandTop)
		d.text(point{x + 12, bandTop + 24}, "column", title, b.title, 20)
	}
}

// node draws a box. A place that the picture does not have is a mistake of this
// package, which a test looks for.
func (d *drawing) node(n Node) {
	b, r, ok := roomOf(n)
	if !ok {
		return
	}
	d.put(`<g class="node %s">`, kindOf(n.Change))
	d.put(`<rect class="box" x="%d" y="%d" width="%d" height="%d" rx="8"/>`, b.x, b.y, b.w, b.h)
	if n.Change == Replaced {
		d.put(`<rect class="twin" x="%d" y="%d" width="%d" height="%d" rx="5"/>`, b.x+4, b.y+4, b.w-8, b.h-8)
	}
	x, inner := b.x+10, b.w-20
	cols := title.fits(inner)
	if sign := n.Change.Sign(); sign != "" {
		cols -= 3
		d.text(point{b.right() - 10 - title.wide(2), b.y + padding + 14}, "name sign", title, sign, 2)
	}
	d.text(point{x, b.y + padding + 14}, "name", title, n.Title, cols)
	lines := n.Lines
	if len(lines) > r.lines {
		more := fmt.Sprintf("and %d more", len(lines)-r.lines+1)
		lines = append(slices.Clone(lines[:r.lines-1]), more)
	}
	y := b.y + padding + titleHeight
	for _, l := range lines {
		d.text(point{x, y + 12}, "line", small, l, small.fits(inner))
		y += lineHeight
	}
	d.badges(n.Badges, box{x, b.bottom() - padding - r.badges*badgeHeight + 4, inner, r.badges * badgeHeight})
	d.put("</g>")
}

// badges draws remarks from the left, in as many rows as there is room for. The last
// ones are shortened when there are too many.
func (d *drawing) badges(all []Badge, in box) {
	const pad, gap = 6, 6
	x, y := in.x, in.y
	// What is protected is the least urgent and the longest.
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Badge) int {
		return cmp.Compare(btoi(a.Kind == Protection), btoi(b.Kind == Protection))
	})
	var placed []box
	for _, b := range all {
		w := small.wide(taken(readable(b.Text))) + 2*pad
		if x > in.x && x+w > in.right() && y+2*badgeHeight <= in.bottom() {
			x, y = in.x, y+badgeHeight
		}
		w = min(w, in.right()-x)
		if w < 4*pad {
			break
		}
		placed = append(placed, box{x, y, w, 18})
		x += w + gap
	}
	down := in.y + in.h - badgeHeight - y // the last row is at the bottom
	for i, at := range placed {
		b := all[i]
		d.put(`<g class="%s">`, kindOfBadge(b))
		d.put(`<rect x="%d" y="%d" width="%d" height="%d" rx="9"/>`, at.x, at.y+down, at.w, at.h)
		d.text(point{at.x + pad, at.y + down + 13}, "", small, b.Text, small.fits(at.w-2*pad))
		d.put("</g>")
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// kindOfBadge is the class of a badge.
func kindOfBadge(b Badge) string {
	switch {
	case b.Kind == Finding && b.Severity == diag.Error:
		return "error"
	case b.Kind == Finding:
		return "warning"
	case b.Kind == Price:
		return "price"
	}
	return "protection"
}

// kindOf is the class of a change.
func kindOf(c Change) string {
	if c.Sign() == "" {
		return "kept"
	}
	return string(c)
}
