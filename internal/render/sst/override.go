package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// overridden are the patches that the user wants, and what became of them.
type overridden struct {
	wanted     []stack.Override
	components []string
	failures   []patch.Failure
}

// result are the patches that do not apply, those of unknown components too.
func (o *overridden) result() []patch.Failure {
	for _, w := range o.wanted {
		if !slices.Contains(o.components, w.Component) {
			o.failures = append(o.failures, patch.Failure{
				Override: w, Component: true, Missing: w.Component, Names: slices.Sorted(slices.Values(o.components)),
				Problem: fmt.Sprintf("there is no component %q", w.Component),
			})
		}
	}
	return o.failures
}

// make is new class(name, args, opts...) with the overrides of that name.
func (f fold) make(class, name string, args doc, opts ...doc) doc {
	o := &f.table.overridden
	o.components = append(o.components, name)
	for _, w := range o.wanted {
		if w.Component == name {
			args = f.override(args, w)
		}
	}
	return call("new "+class, append([]doc{str(name), args}, opts...)...)
}

// override gives the arguments as w wants them, in the stages that it is for.
func (f fold) override(args doc, w stack.Override) doc {
	before := valueOf(args)
	after, failure := patch.Apply(before, w)
	if failure != nil {
		f.table.overridden.failures = append(f.table.overridden.failures, *failure)
		return args
	}
	if w.Stage != "" && len(f.table.stages) > 1 {
		flag := "only" + pascal(w.Stage)
		all := fold{table: f.table, stages: f.table.stages}
		_, condition := all.where(flag, func(s *stack.Stack) bool { return s.Stage.Name == w.Stage })
		after = where(condition, before, after)
	}
	return docOf(after)
}

// pascal makes a stage's name part of a name in code: "pr-*" gives "Pr".
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
	case d.kind == textDoc && d.constant.Kind != resource.Absent:
		v := d.constant
		v.Own = d
		return v
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
			if m.Override != "" {
				item = join(text(comment("Overridden: "+m.Override)), hardline, item)
			}
			items = append(items, item)
		}
		return array(items...)
	case resource.Map:
		var props []property
		for _, m := range v.Members {
			own, isProperty := m.Value.Own.(property)
			switch {
			case m.Removed:
				props = append(props, note("Overridden, without "+m.Name+": "+m.Override))
				continue
			case m.Override != "":
				props = append(props, note("Overridden: "+m.Override))
			}
			if isProperty {
				props = append(props, own)
				continue
			}
			props = append(props, prop(m.Name, docOf(m.Value)))
		}
		return object(props...)
	}
	return scalarOf(v)
}

// where is after in the stages of the condition and before in the others.
func where(condition string, before, after resource.Value) resource.Value {
	either := func(yes, no doc) resource.Value {
		return resource.Value{Kind: resource.Code, Own: choice(condition, yes, no)}
	}
	if after.Kind != resource.Map || before.Kind != resource.Map {
		return either(docOf(after), docOf(before))
	}
	out := resource.Value{Kind: resource.Map}
	for _, m := range after.Members {
		i := slices.IndexFunc(before.Members, func(b resource.Member) bool { return b.Name == m.Name && m.Name != "" })
		switch {
		case m.Removed && i >= 0:
			m.Value, m.Removed = either(text("undefined"), docOf(before.Members[i].Value)), false
		case m.Removed:
			continue // it was never there
		case m.Override != "" && i < 0:
			m.Value = either(docOf(m.Value), text("undefined"))
		case m.Override != "" || m.Value.Overridden():
			m.Value = where(condition, before.Members[i].Value, m.Value)
		}
		out.Members = append(out.Members, m)
	}
	return out
}

// scalarOf writes a scalar of JSON.
func scalarOf(v resource.Value) doc {
	switch v.Kind {
	case resource.String:
		return str(v.Text)
	case resource.Number, resource.Bool:
		return constant(v)
	case resource.Null:
		return text("undefined")
	}
	panic("sst: a value that is neither an expression nor JSON")
}
