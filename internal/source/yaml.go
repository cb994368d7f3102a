package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// YAML is a parsed YAML file: one document, made of mappings with string keys,
// sequences and scalars only.
type YAML struct {
	File *File
	Root *yaml.Node // the document's content

	bang   bool                          // the file has a "!" somewhere
	places map[*yaml.Node]map[string]int // where keys are in a mapping's Content, made by child
}

// Problem is something that a file's syntax forbids.
type Problem struct {
	Pos       Pos
	What, Fix string
}

// ParseYAML parses f. Besides syntax errors it reports duplicate keys, keys
// that are not strings, anchors, aliases, merge keys, tags and numbers that only
// YAML 1.1 has: each of them would mean something else to another YAML reader.
func ParseYAML(f *File) (*YAML, []Problem) {
	dec := yaml.NewDecoder(strings.NewReader(string(f.Data)))
	var doc, more yaml.Node
	if err := decode(dec, &doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, []Problem{syntaxProblem(f, err)}
	}
	switch err := decode(dec, &more); {
	case err == nil:
		return nil, []Problem{{Pos: f.nodePos(&more), What: "a second YAML document starts here", Fix: "keep one document in this file"}}
	case !errors.Is(err, io.EOF):
		return nil, []Problem{syntaxProblem(f, err)}
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, []Problem{{Pos: Pos{File: f.Name, Line: 1, Col: 1}, What: "the file contains only comments"}}
	}
	y := &YAML{File: f, Root: doc.Content[0], bang: bytes.IndexByte(f.Data, '!') >= 0}
	return y, y.forbidden(y.Root, nil)
}

// decode keeps a panic of the YAML library on odd input from being ours.
func decode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return dec.Decode(into)
}

var yamlLine = pattern.Of(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// conflict is the start of a part of a file that two branches have changed.
const conflict = "<<<<<<< "

func syntaxProblem(f *File, err error) Problem {
	for n := 1; n <= bytes.Count(f.Data, []byte("\n"))+1; n++ {
		if strings.HasPrefix(f.Line(n), conflict) {
			return Problem{Pos: Pos{File: f.Name, Line: n, Col: 1}, What: "two branches have changed this part, and the merge is not finished", Fix: "keep what is right of both, remove the lines with <<<<<<<, ======= and >>>>>>>, and render with --force"}
		}
	}
	p := Problem{Pos: Pos{File: f.Name, Line: 1, Col: 1}, What: "this is not valid YAML: " + err.Error()}
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil {
		return p
	}
	p.What = "this is not valid YAML: " + m[2]
	if n, convErr := strconv.Atoi(m[1]); convErr == nil {
		line := f.Line(n)
		p.Pos.Line, p.Pos.Col = n, len(line)-len(strings.TrimLeft(line, " \t"))+1
		if strings.Contains(m[2], "tab") || strings.HasPrefix(strings.TrimLeft(line, " "), "\t") {
			p.Fix = "indent with spaces; YAML does not allow tabs there"
		} else {
			p.Fix = syntaxFix(m[2])
		}
	}
	return p
}

// syntaxFix is what the library's message about a line mostly means.
func syntaxFix(message string) string {
	for _, x := range [...]struct{ message, fix string }{
		{"expected alphabetic or numeric", "put text that starts with * or & in quotes"},
		{"cannot start any token", "put text that starts with @, % or ` in quotes"},
		{"mapping values are not allowed", "correct the indentation of this line, or put text that holds a colon and a space in quotes"},
		{"expected ',' or", "look from this line on for a missing comma or bracket, or for text that starts with { or [ and is not in quotes"},
		{"unexpected end of stream", "look from this line on for a quote or bracket that is not closed"},
		{"expected key", "give all keys of a block the same indentation; look from this line on"},
		{"expected '-' indicator", "give all items of a list the same indentation; look from this line on"},
		{"could not find expected ':'", "put a colon and a space after the key; look at this line and the one above"},
	} {
		if strings.Contains(message, x.message) {
			return x.fix
		}
	}
	return ""
}

// doubtful are numbers of YAML 1.1 that the library still takes for such: octal ones
// (010), binary ones (0b10) and those with underscores (1_000). In YAML 1.2 the first
// is 10 and the others are text.
var doubtful = pattern.Of(`^[-+]?(0[0-9]|0b|.*_)`)

func (y *YAML) forbidden(n *yaml.Node, found []Problem) []Problem {
	report := func(n *yaml.Node, what, fix string) {
		found = append(found, Problem{Pos: y.File.nodePos(n), What: what, Fix: fix})
	}
	if n.Anchor != "" {
		report(n, fmt.Sprintf("the anchor &%s is not accepted", n.Anchor), "repeat the value where it is needed, or set it above stages to share it between stages")
	}
	if tag := y.tag(n); tag != "" {
		report(n, fmt.Sprintf("the tag %s is not accepted", tag), "write the plain value; quote it if it is text")
	}
	if strings.ContainsRune(n.Value, 0) {
		report(n, "the text contains a NUL character", "no environment variable, name or path can hold one")
	}
	if n.Kind == yaml.ScalarNode && n.Style == 0 && (n.ShortTag() == "!!int" || n.ShortTag() == "!!float") && doubtful.MatchString(n.Value) {
		report(n, fmt.Sprintf("YAML parsers disagree about %s: to some it is another number, or text", n.Value), "write a decimal number without leading zeros or underscores; put it in quotes if it is text")
	}
	switch n.Kind {
	case yaml.AliasNode:
		report(n, fmt.Sprintf("the alias *%s is not accepted", n.Value), "repeat the value where it is needed, or set it above stages to share it between stages")
	case yaml.SequenceNode:
		for _, item := range n.Content {
			found = y.forbidden(item, found)
		}
	case yaml.MappingNode:
		first := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case key.Kind == yaml.AliasNode || key.Anchor != "" || y.tag(key) != "":
				found = y.forbidden(key, found)
			case key.ShortTag() == "!!merge":
				report(key, "the merge key << is not accepted", "repeat the keys where they are needed, or set them above stages to share them between stages")
			case key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str":
				report(key, "a key must be text", "quote it")
			case first[key.Value] != nil:
				report(key, fmt.Sprintf("the key %q is set twice; first on line %d", key.Value, first[key.Value].Line), "keep one of them")
			default:
				first[key.Value] = key
			}
			found = y.forbidden(n.Content[i+1], found)
		}
	}
	return found
}

