package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/graph"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// graphFlags are the flags of graph. With a base it looks for both sides as diff does.
type graphFlags struct {
	diffFlags
	out string
}

var graphFormats = []string{"svg", "mermaid", "dot"}

func newGraph(t terminal) *cobra.Command {
	var f graphFlags
	cmd := &cobra.Command{
		Use:   "graph",
		Short: "Draw a stage, or a change to it",
		Long: "Draw a stage: what there is, who reaches what on which port, what it costs a month,\n" +
			"what protects it and what the rules find. With --base or --base-dir the picture shows\n" +
			"before and after, each change by a sign.",
		Example: "  pylon-gen graph --stage production -o stage.svg\n" +
			"  pylon-gen graph --stage production --format mermaid\n" +
			"  pylon-gen graph --stage production --base main --format mermaid",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range []string{"base", "base-dir", "stage", "output"} {
				if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
					return usageError("--%s is empty", name)
				}
			}
			return f.run(t)
		},
	}
	f.where.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.stage, "stage", "", "the `stage`, by its name in the spec or a name that its pattern matches")
	flags.StringVar(&f.format, "format", "svg", "the `format`: svg, mermaid or dot")
	flags.StringVarP(&f.out, "output", "o", "", "write to this `file`, relative to -C, instead of to standard output")
	flags.StringVar(&f.base, "base", "", "show what changes since this `revision` of git")
	flags.StringVar(&f.baseDir, "base-dir", "", "show what changes since the project in this `directory`, without git")
	cmd.MarkFlagsMutuallyExclusive("base", "base-dir")
	complete(cmd, "stage", f.where.stages)
	oneOf(cmd, "format", graphFormats)
	return cmd
}

func (f *graphFlags) run(t terminal) error {
	if err := knownValue("format", f.format, graphFormats); err != nil {
		return err
	}
	defer f.where.close()
	picture, err := f.picture(t)
	if err != nil {
		return err
	}
	text := ""
	switch f.format {
	case "mermaid":
		text = graph.Mermaid(picture)
	case "dot":
		text = graph.DOT(picture)
	default:
		text = graph.SVG(picture)
	}
	if f.out != "" {
		return writeFile(f.where.dir, f.out, text)
	}
	_, err = fmt.Fprint(t.out, text)
	return machine(err)
}

// picture is that of one stage, or of what changes in it.
func (f *graphFlags) picture(t terminal) (graph.Picture, error) {
	if f.base != "" || f.baseDir != "" {
		return f.between(t)
	}
	p, err := f.where.loaded(t, "text")
	if err != nil {
		return graph.Picture{}, err
	}
	s, err := stageOf(p.App, f.stage)
	if err != nil {
		return graph.Picture{}, err
	}
	return graph.Of(s, p.Check(nil)), nil
}

// between is the picture of before and after.
func (f *graphFlags) between(t terminal) (graph.Picture, error) {
	none := graph.Picture{}
	sides, err := f.sides(nil)
	if err != nil {
		return none, err
	}
	defer sides.close()
	c := &comparison{}
	pair := sides.pairs[0]
	head, ok := c.load(pair.head, "head", project.Load)
	base, ok2 := c.load(pair.base, "base", c.loadBase(head))
	for _, w := range c.warnings {
		fmt.Fprintf(t.unlessQuiet(t.err), "warning: %s\n", diag.Visible(w))
	}
	if !ok || !ok2 {
		return none, &exitError{c.code, diag.Visible(strings.Join(c.project.Problems, "; "))}
	}
	stage, err := f.compared(base, head)
	if err != nil {
		return none, err
	}
	before, after := drawn(base, stage), drawn(head, stage)
	found, err := project.Compare(base, head, diff.Targets)
	switch {
	case err != nil:
		return none, usageError("%v", err)
	case found == nil:
		return none, usageError("the head cannot be used: %s", diag.Visible(first(head)))
	}
	return graph.Between(before, after, graph.ReplacedIn(found.Stages, stage)), nil
}

// draw draws the stages that change.
func (c *comparison) draw(base, head *project.Project) {
	c.pictures = map[string]string{}
	for _, s := range c.project.Stages {
		if s.Status != diff.Same {
			c.pictures[s.Stage] = graph.SVG(graph.Between(drawn(base, s.Stage), drawn(head, s.Stage), graph.ReplacedIn(c.project.Stages, s.Stage)))
		}
	}
}

// compared is the name in the spec of the stage to compare: it may be on one side only.
func (f *graphFlags) compared(base, head *project.Project) (string, error) {
	all := &stack.App{}
	for _, p := range []*project.Project{head, base} {
		if p == nil {
			continue
		}
		for _, s := range p.App.Stages {
			if !slices.ContainsFunc(all.Stages, func(x *stack.Stack) bool { return x.Stage.Name == s.Stage.Name }) {
				all.Stages = append(all.Stages, s)
			}
		}
	}
	s, err := stageOf(all, f.stage)
	if err != nil {
		return "", err
	}
	return s.Stage.Name, nil
}

// drawn is the picture of a stage on one side, empty where it is not there.
func drawn(p *project.Project, stage string) graph.Picture {
	if p != nil {
		for _, s := range p.App.Stages {
			if s.Stage.Name == stage {
				return graph.Of(s, p.Check(nil))
			}
		}
	}
	return graph.Picture{}
}
