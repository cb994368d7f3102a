package patch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Failure says why an operation does not apply.
type Failure struct {
	Override  stack.Override
	Operation stack.PatchOperation
	// Component: the output has no component of the override's name.
	Component bool
	// Problem is what is wrong, one sentence without a stop.
	Problem string
	// At is the longest part of the path that exists, and Names are what can
	// follow it; Missing is what the path asks for there.
	At, Missing string
	Names       []string
}

// Equal says whether a leaf of the document is the JSON scalar.
type Equal func(leaf, scalar any) bool

// Apply gives v as the override wants it. V itself stays as it is; so does the
// result when an operation fails.
func Apply(v Value, o stack.Override, equal Equal) (Value, *Failure) {
	out := v.clone()
	for _, op := range o.Patch {
		if f := apply(&out, op, o.Reason, equal); f != nil {
			f.Override, f.Operation = o, op
			return v, f
		}
	}
	return out, nil
}

func apply(root *Value, op stack.PatchOperation, reason string, equal Equal) *Failure {
	value := Of(op.Value)
	if op.Op == "move" || op.Op == "copy" {
		from, f := find(root, op.From)
		if f != nil {
			return f
		}
		value = from.member().Value.clone()
		if op.Op == "move" {
			if op.Path == op.From {
				return nil
			}
			if strings.HasPrefix(op.Path, op.From+"/") {
				return &Failure{Problem: "a value cannot move into itself", At: op.From}
			}
			from.remove(reason)
		}
	}
	switch op.Op {
	case "add", "move", "copy":
		return add(root, op.Path, value, reason)
	}
	at, f := find(root, op.Path)
	switch {
	case f != nil:
		return f
	case op.Op == "test":
		if !same(at.member().Value, value, equal) {
			return &Failure{Problem: "the value is another one", At: op.Path}
		}
	case op.Op == "remove":
		at.remove(reason)
	default:
		at.member().Value, at.member().Note = value, reason
	}
	return nil
}

// place is a member of a container.
type place struct {
	container *Value
	index     int
}

func (p place) member() *Member { return &p.container.Members[p.index] }

func (p place) remove(reason string) {
	*p.member() = Member{Name: p.member().Name, Note: reason, Removed: true}
}

// find gives the place that a pointer names.
func find(root *Value, pointer string) (place, *Failure) {
	container, token, at, f := parent(root, pointer)
	if f != nil {
		return place{}, f
	}
	index := container.index(token)
	if index < 0 {
		return place{}, missing(*container, at, token)
	}
	return place{container, index}, nil
}

// parent gives the container that the last token of a pointer looks into.
func parent(root *Value, pointer string) (container *Value, token, at string, f *Failure) {
	if !strings.HasPrefix(pointer, "/") {
		return nil, "", "", &Failure{Problem: "the path does not start with a slash"}
	}
	tokens := strings.Split(pointer, "/")[1:]
	container = root
	for _, t := range tokens[:len(tokens)-1] {
		index := container.index(unescape(t))
		if index < 0 {
			return nil, "", "", missing(*container, at, unescape(t))
		}
		container = &container.Members[index].Value
		at += "/" + t
	}
	return container, unescape(tokens[len(tokens)-1]), at, nil
}

// index is the member that a token names, -1 when there is none.
func (v *Value) index(token string) int {
	switch v.Kind {
	case Object:
		return slices.IndexFunc(v.Members, func(m Member) bool { return m.Name == token && token != "" && !m.Removed })
	case Array:
		if n, err := strconv.Atoi(token); err == nil && strconv.Itoa(n) == token {
			if live := v.live(); n >= 0 && n < len(live) {
				return live[n]
			}
		}
	}
	return -1
}

// add puts a value in: into an object, which may have it already, or before an
// item of an array ("-" is its end).
func add(root *Value, pointer string, value Value, reason string) *Failure {
	container, token, at, f := parent(root, pointer)
	if f != nil {
		return f
	}
	m := Member{Value: value, Note: reason}
	index := container.index(token)
	switch {
	case container.Kind == Object && index >= 0:
		m.Name = token
		container.Members[index] = m
	case container.Kind == Object && token != "":
		m.Name = token
		container.Members = append(container.Members, m)
	case container.Kind == Array && index >= 0:
		container.Members = slices.Insert(container.Members, index, m)
	case container.Kind == Array && (token == "-" || token == strconv.Itoa(len(container.live()))):
		container.Members = append(container.Members, m)
	default:
		return missing(*container, at, token)
	}
	return nil
}

func missing(container Value, at, token string) *Failure {
	f := &Failure{At: at, Missing: token, Names: container.names()}
	switch container.Kind {
	case Object:
		f.Problem = fmt.Sprintf("there is no %q", token)
	case Array:
		f.Problem = fmt.Sprintf("there is no item %s, the list has %d", token, len(container.live()))
	default:
		f.Problem = fmt.Sprintf("there is no %q, the value is an expression", token)
	}
	return f
}

// same says whether a part of the document is what JSON says.
func same(v, json Value, equal Equal) bool {
	if v.Kind == Leaf {
		literal, ok := json.Leaf.(Literal)
		if own, put := v.Leaf.(Literal); put && ok {
			return own == literal
		}
		return ok && equal(v.Leaf, literal.Value)
	}
	live := v.live()
	if v.Kind != json.Kind || len(live) != len(json.Members) {
		return false
	}
	for i, m := range json.Members {
		index := live[i]
		if v.Kind == Object {
			if index = v.index(m.Name); index < 0 {
				return false
			}
		}
		if !same(v.Members[index].Value, m.Value, equal) {
			return false
		}
	}
	return true
}

var escapes = strings.NewReplacer("~1", "/", "~0", "~")

// unescape is RFC 6901's: ~1 is a slash, ~0 a tilde.
func unescape(token string) string { return escapes.Replace(token) }
