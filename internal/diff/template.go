package diff

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
)

// template finds what changes in a template apart from the properties of its resources:
// other sections, and conditions under which a resource is there at all.
func (c *comparison) template() {
	if c.target != CloudFormation {
		return
	}
	var names []string
	for _, s := range []*Stage{c.old, c.new} {
		for _, m := range s.Tree.Present() {
			if !slices.Contains([]string{"Resources", "Parameters"}, m.Name) && !slices.Contains(names, m.Name) {
				names = append(names, m.Name)
			}
		}
	}
	for _, name := range names {
		if engine.Text(c.old.Tree.Get(name)) != engine.Text(c.new.Tree.Get(name)) {
			c.sections++
		}
	}
	for _, m := range c.new.Tree.Get("Resources").Present() {
		condition := engine.Text(m.Value.Get("Condition"))
		if condition == "" || !c.existed(m.Name) || engine.Text(c.old.Tree.Get("Resources", m.Name, "Condition")) == condition {
			continue
		}
		kind := engine.Text(m.Value.Get("Type"))
		e := c.about(m.Name, Outage, "remove", fmt.Sprintf("%s is there only while the condition %s holds", noun(m.Name, kind), condition))
		if slices.Contains(appStores, kind) {
			e.Word, e.AppSees = DataLoss, "empty"
		}
		e.Property, e.New, e.Confidence = "Condition", value(condition), Assumed
		c.sections++
		c.add(e)
	}
}
