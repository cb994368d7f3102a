package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/run"
)

// warnsOfData reports whether render prints what a change does to data: to a person
// at a terminal, and not in a hook of git, where it does not belong.
func warnsOfData() bool {
	_, hook := os.LookupEnv("GIT_INDEX_FILE")
	return !hook && os.Getenv("PRE_COMMIT") == "" && term.IsTerminal(int(os.Stderr.Fd()))
}

// warnOfData says in one line for each project when what has been rendered drops,
// replaces or moves data that the commit that is checked out has. Where git does not
// answer there is nothing to say.
func warnOfData(t terminal, results []*result) {
	if len(results) == 0 {
		return
	}
	git, err := run.Open(results[0].dir)
	if err != nil {
		return
	}
	defer git.Close()
	head, err := git.Commit("HEAD")
	if err != nil {
		return
	}
	tree, err := git.At(head)
	if err != nil {
		return
	}
	for _, r := range results {
		if top, err := filepath.EvalSymlinks(git.Top); err != nil || filepath.Join(top, filepath.FromSlash(r.Dir)) != r.dir || len(r.drifts) == 0 {
			continue
		}
		if e := dataEffect(tree, r); e != nil {
			fmt.Fprintf(t.err, "%s: %s: see pylon-gen diff --base HEAD\n", diag.Visible(r.ShownPath(r.Spec)), diag.Visible(e.Message))
		}
	}
}

// dataEffect is the worst effect on data of a project since a commit, nil when
// there is none.
func dataEffect(tree *run.Tree, r *result) *diff.Effect {
	base, err := project.LoadAny(tree, r.Place)
	if err != nil || base.App == nil || len(base.App.Stages) == 0 {
		return nil
	}
	head, err := r.load()
	if err != nil || head.App == nil || len(head.App.Stages) == 0 {
		return nil
	}
	found, err := project.Compare(base, head, diff.Targets)
	if err != nil || found == nil {
		return nil
	}
	for _, s := range found.Stages {
		for _, target := range diff.Targets {
			for _, e := range s.Targets[target].Effects {
				if e.Word == diff.DataLoss || e.Word == diff.NewStack {
					e.Message = s.Stage + ": " + e.Message
					return &e
				}
			}
		}
	}
	return nil
}
