package aws

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Properties is a pointer to one of the generated resource structs.
type Properties interface {
	valuer
	resourceType() string
}

// TypeOf returns the type of the resource that has the properties:
// "AWS::ECS::Service".
func TypeOf(p Properties) string { return p.resourceType() }

// Tree returns the properties as what a resource has.
func Tree(p Properties) resource.Value { return p.value() }
