package aws

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// Ref is the value of a parameter or pseudo parameter, or the physical id of a
// resource.
func Ref(logicalID string) Value { return scalar("!Ref", logicalID) }

// Refs makes one Ref of each argument.
func Refs(logicalIDs ...string) []Value {
	values := make([]Value, len(logicalIDs))
	for i, id := range logicalIDs {
		values[i] = Ref(id)
	}
	return values
}

// GetAtt is an attribute of a resource: GetAtt("Database", "Endpoint.Port").
func GetAtt(logicalID, attribute string) Value { return scalar("!GetAtt", logicalID+"."+attribute) }

// Sub is a text in which ${Name} and ${Name.Attribute} stand for what Ref and
// GetAtt give. Text of the user belongs into Join: it may hold "${" itself.
func Sub(template string) Value { return scalar("!Sub", template) }

// Join puts the values together, with nothing between them.
func Join(values ...Value) Value {
	list := List(values...).yaml
	list.Style = yaml.FlowStyle
	return Value{yamldoc.Tagged("!Join", yamldoc.Flow(yamldoc.Str(""), list))}
}

// Select is the list's item at a zero-based index.
func Select(index int, list Value) Value {
	return Value{yamldoc.Tagged("!Select", yamldoc.Flow(yamldoc.Int(index), list.yaml))}
}

// Split cuts a text into a list.
func Split(separator string, text Value) Value {
	return Value{yamldoc.Tagged("!Split", yamldoc.Flow(yamldoc.Str(separator), text.yaml))}
}

// Base64 is a text in the form that EC2 wants for user data.
func Base64(text string) Value { return scalar("!Base64", text) }

// GetAZs are the availability zones of the stack's Region.
func GetAZs() Value { return scalar("!GetAZs", "") }

func scalar(tag, value string) Value { return Value{yamldoc.Tagged(tag, yamldoc.Str(value))} }
