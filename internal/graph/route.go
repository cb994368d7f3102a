package graph

import (
	"slices"
	"strings"
)

// route is the way of a connection: its corners, and where its label is.
type route struct {
	points []point
	label  point // the middle of the label
	cols   int   // of a line of the label at most
	rows   int
}

// spot is a column and a row.
type spot struct {
	column Column
	row    int
}

// routeOf is the way between two places. There is one for each pair that a stage can
// have, drawn by hand: no way crosses a box, and no label is on another way or label.
func routeOf(from, to spot) (route, bool) {
	a, b := boxAt(from.column, from.row), boxAt(to.column, to.row)
	straight := func(y, cols, rows int) route { // to the right
		return route{[]point{{a.right(), y}, {b.x, y}}, point{(a.right() + b.x - arrow) / 2, y}, cols, rows}
	}
	down := func(cols, rows int) route {
		x := a.centre()
		return route{[]point{{x, a.bottom()}, {x, b.y}}, point{x, (a.bottom() + b.y - arrow) / 2}, cols, rows}
	}
	// Labels of ways that pass the edge are below its boxes.
	passing := boxAt(Front, 0).centre()
	switch [2]spot{from, to} {
	case [2]spot{{Internet, 0}, {Front, 0}}:
		return straight(b.middle(), 13, 2), true
	case [2]spot{{Internet, 0}, {Front, 1}}:
		x, y := a.right()+10, a.bottom()-22
		return route{[]point{{a.right(), y}, {x, y}, {x, b.middle()}, {b.x, b.middle()}}, point{(x + b.x - arrow) / 2, b.middle()}, 12, 2}, true
	case [2]spot{{Internet, 0}, {Public, 0}}:
		y := firstRow - 22
		return route{[]point{{a.centre(), a.y}, {a.centre(), y}, {b.centre(), y}, {b.centre(), b.y}}, point{passing, y}, 56, 1}, true
	case [2]spot{{Front, 0}, {Public, 0}}, [2]spot{{Front, 1}, {Public, 0}}:
		return straight(a.middle(), 14, 2), true
	case [2]spot{{Front, 2}, {Public, 0}}:
		x, y := a.right()+98, b.bottom()-22
		return route{[]point{{a.right(), a.middle()}, {x, a.middle()}, {x, y}, {b.x, y}}, point{a.right() + 48, a.middle()}, 12, 2}, true
	case [2]spot{{Public, 0}, {Public, 1}}:
		return down(34, 2), true
	case [2]spot{{Public, 0}, {Public, 3}}:
		x, y := a.x-16, a.bottom()-8
		return route{[]point{{a.x, y}, {x, y}, {x, b.middle()}, {b.x, b.middle()}}, point{a.x - 66, b.y - 8}, 16, 4}, true
	case [2]spot{{Public, 0}, {PrivateTasks, 0}}:
		return straight(a.y+44, 17, 5), true
	case [2]spot{{Public, 1}, {Internet, 2}}:
		y := b.y + 16
		return route{[]point{{a.x, y}, {b.right(), y}}, point{passing, y}, 28, 1}, true
	case [2]spot{{Public, 2}, {Internet, 2}}:
		return route{[]point{{a.x, a.middle()}, {b.centre(), a.middle()}, {b.centre(), b.bottom()}}, point{passing, a.middle()}, 28, 2}, true
	case [2]spot{{PrivateTasks, 0}, {Public, 2}}:
		x, y := a.x-14, a.bottom()-12
		return route{[]point{{a.x, y}, {x, y}, {x, b.middle()}, {b.right(), b.middle()}}, point{(x + b.right() + arrow) / 2, b.middle()}, 13, 2}, true
	case [2]spot{{PrivateTasks, 0}, {Internet, 2}}:
		x, y, low := a.x-26, a.bottom()-24, b.bottom()-13
		return route{[]point{{a.x, y}, {x, y}, {x, low}, {b.right(), low}}, point{passing, low}, 28, 1}, true
	case [2]spot{{PrivateTasks, 0}, {PrivateTasks, 1}}:
		return down(28, 2), true
	}
	switch {
	case to.column == PrivateData:
		return toData(from, to.row)
	case from.column == PrivateData:
		r, ok := toData(to, from.row)
		slices.Reverse(r.points)
		return r, ok
	}
	return route{}, false
}

// toData is the way from tasks to a row of the data. Each row has a door in the tasks
// and a track in the gutter of its own; the farthest row has the track on the left, so
// that no two cross.
func toData(from spot, row int) (route, bool) {
	a, b := boxAt(from.column, from.row), boxAt(PrivateData, row)
	var y, track int
	switch from {
	case spot{PrivateTasks, 0}:
		y, track = boxAt(PrivateData, 0).middle()+11*row, 4-row
	case spot{Public, 1}:
		y = boxAt(PrivateData, 2).middle() + 14*(row-2)
		track = [...]int{0, 1, 2, 1, 0}[row]
	default:
		return route{}, false
	}
	x := lanes[PrivateTasks].x + lanes[PrivateTasks].w + 10 + 8*track
	points := []point{{a.right(), y}, {x, y}, {x, b.middle()}, {b.x, b.middle()}}
	if y == b.middle() {
		points = []point{points[0], points[3]}
	}
	return route{points, point{b.x - arrow - 46, b.middle()}, 12, 3}, true
}

// joined is a label for all ports of a connection: ports of the same protocol name it
// once.
func joined(labels []string) []string {
	var out []string
	last := ""
	for _, l := range labels {
		port, protocol, ok := strings.Cut(l, " ")
		ok = ok && strings.Trim(port, "0123456789") == ""
		if i := len(out) - 1; ok && i >= 0 && protocol == last {
			out[i] = strings.TrimSuffix(out[i], " "+protocol) + ", " + l
		} else {
			out = append(out, l)
		}
		last = ""
		if ok {
			last = protocol
		}
	}
	return out
}
