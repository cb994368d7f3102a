package graph

import (
	"fmt"
	"strings"
)

// edges draws the connections, and returns those that have no way in words. Labels come
// last: no line covers one.
func (d *drawing) edges(p *Picture) (missing []string) {
	var labels drawing
	for _, e := range p.Edges {
		from, to := end(p, e.From, e.Change), end(p, e.To, e.Change)
		var r route
		ok := from != nil && to != nil
		if ok {
			r, ok = routeOf(spot{from.Column, from.Row}, spot{to.Column, to.Row})
		}
		if !ok {
			missing = append(missing, fmt.Sprintf("%s to %s on %s", e.From, e.To, strings.Join(joined(e.Labels), ", ")))
			continue
		}
		d.way(r.points, e.Change)
		labels.label(r, e)
	}
	d.WriteString(labels.String())
	return missing
}

// end is the node at an end of a connection. A node that moves is there twice, and what
// is removed belongs to the old one.
func end(p *Picture, id string, c Change) *Node {
	if n := p.Node(id); n != nil && c != Removed {
		return n
	}
	var found *Node
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.ID == id && (found == nil || n.Change == Removed) {
			found = n
		}
	}
	return found
}

// way draws a line with an arrow at its end.
func (d *drawing) way(points []point, c Change) {
	last, before := points[len(points)-1], points[len(points)-2]
	dx, dy := sign(last.x-before.x), sign(last.y-before.y)
	var path strings.Builder
	for i, p := range points {
		if i == len(points)-1 { // the line ends inside the arrow
			p = point{p.x - dx*(arrow-2), p.y - dy*(arrow-2)}
		}
		fmt.Fprintf(&path, "%c%d %d", "ML"[min(i, 1)], p.x, p.y)
	}
	d.put(`<g class="edge %s">`, kindOf(c))
	d.put(`<path class="way" d="%s"/>`, path.String())
	left := point{last.x - dx*arrow - dy*5, last.y - dy*arrow - dx*5}
	right := point{last.x - dx*arrow + dy*5, last.y - dy*arrow + dx*5}
	d.put(`<path class="tip" d="M%d %dL%d %dL%d %dZ"/>`, last.x, last.y, left.x, left.y, right.x, right.y)
	d.put("</g>")
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// Lines of a label are as close as those of a box.
const (
	labelLine = 15
	labelPad  = 4
)

// label writes ports and protocols on a ground of their own, behind the sign of the
// change.
func (d *drawing) label(r route, e Edge) {
	mark := e.Change.Sign()
	cols := r.cols
	if mark != "" {
		cols -= 2
	}
	var parts []string
	for _, part := range joined(e.Labels) {
		parts = append(parts, readable(part))
	}
	lines := wrapped(parts, cols, r.rows)
	if len(lines) == 0 {
		lines = []string{""}
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, small.wide(taken(l)))
	}
	indent := 0
	if mark != "" {
		indent = small.wide(2)
	}
	w, h := widest+indent+2*labelPad, len(lines)*labelLine+labelPad
	x, y := r.label.x-w/2, r.label.y-h/2
	d.put(`<g class="%s">`, kindOf(e.Change))
	if strings.Contains(strings.Join(lines, ""), "…") && d.Len() < hoverable/2 {
		d.put("<title>%s</title>", escaped(begun(strings.Join(e.Labels, ", "), mostHovered)))
	}
	d.put(`<rect class="label" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, x, y, w, h)
	if mark != "" {
		d.text(point{x + labelPad, y + 12}, "sign", small, mark, 2)
	}
	for i, l := range lines {
		d.text(point{x + labelPad + indent, y + 12 + i*labelLine}, "", small, l, cols)
	}
	d.put("</g>")
}
