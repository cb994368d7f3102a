package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/report"
	"github.com/pylon-gen/pylon-gen/internal/rules"
)

// result is what became of one project.
type result struct {
	located
	project *project.Project // nil when it could not be loaded
	app     string           // the app's name, once it is known
	list    diag.List
	files   []render.File
	drifts  []output.Drift
	written bool              // drifts have been fixed, but for orphans
	removed []string          // orphans that are gone
	stdout  bool              // the files themselves are the result
	refused bool              // nothing can be rendered, the list says why
	ignored map[string]string // where git is told to ignore files of the project, by their names
	note    string
	err     error
}

// forget drops the texts of the files and of the model: nothing reads them
// again, and with a thousand projects they are most of the memory.
func (r *result) forget() {
	for i := range r.files {
		r.files[i].Bytes = nil
	}
	r.project.App = nil
}

// line returns a line of an input, for excerpts.
func (r *result) line(file string, n int) string {
	if r.project == nil {
		return ""
	}
	return r.project.Line(file, n)
}

// code is the exit code that the project asks for.
func (r *result) code() int {
	var exit *exitError
	var unsafe *output.Unsafe
	switch {
	case errors.As(r.err, &exit):
		return exit.code
	case errors.As(r.err, &unsafe):
		return exitUsage
	case r.err != nil:
		return exitMachine
	case r.refused:
		return exitUsage
	case len(r.drifts) > 0 && !r.written:
		return exitFindings
	}
	return exitOK
}

func worst(results []*result) int {
	code := exitOK
	for _, r := range results {
		code = max(code, r.code())
	}
	return code
}

// noted are findings that a person need not act on.
func noted(d diag.Diagnostic) bool { return d.Severity == diag.Info }

// judged are findings about the stack, which check shows and explains.
func judged(d diag.Diagnostic) bool {
	rule := rules.Lookup(d.Code)
	return rule != nil && rule.Judges()
}

// counts reports how many errors and warnings there are, "" when there are none.
func counts(list diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning} {
		n := 0
		for _, d := range list {
			if d.Severity == s {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, diag.Count(n, string(s)))
		}
	}
	return strings.Join(parts, " and ")
}

// printResults prints findings about the inputs, drift and errors of all projects, in
// their order. Findings about the stack are counted only: they are the same at
// every rendering, and check shows them.
func printResults(t terminal, format string, results []*result) error {
	if format == "json" {
		return machine(reportJSON(t, results))
	}
	for _, r := range results {
		list := slices.DeleteFunc(r.list.Sorted(), noted)
		about := slices.DeleteFunc(slices.Clone(list), judged)
		if err := t.findings(t.err, about, r.line); err != nil {
			return machine(err)
		}
		for _, d := range r.drifts {
			text := driftText(d, r.written)
			if by := r.ignored[d.Path]; by != "" {
				text = fmt.Sprintf("missing: git ignores it (%s), see pylon-gen explain %s", by, rules.IgnoredFile)
			}
			to := t.err
			if slices.Contains(r.removed, d.Path) {
				text, to = "removed, it is not rendered any more", t.unlessQuiet(t.err)
			} else if r.written && d.Kind != output.Orphaned {
				to = t.unlessQuiet(t.err)
			}
			fmt.Fprintf(to, "%s: %s\n", diag.Visible(r.ShownPath(d.Path)), text)
		}
		if r.note != "" {
			fmt.Fprintf(t.unlessQuiet(t.err), "%s: %s\n", diag.Visible(r.ShownPath(r.Spec)), r.note)
		}
		if text := counts(slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return !judged(d) })); text != "" {
			to := t.err
			if !list.HasErrors() {
				to = t.unlessQuiet(t.err)
			}
			fmt.Fprintf(to, "%s: %s about what would be deployed: see pylon-gen check\n", diag.Visible(r.ShownPath(r.Spec)), text)
		}
		if r.err != nil && r.err.Error() != "" {
			fmt.Fprintf(t.err, "pylon-gen: %s\n", diag.Visible(fmt.Sprintf("%s: %v", r.ShownPath(r.Spec), r.err)))
		}
	}
	return nil
}

func reportJSON(t terminal, results []*result) error {
	out := report.Results{Version: 1, Projects: []report.Result{}}
	for _, r := range results {
		p := report.Result{Spec: r.ShownPath(r.Spec), Files: []report.File{}, Drift: []report.Drift{}, Diagnostics: r.list.Sorted()}
		for _, f := range r.files {
			x := report.File{Path: r.ShownPath(f.Path), Target: string(f.Target), Stage: f.Stage}
			if r.stdout {
				x.Text = string(f.Bytes)
			}
			p.Files = append(p.Files, x)
		}
		for _, d := range r.drifts {
			written := r.written && d.Kind != output.Orphaned || slices.Contains(r.removed, d.Path)
			p.Drift = append(p.Drift, report.Drift{Path: r.ShownPath(d.Path), Kind: string(d.Kind), Reason: string(d.Reason), Written: written})
		}
		if r.err != nil {
			p.Error = r.err.Error()
		}
		out.Projects = append(out.Projects, p)
	}
	return writeJSON(t, out)
}

func writeJSON(t terminal, value any) error {
	enc := json.NewEncoder(t.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
