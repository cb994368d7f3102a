package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Job is one rendering that is to be written.
type Job struct {
	Files []File
	// Inputs are the input files by path, for the lock.
	Inputs map[string][]byte
	// Complete says that Files is all that the project renders. Otherwise the
	// lock keeps what it knows of other files.
	Complete bool
	// Force overwrites files that were edited by hand.
	Force bool
	// Generator is the version that goes into the lock.
	Generator string
}

// Write brings the disk in line with a rendering, and returns what had to be
// written and which orphans are left. Files that are right already are not
// touched. On any error every file is as it was; an *Edited or *Unsafe says
// that the user has to decide.
func (t *Tree) Write(job Job) ([]Drift, error) {
	unlock, err := exclusive(t.root)
	if err != nil {
		return nil, wrap("locking", ".", err)
	}
	defer unlock()
	// Another run may have written since Open.
	if t.lock, err = readLock(t.root); err != nil {
		return nil, err
	}
	swept := map[string]bool{".": true}
	sweep(t.root, ".")
	for _, f := range job.Files {
		if dir := path.Dir(f.Path); !swept[dir] {
			swept[dir] = true
			sweep(t.root, dir)
		}
	}
	drifts, err := t.Compare(job.Files, job.Complete)
	if err != nil {
		return nil, err
	}
	kinds := map[string]Kind{}
	var edited []string
	for _, d := range drifts {
		kinds[d.Path] = d.Kind
		if d.Kind == HandEdited {
			edited = append(edited, d.Path)
		}
	}
	if len(edited) > 0 && !job.Force {
		return nil, &Edited{edited}
	}
	change := &change{root: t.root}
	pending := map[string]string{}
	for _, f := range job.Files {
		if _, differs := kinds[f.Path]; differs {
			change.add(f.Path, f.Bytes)
			pending[f.Path] = digest(f.Bytes)
		}
	}
	after := t.after(job, kinds)
	if len(change.files) == 0 && t.lock.same(after) {
		return drifts, nil
	}
	if len(change.files) > 0 {
		before := t.lock
		before.Pending = pending
		change.lockBefore = before.orEmpty().bytes()
	}
	change.lockAfter = after.bytes()
	if err := change.run(); err != nil {
		return nil, err
	}
	t.lock = after
	return drifts, nil
}

// after is the lock as it is to be when the job is done.
func (t *Tree) after(job Job, kinds map[string]Kind) lock {
	next := lock{Version: lockVersion, Generator: job.Generator, Inputs: map[string]string{}, Files: map[string]string{}}
	for name, text := range job.Inputs {
		next.Inputs[name] = digest(text)
	}
	for name, d := range t.lock.Files {
		if !job.Complete || kinds[name] == Orphaned {
			next.Files[name] = d
		}
	}
	for _, f := range job.Files {
		next.Files[f.Path] = digest(f.Bytes)
	}
	return next
}

// same says whether two locks remember the same; the version of the generator
// alone is no reason to touch a file.
func (l lock) same(other lock) bool {
	return l.Version == other.Version && len(l.Pending) == 0 && maps.Equal(l.Inputs, other.Inputs) && maps.Equal(l.Files, other.Files)
}

// orEmpty makes a lock that was never written writable.
func (l lock) orEmpty() lock {
	if l.Inputs == nil {
		l.Inputs = map[string]string{}
	}
	if l.Files == nil {
		l.Files = map[string]string{}
	}
	return l
}

// directories gives the directories above a path, the outermost first.
func directories(p string) []string {
	var out []string
	for d := path.Dir(p); d != "."; d = path.Dir(d) {
		out = append(out, d)
	}
	slices.Reverse(out)
	return out
}

func wrap(doing, name string, err error) error {
	var unsafe *Unsafe
	if err == nil || errors.As(err, &unsafe) {
		return err
	}
	var where *fs.PathError
	if errors.As(err, &where) {
		err = where.Err
	}
	return fmt.Errorf("%s %s: %w", doing, name, err)
}
