package aws

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Value is a literal, a list or map of values, or an intrinsic function. The
// zero Value means "absent".
type Value struct{ tree resource.Value }

// Absent reports whether v is the zero Value.
func (v Value) Absent() bool { return v.tree.Kind == resource.Absent }

// Tree returns the value as what a resource has.
func (v Value) Tree() resource.Value { return v.tree }

// Note returns v with a comment at the end of its line. Only scalars may carry
// one.
func (v Value) Note(comment string) Value {
	v.tree.Note = comment
	return v
}

// Str is a literal string. CloudFormation takes it as it is, except for dynamic
// references ({{resolve:...}}), which no notation escapes.
func Str(s string) Value { return Value{resource.Value{Kind: resource.String, Text: s}} }

// Int is a literal whole number.
func Int(n int) Value { return Value{resource.Of(n)} }

// Float is a literal number in its shortest form: 0.5.
func Float(f float64) Value { return Value{resource.Of(f)} }

// Bool is a literal true or false.
func Bool(b bool) Value { return Value{resource.Of(b)} }

// Strs makes one literal string of each argument.
func Strs(texts ...string) []Value {
	values := make([]Value, len(texts))
	for i, text := range texts {
		values[i] = Str(text)
	}
	return values
}

// List is a list in free-form JSON, or the argument of an intrinsic function.
func List(values ...Value) Value {
	items := make([]resource.Member, len(values))
	for i, v := range values {
		items[i].Value = v.tree
	}
	return Value{resource.Value{Kind: resource.List, Members: items}}
}

// Member is one name and value of a Map.
type Member struct {
	Name  string
	Value Value
}

// Map is a map in free-form JSON, in the given order. Members whose value is
// absent are left out.
func Map(members ...Member) Value {
	m := newObject("")
	for _, member := range members {
		m.value(member.Name, &member.Value)
	}
	return Value{m.tree}
}
