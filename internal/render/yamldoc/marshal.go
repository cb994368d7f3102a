package yamldoc

import (
	"bytes"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/columns"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// width is the number of columns into which a flow sequence must fit, as in
// prettier's defaults.
const width = 80

// maxSimpleKey is the length in bytes up to which "key:" is written on one
// line; YAML readers give up looking for the colon after 1024 characters.
const maxSimpleKey = 1000

// unformatted keeps a whole document as it is written, whatever prettier is
// configured to do. It has to be the last comment above the first key.
const unformatted = "prettier-ignore"

// Marshal writes a mapping or a sequence as a document. The comment, given
// without #, is above it, followed by a blank line; "" is none. A document with
// a comment is a file of its own, which formatters are told to leave alone.
func Marshal(comment string, root resource.Value) []byte {
	w := writer{buf: make([]byte, 0, 64<<10)}
	if comment != "" {
		w.comment(comment, 0)
		w.buf = append(w.buf, '\n')
		w.owed = unformatted
	}
	if isScalar(&root) || len(root.Members) == 0 {
		w.inline(&root)
		w.endLine("")
	} else {
		w.block(&root, 0)
	}
	return w.buf
}

// writer appends to buf; each method below leaves it at the start of a line
// unless it says otherwise.
type writer struct {
	buf  []byte
	owed string // a comment for the next key or item, below all others
}

// block writes the entries of a mapping or sequence that is not empty. It may
// begin in the middle of a line, behind a "- ".
func (w *writer) block(v *resource.Value, indent int) {
	spaced := false
	for i := range v.Members {
		spaced = spaced || v.Members[i].Spaced
	}
	first := true
	for i := range v.Members {
		m := &v.Members[i]
		if m.Removed {
			continue
		}
		// What an override adds is spaced like its neighbours.
		w.lead(m, indent, v.Kind == resource.List, !first && (m.Spaced || spaced && m.Override() != ""))
		first = false
		if v.Kind == resource.Map {
			w.key(m.Name, indent)
			w.value(&m.Value, indent, true)
		} else {
			w.buf = append(w.buf, '-')
			w.value(&m.Value, indent, false)
		}
	}
}

// lead writes what stands above an entry, and indents; nothing behind a "- ",
// where both are there already. The comments of everything that shares the
// entry's first line stand above it.
func (w *writer) lead(m *resource.Member, indent int, isItem, spaced bool) {
	if !w.atLineStart() {
		return
	}
	if spaced {
		w.buf = append(w.buf, '\n')
	}
	w.above(m, indent)
	for v := &m.Value; isItem && sharesLine(v); v = &m.Value {
		isItem = v.Kind == resource.List
		m = firstOf(v)
		w.above(m, indent)
	}
	w.comment(w.owed, indent)
	w.owed = ""
	w.indent(indent)
}

// above writes the comment above a member: its own, then why it is overridden.
func (w *writer) above(m *resource.Member, indent int) {
	w.comment(m.Comment(), indent)
	if reason := m.Override(); reason != "" {
		w.comment("Overridden: "+reason, indent)
	}
}

// sharesLine reports whether the first entry of v stands behind the dash of v:
// "- a: 1", "- - a".
func sharesLine(v *resource.Value) bool {
	return firstOf(v) != nil && v.Function == resource.None && v.Note == ""
}

// firstOf is the first member that is there, nil when there is none.
func firstOf(v *resource.Value) *resource.Member {
	for i := range v.Members {
		if !v.Members[i].Removed {
			return &v.Members[i]
		}
	}
	return nil
}

func (w *writer) key(name string, indent int) {
	start := len(w.buf)
	w.buf = appendString(w.buf, name, asKey)
	if len(w.buf)-start > maxSimpleKey {
		w.buf = append(w.buf[:start], "? "...)
		w.buf = appendString(w.buf, name, asKey)
		w.endLine("")
		w.indent(indent)
	}
	w.buf = append(w.buf, ':')
}

// value writes v behind a "key:" or a "-" and ends the line. indent is that of
// the key or dash.
func (w *writer) value(v *resource.Value, indent int, afterKey bool) {
	if afterKey && v.Kind == resource.Null {
		w.endLine(v.Note)
		return
	}
	switch {
	case v.Kind == resource.String && isLiteral(v.Text):
		w.buf = append(w.buf, ' ')
		w.tag(v.Function)
		w.literal(v, indent+2)
	case isScalar(v):
		w.buf = append(w.buf, ' ')
		w.inline(v)
		w.endLine(v.Note)
	case firstOf(v) == nil:
		w.empty(v, indent)
		w.endLine(v.Note)
	case v.Inline && w.flowLine(v):
	case !afterKey && sharesLine(v):
		w.buf = append(w.buf, ' ')
		w.block(v, indent+2)
	default:
		if v.Function != resource.None {
			w.buf = append(w.buf, " !"...)
			w.buf = append(w.buf, v.Function.String()...)
		}
		w.endLine(v.Note)
		w.block(v, indent+2)
	}
}

// inline writes a scalar or an empty collection, and does not end the line.
func (w *writer) inline(v *resource.Value) {
	w.tag(v.Function)
	switch v.Kind {
	case resource.Map:
		w.buf = append(w.buf, "{}"...)
	case resource.List:
		w.buf = append(w.buf, "[]"...)
	case resource.String:
		w.buf = appendString(w.buf, v.Text, inBlock)
	case resource.Null:
		w.buf = append(w.buf, "null"...)
	case resource.Number, resource.Bool:
		w.buf = append(w.buf, v.Text...)
	default:
		panic("yamldoc: a value that YAML cannot hold")
	}
}

// empty writes an empty collection, on a line of its own where the line of its
// key has no room for it.
func (w *writer) empty(v *resource.Value, indent int) {
	start := len(w.buf)
	w.buf = append(w.buf, ' ')
	w.inline(v)
	if w.columnsOfLine(start, len(w.buf)) > width {
		w.buf = append(w.buf[:start], '\n')
		w.indent(indent + 2)
		w.inline(v)
	}
}

// columnsOfLine is how many columns the line around start takes up to end.
func (w *writer) columnsOfLine(start, end int) int {
	return columns.Of(string(w.buf[bytes.LastIndexByte(w.buf[:start], '\n')+1 : end]))
}

// flowLine writes " [a, b]" and ends the line; when that is not possible it
// writes nothing and returns false.
func (w *writer) flowLine(v *resource.Value) bool {
	start := len(w.buf)
	w.buf = append(w.buf, ' ')
	if ok := w.flow(v); ok {
		w.endLine(v.Note)
		if w.columnsOfLine(start, len(w.buf)-1) <= width {
			return true
		}
	}
	w.buf = w.buf[:start]
	return false
}

func (w *writer) flow(v *resource.Value) bool {
	if v.Kind == resource.String {
		w.tag(v.Function)
		w.buf = appendString(w.buf, v.Text, inFlow)
		return !isLiteral(v.Text)
	}
	if isScalar(v) || firstOf(v) == nil {
		w.inline(v)
		return true
	}
	if v.Kind != resource.List || !v.Inline {
		return false
	}
	w.tag(v.Function)
	w.buf = append(w.buf, '[')
	first := true
	for i := range v.Members {
		m := &v.Members[i]
		if m.Removed {
			continue
		}
		if !first {
			w.buf = append(w.buf, ", "...)
		}
		first = false
		if m.Remarks != nil || m.Value.Note != "" || !w.flow(&m.Value) {
			return false
		}
	}
	w.buf = append(w.buf, ']')
	return true
}

// literal writes the indicator of a literal block and its lines.
func (w *writer) literal(v *resource.Value, indent int) {
	w.buf = append(w.buf, '|')
	body, whole := strings.CutSuffix(v.Text, "\n")
	if !whole {
		w.buf = append(w.buf, '-')
	}
	w.endLine(v.Note)
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.indent(indent)
		}
		w.buf = append(w.buf, line...)
		w.buf = append(w.buf, '\n')
	}
}

