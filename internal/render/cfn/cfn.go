package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// template is a template in the making. Its methods, one per part of the stack
// and each in the file of that part's name, add parameters, resources and
// outputs in the order in which a reader meets them.
type template struct {
	*stack.Stack
	path       string
	tags       aws.Tags
	parameters []resource.Member
	groups     []group
	required   []string // parameters without a default
	part       resource.Part
	heading    string // comment above the next resource
	headings   []string
	resources  []resource.Resource
	outputs    []resource.Member
}

// parts are the parts of a template in their order; a stage may lack some.
var parts = []struct {
	part resource.Part
	add  func(*template)
}{
	{resource.Network, (*template).network},
	{resource.Firewall, (*template).firewall},
	{resource.Network, (*template).endpoints},
	{resource.Key, (*template).key},
	{resource.AccessLogs, (*template).accessLogBucket},
	{resource.FlowLog, (*template).flowLog},
	{resource.FileSystem, (*template).filesystem},
	{resource.Database, (*template).database},
	{resource.Uploads, (*template).bucket},
	{resource.Cache, (*template).cache},
	{resource.Secrets, (*template).secrets},
	{resource.Domain, (*template).domain},
	{resource.Balancer, (*template).balancer},
	{resource.WebACL, (*template).webACL},
	{resource.Domain, (*template).records},
	{resource.CDN, (*template).cdn},
	{resource.Task, (*template).task},
	{resource.Roles, (*template).roles},
	{resource.Service, (*template).service},
	{resource.Scaling, (*template).scaling},
	{resource.Alarms, (*template).alarms},
}

func newTemplate(s *stack.Stack, path string) *template {
	t := &template{Stack: s, path: path}
	t.tags = t.allTags()
	t.deploymentParameters()
	for _, p := range parts {
		t.part = p.part
		p.add(t)
	}
	t.urls()
	t.exports()
	return t
}

// section puts a comment above the next resource.
func (t *template) section(comment string) { t.heading = comment }

// add appends a resource of the part that is being written: r says what is
// special about it, p are its properties.
func (t *template) add(r resource.Resource, p aws.Properties) {
	r.Part, r.Type, r.Properties = t.part, aws.TypeOf(p), aws.Tree(p)
	t.resources = append(t.resources, r)
	t.headings = append(t.headings, t.heading)
	t.heading = ""
}

// plain appends a resource that neither waits for others nor holds data.
func (t *template) plain(id string, p aws.Properties) { t.add(resource.Resource{ID: id}, p) }

// data appends a resource that holds data: kept when the stage retains its
// data, gone with the stage otherwise.
func (t *template) data(id string, p aws.Properties) { t.dataKept(id, p, resource.Retain) }

// dataKept is data with the policy that keeps it.
func (t *template) dataKept(id string, p aws.Properties, keep resource.Keep) {
	if !t.Retain {
		keep = resource.Delete
	}
	t.add(resource.Resource{ID: id, Keep: keep, Replaced: keep, HoldsData: true}, p)
}

// output appends an output: what an operator needs next, never a secret value.
func (t *template) output(id, description string, value aws.Value) {
	t.export(id, description, value, aws.Value{})
}

// export appends an output with what other stacks import it by; absent: none
// does.
func (t *template) export(id, description string, value, export aws.Value) {
	t.outputs = append(t.outputs, resource.Member{Name: id, Value: aws.Map(
		aws.Member{Name: "Description", Value: aws.Str(description)},
		aws.Member{Name: "Value", Value: value},
		aws.Member{Name: "Export", Value: export},
	).Tree()})
}
