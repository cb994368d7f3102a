// Package run starts the few programs that pylon-gen asks; nothing else starts
// processes.
//
// It reads a git repository at its revisions, without touching
// the checkout and without the network. No shell is involved, and no text of
// the caller becomes an argument of git other than the directory to look in and
// ids that were checked.
package run

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// ErrNoGit says that git is not installed.
var ErrNoGit = errors.New("git is not installed")

// GitError is what git said when it refused or failed: that a directory is not a
// repository, that another user owns it, that an object is damaged.
type GitError struct{ Said string }

func (e *GitError) Error() string { return "git: " + e.Said }

// MissingError says that git does not have a revision or an object.
type MissingError struct {
	// Rev is what was asked for.
	Rev string
	// Shallow is true when the clone is a shallow one: the history that was
	// left out may have it.
	Shallow bool
}

func (e *MissingError) Error() string {
	text := "git does not have " + e.Rev
	if e.Shallow {
		text += ": the clone is shallow"
	}
	return text
}

// Repository is a git repository that is asked through one long-lived
// `git cat-file --batch`, which is started when it is first needed. It may be
// used from several goroutines.
type Repository struct {
	// Top is the root of the checkout, an absolute path.
	Top string
	// Shallow is true when the clone has a part of the history only.
	Shallow bool

	dir string // where git is started: what Open was given

	asking sync.Mutex // one question at a time
	cat    *catFile   // nil when it does not run
	closed bool

	listing sync.Mutex
	trees   map[string][]entry // the parsed trees by their ids
}

// Open finds the repository of a directory in a checkout. It returns ErrNoGit
// when git is not installed, and a *GitError when git does not take the
// directory.
func Open(dir string) (*Repository, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	out, err := output(git(dir, "rev-parse", "--show-toplevel", "--is-shallow-repository"))
	if err != nil {
		return nil, err
	}
	// The directory's name may have a newline, the second answer has none.
	out = strings.TrimSuffix(out, "\n")
	end := strings.LastIndexByte(out, '\n')
	if end < 0 {
		return nil, &GitError{fmt.Sprintf("an answer that is not understood: %q", out)}
	}
	return &Repository{
		Top:     filepath.FromSlash(out[:end]),
		Shallow: out[end+1:] == "true",
		dir:     dir,
		trees:   map[string][]entry{},
	}, nil
}

// DefaultBranch returns the name of the branch that a repository's pull requests go
// to, as its remote origin says; without one the branch that is checked out, and
// "main" where git says nothing.
func DefaultBranch(dir string) string {
	for _, ref := range []string{"refs/remotes/origin/HEAD", "HEAD"} {
		if out, err := output(git(dir, "symbolic-ref", "--quiet", ref)); err == nil {
			name := strings.TrimSpace(out)
			for _, prefix := range []string{"refs/remotes/origin/", "refs/heads/"} {
				if branch, ok := strings.CutPrefix(name, prefix); ok {
					return branch
				}
			}
		}
	}
	return "main"
}

// HooksDir returns the directory in which git looks for the hooks of a checkout, as an
// absolute path: core.hooksPath, or that of the main checkout for a worktree.
func HooksDir(dir string) (string, error) {
	out, err := output(git(dir, "rev-parse", "--git-path", "hooks"))
	if err != nil {
		return "", err
	}
	path := filepath.FromSlash(strings.TrimSuffix(out, "\n"))
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Clean(path), nil
}

// Close ends the process, if there is one. Questions after it get fs.ErrClosed.
// It returns what the process failed with, if it did.
func (r *Repository) Close() error {
	r.asking.Lock()
	defer r.asking.Unlock()
	r.closed = true
	if r.cat == nil {
		return nil
	}
	cat := r.cat
	r.cat = nil
	return cat.close()
}

