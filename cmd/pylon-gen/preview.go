package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// preview shows what the stack will be like: its shape, what a month costs in
// order of magnitude, and what the rules say of it.
func (f *initFlags) preview(t terminal, p *project.Project, found *survey) {
	s := p.App.Stages[0]
	shape := "stateless: Aurora PostgreSQL " + fmt.Sprint(s.Database.Major) + " and S3"
	if s.Shape == stack.SingleReplica {
		shape = "single-replica: SQLite and uploads on EFS"
	}
	fmt.Fprintf(t.out, "app      %s, runtime %s\n", p.App.Name, p.App.PylonVersion)
	fmt.Fprintf(t.out, "stage    %s: %s, %s\n", s.Stage.Name, cmp.Or(s.Domain.Name.String(), "no domain"), s.Region)
	if s.Domain.Given() {
		fmt.Fprintf(t.out, "pages    of %s may call the API\n", joinedOrigins(s))
	}
	fmt.Fprintf(t.out, "shape    %s\n", shape)
	tasks := "1 task"
	if n := s.Service.Scaling.Max; n > 1 {
		tasks = fmt.Sprintf("%d to %d tasks", s.Service.Scaling.Min, n)
	}
	fmt.Fprintf(t.out, "service  %s of %v vCPU and %d MB\n", tasks, float64(s.Service.CPU)/1024, s.Service.Memory)
	fmt.Fprintf(t.out, "cost     %s\n", monthly(s))
	if found.spec == "" {
		for _, key := range slices.Sorted(maps.Keys(found.taken)) {
			fmt.Fprintf(t.out, "kept     %s is not pylon-gen's: %s is rendered instead\n", usualOutputs[key][0], found.taken[key])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found.ignored)) {
		switch {
		case name == p.Manifest:
			fmt.Fprintf(t.out, "ignored  %s, as %s says: other checkouts write it with %s, or it is committed\n", name, found.ignored[name], codegenIn(p.App.Dev.Entry, name))
		case name != envFile(p) && name != sstState && name != installed:
			fmt.Fprintf(t.out, "ignored  %s, by %s: remove it there and commit it, or CI cannot compare it\n", name, found.ignored[name])
		}
	}
	title := "limits   "
	for _, d := range p.Check(nil) {
		fmt.Fprintf(t.out, "%s%s %s\n", title, d.Code, d.Message)
		title = "         "
	}
	fmt.Fprintln(t.out)
}

// joinedOrigins are the origins of the pages that may call a stage's API.
func joinedOrigins(s *stack.Stack) string {
	texts := make([]string, len(s.Origins))
	for i, o := range s.Origins {
		texts[i] = o.String()
	}
	return strings.Join(texts, ", ")
}

// monthly is what a month of a stage costs. A Region without all prices is not
// guessed at: the price in another one is told as such.
func monthly(s *stack.Stack) string {
	text := ""
	e := cost.Of(s, s.Region)
	if len(e.Unpriced) > 0 && s.Region != cost.Reference {
		text = "not known in " + s.Region + "; "
		e = cost.Of(s, cost.Reference)
	}
	least, most := e.Sum()
	text += fmt.Sprintf("%s%.0f USD a month", e.Mark(), least)
	if most-least >= 1 {
		text += fmt.Sprintf(", up to %s%.0f when busy", e.Mark(), most)
	}
	if len(e.Unpriced) > 0 {
		text += ", without a price of " + strings.Join(e.Unpriced, ", ")
	}
	return text + fmt.Sprintf(", before traffic and storage (list prices of %s, %s)", e.Region, e.Read)
}
