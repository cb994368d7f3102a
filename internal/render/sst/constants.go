package sst

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// constants are those that run() declares, by name. Code that uses one says so,
// and with it which resources it refers to and whether it may be undefined.
type constants map[string]meaning

// declare adds the declaration of a constant. Where its value needs something
// that may be undefined, so may the constant.
func (p *program) declare(name string, value doc) {
	p.add(p.let(name, onlyIf(nil, value)))
}

// let is the declaration of a constant in a block, whose condition tests what
// the value needs.
func (p *program) let(name string, value doc) doc {
	p.know(name, value)
	return declaration(name, value)
}

// know makes a constant known whose declaration is written elsewhere.
func (p *program) know(name string, value doc) { p.constants[name] = value.meaning }

// use is code that uses constants: paths such as "uploads.arn". Without a path
// the code is one itself.
func (p *program) use(code string, paths ...string) doc {
	d := raw(code)
	if len(paths) == 0 {
		paths = []string{code}
	}
	for _, path := range paths {
		name, attribute, _ := strings.Cut(path, ".")
		m, known := p.constants[name]
		if !known {
			panic("sst: " + code + " uses the constant " + name + ", which is not declared")
		}
		var part uses
		if m.optional {
			part.needs = []string{name}
		}
		if made := m.makes(); made != "" {
			part.references = []resource.Reference{{ID: made, Attribute: attribute}}
		}
		d.include(doc{meaning: meaning{uses: &part}})
		d.optional = d.optional || m.optional && code == name
	}
	return d
}

// maybe is a property of a constant, undefined where the constant is.
func (p *program) maybe(name, property string) doc {
	if _, known := p.constants[name]; !known {
		return undefined
	}
	d := p.use(name)
	if !d.optional {
		return p.use(name + "." + property)
	}
	d.text = name + "?." + property
	d.setNeeds()
	return d
}
