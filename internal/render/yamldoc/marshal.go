package yamldoc

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// width is the number of columns into which a flow sequence must fit, as in
// prettier's defaults.
const width = 80

// maxSimpleKey is the length in bytes up to which "key:" is written on one
// line; YAML readers give up looking for the colon after 1024 characters.
const maxSimpleKey = 1000

// Marshal writes the document whose root is a mapping or a sequence. A comment
// on the root stands above the document, followed by a blank line.
func Marshal(root *yaml.Node) []byte {
	w := writer{buf: make([]byte, 0, 64<<10)}
	if root.HeadComment != "" {
		w.comment(root.HeadComment, 0)
		w.buf = append(w.buf, '\n')
	}
	if root.Kind == yaml.ScalarNode || len(root.Content) == 0 {
		w.inline(root)
		w.endLine("")
	} else {
		w.block(root, 0)
	}
	return w.buf
}

// writer appends to buf; each method below leaves it at the start of a line
// unless it says otherwise.
type writer struct{ buf []byte }

// block writes the entries of a mapping or sequence that is not empty. It may
// begin in the middle of a line, behind a "- ".
func (w *writer) block(n *yaml.Node, indent int) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			w.lead(n.Content[i], indent, i == 0)
			w.key(n.Content[i], indent)
			w.value(n.Content[i+1], indent, true)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			w.lead(item, indent, i == 0)
			w.buf = append(w.buf, '-')
			w.value(item, indent, false)
		}
	default:
		panic("yamldoc: node is neither a mapping nor a sequence")
	}
}

// lead writes what stands above an entry, and indents; nothing behind a "- ",
// where both are there already. The comments of everything that shares the
// entry's first line stand above it.
func (w *writer) lead(n *yaml.Node, indent int, first bool) {
	if !w.atLineStart() {
		return
	}
	if isSpaced(n) && !first {
		w.buf = append(w.buf, '\n')
	}
	w.comment(n.HeadComment, indent)
	for sharesLine(n) {
		n = n.Content[0]
		w.comment(n.HeadComment, indent)
	}
	w.indent(indent)
}

// sharesLine says whether the first entry of n stands behind the dash of n:
// "- a: 1", "- - a".
func sharesLine(n *yaml.Node) bool {
	return len(n.Content) > 0 && ownTag(n) == "" && n.LineComment == ""
}

func (w *writer) key(k *yaml.Node, indent int) {
	start := len(w.buf)
	w.buf = appendString(w.buf, k.Value, asKey)
	if len(w.buf)-start > maxSimpleKey {
		w.buf = append(w.buf[:start], "? "...)
		w.buf = appendString(w.buf, k.Value, asKey)
		w.endLine("")
		w.indent(indent)
	}
	w.buf = append(w.buf, ':')
}

// value writes n behind a "key:" or a "-" and ends the line. indent is that of
// the key or dash.
func (w *writer) value(n *yaml.Node, indent int, afterKey bool) {
	if afterKey && n.Tag == nullTag {
		w.endLine(n.LineComment)
		return
	}
	tag := ownTag(n)
	switch {
	case n.Kind == yaml.ScalarNode && isString(n) && isLiteral(n.Value):
		w.buf = append(w.buf, ' ')
		w.tag(tag)
		w.literal(n, indent+2)
	case n.Kind == yaml.ScalarNode, len(n.Content) == 0:
		w.buf = append(w.buf, ' ')
		w.inline(n)
		w.endLine(n.LineComment)
	case n.Style&yaml.FlowStyle != 0 && w.flowLine(n):
	case !afterKey && sharesLine(n):
		w.buf = append(w.buf, ' ')
		w.block(n, indent+2)
	default:
		if tag != "" {
			w.buf = append(w.buf, ' ')
			w.buf = append(w.buf, tag...)
		}
		w.endLine(n.LineComment)
		w.block(n, indent+2)
	}
}

// inline writes a scalar or an empty collection, and does not end the line.
func (w *writer) inline(n *yaml.Node) {
	w.tag(ownTag(n))
	switch {
	case n.Kind == yaml.MappingNode:
		w.buf = append(w.buf, "{}"...)
	case n.Kind == yaml.SequenceNode:
		w.buf = append(w.buf, "[]"...)
	case n.Kind != yaml.ScalarNode:
		panic("yamldoc: node is an alias or a document")
	case isString(n):
		w.buf = appendString(w.buf, n.Value, inBlock)
	default:
		w.buf = append(w.buf, n.Value...)
	}
}

// flowLine writes " [a, b]" and ends the line; when that is not possible it
// writes nothing and returns false.
func (w *writer) flowLine(n *yaml.Node) bool {
	start := len(w.buf)
	w.buf = append(w.buf, ' ')
	if ok := w.flow(n); ok {
		w.endLine(n.LineComment)
		if columns(w.buf[bytes.LastIndexByte(w.buf[:start], '\n')+1:len(w.buf)-1]) <= width {
			return true
		}
	}
	w.buf = w.buf[:start]
	return false
}

func (w *writer) flow(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode || len(n.Content) == 0 {
		if n.Kind != yaml.ScalarNode || !isString(n) {
			w.inline(n)
			return true
		}
		w.tag(ownTag(n))
		w.buf = appendString(w.buf, n.Value, inFlow)
		return !isLiteral(n.Value)
	}
	if n.Kind != yaml.SequenceNode || n.Style&yaml.FlowStyle == 0 {
		return false
	}
	w.tag(ownTag(n))
	w.buf = append(w.buf, '[')
	for i, item := range n.Content {
		if i > 0 {
			w.buf = append(w.buf, ", "...)
		}
		if item.HeadComment != "" || item.LineComment != "" || !w.flow(item) {
			return false
		}
	}
	w.buf = append(w.buf, ']')
	return true
}

// literal writes the indicator of a literal block and its lines.
func (w *writer) literal(n *yaml.Node, indent int) {
	w.buf = append(w.buf, '|')
	body, whole := strings.CutSuffix(n.Value, "\n")
	if !whole {
		w.buf = append(w.buf, '-')
	}
	w.endLine(n.LineComment)
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.indent(indent)
		}
		w.buf = append(w.buf, line...)
		w.buf = append(w.buf, '\n')
	}
}

func (w *writer) tag(tag string) {
	if tag != "" {
		w.buf = append(w.buf, tag...)
		w.buf = append(w.buf, ' ')
	}
}

// comment writes a head comment, which may begin with the mark of Spaced.
func (w *writer) comment(text string, indent int) {
	text = strings.TrimPrefix(text, "\n")
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

// ownTag is the tag that must be written: none for YAML's own types.
func ownTag(n *yaml.Node) string {
	if strings.HasPrefix(n.Tag, "!!") {
		return ""
	}
	return n.Tag
}

func isString(n *yaml.Node) bool { return n.Tag == strTag || !strings.HasPrefix(n.Tag, "!!") }

// columns is an upper bound of the columns that line takes: characters beyond
// ASCII count twice, as some of them are wide.
func columns(line []byte) int {
	n := utf8.RuneCount(line)
	for _, c := range line {
		if c >= 0xc0 { // the first byte of such a character
			n++
		}
	}
	return n
}
