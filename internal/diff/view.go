package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// resources are those of a side's template: with its overrides in CloudFormation.
// In SST, which deploys the same values, those without; what its own overrides do
// is judged apart.
func (c *comparison) resources(s *Stage) []resource.Resource {
	if c.target == SST {
		return s.Plain
	}
	return s.Template
}

// find returns the resource with an id, the zero Resource when there is none.
func find(list []resource.Resource, id string) resource.Resource {
	if i := slices.IndexFunc(list, func(r resource.Resource) bool { return r.ID == id }); i >= 0 {
		return list[i]
	}
	return resource.Resource{}
}

// pair is a resource of both sides.
type pair struct {
	id       string
	old, new resource.Resource
}

// pairs returns the resources of some types that both sides have, in the order of
// the new template, but for those that are replaced for sure.
func (c *comparison) pairs(types ...string) []pair {
	before := c.resources(c.old)
	var out []pair
	for _, r := range c.resources(c.new) {
		if !slices.Contains(types, r.Type) {
			continue
		}
		if old := find(before, r.ID); old.Type == r.Type && !c.replaced(r.ID) {
			out = append(out, pair{r.ID, old, r})
		}
	}
	return out
}

// removed are the resources of some types that go.
func (c *comparison) removed(types ...string) []resource.Resource {
	after := c.resources(c.new)
	var out []resource.Resource
	for _, r := range c.resources(c.old) {
		if slices.Contains(types, r.Type) && find(after, r.ID).Type != r.Type {
			out = append(out, r)
		}
	}
	return out
}

// existed reports whether the resource with an id is on both sides, and not a new
// one under the old name.
func (c *comparison) existed(id string) bool {
	return find(c.resources(c.old), id).ID != "" && find(c.resources(c.new), id).ID != "" && !c.replaced(id)
}

// replaced reports whether the engine puts another one in the place of a resource,
// for sure.
func (c *comparison) replaced(id string) bool {
	name := c.named(id)
	return slices.ContainsFunc(c.changes, func(x engine.Change) bool { return x.Kind == engine.Replaced && x.Name == name })
}

// named is the name in the target of a resource of the template.
func (c *comparison) named(id string) string {
	if name, known := c.names[id]; known {
		return name
	}
	return id
}

// thing is what the engine has under a name, on either side.
func (c *comparison) thing(name string) engine.Thing {
	if t, there := c.after[name]; there {
		return t
	}
	return c.before[name]
}

// about makes an effect on a resource of the template.
func (c *comparison) about(id string, word Word, action, message string) Effect {
	name := c.named(id)
	return Effect{Word: word, Resource: name, Type: c.thing(name).Type, Action: action, Message: message, Confidence: Proven}
}

// changed makes an effect of a property that changes in place, with the fact that
// says so.
func (c *comparison) changed(p pair, word Word, property, message string) Effect {
	e := c.about(p.id, word, "update", message)
	e.Property, e.Old, e.New = property, value(plain(text(p.old, property))), value(plain(text(p.new, property)))
	return e
}

// add adds effects.
func (c *comparison) add(effects ...Effect) { c.effects = append(c.effects, effects...) }

// text returns a property as text, by its path: names with dots between them, or
// with slashes where a name has a dot.
func text(r resource.Resource, property string) string {
	separator := "."
	if strings.Contains(property, "/") {
		separator = "/"
	}
	return engine.Text(r.Properties.Get(strings.Split(property, separator)...))
}

// number returns a property as a number, and whether it is one.
func number(r resource.Resource, property string) (float64, bool) {
	n, err := strconv.ParseFloat(text(r, property), 64)
	return n, err == nil
}

// differs reports whether a property is another one on the two sides.
func (p pair) differs(property string) bool { return text(p.old, property) != text(p.new, property) }
