// Package yamldoc builds YAML documents as yaml.v3 node trees and writes them
// exactly as prettier 3 leaves them: two spaces, sequences indented under
// their key, LF, one newline at the end.
//
// Every string passes Str, which quotes whatever a YAML 1.1 or a YAML 1.2
// reader could take for something else. It refuses to write anchors and
// aliases, never folds a long string, and never reads YAML: what a person
// wrote is not for it to lay out again.
package yamldoc

import (
	"math"
	"strconv"

	"gopkg.in/yaml.v3"
)

// The tags that decide how Marshal writes a scalar; any other tag is the
// document's own ("!Sub") and holds a string.
const (
	strTag   = "!!str"
	intTag   = "!!int"
	floatTag = "!!float"
	boolTag  = "!!bool"
	nullTag  = "!!null"
	mapTag   = "!!map"
	seqTag   = "!!seq"
)

// Str is a string. Marshal chooses how it is written: plain, quoted, or as a
// literal block when it has several lines.
func Str(s string) *yaml.Node { return scalar(strTag, s) }

// Int is a whole number.
func Int(n int) *yaml.Node { return scalar(intTag, strconv.Itoa(n)) }

// Float is a finite number: 0.5, or 2 for 2.0.
func Float(f float64) *yaml.Node {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		panic("yamldoc: Float of a number that is not finite")
	}
	return scalar(floatTag, strconv.FormatFloat(f, 'f', -1, 64))
}

// Number is a number that is text already: 0.5. It must be a number of JSON.
func Number(text string) *yaml.Node { return scalar(floatTag, text) }

// Bool is true or false.
func Bool(b bool) *yaml.Node { return scalar(boolTag, strconv.FormatBool(b)) }

// Null is the absent value: nothing after a key, null elsewhere.
func Null() *yaml.Node { return scalar(nullTag, "null") }

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// Tagged gives n a tag of the document's own, such as "!Sub", and returns it.
// A scalar must be a string.
func Tagged(tag string, n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode && n.Tag != strTag {
		panic("yamldoc: Tagged scalar is not a string")
	}
	n.Tag = tag
	return n
}

// Seq is a sequence, one item per line; without items it is [].
func Seq(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: seqTag, Content: items}
}

// Flow is a sequence on one line, [a, b]. It is written like Seq when it does
// not fit in 80 columns or holds something that wants lines of its own.
func Flow(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: seqTag, Style: yaml.FlowStyle, Content: items}
}

// Strs turns strings into the items of a sequence.
func Strs(list ...string) []*yaml.Node {
	items := make([]*yaml.Node, len(list))
	for i, s := range list {
		items[i] = Str(s)
	}
	return items
}

// Pair is an entry of a mapping.
type Pair struct{ key, value *yaml.Node }

// Entry is a pair of a mapping.
func Entry(key string, value *yaml.Node) Pair { return Pair{Str(key), value} }

// Comment puts lines of comment above the pair.
func (p Pair) Comment(text string) Pair {
	Comment(p.key, text)
	return p
}

// Spaced puts a blank line above the pair and its comment.
func (p Pair) Spaced() Pair {
	Spaced(p.key)
	return p
}

// Map is a mapping that keeps the order of its pairs; without pairs it is {}.
func Map(pairs ...Pair) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: mapTag, Content: make([]*yaml.Node, 0, 2*len(pairs))}
	Add(m, pairs...)
	return m
}

// Add appends pairs to a mapping. A key that is there already is a mistake of
// the caller, and panics.
func Add(m *yaml.Node, pairs ...Pair) {
	for _, p := range pairs {
		for i := 0; i < len(m.Content); i += 2 {
			if m.Content[i].Value == p.key.Value {
				panic("yamldoc: duplicate key " + strconv.Quote(p.key.Value))
			}
		}
		m.Content = append(m.Content, p.key, p.value)
	}
}

// Comment puts lines of comment, given without #, above a sequence item, a
// mapping's key or the whole document, and returns n. Characters that would
// end a comment early become spaces.
func Comment(n *yaml.Node, text string) *yaml.Node {
	if isSpaced(n) {
		text = "\n" + text
	}
	n.HeadComment = text
	return n
}

// Spaced puts a blank line above a sequence item or a mapping's key, and above
// its comment, and returns n. It does nothing to the first entry of a mapping or
// sequence.
func Spaced(n *yaml.Node) *yaml.Node {
	if !isSpaced(n) {
		n.HeadComment = "\n" + n.HeadComment
	}
	return n
}

// isSpaced: a blank line is kept as a newline in front of the comment.
func isSpaced(n *yaml.Node) bool { return len(n.HeadComment) > 0 && n.HeadComment[0] == '\n' }

// LineComment puts a comment behind a value, on its first line, and returns n.
func LineComment(n *yaml.Node, text string) *yaml.Node {
	n.LineComment = text
	return n
}
