package main

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// checkFlags are the flags of check.
type checkFlags struct {
	where          location
	failOn, format string
	verbose        bool
}

var (
	checkFormats = []string{"text", "json", "sarif", "github"}
	failLevels   = []string{"error", "warning", "never"}
)

func newCheck(t terminal) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [DIR...]",
		Short: "Judge a project: its inputs, its outputs, and what would go wrong on AWS",
		Long: "Judge a project and change nothing: are the inputs valid, are the outputs as they\n" +
			"would be rendered now (missing, stale, hand-edited, orphaned), and what do the\n" +
			"rules say? pylon-gen explain shows all rules, pylon-gen explain PG308 one of them.\n\n" +
			"DIR is a project's directory; DIR/... stands for every project below it.",
		Example: "  pylon-gen check\n" +
			"  pylon-gen check --fail-on warning ./...\n" +
			"  pylon-gen check --format sarif > pylon-gen.sarif",
		RunE: func(_ *cobra.Command, args []string) error { return f.run(t, args) },
	}
	f.where.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.failOn, "fail-on", "error", "exit 1 when there is a finding of this `level` or a more severe one: error, warning or never")
	flags.StringVar(&f.format, "format", "text", "the `format`: text, json, sarif or github")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show notes too: findings that need no action")
	oneOf(cmd, "fail-on", failLevels)
	oneOf(cmd, "format", checkFormats)
	return cmd
}

func (f *checkFlags) run(t terminal, args []string) error {
	if err := knownValue("fail-on", f.failOn, failLevels); err != nil {
		return err
	}
	if err := knownValue("format", f.format, checkFormats); err != nil {
		return err
	}
	defer f.where.close()
	projects, err := f.where.projects(args)
	if err != nil {
		return err
	}
	results := each(t, projects, checked)
	askIgnored(results, false)
	for _, r := range results {
		r.explainIgnored()
		r.addIgnored()
	}
	if err := f.report(t, results); err != nil {
		return machine(err)
	}
	code := exitOK
	for _, r := range results {
		code = max(code, f.code(r))
	}
	if code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

// checked checks one project and compares its files with the disk.
func checked(p located) *result {
	r := p.rendered(func(*stack.App) (render.Selection, error) { return render.Selection{}, nil })
	if r.refused || r.err != nil {
		return r
	}
	defer r.forget()
	tree, err := output.Open(p.dir)
	if err != nil {
		r.err = err
		return r
	}
	defer tree.Close()
	r.drifts, r.err = tree.Compare(r.job())
	if r.neverRendered() {
		r.list = append(r.list, unrendered(r.ShownPath(r.Spec)))
		return r
	}
	for _, d := range r.drifts {
		r.list = append(r.list, drifted(r.ShownPath(d.Path), d))
	}
	return r
}

// rendered loads a project, renders the files that choose selects, and checks
// them: what render and check have in common.
func (p located) rendered(choose func(*stack.App) (render.Selection, error)) *result {
	r := &result{located: p}
	repo, err := p.near()
	if err != nil {
		r.err, r.refused = err, true
		return r
	}
	defer repo.close()
	p.repo = repo
	r.project, r.err = p.load()
	r.list = r.project.List
	if r.err != nil || r.project.App == nil {
		r.refused = true
		return r
	}
	r.app = r.project.App.Name
	want, err := choose(r.project.App)
	if err != nil {
		r.err = err
		return r
	}
	documents, ok := r.project.Render(want)
	if !ok {
		r.list, r.refused = r.project.List, true
		return r
	}
	r.list = r.project.Check(documents)
	for _, d := range documents {
		r.files = append(r.files, d.File())
	}
	return r
}

// job is all that a project renders, as what is compared and written.
func (r *result) job() output.Job {
	job := output.Job{Inputs: r.project.Digests(), Complete: true, Generator: release.Version}
	for _, f := range r.files {
		job.Files = append(job.Files, output.File{Path: f.Path, Bytes: f.Bytes})
	}
	return job
}

// code is the exit code that a project asks for.
func (f *checkFlags) code(r *result) int {
	if r.refused || r.err != nil {
		return r.code()
	}
	fails := func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && f.failOn != "never" || d.Severity == diag.Warning && f.failOn == "warning"
	}
	if slices.ContainsFunc(r.list, fails) {
		return exitFindings
	}
	return exitOK
}

// report prints what was found: the findings are the result.
func (f *checkFlags) report(t terminal, results []*result) error {
	var all diag.List
	for _, r := range results {
		if r.err != nil && r.err.Error() != "" && f.format != "json" {
			fmt.Fprintf(t.err, "pylon-gen: %s\n", diag.Visible(fmt.Sprintf("%s: %v", r.ShownPath(r.Spec), r.err)))
		}
		all = append(all, r.list.Sorted()...)
	}
	switch f.format {
	case "json":
		return reportJSON(t, results)
	case "sarif":
		return diag.SARIF(t.out, f.inRepository(results), tool("check", describe))
	case "github":
		return diag.GitHub(t.out, f.inRepository(results))
	}
	for _, r := range results {
		list := r.list.Sorted()
		if !f.verbose {
			list = slices.DeleteFunc(list, noted)
		}
		if err := t.findings(t.out, list, r.line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(t.unlessQuiet(t.err), f.summary(results, all))
	return err
}

// failed is the code of a project that could not be checked.
const failed = "failed"

// inRepository are the findings of all projects for those who look at the whole
// repository: files are relative to its root, what kept a project from being checked
// is a finding too, and notes are there with -v.
func (f *checkFlags) inRepository(results []*result) diag.List {
	var all diag.List
	for _, r := range results {
		list := r.list.Sorted()
		if !f.verbose {
			list = slices.DeleteFunc(list, noted)
		}
		for i := range list {
			list[i].Pos.File = r.repositoryPath(list[i].Pos.File)
		}
		if r.err != nil && r.err.Error() != "" {
			list = append(list, diag.Diagnostic{Code: failed, Severity: diag.Error, Pos: source.Pos{File: r.Path(r.Spec)}, Message: r.err.Error()})
		}
		all = append(all, list...)
	}
	return all
}

// repositoryPath is a file that messages call by the way to it, relative to the
// repository's root.
func (r *result) repositoryPath(shown string) string {
	if shown == "" {
		return ""
	}
	below, err := filepath.Rel(filepath.FromSlash(r.Shown), filepath.FromSlash(shown))
	if err != nil {
		return shown
	}
	return path.Join(r.Dir, filepath.ToSlash(below))
}

// tool is what SARIF says of the command that made the findings.
func tool(command string, describe func(code string) diag.Rule) diag.Tool {
	return diag.Tool{Name: "pylon-gen", Version: release.Version, URI: release.Repository, Category: "pylon-gen/" + command, Describe: describe}
}

// describe returns what is known of a code, for formats that list them.
func describe(code string) diag.Rule {
	rule := rules.Lookup(code)
	if code == failed {
		return diag.Rule{Title: "the project could not be checked", Level: diag.Error}
	}
	if rule == nil {
		return diag.Rule{Title: "the runtime refuses such a manifest", Help: "Correct app.ts and run pylon codegen again.", Level: diag.Error}
	}
	return diag.Rule{
		Title: rule.Title, Help: "why: " + rule.Why + "\nfix: " + rule.Fix + "\nevidence: " + rule.Evidence,
		URI: release.Repository + "/blob/main/docs/rules.md#" + strings.ToLower(code), Level: rule.Severity,
	}
}
