package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// askIgnored notes in some results which of their files git ignores: all of them, or
// those that are missing only. It starts git once for each repository, and not at all
// when there is nothing to ask. Where git does not answer nothing is ignored.
func askIgnored(results []*result, missingOnly bool) {
	asked := map[string][]string{} // paths by the root of their repository
	names := func(r *result) []string {
		if missingOnly {
			return r.missing()
		}
		return r.ownFiles()
	}
	for _, r := range results {
		if top := r.top(); len(names(r)) > 0 && isRepository(top) {
			for _, name := range names(r) {
				asked[top] = append(asked[top], r.Path(name))
			}
		}
	}
	for top, paths := range asked {
		found, err := run.Ignored(top, paths)
		if err != nil {
			continue
		}
		for _, r := range results {
			for _, name := range names(r) {
				if by := found[r.Path(name)]; by != "" && r.top() == top {
					r.ignore(name, by)
				}
			}
		}
	}
}

// top is the root of the project's repository on the disk.
func (p located) top() string {
	return strings.TrimSuffix(p.dir, string(filepath.Separator)+filepath.FromSlash(p.Dir))
}

func (r *result) ignore(name, by string) {
	if r.ignored == nil {
		r.ignored = map[string]string{}
	}
	r.ignored[name] = by
}

// ownFiles are the names of the files that a project consists of.
func (r *result) ownFiles() []string {
	if r.project == nil {
		return nil
	}
	names := []string{r.Spec, r.project.Manifest}
	if _, err := fs.Stat(r.repo, r.Path(lock.File)); err == nil {
		names = append(names, lock.File)
	}
	for _, f := range r.files {
		names = append(names, f.Path)
	}
	return names
}

// missing are the names of those files that are missing, but for the spec and the lock.
func (r *result) missing() []string {
	var names []string
	if r.noManifest() {
		names = append(names, r.project.Manifest)
	}
	for _, d := range r.drifts {
		if d.Kind == output.Missing && !r.written {
			names = append(names, d.Path)
		}
	}
	return names
}

// noManifest reports whether the project has a spec that can be read and no manifest.
func (r *result) noManifest() bool {
	if r.project == nil || r.project.Inputs[r.Spec] == nil {
		return false
	}
	_, err := fs.Stat(r.repo, r.Path(r.project.Manifest))
	return errors.Is(err, fs.ErrNotExist)
}

// explainIgnored says in the findings about files that are missing that git ignores them.
func (r *result) explainIgnored() {
	for name, by := range r.ignored {
		for i, d := range r.list {
			switch {
			case d.Code == "PG001" && name == r.project.Manifest && r.noManifest():
				r.list[i].Why = fmt.Sprintf("git ignores it (%s), so only the machine that wrote it has it", by)
				r.list[i].Fix = fmt.Sprintf("write it with %s before pylon-gen runs, in CI too; or remove it from .gitignore and commit it", codegenIn(pylon.DefaultEntry, name))
			case d.Code == rules.Missing && d.Pos.File == r.ShownPath(name):
				r.list[i].Why = fmt.Sprintf("git ignores it (%s), so only the machine that rendered it has it", by)
				r.list[i].Fix = rules.Lookup(rules.IgnoredFile).Fix
			}
		}
	}
}

// addIgnored adds a finding for each file that is there and that git ignores.
func (r *result) addIgnored() {
	missing := r.missing()
	for name, by := range r.ignored {
		if slices.Contains(missing, name) || r.ignored[r.Spec] != "" && name != r.Spec { // the whole project is ignored
			continue
		}
		rule := rules.Lookup(rules.IgnoredFile)
		if name == r.project.Manifest {
			rule = rules.Lookup(rules.IgnoredManifest)
		}
		r.list = append(r.list, diag.Diagnostic{
			Code: rule.ID, Severity: rule.Severity, Pos: source.Pos{File: r.ShownPath(name)},
			Message: fmt.Sprintf("git ignores the file, as %s says", by), Why: rule.Why, Fix: rule.Fix,
		})
	}
}
