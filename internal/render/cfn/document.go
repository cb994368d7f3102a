package cfn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Document is the template of one stage before it is text.
type Document struct {
	template *template
	tree     resource.Value // the whole template, overrides applied
	steps    []patch.Step
	failures []patch.Failure
}

// New makes the template of one stage. The path is where it will be, relative to
// the project's root; its header names it.
//
// Text of the user may hold anything but a dynamic reference ({{resolve:...}}),
// which CloudFormation knows no way to quote: resolve refuses it, and New
// panics.
func New(s *stack.Stack, path string) *Document {
	t := newTemplate(s, path)
	d := &Document{template: t, tree: t.tree()}
	for _, o := range s.Overrides {
		after, steps, failure := patch.Apply(d.tree, o)
		if failure != nil {
			d.failures = append(d.failures, *failure)
			continue
		}
		d.tree = after
		d.steps = append(d.steps, steps...)
	}
	return d
}

// Failures returns the overrides that do not apply; they have changed nothing.
func (d *Document) Failures() []patch.Failure { return d.failures }

// Tree returns the whole template: "Resources", "Parameters", "Outputs" and so
// on are its members.
func (d *Document) Tree() resource.Value { return d.tree }

// Resources returns the template's resources in their order. What an override
// added belongs to no part.
func (d *Document) Resources() []resource.Resource {
	if len(d.steps) == 0 {
		return d.template.resources
	}
	return d.template.resourcesIn(d.tree)
}

// Changes returns what the operations of the overrides do to the resources.
func (d *Document) Changes() []patch.Change {
	var out []patch.Change
	for _, s := range d.steps {
		out = append(out, patch.Change{
			Operation: s.Operation, Stage: d.template.Stage.Name,
			Before: d.template.resourcesIn(s.Before), After: d.template.resourcesIn(s.After),
		})
	}
	return out
}

// resourcesIn reads the resources back from a tree of the template.
func (t *template) resourcesIn(tree resource.Value) []resource.Resource {
	var out []resource.Resource
	for _, m := range tree.Get("Resources").Present() {
		r := resource.Resource{
			ID: m.Name, Type: m.Value.Get("Type").Text, Properties: m.Value.Get("Properties"),
			Keep: resource.Keep(m.Value.Get("DeletionPolicy").Text), Replaced: resource.Keep(m.Value.Get("UpdateReplacePolicy").Text),
		}
		switch on := m.Value.Get("DependsOn"); on.Kind {
		case resource.String:
			r.DependsOn = []string{on.Text}
		case resource.List:
			for _, item := range on.Present() {
				r.DependsOn = append(r.DependsOn, item.Value.Text)
			}
		}
		if i := slices.IndexFunc(t.resources, func(x resource.Resource) bool { return x.ID == r.ID }); i >= 0 {
			r.Part, r.HoldsData = t.resources[i].Part, t.resources[i].HoldsData
		}
		out = append(out, r)
	}
	return out
}

// bodyLimit is the size in bytes up to which CloudFormation takes a template
// directly; a larger one goes through a bucket.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const bodyLimit = 51_200

// Bytes returns the template as YAML, with LF line ends.
func (d *Document) Bytes() []byte {
	file := yamldoc.Marshal(d.template.header(false), d.tree)
	if len(file) > bodyLimit {
		file = yamldoc.Marshal(d.template.header(true), d.tree)
	}
	return file
}

// tree puts the sections of the template together.
func (t *template) tree() resource.Value {
	resources := make([]resource.Member, len(t.resources))
	for i, r := range t.resources {
		resources[i] = resource.Member{Name: r.ID, Value: entry(r), Spaced: true}
		if heading := t.headings[i]; heading != "" {
			resources[i].Remarks = &resource.Remarks{Comment: heading}
		}
	}
	section := func(name string, members []resource.Member) resource.Member {
		return resource.Member{Name: name, Value: resource.Value{Kind: resource.Map, Members: members}, Spaced: true}
	}
	members := []resource.Member{
		{Name: "AWSTemplateFormatVersion", Value: resource.Of("2010-09-09")},
		{Name: "Description", Value: resource.Of("Pylon app " + t.App + ", stage " + t.Stage.Name)},
	}
	if len(t.parameters) > 0 {
		members = append(members,
			resource.Member{Name: "Metadata", Value: t.metadata().Tree(), Spaced: true},
			section("Parameters", t.parameters))
	}
	return resource.Value{Kind: resource.Map, Members: append(members,
		section("Resources", resources),
		section("Outputs", t.outputs),
	)}
}

// entry is a resource as it is under its logical id.
func entry(r resource.Resource) resource.Value {
	policy := func(k resource.Keep) aws.Value {
		if k == resource.Unsaid {
			return aws.Value{}
		}
		return aws.Str(string(k))
	}
	v := aws.Map(
		aws.Member{Name: "Type", Value: aws.Str(r.Type)},
		aws.Member{Name: "DependsOn", Value: oneOrMore(aws.Strs(r.DependsOn...))},
		aws.Member{Name: "DeletionPolicy", Value: policy(r.Keep)},
		aws.Member{Name: "UpdateReplacePolicy", Value: policy(r.Replaced)},
	).Tree()
	if len(r.Properties.Members) > 0 {
		v.Members = append(v.Members, resource.Member{Name: "Properties", Value: r.Properties})
	}
	return v
}

// overrides lists what the user's overrides do, a line each, for the header.
func (t *template) overrides() string {
	var lines strings.Builder
	for _, o := range t.Overrides {
		for _, op := range o.Patch {
			if op.Op != "test" {
				fmt.Fprintf(&lines, "Overridden: %s %s: %s\n", op.Op, op.Path, o.Reason)
			}
		}
	}
	return lines.String()
}
