package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// A manifest may hold 10,000 entities, and the JSON Schema validator takes
// seconds for them. So the manifest's structs, from which the schema is made,
// are also turned into shapes, and one pass over the text tells whether it
// keeps to them: then the schema has nothing to say. Otherwise the validator is
// asked what is wrong. A test holds the two against each other.

// shape is what one place of a document may hold.
type shape struct {
	kind     byte // '{', '[', '"', 'n' number, 't' boolean, '*' anything
	members  map[string]*shapeMember
	required uint64 // bits of the members that must be there
	item     *shape
}

type shapeMember struct {
	bit   uint64
	shape *shape
}

// manifestShape is built when the first manifest is read.
var manifestShape = sync.OnceValue(func() *shape {
	return shapeOf(reflect.TypeFor[Manifest](), map[reflect.Type]*shape{})
})

func shapeOf(t reflect.Type, done map[reflect.Type]*shape) *shape {
	if t == reflect.TypeFor[json.RawMessage]() {
		return &shape{kind: '*'}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return shapeOf(t.Elem(), done)
	case reflect.Slice:
		return &shape{kind: '[', item: shapeOf(t.Elem(), done)}
	case reflect.String:
		return &shape{kind: '"'}
	case reflect.Bool:
		return &shape{kind: 't'}
	case reflect.Struct:
		if s := done[t]; s != nil {
			return s
		}
		s := &shape{kind: '{', members: map[string]*shapeMember{}}
		done[t] = s
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Tag.Get("json") == "-" {
				continue
			}
			m := &shapeMember{bit: 1 << i, shape: shapeOf(f.Type, done)}
			s.members[f.Tag.Get("json")] = m
			if strings.Contains(f.Tag.Get("jsonschema"), "required") {
				s.required |= m.bit
			}
		}
		return s
	}
	return &shape{kind: 'n'}
}

// outline is what one pass over a document found.
type outline struct {
	conforms   bool    // the document keeps to its shape
	duplicates []int   // offsets of keys that an object has twice
	unknown    []extra // members that the shape does not name
	nulls      []extra // members that need not be there, and are null
}

// extra is a member that a shape does not name.
type extra struct {
	where string // the object's place without item numbers: "entities[].fields[]"
	key   string
	// otherCase says that a known member has the same name in another case: the
	// runtime drops this one, other readers treat it as the known one.
	otherCase  bool
	offset     int // of the key
	start, end int // of the value
}

// outlineOf walks a valid JSON document along a shape.
func outlineOf(data []byte, s *shape) outline {
	w := &shapeWalk{data: data, out: outline{conforms: true}}
	w.blanks()
	w.value(s, "")
	return w.out
}

type shapeWalk struct {
	data []byte
	i    int
	out  outline
}

func (w *shapeWalk) value(s *shape, where string) {
	c := w.data[w.i]
	if s.kind == '*' {
		w.anything()
		return
	}
	if kindOf(c) != s.kind {
		w.out.conforms = false
		w.anything()
		return
	}
	switch c {
	case '{':
		w.object(s, where)
	case '[':
		where += "[]"
		for w.open(); w.data[w.i] != ']'; w.comma() {
			w.value(s.item, where)
		}
		w.i++
	default:
		w.scalar()
	}
}

func (w *shapeWalk) object(s *shape, where string) {
	var seen uint64
	var others map[string]bool
	for w.open(); w.data[w.i] != '}'; w.comma() {
		at := w.i
		key := w.key()
		if m := s.members[string(key)]; m != nil {
			if seen&m.bit != 0 {
				w.out.duplicates = append(w.out.duplicates, at)
			}
			seen |= m.bit
			if w.data[w.i] == 'n' && s.required&m.bit == 0 && m.shape.kind != '*' {
				w.out.nulls = append(w.out.nulls, extra{where: where, key: string(key), offset: at})
				w.scalar()
				continue
			}
			if where == "" {
				w.value(m.shape, string(key))
			} else {
				w.value(m.shape, where+"."+string(key))
			}
			continue
		}
		if others[string(key)] {
			w.out.duplicates = append(w.out.duplicates, at)
		}
		if others == nil {
			others = map[string]bool{}
		}
		others[string(key)] = true
		start := w.i
		w.anything()
		w.out.unknown = append(w.out.unknown, extra{where, string(key), s.otherCase(key), at, start, w.i})
	}
	w.i++
	if seen&s.required != s.required {
		w.out.conforms = false
	}
}

func (s *shape) otherCase(key []byte) bool {
	for name := range s.members {
		if strings.EqualFold(name, string(key)) {
			return true
		}
	}
	return false
}

func kindOf(c byte) byte {
	switch {
	case c == '{' || c == '[' || c == '"':
		return c
	case c == 't' || c == 'f':
		return 't'
	case c == '-' || c >= '0' && c <= '9':
		return 'n'
	}
	return 0 // null
}

// open steps over the bracket of an object or array.
func (w *shapeWalk) open() {
	w.i++
	w.blanks()
}

// comma steps to the next member or item, or to the closing bracket.
func (w *shapeWalk) comma() {
	w.blanks()
	if w.data[w.i] == ',' {
		w.i++
		w.blanks()
	}
}

// key reads a member's name and steps to its value.
func (w *shapeWalk) key() []byte {
	start := w.i
	w.text()
	raw := w.data[start:w.i]
	w.blanks()
	w.i++ // the colon
	w.blanks()
	return unquoted(raw)
}

// unquoted returns the text that a string in quotes stands for.
func unquoted(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	var s string
	_ = json.Unmarshal(raw, &s) // valid by contract
	return []byte(s)
}

func (w *shapeWalk) blanks() {
	for w.i < len(w.data) && w.data[w.i] <= ' ' {
		w.i++
	}
}

// text steps over a string.
func (w *shapeWalk) text() {
	for w.i++; w.data[w.i] != '"'; w.i++ {
		if w.data[w.i] == '\\' {
			w.i++
		}
	}
	w.i++
}

// scalar steps over a string, number, boolean or null.
func (w *shapeWalk) scalar() {
	if w.data[w.i] == '"' {
		w.text()
		return
	}
	for w.i < len(w.data) && strings.IndexByte(" \t\r\n,:]}", w.data[w.i]) < 0 {
		w.i++
	}
}

// anything steps over a value that has no shape and looks for keys that are
// twice in its objects.
func (w *shapeWalk) anything() {
	switch w.data[w.i] {
	case '{':
		seen := map[string]bool{}
		for w.open(); w.data[w.i] != '}'; w.comma() {
			at := w.i
			key := w.key()
			if seen[string(key)] {
				w.out.duplicates = append(w.out.duplicates, at)
			}
			seen[string(key)] = true
			w.anything()
		}
		w.i++
	case '[':
		for w.open(); w.data[w.i] != ']'; w.comma() {
			w.anything()
		}
		w.i++
	default:
		w.scalar()
	}
}
