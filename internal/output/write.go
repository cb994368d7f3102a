package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// Job is one rendering to write.
type Job struct {
	Files []File
	// Inputs are the digests of the input files by path.
	Inputs map[string]string
	// Complete says that Files is all that the project renders. Otherwise the
	// lock keeps what it knows of other files.
	Complete bool
	// Force overwrites files that were edited by hand.
	Force bool
	// Generator is the version that goes into the lock.
	Generator string
}

// inputs are the digests of the inputs, for the lock.
func (j Job) inputs() lock.Digests {
	var out lock.Digests
	for name, digest := range j.Inputs {
		out.Add(name, digest)
	}
	return out
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
	drifts, err := t.Compare(job)
	if err != nil {
		return nil, err
	}
	kinds := map[string]Kind{}
	var edited []Drift
	for _, d := range drifts {
		kinds[d.Path] = d.Kind
		if d.Kind == HandEdited {
			edited = append(edited, d)
		}
	}
	if len(edited) > 0 && !job.Force {
		return nil, &Edited{edited}
	}
	change := &change{root: t.root}
	var pending lock.Digests
	for _, f := range job.Files {
		if _, differs := kinds[f.Path]; differs {
			change.add(f.Path, f.Bytes)
			pending.Add(f.Path, lock.Digest(f.Bytes))
		}
	}
	after := t.after(job, kinds)
	if len(change.files) == 0 && same(t.lock, after) {
		return drifts, nil
	}
	if len(change.files) > 0 {
		before := t.lock
		before.Pending = pending
		change.lockBefore = before.Bytes()
	}
	change.lockAfter = after.Bytes()
	if err := change.run(); err != nil {
		return nil, err
	}
	t.lock = after
	return drifts, nil
}

// after is the lock after the job is done.
func (t *Tree) after(job Job, kinds map[string]Kind) lock.Lock {
	next := lock.Lock{Version: lock.Version, Generators: []string{job.Generator}, Inputs: job.inputs()}
	rendered := map[string]bool{}
	for _, f := range job.Files {
		next.Files.Add(f.Path, lock.Digest(f.Bytes))
		rendered[f.Path] = true
	}
	for name, digests := range t.lock.Files {
		if !rendered[name] && (!job.Complete || kinds[name] == Orphaned) {
			next.Files[name] = digests
		}
	}
	return next
}

// same reports whether two locks remember the same; the version of the generator
// alone does not justify a write.
func same(a, b lock.Lock) bool {
	return a.Version == b.Version && len(a.Pending) == 0 && a.Inputs.Equal(b.Inputs) && a.Files.Equal(b.Files)
}

// directories returns the directories above a path, the outermost first.
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
