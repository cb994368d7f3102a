package aws

import "github.com/pylon-gen/pylon-gen/internal/resource"

// object collects the properties of one resource or definition in the order of
// the calls. The generated code calls nothing else.
type object struct {
	path string // "AWS::ECS::Service.LoadBalancer", for panics
	tree resource.Value
}

// valuer is a pointer to a generated struct.
type valuer interface{ value() resource.Value }

func newObject(path string) *object {
	const usual = 4 // properties of a resource; growing from one would copy them often
	return &object{path, resource.Value{Kind: resource.Map, Members: make([]resource.Member, 0, usual)}}
}

// add is not inlined: it is called two thousand times in this package, and
// copies a large struct.
//
//go:noinline
func (o *object) add(property string, v *resource.Value) {
	o.tree.Members = append(o.tree.Members, resource.Member{Name: property, Value: *v})
}

func (o *object) require(property string, present bool) {
	if !present {
		panic("aws: " + o.path + "." + property + " is required")
	}
}

func (o *object) value(property string, v *Value) {
	if v.tree.Kind != resource.Absent {
		o.add(property, &v.tree)
	}
}

func (o *object) requiredValue(property string, v *Value) {
	o.require(property, v.tree.Kind != resource.Absent)
	o.value(property, v)
}

func (o *object) values(property string, list []Value) {
	if len(list) > 0 {
		v := List(list...)
		o.add(property, &v.tree)
	}
}

func (o *object) requiredValues(property string, list []Value) {
	o.require(property, len(list) > 0)
	o.values(property, list)
}

func (o *object) tags(property string, t *Tags) {
	if t.tree.Kind != resource.Absent {
		o.add(property, &t.tree)
	}
}

func structure[T any, P interface {
	*T
	valuer
}](o *object, property string, p P) {
	if p != nil {
		v := p.value()
		o.add(property, &v)
	}
}

func requiredStructure[T any, P interface {
	*T
	valuer
}](o *object, property string, p P) {
	o.require(property, p != nil)
	structure(o, property, p)
}

func structures[P valuer](o *object, property string, list []P) {
	if len(list) == 0 {
		return
	}
	items := make([]resource.Member, len(list))
	for i, p := range list {
		items[i].Value = p.value()
	}
	o.add(property, &resource.Value{Kind: resource.List, Members: items})
}

func requiredStructures[P valuer](o *object, property string, list []P) {
	o.require(property, len(list) > 0)
	structures(o, property, list)
}
