// Package template resolves CloudFormation templates the way CloudFormation
// does, as far as that can be done without an account, and notes every
// reference that leads nowhere or to something of the wrong kind.
//
// What only AWS decides is in angle brackets: <Vpc> is what Ref returns for a
// resource, <Database.Endpoint.Port> what GetAtt returns.
package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// Deployment is what a deployment adds to a template.
type Deployment struct {
	StackName, Region, Account string
	// Parameters are those without a default, or whose default is not used.
	Parameters map[string]string
	// Imports are what other stacks export, by name.
	Imports map[string]string
}

// Template is a template in one deployment.
type Template struct {
	// Resources have their properties as inputs and their logical ids as names.
	Resources []consumer.Resource
	// Policies are the attributes of resources alongside the properties.
	Policies map[string]Policies
	Outputs  map[string]any
	// Parameters are the values of all parameters.
	Parameters map[string]string
	// Faults are the references that lead nowhere, or to the wrong thing.
	Faults []string
}

// Policies are what becomes of a resource that is no longer needed; "" leaves it
// to CloudFormation.
type Policies struct{ Deletion, UpdateReplace string }

// Resolve reads a template and fills in what the deployment knows. The error is
// about a file that is not a template at all.
func Resolve(text []byte, d Deployment) (*Template, error) {
	var file yaml.Node
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	if len(file.Content) != 1 || file.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("this is not a template")
	}
	return ResolveNode(file.Content[0], d), nil
}

// ResolveNode is Resolve for a template that is parsed already; it changes
// nothing of it.
func ResolveNode(root *yaml.Node, d Deployment) *Template {
	r := &resolver{
		Template: Template{Policies: map[string]Policies{}, Outputs: map[string]any{}, Parameters: map[string]string{}},
		types:    map[string]string{}, uses: map[string][]string{}, deployment: d,
	}
	r.parameters(Member(root, "Parameters"))
	resources := Member(root, "Resources")
	each(resources, func(id string, resource *yaml.Node) {
		if r.types[id] != "" {
			r.fault(resource, "%s stands twice", id)
		}
		r.types[id] = literal(Member(resource, "Type"))
	})
	each(resources, r.resource)
	each(Member(root, "Outputs"), func(id string, output *yaml.Node) {
		r.described(id, output)
		r.Outputs[id] = r.value(Member(output, "Value"))
	})
	r.circles()
	r.kinds()
	r.required()
	r.dynamicReferences()
	return &r.Template
}

type resolver struct {
	Template
	deployment Deployment
	types      map[string]string   // of resources, by logical id
	uses       map[string][]string // logical ids that a resource waits for
	current    string              // the resource in hand
}

func (r *resolver) fault(n *yaml.Node, format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf("line %d: %s", n.Line, fmt.Sprintf(format, args...)))
}

// parameters takes the given values and the defaults, and holds them against
// the allowed patterns.
func (r *resolver) parameters(section *yaml.Node) {
	each(section, func(id string, p *yaml.Node) {
		pattern := literal(Member(p, "AllowedPattern"))
		switch typ := literal(Member(p, "Type")); {
		case !slices.Contains([]string{"String", "Number", "AWS::Route53::HostedZone::Id", "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"}, typ):
			r.fault(p, "%s is a %q", id, typ)
		case typ == "String" && (pattern == "" || literal(Member(p, "ConstraintDescription")) == ""):
			r.fault(p, "%s takes any text, or does not say what it takes", id)
		}
		r.described(id, p)
		value, given := r.deployment.Parameters[id]
		if !given {
			preset := Member(p, "Default")
			if preset == nil {
				r.fault(p, "the parameter %s is not set", id)
				return
			}
			value = preset.Value
		}
		if pattern != "" {
			// CloudFormation's patterns are Java's, which know more than Go's.
			expression, err := regexp.Compile("^(?:" + strings.ReplaceAll(pattern, "(?!.*:latest$)", "") + ")$")
			if err != nil {
				r.fault(p, "%s: %v", id, err)
			} else if !expression.MatchString(value) {
				r.fault(p, "%s does not take %q", id, value)
			}
		}
		r.Parameters[id] = value
	})
}

// described notes a parameter or an output that people are left alone with.
func (r *resolver) described(id string, n *yaml.Node) {
	if literal(Member(n, "Description")) == "" {
		r.fault(n, "%s is not described", id)
	}
}

func (r *resolver) resource(id string, n *yaml.Node) {
	r.current = id
	defer func() { r.current = "" }()
	resource := consumer.Resource{Name: id, Type: r.types[id], Custom: true}
	if properties, ok := r.value(Member(n, "Properties")).(map[string]any); ok {
		resource.Inputs = properties
	}
	for _, other := range list(Member(n, "DependsOn")) {
		if r.types[other.Value] == "" {
			r.fault(other, "%s waits for %s, which is not there", id, other.Value)
			continue
		}
		resource.DependsOn = append(resource.DependsOn, other.Value)
		r.uses[id] = append(r.uses[id], other.Value)
	}
	r.Policies[id] = Policies{literal(Member(n, "DeletionPolicy")), literal(Member(n, "UpdateReplacePolicy"))}
	each(n, func(key string, value *yaml.Node) {
		if !slices.Contains([]string{"Type", "Properties", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy"}, key) {
			r.fault(value, "%s has the attribute %s", id, key)
		}
	})
	r.Resources = append(r.Resources, resource)
}

// circles notes resources that wait for each other.
func (r *resolver) circles() {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(id string, way []string)
	visit = func(id string, way []string) {
		switch state[id] {
		case open:
			r.Faults = append(r.Faults, "a circle of references: "+strings.Join(append(way, id), " -> "))
			return
		case done:
			return
		}
		state[id] = open
		for _, other := range r.uses[id] {
			visit(other, append(way, id))
		}
		state[id] = done
	}
	for _, resource := range r.Resources {
		visit(resource.Name, nil)
	}
}

// Member is the value at a key of a mapping, nil where there is none.
func Member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func each(n *yaml.Node, visit func(key string, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i < len(n.Content); i += 2 {
		visit(n.Content[i].Value, n.Content[i+1])
	}
}

// list are the members of a list, or the one thing in its place.
func list(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	}
	return []*yaml.Node{n}
}

// literal is a literal's text, "" for nil.
func literal(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}
