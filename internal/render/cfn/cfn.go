package cfn

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Render returns the template of one stage, and the overrides that do not apply
// to it. The path is where the template will stand, relative to the project's
// root; its header names it.
//
// Text of the user may hold anything but a dynamic reference ({{resolve:...}}),
// which CloudFormation knows no way to quote: resolve refuses it, and Render
// panics.
func Render(s *stack.Stack, path string) ([]byte, []patch.Failure) {
	t := newTemplate(s)
	t.path = path
	t.deploymentParameters()
	t.network()
	t.firewall()
	t.key()
	t.accessLogBucket()
	t.flowLog()
	if s.Shape == stack.SingleReplica {
		t.filesystem()
	} else {
		t.database()
		t.bucket()
	}
	t.cache()
	t.secrets()
	t.domain()
	t.balancer()
	t.webACL()
	t.records()
	t.cdn()
	t.task()
	t.roles()
	t.service()
	t.scaling()
	t.alarms()
	t.urls()
	document, failures := t.overridden(t.document(false))
	file := yamldoc.Marshal(document)
	if len(file) > bodyLimit {
		document, failures = t.overridden(t.document(true))
		file = yamldoc.Marshal(document)
	}
	return file, failures
}

// bodyLimit is the size in bytes up to which CloudFormation takes a template
// directly; a larger one goes through a bucket.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const bodyLimit = 51_200

// template is a template in the making. Its methods, one per part of the stack
// and each in the file of that part's name, add parameters, resources and
// outputs in the order in which a reader meets them.
type template struct {
	*stack.Stack
	path       string
	tags       aws.Tags
	parameters *yaml.Node
	groups     []group
	required   []string // parameters without a default
	resources  *yaml.Node
	outputs    *yaml.Node
	heading    string // comment above the next resource
}

func newTemplate(s *stack.Stack) *template {
	t := &template{Stack: s, parameters: yamldoc.Map(), resources: yamldoc.Map(), outputs: yamldoc.Map()}
	t.tags = t.allTags()
	return t
}

// document puts the sections together. viaBucket says that the template is too
// large to be deployed without a bucket.
func (t *template) document(viaBucket bool) *yaml.Node {
	document := yamldoc.Map(
		yamldoc.Entry("AWSTemplateFormatVersion", yamldoc.Str("2010-09-09")),
		yamldoc.Entry("Description", yamldoc.Str("Pylon app "+t.App+", stage "+t.Stage.Name)),
		yamldoc.Entry("Metadata", t.metadata()).Spaced(),
		yamldoc.Entry("Parameters", t.parameters).Spaced(),
		yamldoc.Entry("Resources", t.resources).Spaced(),
		yamldoc.Entry("Outputs", t.outputs).Spaced(),
	)
	return yamldoc.Comment(document, t.header(viaBucket))
}

// section puts a comment above the next resource.
func (t *template) section(comment string) { t.heading = comment }

// add appends a resource.
func (t *template) add(id string, r aws.Resource) {
	entry := yamldoc.Entry(id, r.Node())
	if t.heading != "" {
		entry, t.heading = entry.Comment(t.heading), ""
	}
	if len(t.resources.Content) > 0 {
		entry = entry.Spaced()
	}
	yamldoc.Add(t.resources, entry)
}

// plain appends a resource that neither waits for others nor holds data.
func (t *template) plain(id string, p aws.Properties) { t.add(id, aws.Resource{Properties: p}) }

// data appends a resource that holds data: kept when the stage retains its
// data, gone with the stage otherwise.
func (t *template) data(id string, p aws.Properties) { t.dataKept(id, p, aws.Retain) }

// dataKept is data with the policy that keeps it.
func (t *template) dataKept(id string, p aws.Properties, keep aws.Policy) {
	policy := aws.Delete
	if t.Retain {
		policy = keep
	}
	t.add(id, aws.Resource{Properties: p, DeletionPolicy: policy, UpdateReplacePolicy: policy})
}

// output appends an output: what an operator needs next, never a secret value.
func (t *template) output(id, description string, value aws.Value) {
	yamldoc.Add(t.outputs, yamldoc.Entry(id, yamldoc.Map(
		yamldoc.Entry("Description", yamldoc.Str(description)),
		yamldoc.Entry("Value", value.Node()),
	)))
}
