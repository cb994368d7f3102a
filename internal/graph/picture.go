// Package graph draws a stage: what there is, who reaches what on which port, what it
// costs, what protects it and what the rules find. A picture is data; the formats (SVG,
// Mermaid, DOT) only write it down.
//
// Every part has one place in every picture, and what a stage lacks leaves its place
// empty: two pictures are on top of each other, and before and after fit into one.
package graph

import "github.com/pylon-gen/pylon-gen/internal/diag"

// Picture is a stage, or what a change makes of one.
type Picture struct {
	// Title and Description are for people who do not see the picture.
	Title, Description string
	Nodes              []Node // sorted by column and row
	Edges              []Edge // in the order of their nodes
	// Compared is true for a picture of before and after: changes count then.
	Compared bool
}

// Node is one part of a stage.
type Node struct {
	ID     string // "balancer"; unique in a picture but for one that moved: then it is there twice
	Column Column
	Row    int    // its place in the column, from 0
	Title  string // "Load balancer"
	Lines  []string
	Badges []Badge
	Change Change
}

// Column is how far from the internet a part is.
type Column int

// The columns, from the left. Tasks in private subnets have one of their own, in front
// of the data that they use.
const (
	Internet Column = iota
	Front
	Public
	PrivateTasks
	PrivateData
)

// Badge is a short remark on a node.
type Badge struct {
	Kind BadgeKind
	Text string // "kept", "2 warnings"
	// Severity is the worst of the findings that are counted, "" for other badges.
	Severity diag.Severity
}

// BadgeKind is what a badge is about.
type BadgeKind string

// The kinds of badges.
const (
	Price      BadgeKind = "price"
	Finding    BadgeKind = "finding"
	Protection BadgeKind = "protection"
)

// Edge is a connection that is allowed, or a way that data takes.
type Edge struct {
	From, To string   // ids of nodes
	Labels   []string // "443 HTTPS", one for each port
	Change   Change
}

// Change is what happens to a part between two sides.
type Change string

// The changes.
const (
	Kept     Change = "" // in a picture of one side too
	Added    Change = "added"
	Removed  Change = "removed"
	Replaced Change = "replaced"
	Changed  Change = "changed"
	Opened   Change = "opened" // of an edge: an outside client reaches what it did not
)

// Sign is the character that shows a change without colour.
func (c Change) Sign() string {
	switch c {
	case Added:
		return "+"
	case Removed:
		return "−"
	case Replaced:
		return "⟳"
	case Changed:
		return "~"
	case Opened:
		return "!"
	}
	return ""
}

// Node returns the node of an id that is not removed, nil when there is none.
func (p *Picture) Node(id string) *Node {
	for i := range p.Nodes {
		if p.Nodes[i].ID == id && p.Nodes[i].Change != Removed {
			return &p.Nodes[i]
		}
	}
	return nil
}
