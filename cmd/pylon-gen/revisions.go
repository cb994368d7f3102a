package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/run"
)

// revisions opens the revisions to compare: those of the flags, or those that the
// place means where it runs.
func (f *diffFlags) revisions(s *sides, dir string) error {
	git, err := run.Open(dir)
	if err != nil {
		return noGit(err)
	}
	s.git = git
	head, err := git.Commit("HEAD")
	if f.head != "" {
		head, err = git.Commit(f.head)
	}
	var unborn *run.MissingError
	if errors.As(err, &unborn) && f.head == "" {
		return usageError("there is no commit yet: commit first, or compare with a directory by --base-dir")
	}
	if err != nil {
		return missing(err, "the head")
	}
	s.head.Rev = head
	if f.head != "" {
		if s.head, err = revision(git, head, f.head); err != nil {
			return err
		}
	}
	base, name, err := f.chosen(git, head)
	if err != nil {
		return err
	}
	s.base, err = revision(git, base, name)
	return err
}

func revision(git *run.Repository, commit, name string) (side, error) {
	tree, err := git.At(commit)
	if err != nil {
		return side{}, missing(err, name)
	}
	return side{Revision: diff.Revision{Rev: commit, Name: name}, files: tree, tree: tree, list: listIn(tree)}, nil
}

// chosen is the base and how it was chosen.
func (f *diffFlags) chosen(git *run.Repository, head string) (commit, name string, err error) {
	if f.base != "" {
		commit, err = git.Commit(f.base)
		return commit, f.base, missing(err, "the base")
	}
	if commit, name, err = onGitHub(git, head); commit != "" || err != nil {
		return commit, name, err
	}
	return mergeBase(git, head, "origin/HEAD", "origin/main", "origin/master")
}

// mergeBase is where a commit left the first of some branches that there is; the
// commit itself where there is none.
func mergeBase(git *run.Repository, head string, branches ...string) (commit, name string, err error) {
	for _, branch := range branches {
		tip, err := git.Commit(branch)
		var gone *run.MissingError
		if errors.As(err, &gone) {
			continue
		}
		if err != nil {
			return "", "", missing(err, branch)
		}
		if tip == head {
			return head, branch, nil
		}
		commit, err := git.MergeBase(tip, head)
		if err != nil {
			return "", "", missing(err, "the merge base with "+branch)
		}
		return commit, "merge base with " + branch, nil
	}
	if git.Shallow {
		return "", "", &exitError{exitMachine, "the clone is shallow and has no branch of origin to compare with: git fetch origin +refs/heads/main:refs/remotes/origin/main, or name a --base"}
	}
	return head, "HEAD", nil
}

// event is what GitHub says of the event that started a workflow.
type event struct {
	Before      string
	PullRequest struct {
		Head struct{ SHA string }
	} `json:"pull_request"`
	MergeGroup struct {
		BaseSHA string `json:"base_sha"`
	} `json:"merge_group"`
}

// onGitHub is the base that the event of a workflow means, "" elsewhere.
func onGitHub(git *run.Repository, head string) (commit, name string, err error) {
	if os.Getenv("GITHUB_ACTIONS") != "true" {
		return "", "", nil
	}
	var e event
	text, err := os.ReadFile(os.Getenv("GITHUB_EVENT_PATH"))
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err != nil {
		return "", "", &exitError{exitMachine, "the event of the workflow in GITHUB_EVENT_PATH cannot be read: name a --base"}
	}
	switch os.Getenv("GITHUB_EVENT_NAME") {
	case "pull_request", "pull_request_target":
		parents, err := git.Parents(head)
		if err != nil {
			return "", "", missing(err, "HEAD")
		}
		// The merge commit that GitHub makes and checks out has the head as its second
		// parent; a head that was checked out may be a merge commit of the user's own.
		if tip := e.PullRequest.Head.SHA; len(parents) == 2 && head != tip && (tip == "" || parents[1] == tip) {
			commit, err = git.Commit(parents[0])
			return commit, "the pull request's base", missing(err, "the pull request's base")
		}
		branch := "origin/" + os.Getenv("GITHUB_BASE_REF")
		if commit, err = git.Commit(branch); err != nil {
			return "", "", missing(err, branch)
		}
		commit, err = git.MergeBase(commit, head)
		return commit, "merge base with " + branch, missing(err, "the merge base with "+branch)
	case "push":
		if strings.Trim(e.Before, "0") == "" { // a new branch
			return "", "", nil
		}
		commit, err = git.Commit(e.Before)
		return commit, "the commit before the push", missing(err, "the commit before the push")
	case "merge_group":
		if e.MergeGroup.BaseSHA == "" {
			return "", "", nil
		}
		commit, err = git.Commit(e.MergeGroup.BaseSHA)
		return commit, "the merge queue's base", missing(err, "the merge queue's base")
	}
	return "", "", nil
}

// noGit is the error of a directory that git knows nothing of.
func noGit(err error) error {
	if errors.Is(err, run.ErrNoGit) {
		return &exitError{exitMachine, "git is not installed: install it, or compare with a directory by --base-dir"}
	}
	return &exitError{exitMachine, fmt.Sprintf("%v: compare with a directory by --base-dir", err)}
}

// missing is the error of a revision that git does not have, with the command that
// fetches it; nil for none.
func missing(err error, what string) error {
	var gone *run.MissingError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &gone):
		return machine(err)
	case gone.Shallow && !strings.HasPrefix(gone.Rev, "origin/"):
		return &exitError{exitMachine, fmt.Sprintf("git does not have %s (%s), as the clone is shallow: git fetch --unshallow origin", what, gone.Rev)}
	}
	text := fmt.Sprintf("git does not have %s (%s)", what, gone.Rev)
	branch, remote := strings.CutPrefix(gone.Rev, "origin/")
	switch {
	case strings.HasPrefix(gone.Rev, "-") || strings.ContainsAny(gone.Rev, " ~^:@"):
	case remote:
		text += fmt.Sprintf(": git fetch origin +refs/heads/%s:refs/remotes/origin/%s", branch, branch)
	default:
		text += ": git fetch origin " + gone.Rev
	}
	return &exitError{exitMachine, text}
}
