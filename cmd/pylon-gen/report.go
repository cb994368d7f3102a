package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/graph"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/report"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// reportFlags are the flags of report. With a base it looks for both sides as diff does.
type reportFlags struct {
	diffFlags
	out string
}

func newReport(t terminal) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write one HTML file about the stages",
		Long: "Write one HTML file about the stages of a project: picture, cost, what protects which\n" +
			"data, the settings with their origins, and the findings with their reasons. The\n" +
			"file loads nothing, runs nothing and is the same on every machine. With --base or\n" +
			"--base-dir it starts with the changes, as pylon-gen diff does.",
		Example: "  pylon-gen report -o report.html\n" +
			"  pylon-gen report --stage production > production.html\n" +
			"  pylon-gen report --base HEAD -o change.html",
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return f.run(t) },
	}
	f.where.flags(cmd)
	cmd.Flags().StringVar(&f.stage, "stage", "", "only this `stage`; all when left out")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write to this `file`, relative to -C, instead of to standard output")
	cmd.Flags().StringVar(&f.base, "base", "", "show what changes since this `revision` of git")
	cmd.Flags().StringVar(&f.baseDir, "base-dir", "", "show what changes since the project in this `directory`, without git")
	cmd.MarkFlagsMutuallyExclusive("base", "base-dir")
	complete(cmd, "stage", f.where.stages)
	return cmd
}

func (f *reportFlags) run(t terminal) error {
	defer f.where.close()
	p, err := f.where.loaded(t, "text")
	if err != nil {
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
	content := page(p, stages)
	if f.base != "" || f.baseDir != "" {
		if err := f.change(&content); err != nil {
			return err
		}
	}
	text, err := content.HTML()
	if err != nil {
		return machine(err)
	}
	if f.out != "" {
		return writeFile(f.where.dir, f.out, text)
	}
	_, err = fmt.Fprint(t.out, text)
	return machine(err)
}

// change adds what changes since the base.
func (f *reportFlags) change(p *report.Page) error {
	sides, err := f.sides(nil)
	if err != nil {
		return err
	}
	defer sides.close()
	f.format = "html"
	c := f.compare(sides, sides.pairs[0], diff.Targets)
	c.project.Settle()
	p.Change = &diff.Document{Version: diff.Version, Base: sides.base.Revision, Head: sides.head.Revision, Projects: []diff.Project{c.project}, Warnings: c.warnings}
	p.Options = report.Options{Targets: diff.Targets, Pictures: map[string]string{}}
	for stage, picture := range c.pictures {
		p.Options.Pictures[diff.StageName(c.project, diff.StageChange{Stage: stage})] = picture
	}
	return nil
}

// page is what the report shows of some stages of a project.
func page(p *project.Project, stages []*stack.Stack) report.Page {
	findings := p.Check(nil).Sorted()
	out := report.Page{App: p.App.Name, Path: p.Shown, Findings: findings}
	for _, s := range stages {
		one := report.PageStage{
			Name: s.Stage.Name, Region: s.Region, Picture: graph.SVG(graph.Of(s, findings)), Month: cost.MonthOf(s),
		}
		for _, k := range s.Kept() {
			one.Data = append(one.Data, report.Kept{Data: k.Data, How: strings.Join(k.How, "; ")})
		}
		for _, set := range s.Settings {
			one.Settings = append(one.Settings, report.Set{Path: set.Path, Value: set.Value, From: originText(set.Origin)})
		}
		out.Stages = append(out.Stages, one)
	}
	return out
}
