package sst

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/columns"
)

// A doc is a piece of source text whose line breaks are not yet decided. The
// model is Wadler's, with the rules that Prettier adds: a group is written on
// one line when it fits and holds no forced break, else its lines break.
type doc struct {
	text    string
	parts   []doc
	literal *literal // nil unless it is an object or an array
	kind    docKind
	// forced: this group breaks in any case, since it holds a hard line.
	forced bool
	// compound: the text is an expression that needs brackets as an operand.
	compound bool
	meaning
}

// literal is what an object or array literal holds.
type literal struct {
	props []property
	items []doc
}

type docKind uint8

const (
	textDoc   docKind = iota // text, never broken
	joinDoc                  // parts, one after the other
	groupDoc                 // parts, all on one line or all broken
	statesDoc                // the first of parts that fits, else the last
	indentDoc                // parts, two columns further right after a break
	lineDoc                  // a break, or a space
	softDoc                  // a break, or nothing
	hardDoc                  // a break
	brokenDoc                // text, only where the group around it breaks
)

// width is the column that a line should not pass, Prettier's default.
const width = 80

var (
	line     = doc{kind: lineDoc}
	softline = doc{kind: softDoc}
	hardline = doc{kind: hardDoc, forced: true}
)

// raw is code as it is written. Text of the user goes through str or staged.
func raw(s string) doc        { return doc{text: s} }
func join(parts ...doc) doc   { return compose(joinDoc, parts) }
func group(parts ...doc) doc  { return compose(groupDoc, parts) }
func indent(parts ...doc) doc { return compose(indentDoc, parts) }

// ifBroken is s where the group around it breaks, else nothing.
func ifBroken(s string) doc { return doc{kind: brokenDoc, text: s} }

func compose(kind docKind, parts []doc) doc {
	d := doc{kind: kind, parts: parts}
	for i := range parts {
		d.forced = d.forced || parts[i].forced
	}
	d.include(parts...)
	return d
}

// firstFit tries its states in turn.
func firstFit(states ...doc) doc {
	d := doc{kind: statesDoc, parts: states, forced: states[0].forced}
	d.include(states[0]) // the others are the same code
	return d
}

// separated puts sep between the items.
func separated(items []doc, sep ...doc) doc {
	parts := make([]doc, 0, len(items)*(1+len(sep)))
	for i, item := range items {
		if i > 0 {
			parts = append(parts, sep...)
		}
		parts = append(parts, item)
	}
	return join(parts...)
}

// equal reports whether two docs are written the same.
func equal(a, b *doc) bool {
	if a.kind != b.kind || a.text != b.text || len(a.parts) != len(b.parts) {
		return false
	}
	for i := range a.parts {
		if !equal(&a.parts[i], &b.parts[i]) {
			return false
		}
	}
	return true
}

// command is a doc on its way to the page: where it starts a new line, and
// whether its own lines break.
type command struct {
	doc    *doc
	indent int
	broken bool
}

// printer writes docs; see [layout].
type printer struct {
	out   strings.Builder
	col   int
	owed  int // spaces to write before the next text, so that empty lines stay empty
	stack []command
	probe []command // scratch of fits
}

// layout is d as text, its lines starting at the column indent.
func layout(d doc, indent int) string {
	p := printer{stack: make([]command, 0, 64), probe: make([]command, 0, 64)}
	p.page(d, indent)
	return p.out.String()
}

// page writes d, its lines starting at the column indent.
func (p *printer) page(d doc, indent int) {
	p.stack = append(p.stack, command{doc: &d, indent: indent, broken: true})
	p.pad(indent)
	for len(p.stack) > 0 {
		c := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		p.write(c)
	}
}

func (p *printer) write(c command) {
	switch c.doc.kind {
	case textDoc:
		p.print(c.doc.text)
	case brokenDoc:
		if c.broken {
			p.print(c.doc.text)
		}
	case joinDoc:
		p.stack = push(p.stack, c, c.indent, c.broken)
	case indentDoc:
		p.stack = push(p.stack, c, c.indent+2, c.broken)
	case groupDoc:
		flat := command{doc: c.doc, indent: c.indent}
		p.stack = push(p.stack, c, c.indent, c.doc.forced || !p.fits(flat))
	case statesDoc:
		p.stack = append(p.stack, p.choose(c))
	case lineDoc, softDoc, hardDoc:
		if c.broken || c.doc.kind == hardDoc {
			p.out.WriteByte('\n')
			p.pad(c.indent)
		} else if c.doc.kind == lineDoc {
			p.print(" ")
		}
	}
}

func (p *printer) print(s string) {
	if s == "" {
		return
	}
	for ; p.owed > 0; p.owed-- {
		p.out.WriteByte(' ')
	}
	p.out.WriteString(s)
	p.col += columns.Of(s)
}

func (p *printer) choose(c command) command {
	last := len(c.doc.parts) - 1
	for i := range last {
		state := command{doc: &c.doc.parts[i], indent: c.indent}
		if p.fits(state) {
			return state
		}
	}
	return command{doc: &c.doc.parts[last], indent: c.indent, broken: true}
}

func (p *printer) pad(n int) { p.owed, p.col = n, n }

// fits reports whether c, followed by what is still to be written, reaches its
// first line break within the width.
func (p *printer) fits(c command) bool {
	room, rest := width-p.col, len(p.stack)
	p.probe = append(p.probe[:0], c)
	for room >= 0 {
		if len(p.probe) == 0 {
			if rest == 0 {
				return true
			}
			rest--
			p.probe = append(p.probe, p.stack[rest])
		}
		c := p.probe[len(p.probe)-1]
		p.probe = p.probe[:len(p.probe)-1]
		switch c.doc.kind {
		case textDoc:
			room -= columns.Of(c.doc.text)
		case brokenDoc:
			if c.broken {
				room -= len(c.doc.text)
			}
		case joinDoc, indentDoc:
			p.probe = push(p.probe, c, 0, c.broken)
		case groupDoc:
			p.probe = push(p.probe, c, 0, c.doc.forced)
		case statesDoc:
			p.probe = append(p.probe, command{doc: &c.doc.parts[0]})
		case hardDoc:
			return true
		case lineDoc, softDoc:
			if c.broken {
				return true
			}
			if c.doc.kind == lineDoc {
				room--
			}
		}
	}
	return false
}

// push puts the parts of c on a stack, the first on top.
func push(stack []command, c command, indent int, broken bool) []command {
	for i := len(c.doc.parts) - 1; i >= 0; i-- {
		stack = append(stack, command{doc: &c.doc.parts[i], indent: indent, broken: broken})
	}
	return stack
}
