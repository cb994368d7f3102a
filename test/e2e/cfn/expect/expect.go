// Package expect is the table of what must hold for the resources of a resolved
// CloudFormation template, in the terms of the field: listeners, target groups,
// statements, behaviours.
//
// A row of the table is a sentence and a check. It looks at resources by their
// type, never at our text or our logical ids, and takes its numbers from the
// resolved model of the stage: so one table holds for every stage of every case.
package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/template"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

// Expectation is one row of the table.
type Expectation struct {
	Says  string // a sentence
	Check func(*Stage)
}

// Item is a resource, or a part of one, under examination.
type Item = table.Item

// All is the table: what every stage of every case must fulfil.
var All = slices.Concat(document, network, firewall, balancer, service, rights, secrets, data, edge, observe, hardening)

// Stage is one stage of a case, as the model wants it and as its template has it.
type Stage struct {
	table.Stage
	Template *template.Template
}

// NewStage gives a stage with a real name and its resolved template.
func NewStage(s *stack.Stack, name string, t *template.Template) *Stage {
	return &Stage{table.Stage{Stack: s, Name: name, Resources: t.Resources}, t}
}

// Faults checks one expectation and gives what is wrong.
func (s *Stage) Faults(e Expectation) []string {
	e.Check(s)
	return s.Stage.Faults()
}

// named gives the resource that a reference such as <Vpc> or <Vpc.CidrBlock>
// leads to.
func (s *Stage) named(reference string) (Item, bool) {
	id, _, _ := strings.Cut(strings.Trim(reference, "<>"), ".")
	for _, r := range s.Resources {
		if r.Name == id && strings.HasPrefix(reference, "<") {
			for _, item := range s.All(r.Type) {
				if item.Name == id {
					return item, true
				}
			}
		}
	}
	return Item{}, false
}

// ref is what Ref gives of an item.
func ref(i Item) string { return "<" + i.Name + ">" }

// att is what GetAtt gives of an item.
func att(i Item, attribute string) string { return "<" + i.Name + "." + attribute + ">" }

// stateless says which of the two shapes the stage has.
func (s *Stage) stateless() bool { return s.Shape == stack.Stateless }

// yes is how templates write a truth in a text.
func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// property finds a member of a Key/Value list.
func property(i Item, list, key string) string {
	for _, p := range i.Parts(list) {
		if p.Text("Key") == key {
			return p.Text("Value")
		}
	}
	return ""
}
