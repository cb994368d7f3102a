package graph

import (
	"fmt"
	"slices"
	"strings"
)

// text is what a node shows in the formats that have nothing but lines: the title with
// what happens to it, its lines, and its badges on one more line.
func (n Node) text() []string {
	lines := append([]string{marked(n.Title, n.Change)}, n.Lines...)
	var badges []string
	for _, b := range n.Badges {
		badges = append(badges, b.Text)
	}
	if len(badges) > 0 {
		lines = append(lines, strings.Join(badges, " · "))
	}
	return lines
}

// text is what an edge shows: its labels, and what happens to it.
func (e Edge) text() []string {
	if len(e.Labels) == 0 {
		if e.Change == Kept {
			return nil
		}
		return []string{marked("", e.Change)}
	}
	lines := slices.Clone(e.Labels)
	lines[0] = marked(lines[0], e.Change)
	return lines
}

// marked is a text with the sign of a change before it and the word behind it: the
// signs need no legend.
func marked(text string, c Change) string {
	if c == Kept {
		return text
	}
	if text != "" {
		text += " "
	}
	return fmt.Sprintf("%s %s(%s)", c.Sign(), text, c)
}

// names are what the nodes are called within a text. A prefix keeps them from being
// words of the format, whatever the ids are; a node that moved is there twice.
func (p *Picture) names() []string {
	taken := map[string]int{}
	names := make([]string, len(p.Nodes))
	for i, n := range p.Nodes {
		name := "n_" + strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
				return r
			}
			return '_'
		}, n.ID)
		if n.Change == Removed {
			name += "_before"
		}
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s__%d", name, taken[name])
		}
		names[i] = name
	}
	return names
}

// end is the index of the node that an edge ends at, -1 when there is none. Of a node
// that moved, what is removed ends at the old place and all else at the new one.
func (p *Picture) end(id string, c Change) int {
	found := -1
	for i, n := range p.Nodes {
		if n.ID == id && (found < 0 || (n.Change == Removed) == (c == Removed)) {
			found = i
		}
	}
	return found
}
