// Package yamldoc builds values and writes them as YAML, exactly as prettier 3
// leaves it: two spaces, sequences indented under their key, LF, one newline at
// the end.
//
// Every string is quoted that a YAML 1.1 or a YAML 1.2 reader could take for
// something else. The package refuses to write anchors and aliases, never folds
// a long string, and never reads YAML: what a person wrote is not for it to lay
// out again.
package yamldoc

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// Str is a string. Marshal chooses how it is written: plain, quoted, or as a
// literal block when it has several lines.
func Str(s string) resource.Value { return resource.Value{Kind: resource.String, Text: s} }

// Int is a whole number.
func Int(n int) resource.Value { return resource.Of(n) }

// Null is the absent value: nothing after a key, null elsewhere.
func Null() resource.Value { return resource.Of(nil) }

// Seq is a sequence, one item per line; without items it is [].
func Seq(items ...resource.Value) resource.Value {
	v := resource.Value{Kind: resource.List, Members: make([]resource.Member, len(items))}
	for i, item := range items {
		v.Members[i].Value = item
	}
	return v
}

// Flow is a sequence on one line, [a, b]. It is written like Seq when it does
// not fit in 80 columns or holds something that wants lines of its own.
func Flow(items ...resource.Value) resource.Value {
	v := Seq(items...)
	v.Inline = true
	return v
}

// Strs turns strings into the items of a sequence.
func Strs(list ...string) []resource.Value {
	items := make([]resource.Value, len(list))
	for i, s := range list {
		items[i] = Str(s)
	}
	return items
}

// Pair is an entry of a mapping.
type Pair struct{ member resource.Member }

// Entry is a pair of a mapping.
func Entry(key string, value resource.Value) Pair {
	return Pair{resource.Member{Name: key, Value: value}}
}

// Comment puts lines of comment, given without #, above the pair. Characters
// that would end a comment early become spaces.
func (p Pair) Comment(text string) Pair {
	p.member.Remarks = &resource.Remarks{Comment: text}
	return p
}

// Spaced puts a blank line above the pair and its comment, unless it is the
// first.
func (p Pair) Spaced() Pair {
	p.member.Spaced = true
	return p
}

// Map is a mapping that keeps the order of its pairs; without pairs it is {}.
func Map(pairs ...Pair) resource.Value {
	m := resource.Value{Kind: resource.Map, Members: make([]resource.Member, 0, len(pairs))}
	Add(&m, pairs...)
	return m
}

// Add appends pairs to a mapping. A key that is there already is a mistake of
// the caller, and panics.
func Add(m *resource.Value, pairs ...Pair) {
	for _, p := range pairs {
		for i := range m.Members {
			if m.Members[i].Name == p.member.Name {
				panic("yamldoc: duplicate key " + strconv.Quote(p.member.Name))
			}
		}
		m.Members = append(m.Members, p.member)
	}
}

// LineComment puts a comment behind a value, on its first line.
func LineComment(v resource.Value, text string) resource.Value {
	v.Note = text
	return v
}
