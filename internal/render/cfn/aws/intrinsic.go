package aws

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Ref is the value of a parameter or pseudo parameter, or the physical id of a
// resource.
func Ref(logicalID string) Value { return Str(logicalID).in(resource.Ref) }

// Refs makes one Ref of each argument.
func Refs(logicalIDs ...string) []Value {
	values := make([]Value, len(logicalIDs))
	for i, id := range logicalIDs {
		values[i] = Ref(id)
	}
	return values
}

// GetAtt is an attribute of a resource: GetAtt("Database", "Endpoint.Port").
func GetAtt(logicalID, attribute string) Value {
	return Str(logicalID + "." + attribute).in(resource.GetAtt)
}

// Sub is a text in which ${Name} and ${Name.Attribute} stand for what Ref and
// GetAtt return. Text of the user belongs into Join: it may hold "${" itself.
func Sub(template string) Value { return Str(template).in(resource.Sub) }

// Join puts the values together, with nothing between them.
func Join(values ...Value) Value { return inline(Str(""), inline(values...)).in(resource.Join) }

// Select is the list's item at a zero-based index.
func Select(index int, list Value) Value { return inline(Int(index), list).in(resource.Select) }

// Split cuts a text into a list.
func Split(separator string, text Value) Value {
	return inline(Str(separator), text).in(resource.Split)
}

// Base64 is a text in the form that EC2 wants for user data.
func Base64(text string) Value { return Str(text).in(resource.Base64) }

// GetAZs are the availability zones of the stack's Region.
func GetAZs() Value { return Str("").in(resource.GetAZs) }

// ImportValue is what another stack of the account and Region exports.
func ImportValue(name string) Value { return Str(name).in(resource.ImportValue) }

// in is the result of an intrinsic function with the argument v.
func (v Value) in(function resource.Function) Value {
	v.tree.Function = function
	return v
}

// inline is a list on one line.
func inline(values ...Value) Value {
	list := List(values...)
	list.tree.Inline = true
	return list
}