// tag returns the tag that a node is written with, "" for none. The library
// forgets a "!" alone, so the text is asked: nothing else starts with one.
func (y *YAML) tag(n *yaml.Node) string {
	if n.Style&yaml.TaggedStyle != 0 {
		return n.Tag
	}
	if !y.bang {
		return ""
	}
	if i := y.File.offset(n.Line, n.Column); i < len(y.File.Data) && y.File.Data[i] == '!' {
		return "!"
	}
	return ""
}

func (f *File) nodePos(n *yaml.Node) Pos { return Pos{File: f.Name, Line: n.Line, Col: n.Column} }

// PosOf returns the position of a node of this file.
func (y *YAML) PosOf(n *yaml.Node) Pos { return y.File.nodePos(n) }

// Plain returns the document as encoding/json would have read it: maps, slices,
// strings, bools, numbers (int64 or float64) and nil. Dates are strings, a
// number that JSON does not have (.inf, 1e400) is math.MaxFloat64, and a member
// without a value (null) is left out.
func (y *YAML) Plain() any { return plain(y.Root) }

// yamlNumber is YAML 1.2's tag:yaml.org,2002:float without .inf and .nan.
var yamlNumber = pattern.Of(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i+1].ShortTag() != "!!null" {
				m[n.Content[i].Value] = plain(n.Content[i+1])
			}
		}
		return m
	case yaml.SequenceNode:
		s := make([]any, len(n.Content))
		for i, item := range n.Content {
			s[i] = plain(item)
		}
		return s
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
	case "!!int":
		var i int64
		if n.Decode(&i) == nil {
			return i
		}
		return math.MaxFloat64
	case "!!float":
		var f float64
		if n.Decode(&f) == nil && f-f == 0 { // neither infinite nor NaN
			return f
		}
		return math.MaxFloat64
	}
	if n.Style == 0 && yamlNumber.MatchString(n.Value) {
		return math.MaxFloat64 // 1e400, which the library takes for text
	}
	return n.Value
}

// Find returns the node at a JSON pointer, and the key node that leads to it (nil
// for the root and for items). Where the pointer leads nowhere it returns the
// last node on the way.
func (y *YAML) Find(pointer []string) (key, value *yaml.Node) {
	value = y.Root
	for _, token := range pointer {
		k, v := y.child(value, token)
		if v == nil {
			return key, value
		}
		key, value = k, v
	}
	return key, value
}

func (y *YAML) child(n *yaml.Node, token string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		if y.places == nil {
			y.places = map[*yaml.Node]map[string]int{}
		}
		if y.places[n] == nil {
			y.places[n] = make(map[string]int, len(n.Content)/2)
			for i := 0; i+1 < len(n.Content); i += 2 {
				y.places[n][n.Content[i].Value] = i
			}
		}
		if i, ok := y.places[n][token]; ok {
			return n.Content[i], n.Content[i+1]
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.Content) {
			return nil, n.Content[i]
		}
	}
	return nil, nil
}
