package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Between is one picture of a stage before and after a change. replaced reports whether
// the engine makes a node's resource again, by the node's id. A stage that is on one
// side only has an empty picture on the other.
func Between(before, after Picture, replaced func(id string) bool) Picture {
	out := Picture{Title: after.Title, Compared: true}
	if out.Title == "" {
		out.Title = before.Title
	}
	for _, n := range after.Nodes {
		old := place(before, n)
		switch {
		case old == nil:
			n.Change = Added
		case replaced(n.ID), n.ID == "files" && old.Title != n.Title: // another store takes the place
			n.Change = Replaced
		case !slices.Equal(old.Lines, n.Lines) || old.Title != n.Title || !slices.Equal(old.Badges, n.Badges):
			n.Change = Changed
		}
		out.Nodes = append(out.Nodes, n)
	}
	for _, n := range before.Nodes {
		if place(after, n) == nil {
			n.Change = Removed
			out.Nodes = append(out.Nodes, n)
		}
	}
	slices.SortStableFunc(out.Nodes, byPlace)
	for _, e := range after.Edges {
		old := edgeOf(before, e)
		switch {
		case old != nil && slices.Equal(old.Labels, e.Labels):
		case e.From == "clients" && e.To != "dns":
			e.Change = Opened
			if old != nil && fewer(old.Labels, e.Labels) {
				e.Change = Changed
			}
		case old == nil:
			e.Change = Added
		default:
			e.Change = Changed
		}
		out.Edges = append(out.Edges, e)
	}
	for _, e := range before.Edges {
		if edgeOf(after, e) == nil {
			e.Change = Removed
			out.Edges = append(out.Edges, e)
		}
	}
	out.describe()
	return out
}

// place is the same node at the same place of another picture, nil when it has none.
func place(p Picture, n Node) *Node {
	for i := range p.Nodes {
		if x := &p.Nodes[i]; x.ID == n.ID && x.Column == n.Column && x.Row == n.Row {
			return x
		}
	}
	return nil
}

func edgeOf(p Picture, e Edge) *Edge {
	for i := range p.Edges {
		if p.Edges[i].From == e.From && p.Edges[i].To == e.To {
			return &p.Edges[i]
		}
	}
	return nil
}

// fewer reports whether all new labels were there before.
func fewer(before, after []string) bool {
	return !slices.ContainsFunc(after, func(l string) bool { return !slices.Contains(before, l) })
}

// title is what the node of an id is called.
func (p *Picture) title(id string) string {
	if n := p.Node(id); n != nil {
		return n.Title
	}
	for _, n := range p.Nodes { // it is removed
		if n.ID == id {
			return n.Title
		}
	}
	return id
}

// describe says in words what changes.
func (p *Picture) describe() {
	var all []string
	for _, n := range p.Nodes {
		if n.Change != Kept {
			all = append(all, string(n.Change)+": "+n.Title)
		}
	}
	for _, e := range p.Edges {
		if e.Change != Kept {
			all = append(all, fmt.Sprintf("%s: %s to %s on %s", e.Change, p.title(e.From), p.title(e.To), strings.Join(e.Labels, ", ")))
		}
	}
	p.Description = "Nothing changes."
	if len(all) > 0 {
		p.Description = strings.Join(all, "; ") + "."
	}
}
