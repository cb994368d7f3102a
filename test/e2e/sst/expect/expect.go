// Package expect is the table of what must hold for the resources of an
// executed SST configuration, in the terms of the field: listeners, target
// groups, statements, behaviours.
//
// A row of the table is a sentence and a check. It looks at resources by their
// type, never at our text or at SST's component names, and takes its numbers
// from the resolved model of the stage: so one table holds for every stage of
// every case.
package expect

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
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
var All = slices.Concat(execution, network, balancer, firewall, service, rights, secrets, data, edge, observe, hardening)

// Stage is one stage of a case, as the model wants it and as it was executed.
type Stage struct {
	table.Stage
	Run consumer.Execution
}

// NewStage gives a stage that was executed under its real name.
func NewStage(s *stack.Stack, run consumer.Execution) *Stage {
	return &Stage{table.Stage{Stack: s, Name: run.Stage, Resources: run.Resources}, run}
}

// Faults checks one expectation and gives what is wrong.
func (s *Stage) Faults(e Expectation) []string {
	e.Check(s)
	return s.Stage.Faults()
}
