package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// make is new class(name, args, opts...), with the user's overrides of the
// component or resource of that name. Everything that the file deploys is made
// here.
func (p *program) make(class, name string, args doc, opts ...doc) doc {
	return p.makeNamed(class, name, str(name), args, opts...)
}

// makeNamed is make for a name that is an expression, where a loop or a function
// makes several resources.
func (p *program) makeNamed(class, id string, name, args doc, opts ...doc) doc {
	args = p.overridden(id, args)
	r := resource.Resource{ID: id, Type: class, Part: p.current, HoldsData: holdsData(class)}
	if r.HoldsData {
		r.Keep = p.keeps()
		if class == "sst.aws.Redis" && r.Keep == resource.Retain {
			r.Keep = resource.Snapshot
		}
		r.Replaced = r.Keep
	}
	p.made = append(p.made, made{r, args})
	arguments := []doc{name}
	if !isNothing(args) {
		arguments = append(arguments, args)
	}
	d := call("new "+class, append(arguments, opts...)...)
	d.setMakes(id)
	return d
}

// made is a resource and its arguments.
type made struct {
	resource.Resource
	args doc
}

// with is the resource with other arguments.
func (m made) with(args resource.Value) resource.Resource {
	r := m.Resource
	r.Properties = args
	return r
}

// nothing are the arguments of a resource that has none.
var nothing = doc{}

func isNothing(d doc) bool { return d.kind == textDoc && d.text == "" }

// dataClasses are the classes of what is lost with the resource and cannot be
// made again.
var dataClasses = []string{
	"sst.aws.Aurora", "sst.aws.Bucket", "sst.aws.Efs", "sst.aws.Redis",
	"aws.kms.Key", "aws.cloudwatch.LogGroup", "aws.secretsmanager.Secret",
}

func holdsData(class string) bool { return slices.Contains(dataClasses, class) }

// keeps reports what becomes of data that leaves the stack: removal "retain" of the
// app, and retainOnDelete of resources, keep it. It is not said where stages
// differ.
func (p *program) keeps() resource.Keep {
	switch retain := p.retain(); {
	case retain.is(true):
		return resource.Retain
	case retain.is(false):
		return resource.Delete
	}
	return resource.Unsaid
}
