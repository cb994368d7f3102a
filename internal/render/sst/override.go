package sst

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
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
	after, failure := patch.Apply(before, w, func(leaf, scalar any) bool {
		d, ok := leaf.(doc)
		return ok && d.kind == textDoc && d.text == scalarOf(scalar).text
	})
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
func valueOf(d doc) patch.Value {
	v := patch.Value{Leaf: d}
	switch {
	case d.literal == nil:
	case d.literal.props != nil:
		v.Kind = patch.Object
		for _, p := range d.literal.props {
			if p.hidden {
				continue
			}
			m := patch.Member{Name: p.name, Value: patch.Value{Leaf: p}}
			if p.name != "" {
				m.Value = valueOf(p.value)
			}
			v.Members = append(v.Members, m)
		}
	default:
		v.Kind = patch.Array
		for _, item := range d.literal.items {
			v.Members = append(v.Members, patch.Member{Value: valueOf(item)})
		}
	}
	return v
}

// docOf writes a value; what no override touched stays as it was laid out.
func docOf(v patch.Value) doc {
	switch leaf := v.Leaf.(type) {
	case patch.Literal:
		return scalarOf(leaf.Value)
	case doc:
		if v.Kind == patch.Leaf || !touched(v) {
			return leaf
		}
	}
	if v.Kind == patch.Array {
		var items []doc
		for _, m := range v.Members {
			switch item := docOf(m.Value); {
			case m.Removed:
			case m.Note != "":
				items = append(items, join(text(comment("Overridden: "+m.Note)), hardline, item))
			default:
				items = append(items, item)
			}
		}
		return array(items...)
	}
	var props []property
	for _, m := range v.Members {
		own, isProperty := m.Value.Leaf.(property)
		switch {
		case m.Removed:
			props = append(props, note("Overridden, without "+m.Name+": "+m.Note))
			continue
		case m.Note != "":
			props = append(props, note("Overridden: "+m.Note))
		}
		if isProperty {
			props = append(props, own)
			continue
		}
		props = append(props, prop(m.Name, docOf(m.Value)))
	}
	return object(props...)
}

// touched says whether an override changed v.
func touched(v patch.Value) bool {
	return slices.ContainsFunc(v.Members, func(m patch.Member) bool {
		return m.Note != "" || touched(m.Value)
	})
}

// where is after in the stages of the condition and before in the others.
func where(condition string, before, after patch.Value) patch.Value {
	either := func(yes, no doc) patch.Value {
		return patch.Value{Leaf: choice(condition, yes, no)}
	}
	if after.Kind != patch.Object || before.Kind != patch.Object {
		return either(docOf(after), docOf(before))
	}
	out := patch.Value{Kind: patch.Object}
	for _, m := range after.Members {
		i := slices.IndexFunc(before.Members, func(b patch.Member) bool { return b.Name == m.Name && m.Name != "" })
		switch {
		case m.Removed && i >= 0:
			m.Value, m.Removed = either(text("undefined"), docOf(before.Members[i].Value)), false
		case m.Removed:
			continue // it was never there
		case m.Note != "" && i < 0:
			m.Value = either(docOf(m.Value), text("undefined"))
		case m.Note != "" || touched(m.Value):
			m.Value = where(condition, before.Members[i].Value, m.Value)
		}
		out.Members = append(out.Members, m)
	}
	return out
}

// scalarOf writes a scalar of JSON.
func scalarOf(v any) doc {
	switch v := v.(type) {
	case string:
		return str(v)
	case bool:
		return boolean(v)
	case int:
		return num(v)
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			break
		}
		return text(strconv.FormatFloat(v, 'f', -1, 64))
	case nil:
		return text("undefined")
	}
	panic(fmt.Sprintf("sst: %T is no scalar of JSON", v))
}
