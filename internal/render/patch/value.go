// Package patch applies JSON Patches (RFC 6902) to documents whose leaves are
// not JSON: an intrinsic function, an expression. A target turns its document
// into a Value, has it patched, and turns it back.
//
// It knows neither target, and decides nothing about what an override may do.
package patch

import (
	"maps"
	"slices"
)

// Value is a node of a document.
type Value struct {
	Kind    Kind
	Members []Member // of an Object or an Array
	// Leaf is the document's own, or a Literal that a patch put there.
	Leaf any
}

// Kind is what a Value is.
type Kind uint8

// The kinds of values.
const (
	Leaf Kind = iota
	Object
	Array
)

// Member is one member of an object, or one item of an array.
type Member struct {
	// Name is "" for an item, and for what an object holds that has no name; the
	// latter cannot be reached by a path.
	Name  string
	Value Value
	// Note is the reason of the override that put the member there; "" when
	// none did.
	Note string
	// Removed: the member is no longer there, the Note says why.
	Removed bool
}

// Literal is a scalar of JSON: nil, a bool, an int, a float64 or a string.
type Literal struct{ Value any }

// Of makes a Value of JSON. Members of objects are sorted by name.
func Of(json any) Value {
	switch v := json.(type) {
	case map[string]any:
		out := Value{Kind: Object}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out.Members = append(out.Members, Member{Name: name, Value: Of(v[name])})
		}
		return out
	case []any:
		out := Value{Kind: Array}
		for _, item := range v {
			out.Members = append(out.Members, Member{Value: Of(item)})
		}
		return out
	}
	return Value{Leaf: Literal{json}}
}

// clone gives a copy that shares no member with v.
func (v Value) clone() Value {
	v.Members = slices.Clone(v.Members)
	for i := range v.Members {
		v.Members[i].Value = v.Members[i].Value.clone()
	}
	return v
}

// names are the members that a path can name.
func (v Value) names() []string {
	var names []string
	for _, m := range v.Members {
		if m.Name != "" && !m.Removed {
			names = append(names, m.Name)
		}
	}
	return names
}

// live are the indices of an array's items that are still there.
func (v Value) live() []int {
	var live []int
	for i, m := range v.Members {
		if !m.Removed {
			live = append(live, i)
		}
	}
	return live
}
