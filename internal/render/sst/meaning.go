package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// meaning is what is known of a piece of code beyond its text.
type meaning struct {
	// constant is the kind of a literal string, number or boolean, and Null for
	// undefined; Absent for other expressions.
	constant resource.Kind
	// optional: TypeScript takes the value for possibly undefined.
	optional bool
	// named: the code depends on the stage's real name.
	named bool
	uses  *uses // nil if it uses nothing and makes nothing
}

// uses is what a piece of code has to do with constants and resources. It is
// never changed once a doc has it.
type uses struct {
	// needs are the constants and settings that the code uses and that TypeScript
	// takes for possibly undefined, in the order of use. The code is accepted only
	// where a condition has tested all of them.
	needs []string
	// references are the resources that the code uses.
	references []resource.Reference
	// makes is the name of the resource that the expression makes, "" for others.
	makes string
}

// needs are what a condition must have tested before the code.
func (m *meaning) needs() []string {
	if m.uses == nil {
		return nil
	}
	return m.uses.needs
}

// setNeeds reports what the code needs; nothing, if everything has been tested.
func (m *meaning) setNeeds(names ...string) {
	if len(names) > 0 || len(m.needs()) > 0 {
		m.change(func(u *uses) { u.needs = names })
	}
}

// makes is the name of the resource that the expression makes.
func (m *meaning) makes() string {
	if m.uses == nil {
		return ""
	}
	return m.uses.makes
}

func (m *meaning) setMakes(name string) { m.change(func(u *uses) { u.makes = name }) }

// References returns the resources that the code uses.
func (m meaning) References() []resource.Reference {
	if m.uses == nil {
		return nil
	}
	return m.uses.references
}

// change changes a copy of what the code uses.
func (m *meaning) change(how func(*uses)) {
	changed := uses{}
	if m.uses != nil {
		changed = *m.uses
	}
	how(&changed)
	m.uses = &changed
}

// include adds what parts of the code mean for the whole. What a part makes, the
// whole does not.
func (m *meaning) include(parts ...doc) {
	using, last := 0, m.uses
	if last.something() {
		using++
	}
	for i := range parts {
		m.named = m.named || parts[i].named
		if parts[i].uses.something() {
			using, last = using+1, parts[i].uses
		}
	}
	switch {
	case using == 0, using == 1 && last == m.uses:
	case using == 1 && last.makes == "" && m.makes() == "":
		m.uses = last // nearly always
	default:
		whole := uses{makes: m.makes()}
		whole.add(m.uses)
		for i := range parts {
			whole.add(parts[i].uses)
		}
		m.uses = &whole
	}
}

// something reports whether the code depends on a constant or a resource.
func (u *uses) something() bool { return u != nil && len(u.needs)+len(u.references) > 0 }

// add adds what another piece of code depends on.
func (u *uses) add(other *uses) {
	if !other.something() {
		return
	}
	for _, n := range other.needs {
		if !slices.Contains(u.needs, n) {
			u.needs = append(u.needs, n)
		}
	}
	u.references = append(u.references, other.references...)
}

// is reports whether the expression is a literal with this value: a string, a
// bool or an int.
func (d doc) is(value any) bool {
	want := resource.Of(value)
	if want.Kind == resource.String {
		want.Text = quote(want.Text)
	}
	return d.constant == want.Kind && d.text == want.Text
}

// isUndefined reports whether the expression is undefined in every stage.
func (m *meaning) isUndefined() bool { return m.constant == resource.Null }

// isString reports whether the expression is a string literal.
func (m *meaning) isString() bool { return m.constant == resource.String }

// isEmpty reports whether d is a list or an object without members.
func (d doc) isEmpty() bool {
	return d.literal != nil && len(d.literal.items) == 0 && len(d.literal.props) == 0
}

// condition is what must hold for something to be there: each of its tests, a
// flag or a constant that is undefined otherwise. Without tests it always holds.
type condition []string

// always reports whether the condition holds in all stages.
func (c condition) always() bool { return len(c) == 0 }

// code is the condition as an expression.
func (c condition) code() string {
	code := ""
	for i, test := range c {
		if i > 0 {
			code += " && "
		}
		code += test
	}
	return code
}

// and is the conjunction of two conditions, each test once.
func (c condition) and(more condition) condition {
	for _, test := range more {
		if !slices.Contains(c, test) {
			c = append(c[:len(c):len(c)], test)
		}
	}
	return c
}

// by is the condition that the constant of that name is defined, where it may
// be undefined: the constant was made under c.
func (c condition) by(name string) condition {
	if c.always() {
		return nil
	}
	return condition{name}
}

// narrowed is c with a test of everything that the code needs: TypeScript
// accepts the code under it.
func (c condition) narrowed(code ...doc) condition {
	for i := range code {
		c = c.and(code[i].needs())
	}
	return c
}
