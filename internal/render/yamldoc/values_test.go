package yamldoc

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Float is a number: 0.5, or 2 for 2.0.
func Float(f float64) resource.Value { return resource.Of(f) }

// Bool is true or false.
func Bool(b bool) resource.Value { return resource.Of(b) }

// Tagged is the argument of a function of CloudFormation.
func Tagged(function resource.Function, v resource.Value) resource.Value {
	v.Function = function
	return v
}
