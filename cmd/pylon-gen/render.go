package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// renderFlags are the flags of render.
type renderFlags struct {
	where                location
	check, stdout, force bool
	prune                bool
	watching             bool
	target, stage        string
	format               string
}

func newRender(t terminal) *cobra.Command {
	var f renderFlags
	cmd := &cobra.Command{
		Use:   "render [DIR...]",
		Short: "Render the outputs of a project",
		Long: "Render the outputs of a project: all or none, each file atomically, never over\n" +
			"a file that was edited by hand. An up-to-date file is not touched.\n\n" +
			"DIR is a project's directory; DIR/... stands for every project below it.",
		Example: "  pylon-gen render\n" +
			"  pylon-gen render --check ./...\n" +
			"  pylon-gen render --stdout --target cloudformation --stage production",
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range []string{"target", "stage"} {
				if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
					return usageError("--%s is empty", name)
				}
			}
			return f.run(t, args)
		},
	}
	f.where.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.check, "check", false, "change nothing; exit 1 when an output is not up to date")
	flags.BoolVar(&f.stdout, "stdout", false, "print the files instead of writing them")
	flags.BoolVar(&f.force, "force", false, "overwrite files that were edited by hand")
	flags.BoolVar(&f.prune, "prune", false, "remove files that are not rendered any more, but for edited ones")
	flags.BoolVar(&f.watching, "watch", false, "render again whenever an input changes, until Ctrl-C")
	flags.StringVar(&f.target, "target", "", "only this `target`: "+targetNames())
	flags.StringVar(&f.stage, "stage", "", "only the files of this `stage`")
	flags.StringVar(&f.format, "format", "text", "the `format`: text or json")
	cmd.MarkFlagsMutuallyExclusive("check", "stdout")
	cmd.MarkFlagsMutuallyExclusive("check", "force")
	cmd.MarkFlagsMutuallyExclusive("stdout", "force")
	cmd.MarkFlagsMutuallyExclusive("prune", "check")
	cmd.MarkFlagsMutuallyExclusive("prune", "stdout")
	for _, some := range []string{"target", "stage"} { // all outputs have to be known
		cmd.MarkFlagsMutuallyExclusive("prune", some)
	}
	cmd.MarkFlagsMutuallyExclusive("watch", "check")
	cmd.MarkFlagsMutuallyExclusive("watch", "stdout")
	cmd.MarkFlagsMutuallyExclusive("watch", "force")
	oneOf(cmd, "target", targetList())
	oneOf(cmd, "format", []string{"text", "json"})
	complete(cmd, "stage", f.where.stages)
	return cmd
}

func targetList() []string {
	names := make([]string, len(render.Targets))
	for i, t := range render.Targets {
		names[i] = string(t)
	}
	return names
}

func targetNames() string { return strings.Join(targetList(), ", ") }

func (f *renderFlags) run(t terminal, args []string) error {
	if err := checkFormat(f.format); err != nil {
		return err
	}
	if f.target != "" {
		if err := knownValue("target", f.target, targetList()); err != nil {
			return err
		}
	}
	if f.stage != "" && f.target != "" && f.target != string(render.CloudFormation) {
		return usageError("--stage requires the target cloudformation: the others serve all stages with one file")
	}
	defer f.where.close()
	projects, err := f.where.projects(args)
	if err != nil {
		return err
	}
	if f.watching {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		return f.watch(ctx, t, projects, ticker.C)
	}
	results := each(t, projects, f.one)
	askIgnored(results, true)
	for _, r := range results {
		r.explainIgnored()
	}
	if f.stdout && f.format == "text" {
		if err := printFiles(t, results); err != nil {
			return machine(err)
		}
	}
	if err := printResults(t, f.format, results); err != nil {
		return err
	}
	if !f.check && !f.stdout && f.format == "text" && warnsOfData() {
		warnOfData(t, results)
	}
	if code := worst(results); code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

// one renders one project and compares, writes or keeps its files.
func (f *renderFlags) one(p located) *result {
	want := render.Selection{Target: render.Target(f.target)}
	r := p.rendered(func(app *stack.App) (render.Selection, error) {
		if f.stage != "" {
			s, err := stageOf(app, f.stage)
			if err != nil {
				return want, err
			}
			want.Stage = s.Stage.Name
		}
		return want, nil
	})
	r.stdout = f.stdout
	if r.refused || r.err != nil {
		return r
	}
	if f.stdout {
		if want.Target == render.Compose {
			r.note = noCompose(want, r.files)
		}
		return r
	}
	defer r.forget()
	tree, err := output.Open(p.dir)
	if err != nil {
		r.err = err
		return r
	}
	defer tree.Close()
	job := r.job()
	job.Complete, job.Force = want == render.Selection{}, f.force
	if f.check {
		r.drifts, r.err = tree.Compare(job)
		return r
	}
	r.written = true
	r.drifts, r.err = tree.Write(job)
	if len(r.drifts) > 0 {
		r.note = cmp.Or(noCompose(want, r.files), r.lackingEnv(r.project.App.Outputs.Dotenv))
	}
	if f.prune && r.err == nil {
		r.removed, r.err = tree.Prune(orphans(r.drifts))
	}
	var edited *output.Edited
	if errors.As(r.err, &edited) {
		r.err, r.written = nil, false
		r.drifts = edited.Drifts
	}
	return r
}

// orphans are the paths of the files that are not rendered any more.
func orphans(drifts []output.Drift) []string {
	var paths []string
	for _, d := range drifts {
		if d.Kind == output.Orphaned {
			paths = append(paths, d.Path)
		}
	}
	return paths
}

// noCompose reports why there is no compose file, when there is none.
func noCompose(want render.Selection, files []render.File) string {
	isCompose := func(x render.File) bool { return x.Target == render.Compose }
	if want.Stage != "" || want.Target != "" && want.Target != render.Compose || slices.ContainsFunc(files, isCompose) {
		return ""
	}
	return "no compose file: the app needs no local services, SQLite and local files are enough"
}

// printFiles prints rendered files; several are told apart by their paths.
func printFiles(t terminal, results []*result) error {
	count := 0
	for _, r := range results {
		count += len(r.files)
	}
	for i, r := range results {
		for j, file := range r.files {
			if count > 1 {
				if i+j > 0 {
					fmt.Fprintln(t.out)
				}
				fmt.Fprintf(t.out, "==> %s <==\n", r.ShownPath(file.Path))
			}
			if _, err := t.out.Write(file.Bytes); err != nil {
				return err
			}
		}
	}
	return nil
}