// Commit returns the id of the commit that a revision names: a branch, a tag,
// "HEAD^1", "origin/HEAD", an id or the first digits of one. It returns a
// *MissingError when git does not have it, and a *GitError when the digits are
// those of several commits.
func (r *Repository) Commit(rev string) (string, error) {
	if rev == "" || strings.ContainsAny(rev, "\n\x00") {
		return "", fmt.Errorf("%q is not a revision", rev)
	}
	found, err := r.ask(rev + "^{commit}")
	var missing *MissingError
	switch {
	case errors.As(err, &missing):
		return "", &MissingError{rev, r.Shallow}
	case err != nil:
		return "", err
	case found.kind != "commit":
		// git read the revision's end as a part of a file's name.
		return "", &MissingError{rev, r.Shallow}
	}
	return found.id, nil
}

// Parents returns the ids of a commit's parents, the first one first, as the
// commit lists them: in a shallow clone git may not have them. The commit is a
// whole id. It returns a *MissingError when git does not have the commit.
func (r *Repository) Parents(commit string) ([]string, error) {
	_, parents, err := r.commit(commit)
	return parents, err
}

// At returns the files of a commit, which is a whole id. They are as git stores
// them: no line ends are converted and no filter runs. It returns a
// *MissingError when git does not have the commit.
func (r *Repository) At(commit string) (*Tree, error) {
	tree, _, err := r.commit(commit)
	if err != nil {
		return nil, err
	}
	return &Tree{r, entry{name: ".", id: tree, mode: fs.ModeDir | 0o755}}, nil
}

// MergeBase returns the best common ancestor of two commits, which are whole
// ids; when there are several, the first one that git names. It returns a
// *MissingError when git does not have one of the commits or a common ancestor.
func (r *Repository) MergeBase(a, b string) (string, error) {
	for _, id := range []string{a, b} {
		if _, _, err := r.commit(id); err != nil {
			return "", err
		}
	}
	cmd := git(r.dir, "merge-base", a, b)
	out, err := output(cmd)
	switch {
	case err != nil && cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 1:
		return "", &MissingError{"a common ancestor of " + a + " and " + b, r.Shallow}
	case err != nil:
		return "", err
	}
	first, _, _ := strings.Cut(out, "\n")
	return first, nil
}

// commit reads a commit: the id of its tree and those of its parents.
func (r *Repository) commit(id string) (tree string, parents []string, err error) {
	if !isID(id) {
		return "", nil, fmt.Errorf("%q is not the id of a commit", id)
	}
	data, err := r.read(id, "commit")
	if err != nil {
		return "", nil, err
	}
	head, _, _ := bytes.Cut(data, []byte("\n\n"))
	for line := range strings.Lines(string(head)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case key == "tree" && tree == "" && isID(value):
			tree = value
		case key == "parent" && isID(value):
			parents = append(parents, value)
		}
	}
	if tree == "" {
		return "", nil, &GitError{"the commit " + id + " has no tree"}
	}
	return tree, parents, nil
}

// BlobID returns git's id of a file with these contents. The other
// id is any of the same repository, and tells which kind of ids it has: 64
// digits are SHA-256, anything else is SHA-1.
func BlobID(data []byte, like string) string {
	var sum hash.Hash
	if len(like) == sha256.Size*2 {
		sum = sha256.New()
	} else {
		sum = sha1.New()
	}
	fmt.Fprintf(sum, "blob %d\x00", len(data))
	sum.Write(data)
	return hex.EncodeToString(sum.Sum(nil))
}

// isID reports whether a text is a whole id, as git writes it.
func isID(text string) bool {
	return (len(text) == sha1.Size*2 || len(text) == sha256.Size*2) && strings.Trim(text, "0123456789abcdef") == ""
}

// output runs git to its end and returns what it printed.
func output(cmd *exec.Cmd) (string, error) {
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Start(); err != nil {
		return "", notStarted(err)
	}
	if err := cmd.Wait(); err != nil {
		return "", failed(said.String(), err)
	}
	return out.String(), nil
}
