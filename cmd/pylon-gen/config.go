package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func newConfig(t terminal) *cobra.Command {
	config := &cobra.Command{
		Use:   "config",
		Short: "Look at the resolved configuration",
		Args:  onlyCommands,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	config.SuggestionsMinimumDistance = 2
	config.AddCommand(newConfigShow(t))
	return config
}

func newConfigShow(t terminal) *cobra.Command {
	var where location
	var stage, format string
	var origin bool
	show := &cobra.Command{
		Use:     "show --stage STAGE",
		Short:   "Show every setting of a stage, and where it came from",
		Example: "  pylon-gen config show --stage production --origin",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			defer where.close()
			p, err := where.loaded(t, format)
			if err != nil {
				return err
			}
			s, err := stageOf(p.App, stage)
			if err != nil {
				return err
			}
			if format == "json" {
				return machine(showJSON(t, p, s))
			}
			if err := t.findings(t.err, p.List.Sorted(), p.Line); err != nil {
				return machine(err)
			}
			return machine(showText(t, p, s, origin))
		},
	}
	where.flags(show)
	show.Flags().StringVar(&stage, "stage", "", "the `stage`, by its name in the spec or a name that its pattern matches")
	show.Flags().BoolVar(&origin, "origin", false, "show where each value came from")
	show.Flags().StringVar(&format, "format", "text", "the `format`: text or json")
	complete(show, "stage", where.stages)
	oneOf(show, "format", []string{"text", "json"})
	return show
}

// stageOf finds a stage by its name in the spec, or by a real name that a
// pattern matches and that can be deployed. Without a name it takes the only one.
func stageOf(app *stack.App, name string) (*stack.Stack, error) {
	if name == "" && len(app.Stages) == 1 {
		return app.Stages[0], nil
	}
	if s := app.Stage(name); s != nil {
		if problem := s.Stage.NameProblem(name); problem != "" {
			return nil, usageError("stage %q cannot be deployed, it %s", name, problem)
		}
		return s, nil
	}
	var names []string
	for _, s := range app.Stages {
		names = append(names, s.Stage.Name)
	}
	if name == "" {
		return nil, usageError("name a stage with --stage: %s", strings.Join(names, ", "))
	}
	return nil, usageError("there is no stage %q; the stages are %s", name, strings.Join(names, ", "))
}

func showText(t terminal, p *project.Project, s *stack.Stack, origin bool) error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, set := range append(general(p), s.Settings...) {
		// Quoted where a value would not fit its cell.
		value := set.Value
		if value == "" || strings.ContainsAny(value, "\n\t\r\v\f\x1b") {
			value = fmt.Sprintf("%q", value)
		}
		if origin {
			fmt.Fprintf(w, "%s\t%s\t%s\n", set.Path, value, originText(set.Origin))
		} else {
			fmt.Fprintf(w, "%s\t%s\n", set.Path, value)
		}
	}
	return w.Flush()
}

// general are the app's name and the manifest's path: they belong to the project
// as a whole, and open the list of a stage's settings.
func general(p *project.Project) []stack.Setting {
	name := stack.Origin{Kind: stack.FromManifest, Pos: source.Pos{File: p.ShownPath(p.Manifest)}}
	if !p.NamedAt.IsZero() {
		name = stack.Origin{Kind: stack.FromSpec, Pos: p.NamedAt}
	}
	manifest := stack.Origin{Kind: stack.FromDefault}
	if !p.ManifestAt.IsZero() {
		manifest = stack.Origin{Kind: stack.FromSpec, Pos: p.ManifestAt}
	}
	return []stack.Setting{{Path: "app", Value: p.App.Name, Origin: name}, {Path: "manifest", Value: p.Manifest, Origin: manifest}}
}

func originText(o stack.Origin) string {
	switch {
	case o.Kind == stack.FromStage:
		return o.Pos.String() + " (stage)"
	case !o.Pos.IsZero():
		return o.Pos.String()
	case o.Why != "":
		return string(o.Kind) + ": " + o.Why
	}
	return string(o.Kind)
}

func showJSON(t terminal, p *project.Project, s *stack.Stack) error {
	type origin struct {
		Kind stack.OriginKind `json:"kind"`
		File string           `json:"file,omitempty"`
		Line int              `json:"line,omitempty"`
		Col  int              `json:"col,omitempty"`
		Why  string           `json:"why,omitempty"`
	}
	type setting struct {
		Path   string `json:"path"`
		Value  string `json:"value"`
		Origin origin `json:"origin"`
	}
	out := struct {
		Version     int       `json:"version"`
		App         string    `json:"app"`
		Manifest    string    `json:"manifest"`
		Stage       string    `json:"stage"`
		Settings    []setting `json:"settings"`
		Diagnostics diag.List `json:"diagnostics"`
	}{Version: 1, App: p.App.Name, Manifest: p.Manifest, Stage: s.Stage.Name, Diagnostics: p.List.Sorted()}
	for _, x := range s.Settings {
		out.Settings = append(out.Settings, setting{x.Path, x.Value, origin{x.Origin.Kind, x.Origin.Pos.File, x.Origin.Pos.Line, x.Origin.Pos.Col, x.Origin.Why}})
	}
	return writeJSON(t, out)
}
