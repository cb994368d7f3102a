package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/report"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var costFormats = []string{"text", "json", "markdown"}

// costFlags are the flags of cost.
type costFlags struct {
	where         location
	stage, format string
}

func newCost(t terminal) *cobra.Command {
	var f costFlags
	cmd := &cobra.Command{
		Use:   "cost [DIR...]",
		Short: "Price a month of the stages",
		Long: "Price a month of each stage at AWS's list prices: what is fixed, what the greatest\n" +
			"scaling makes of it, and what is paid by use. The three are never added up. Each line\n" +
			"shows quantity, price, sum and when the price was read; then follow what would be cheaper,\n" +
			"with what is given up, and what no number covers.\n\n" +
			"The numbers of usage in the spec price what is paid by use. A stage that is over its\n" +
			"budget is exit code 1.\n\n" +
			"DIR is a project's directory; DIR/... stands for every project below it.",
		Example: "  pylon-gen cost\n" +
			"  pylon-gen cost --stage production --format markdown\n" +
			"  pylon-gen cost ./...",
		RunE: func(_ *cobra.Command, args []string) error { return f.run(t, args) },
	}
	f.where.flags(cmd)
	cmd.Flags().StringVar(&f.stage, "stage", "", "only this `stage`; all when left out")
	cmd.Flags().StringVar(&f.format, "format", "text", "the `format`: text, json or markdown")
	oneOf(cmd, "format", costFormats)
	complete(cmd, "stage", f.where.stages)
	return cmd
}

func (f *costFlags) run(t terminal, args []string) error {
	if err := knownValue("format", f.format, costFormats); err != nil {
		return err
	}
	defer f.where.close()
	projects, err := f.where.projects(args)
	if err != nil {
		return err
	}
	d := cost.Document{Version: 1, Currency: "USD", Projects: []cost.Project{}, NotCovered: cost.NotCovered}
	var months []cost.Month
	zones := map[string]bool{}
	for _, at := range projects {
		p, err := at.load()
		if err != nil {
			return err
		}
		if err := modelled(t, f.format, at, p); err != nil {
			return err
		}
		stages := p.App.Stages
		if f.stage != "" {
			s, err := stageOf(p.App, f.stage)
			if err != nil {
				return err
			}
			stages = []*stack.Stack{s}
		}
		one := cost.Project{Path: at.Shown, App: p.App.Name, Stages: []cost.Month{}}
		for _, s := range stages {
			one.Stages = append(one.Stages, cost.MonthOf(s))
		}
		if f.stage == "" {
			mine := cost.Zones(stages)
			total := cost.Sum(one.Stages, len(mine))
			one.Total = &total
			for zone := range mine {
				zones[zone] = true
			}
		}
		months = append(months, one.Stages...)
		d.Projects = append(d.Projects, one)
	}
	if len(projects) > 1 && f.stage == "" {
		total := cost.Sum(months, len(zones))
		d.Total = &total
	}
	if err := f.print(t, d); err != nil {
		return machine(err)
	}
	if d.Over() {
		return &exitError{code: exitFindings}
	}
	return nil
}

func (f *costFlags) print(t terminal, d cost.Document) error {
	switch f.format {
	case "json":
		return writeJSON(t, d)
	case "markdown":
		_, err := fmt.Fprint(t.out, report.CostMarkdown(d))
		return err
	}
	_, err := fmt.Fprint(t.out, report.CostText(d))
	return err
}
