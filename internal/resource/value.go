// Package resource holds what a cloud target deploys before it is text: a tree
// of values in which references are visible, and the resources that have them.
//
// It is the common ground of the renderers, which make resources, and of
// everything that looks at them: overrides, rules, comparisons. It knows neither
// target, decides nothing, and depends on nothing.
package resource

import (
	"maps"
	"slices"
	"strconv"
)

// Kind is what a Value is.
type Kind uint8

// The kinds of values.
const (
	Absent Kind = iota // there is no value
	Null
	Bool
	Number
	String
	List
	Map
	Code // an expression of the target's own language; Own has it
)

// Function is an intrinsic function of CloudFormation.
type Function uint8

// The functions.
const (
	None Function = iota
	Ref
	GetAtt
	Sub
	Join
	Select
	Split
	Base64
	GetAZs
	ImportValue
)

// String returns the name of the function in CloudFormation, "" for None.
func (f Function) String() string {
	return [...]string{"", "Ref", "GetAtt", "Sub", "Join", "Select", "Split", "Base64", "GetAZs", "ImportValue"}[f]
}

// Value is a value of a resource's property. The zero Value is absent.
type Value struct {
	Kind Kind
	// Function takes the value as its argument; None: it is the value itself.
	Function Function
	// Inline lists are written on one line where they fit.
	Inline bool
	// Text of a Bool, a Number or a String. Numbers are in their shortest decimal
	// form.
	Text string
	// Members of a Map, in its order, or the items of a List.
	Members []Member
	// Note is a comment at the end of the value's line.
	Note string
	// Own is the target's own form of the value, nil if it has none.
	Own any
}

// Member is one member of a Map, or one item of a List.
type Member struct {
	// Name is "" for an item, and for what the target puts into a map without a
	// name (a spread, a comment); the latter cannot be reached by a path.
	Name  string
	Value Value
	// Remarks are nil for nearly every member.
	Remarks *Remarks
	// Spaced puts a blank line above the member and its comment.
	Spaced bool
	// Removed: an override took the member away. What was there is not in Value.
	Removed bool
}

// Remarks are what is written above a member.
type Remarks struct {
	// Comment is the target's own.
	Comment string
	// Override is the reason of the override that put the member there, or that
	// removed it; "" when none did.
	Override string
}

// Comment returns the comment above the member.
func (m *Member) Comment() string {
	if m.Remarks == nil {
		return ""
	}
	return m.Remarks.Comment
}

// Override returns the reason of the override that put the member there, or that
// removed it, "" when none did.
func (m *Member) Override() string {
	if m.Remarks == nil {
		return ""
	}
	return m.Remarks.Override
}

// Of makes a Value of JSON: nil, a bool, an int, a float64, a string, a []any or
// a map[string]any. Members of maps are sorted by name.
func Of(json any) Value {
	switch v := json.(type) {
	case nil:
		return Value{Kind: Null}
	case bool:
		return Value{Kind: Bool, Text: strconv.FormatBool(v)}
	case int:
		return Value{Kind: Number, Text: strconv.Itoa(v)}
	case float64:
		return Value{Kind: Number, Text: strconv.FormatFloat(v, 'f', -1, 64)}
	case string:
		return Value{Kind: String, Text: v}
	case []any:
		out := Value{Kind: List}
		for _, item := range v {
			out.Members = append(out.Members, Member{Value: Of(item)})
		}
		return out
	case map[string]any:
		out := Value{Kind: Map}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out.Members = append(out.Members, Member{Name: name, Value: Of(v[name])})
		}
		return out
	}
	panic("resource: not a value of JSON")
}

// Container reports whether the value has members that a path can name: it is a
// map or a list, and not the argument of a function.
func (v Value) Container() bool {
	return (v.Kind == Map || v.Kind == List) && v.Function == None
}

// Get returns the value at a path of names and indexes, the zero Value when
// there is none. What an override removed is not there.
func (v Value) Get(path ...string) Value {
	for _, step := range path {
		i := v.Index(step)
		if i < 0 {
			return Value{}
		}
		v = v.Members[i].Value
	}
	return v
}

// Index returns the index in Members of the member that a step of a path names,
// -1 when there is none: a member of a Map by its name, an item of a List by its
// zero-based place among those that are there.
func (v Value) Index(step string) int {
	switch {
	case !v.Container() || step == "":
	case v.Kind == Map:
		return slices.IndexFunc(v.Members, func(m Member) bool { return m.Name == step && !m.Removed })
	default:
		n, err := strconv.Atoi(step)
		if err != nil || strconv.Itoa(n) != step {
			break
		}
		for i, m := range v.Members {
			if m.Removed {
				continue
			}
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

// Present returns the members that no override removed.
func (v Value) Present() []Member {
	if !slices.ContainsFunc(v.Members, func(m Member) bool { return m.Removed }) {
		return v.Members
	}
	return slices.DeleteFunc(slices.Clone(v.Members), func(m Member) bool { return m.Removed })
}

// Clone returns a copy that shares no member with v.
func (v Value) Clone() Value {
	v.Members = slices.Clone(v.Members)
	for i := range v.Members {
		v.Members[i].Value = v.Members[i].Value.Clone()
	}
	return v
}

// Overridden reports whether an override changed something in v.
func (v Value) Overridden() bool {
	return slices.ContainsFunc(v.Members, func(m Member) bool { return m.Override() != "" || m.Value.Overridden() })
}
