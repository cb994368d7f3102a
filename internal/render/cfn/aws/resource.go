package aws

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// Properties is a pointer to one of the generated resource structs.
type Properties interface {
	resourceType() string // "AWS::ECS::Service"
	node() *yaml.Node
}

// Resource is one entry of a template's Resources.
type Resource struct {
	Properties Properties
	// DependsOn are logical ids of resources that must exist first although no
	// property refers to them.
	DependsOn []string
	// DeletionPolicy and UpdateReplacePolicy say what becomes of the data when the
	// resource leaves the stack, or is replaced; "" leaves it to CloudFormation.
	DeletionPolicy, UpdateReplacePolicy Policy
}

// Policy is what CloudFormation does with a resource that it no longer needs.
type Policy string

// The policies. Only some types know Snapshot.
const (
	Delete   Policy = "Delete"
	Retain   Policy = "Retain"
	Snapshot Policy = "Snapshot"
)

// Node returns the resource as it stands under its logical id.
func (r Resource) Node() *yaml.Node {
	m := yamldoc.Map()
	add := func(key string, value *yaml.Node) { yamldoc.Add(m, yamldoc.Entry(key, value)) }
	add("Type", yamldoc.Str(r.Properties.resourceType()))
	switch len(r.DependsOn) {
	case 0:
	case 1:
		add("DependsOn", yamldoc.Str(r.DependsOn[0]))
	default:
		add("DependsOn", List(Strs(r.DependsOn...)...).yaml)
	}
	if r.DeletionPolicy != "" {
		add("DeletionPolicy", yamldoc.Str(string(r.DeletionPolicy)))
	}
	if r.UpdateReplacePolicy != "" {
		add("UpdateReplacePolicy", yamldoc.Str(string(r.UpdateReplacePolicy)))
	}
	if p := r.Properties.node(); len(p.Content) > 0 {
		add("Properties", p)
	}
	return m
}
