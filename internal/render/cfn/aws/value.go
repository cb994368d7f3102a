package aws

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// Value is a literal, a list or map of values, or an intrinsic function. The
// zero Value means "absent".
type Value struct{ yaml *yaml.Node }

// Absent says whether v is the zero Value.
func (v Value) Absent() bool { return v.yaml == nil }

// Node returns the value's node, nil for the zero Value.
func (v Value) Node() *yaml.Node { return v.yaml }

// Note returns v with a comment at the end of its line. Only scalars may carry
// one.
func (v Value) Note(comment string) Value {
	if comment == "" {
		return v
	}
	noted := *v.yaml
	return Value{yamldoc.LineComment(&noted, comment)}
}

// Str is a literal string. CloudFormation takes it as it is, except for dynamic
// references ({{resolve:...}}), which no notation escapes.
func Str(s string) Value { return Value{yamldoc.Str(s)} }

// Int is a literal whole number.
func Int(n int) Value { return Value{yamldoc.Int(n)} }

// Float is a literal number in its shortest form: 0.5.
func Float(f float64) Value { return Value{yamldoc.Float(f)} }

// Bool is a literal true or false.
func Bool(b bool) Value { return Value{yamldoc.Bool(b)} }

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
	items := make([]*yaml.Node, len(values))
	for i, v := range values {
		items[i] = v.yaml
	}
	return Value{yamldoc.Seq(items...)}
}

// Member is one name and value of a Map.
type Member struct {
	Name  string
	Value Value
}

// Map is a map in free-form JSON, in the given order. Members whose value is
// absent are left out.
func Map(members ...Member) Value {
	m := yamldoc.Map()
	for _, member := range members {
		if !member.Value.Absent() {
			yamldoc.Add(m, yamldoc.Entry(member.Name, member.Value.yaml))
		}
	}
	return Value{m}
}
