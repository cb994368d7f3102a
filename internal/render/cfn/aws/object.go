package aws

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// object collects the properties of one resource or definition in the order of
// the calls. The generated code calls nothing else.
type object struct {
	path string // "AWS::ECS::Service.LoadBalancer", for panics
	yaml *yaml.Node
}

// noder is a pointer to a generated struct.
type noder interface{ node() *yaml.Node }

func newObject(path string) object {
	return object{path, yamldoc.Map()}
}

func (o object) add(property string, node *yaml.Node) {
	yamldoc.Add(o.yaml, yamldoc.Entry(property, node))
}

func (o object) require(property string, present bool) {
	if !present {
		panic("aws: " + o.path + "." + property + " is required")
	}
}

func (o object) value(property string, v Value) {
	if !v.Absent() {
		o.add(property, v.yaml)
	}
}

func (o object) requiredValue(property string, v Value) {
	o.require(property, !v.Absent())
	o.value(property, v)
}

func (o object) values(property string, list []Value) {
	if len(list) > 0 {
		o.add(property, List(list...).yaml)
	}
}

func (o object) requiredValues(property string, list []Value) {
	o.require(property, len(list) > 0)
	o.values(property, list)
}

func (o object) tags(property string, t Tags) {
	if t.yaml != nil {
		o.add(property, t.yaml)
	}
}

func structure[T any, P interface {
	*T
	noder
}](o object, property string, p P) {
	if p != nil {
		o.add(property, p.node())
	}
}

func requiredStructure[T any, P interface {
	*T
	noder
}](o object, property string, p P) {
	o.require(property, p != nil)
	structure(o, property, p)
}

func structures[P noder](o object, property string, list []P) {
	if len(list) == 0 {
		return
	}
	items := make([]*yaml.Node, len(list))
	for i, p := range list {
		items[i] = p.node()
	}
	o.add(property, yamldoc.Seq(items...))
}

func requiredStructures[P noder](o object, property string, list []P) {
	o.require(property, len(list) > 0)
	structures(o, property, list)
}
