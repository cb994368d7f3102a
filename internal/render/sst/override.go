package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// unknownComponents are the overrides of components that the file does not have.
func (p *program) unknownComponents() []patch.Failure {
	var failures []patch.Failure
	for _, o := range p.app.Overrides {
		if !slices.ContainsFunc(p.made, func(m made) bool { return m.ID == o.Component }) {
			var names []string
			for _, m := range p.made {
				names = append(names, m.ID)
			}
			slices.Sort(names)
			failures = append(failures, patch.Failure{
				Override: o, Component: true, Missing: o.Component, Names: slices.Compact(names),
				Problem: fmt.Sprintf("there is no component %q", o.Component),
			})
		}
	}
	return failures
}

// overridden are the arguments of a component after the user's overrides: for
// each stage those that are for it, in declared order.
func (p *program) overridden(component string, args doc) doc {
	own := slices.DeleteFunc(slices.Clone(p.app.Overrides), func(o stack.Override) bool { return o.Component != component })
	if len(own) == 0 {
		return args
	}
	written := valueOf(args)
	in := func(stage string) resource.Value {
		v := written
		for _, o := range own {
			if o.Stage != "" && o.Stage != stage {
				continue
			}
			after, steps, failure := patch.Apply(v, o)
			if failure != nil {
				p.fail(*failure)
				continue
			}
			v = after
			for _, s := range steps {
				if o.Stage == stage {
					p.changes = append(p.changes, change{s, component, stage})
				}
			}
		}
		return v
	}
	everywhere := in("")
	out := everywhere
	for _, s := range p.stages {
		name := s.Stage.Name
		if !slices.ContainsFunc(own, func(o stack.Override) bool { return o.Stage == name }) {
			continue
		}
		if len(p.stages) == 1 {
			return docOf(in(name))
		}
		_, only := p.where("only"+pascal(name), func(x *stack.Stack) bool { return x == s })
		out = either(only, everywhere, out, in(name))
	}
	return docOf(out)
}

// change is one operation on a component, in one stage or in all.
type change struct {
	patch.Step
	component, stage string
}

// fail notes an override that does not apply, once.
func (p *program) fail(f patch.Failure) {
	same := func(x patch.Failure) bool { return x.Operation.Pos == f.Operation.Pos && x.Problem == f.Problem }
	if !slices.ContainsFunc(p.failures, same) {
		p.failures = append(p.failures, f)
	}
}

// pascal makes a stage's name part of a name in code: "pr-*" becomes "Pr".
func pascal(name string) string {
	var out []byte
	upper := true
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z' && upper:
			out = append(out, c-'a'+'A')
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			out = append(out, c)
		default:
			upper = true
			continue
		}
		upper = false
	}
	return string(out)
}

// valueOf opens the object and array literals of an expression.
func valueOf(d doc) resource.Value {
	switch {
	case d.isUndefined():
		return resource.Value{Kind: resource.Null, Own: d}
	case d.isString():
		return resource.Value{Kind: resource.String, Text: unquote(d.text), Own: d}
	case d.constant != resource.Absent:
		return resource.Value{Kind: d.constant, Text: d.text, Own: d}
	case d.literal == nil:
		return resource.Value{Kind: resource.Code, Own: d}
	case d.literal.props != nil:
		v := resource.Value{Kind: resource.Map, Own: d}
		for _, p := range d.literal.props {
			if p.hidden {
				continue
			}
			m := resource.Member{Name: p.name, Value: resource.Value{Kind: resource.Code, Own: p}}
			if p.name != "" {
				m.Value = valueOf(p.value)
			}
			v.Members = append(v.Members, m)
		}
		return v
	}
	v := resource.Value{Kind: resource.List, Own: d}
	for _, item := range d.literal.items {
		v.Members = append(v.Members, resource.Member{Value: valueOf(item)})
	}
	return v
}

// docOf writes a value; what no override touched stays as it was laid out.
func docOf(v resource.Value) doc {
	if own, ok := v.Own.(doc); ok && !v.Overridden() {
		return own
	}
	switch v.Kind {
	case resource.List:
		var items []doc
		for _, m := range v.Present() {
			item := docOf(m.Value)
			if m.Override() != "" {
				item = join(raw(comment("Overridden: "+m.Override())), hardline, item)
			}
			items = append(items, item)
		}
		return array(items...)
	case resource.Map:
		var props []property
		for _, m := range v.Members {
			props = append(props, propertyOf(m)...)
		}
		return object(props...)
	case resource.String:
		return str(v.Text)
	case resource.Number, resource.Bool:
		return scalar(v.Kind, v.Text)
	case resource.Null:
		return undefined
	}
	panic("sst: a value that is neither an expression nor JSON")
}

// propertyOf is a member of an object, with a comment about its override.
func propertyOf(m resource.Member) []property {
	if m.Removed {
		return []property{note("Overridden, without " + m.Name + ": " + m.Override())}
	}
	own, ok := m.Value.Own.(property)
	if !ok {
		own = prop(m.Name, docOf(m.Value))
	}
	return []property{when(m.Override() != "", note("Overridden: "+m.Override())), own}
}

// either is after in the stages of the condition and others in the rest of them.
// What is in after as it is in base is left to others: a stage has its own
// overrides, and the others may have theirs at the same place.
func either(only condition, base, others, after resource.Value) resource.Value {
	if identical(base, after) {
		return others
	}
	if base.Kind != resource.Map || others.Kind != resource.Map || after.Kind != resource.Map {
		return resource.Value{Kind: resource.Code, Own: choice(only.code(), docOf(after), docOf(others))}
	}
	out := resource.Value{Kind: resource.Map}
	for _, m := range others.Members {
		was, is := base.Get(m.Name), after.Get(m.Name)
		i := slices.IndexFunc(after.Members, func(a resource.Member) bool { return a.Name == m.Name && a.Name != "" })
		switch {
		case i < 0 || m.Removed:
			out.Members = append(out.Members, m) // a spread, or gone in all stages
		case after.Members[i].Removed:
			out.Members = append(out.Members, inSome(after.Members[i].Override(), choice(only.code(), object(), alone(m.Name, m.Value))))
		default:
			if m.Override() == "" {
				m.Remarks = after.Members[i].Remarks
			}
			m.Value = either(only, was, m.Value, is)
			out.Members = append(out.Members, m)
		}
	}
	for _, m := range after.Members {
		if m.Name != "" && !m.Removed && others.Index(m.Name) < 0 {
			out.Members = append(out.Members, inSome(m.Override(), choice(only.code(), alone(m.Name, m.Value), object())))
		}
	}
	return out
}

// inSome is a member that is there in some stages only. It is spread, because a
// variable or a tag cannot be undefined.
func inSome(reason string, choice doc) resource.Member {
	return resource.Member{Value: resource.Value{Kind: resource.Code, Own: property{value: spreadBy(choice)}}, Remarks: &resource.Remarks{Override: reason}}
}

// alone is an object with one property.
func alone(name string, v resource.Value) doc {
	return inline(required(name, docOf(v)))
}

// identical reports whether two values are written alike.
func identical(a, b resource.Value) bool {
	x, y := docOf(a), docOf(b)
	return equal(&x, &y)
}
