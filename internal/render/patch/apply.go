// Package patch applies JSON Patches (RFC 6902) to trees of values whose leaves
// are not JSON: an intrinsic function, an expression.
//
// It knows neither target, and decides nothing about what an override may do.
package patch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Failure is why an operation does not apply.
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

// Step is one operation of an override: the value that it was applied to, and
// the result.
type Step struct {
	Operation     stack.PatchOperation
	Before, After resource.Value
}

// Change is what one operation of an override does to a document.
type Change struct {
	Operation     stack.PatchOperation
	Stage         string // of the app; "" for all of them
	Before, After []resource.Resource
}

// Apply returns v with the override applied, and the steps on the way. V itself
// stays as it is; so does the result when an operation fails.
func Apply(v resource.Value, o stack.Override) (resource.Value, []Step, *Failure) {
	before := v
	var steps []Step
	for _, op := range o.Patch {
		after := before.Clone()
		if f := apply(&after, op, o.Reason); f != nil {
			f.Override, f.Operation = o, op
			return v, nil, f
		}
		steps = append(steps, Step{op, before, after})
		before = after
	}
	return before, steps, nil
}

func apply(root *resource.Value, op stack.PatchOperation, reason string) *Failure {
	value := resource.Of(op.Value)
	if op.Op == "move" || op.Op == "copy" {
		from, f := find(root, op.From)
		if f != nil {
			return f
		}
		value = from.member().Value.Clone()
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
		if !same(at.member().Value, value) {
			return &Failure{Problem: "the value is another one", At: op.Path}
		}
	case op.Op == "remove":
		at.remove(reason)
	default:
		m := at.member()
		m.Value, m.Remarks = value, &resource.Remarks{Comment: m.Comment(), Override: reason}
	}
	return nil
}

// place is a member of a container.
type place struct {
	container *resource.Value
	index     int
}

func (p place) member() *resource.Member { return &p.container.Members[p.index] }

func (p place) remove(reason string) {
	*p.member() = resource.Member{Name: p.member().Name, Remarks: &resource.Remarks{Override: reason}, Removed: true}
}

// find returns the place that a pointer names.
func find(root *resource.Value, pointer string) (place, *Failure) {
	container, token, at, f := parent(root, pointer)
	if f != nil {
		return place{}, f
	}
	index := container.Index(token)
	if index < 0 {
		return place{}, missing(*container, at, token)
	}
	return place{container, index}, nil
}

// parent returns the container that the last token of a pointer looks into.
func parent(root *resource.Value, pointer string) (container *resource.Value, token, at string, f *Failure) {
	if !strings.HasPrefix(pointer, "/") {
		return nil, "", "", &Failure{Problem: "the path does not start with a slash"}
	}
	tokens := strings.Split(pointer, "/")[1:]
	container = root
	for _, t := range tokens[:len(tokens)-1] {
		index := container.Index(unescape(t))
		if index < 0 {
			return nil, "", "", missing(*container, at, unescape(t))
		}
		container = &container.Members[index].Value
		at += "/" + t
	}
	return container, unescape(tokens[len(tokens)-1]), at, nil
}

// add puts a value in: into an object, which may have it already, or before an
// item of an array ("-" is its end).
func add(root *resource.Value, pointer string, value resource.Value, reason string) *Failure {
	container, token, at, f := parent(root, pointer)
	if f != nil {
		return f
	}
	m := resource.Member{Value: value, Remarks: &resource.Remarks{Override: reason}}
	isMap, isList := container.Container() && container.Kind == resource.Map, container.Container() && container.Kind == resource.List
	index := container.Index(token)
	switch {
	case isMap && index >= 0:
		old := &container.Members[index]
		m.Name, m.Spaced, m.Remarks.Comment = token, old.Spaced, old.Comment()
		container.Members[index] = m
	case isMap && token != "":
		m.Name = token
		container.Members = append(container.Members, m)
	case isList && index >= 0:
		container.Members = slices.Insert(container.Members, index, m)
	case isList && (token == "-" || token == strconv.Itoa(len(container.Present()))):
		container.Members = append(container.Members, m)
	default:
		return missing(*container, at, token)
	}
	return nil
}

// missing reports what a container has instead of what a token asks for.
func missing(container resource.Value, at, token string) *Failure {
	f := &Failure{At: at, Missing: token}
	switch {
	case !container.Container():
		f.Problem = fmt.Sprintf("there is no %q, the value is an expression", token)
		return f
	case container.Kind == resource.List:
		f.Problem = fmt.Sprintf("there is no item %s, the list has %d", token, len(container.Present()))
	default:
		f.Problem = fmt.Sprintf("there is no %q", token)
	}
	for _, m := range container.Present() {
		if m.Name != "" {
			f.Names = append(f.Names, m.Name)
		}
	}
	return f
}

// same reports whether a part of the document is what JSON says.
func same(v, json resource.Value) bool {
	present := v.Present()
	if v.Kind != json.Kind || v.Text != json.Text || v.Function != resource.None || len(present) != len(json.Members) {
		return false
	}
	for i, m := range json.Members {
		if v.Kind == resource.Map {
			if i = v.Index(m.Name); i < 0 {
				return false
			}
			if !same(v.Members[i].Value, m.Value) {
				return false
			}
		} else if !same(present[i].Value, m.Value) {
			return false
		}
	}
	return true
}

var escapes = strings.NewReplacer("~1", "/", "~0", "~")

// unescape is RFC 6901's: ~1 is a slash, ~0 a tilde.
func unescape(token string) string { return escapes.Replace(token) }