// tag writes the tag of a function.
func (w *writer) tag(function resource.Function) {
	if function != resource.None {
		w.buf = append(w.buf, '!')
		w.buf = append(w.buf, function.String()...)
		w.buf = append(w.buf, ' ')
	}
}

func (w *writer) comment(text string, indent int) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		w.indent(indent)
		w.buf = append(w.buf, '#')
		w.commentText(line)
		w.buf = append(w.buf, '\n')
	}
}

// endLine ends the line, with a comment if there is one.
func (w *writer) endLine(comment string) {
	if comment != "" {
		w.buf = append(w.buf, " #"...)
		w.commentText(comment)
	}
	w.buf = append(w.buf, '\n')
}

func (w *writer) commentText(line string) {
	line = strings.TrimRight(strings.Map(func(r rune) rune {
		if isHidden(r) {
			return ' '
		}
		return r
	}, line), " ")
	if line != "" {
		w.buf = append(w.buf, ' ')
		w.buf = append(w.buf, line...)
	}
}

const blanks = "                                "

func (w *writer) indent(n int) {
	for ; n > len(blanks); n -= len(blanks) {
		w.buf = append(w.buf, blanks...)
	}
	w.buf = append(w.buf, blanks[:n]...)
}

func (w *writer) atLineStart() bool { return len(w.buf) == 0 || w.buf[len(w.buf)-1] == '\n' }

func isScalar(v *resource.Value) bool { return v.Kind != resource.Map && v.Kind != resource.List }
