// Package output compares rendered files with what is on the disk, and writes
// them: all or none, each one atomically, never over what was edited by
// hand.
//
// It does not know what the files hold. It touches nothing outside of the
// project's directory: every path goes through os.Root, which follows no
// symbolic link out of it.
package output

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// File is a rendered file.
type File struct {
	Path  string // relative to the project's directory, with slashes
	Bytes []byte
}

// Kind is how a file on the disk differs from what was rendered.
type Kind string

// The kinds of drift.
const (
	Missing    Kind = "missing"     // there is no such file
	Stale      Kind = "stale"       // it is as it was rendered last, and would be rendered differently now
	HandEdited Kind = "hand-edited" // it is neither what was rendered last nor what would be rendered now
	Orphaned   Kind = "orphaned"    // it was rendered once and is not rendered any more
)

// Reason is why a file differs, where the lock tells.
type Reason string

// The reasons of a stale file that the inputs do not explain, of one that is hand-edited
// as far as the lock tells, and of an orphan.
const (
	OtherGenerator Reason = "other-generator" // the inputs are the same, another release rendered it
	NewerGenerator Reason = "newer-generator" // a newer release rendered it
	Moved          Reason = "moved"           // an orphan whose contents are rendered at another path now
	NoLock         Reason = "no-lock"         // there is no lock that could tell an edit from a rendering
)

// Drift is one file that is not as rendered.
type Drift struct {
	Path   string
	Kind   Kind
	Reason Reason // "" is the usual one of its kind
	// By is the release that rendered it, of a file that another one did.
	By string
	// To is where the contents of a file that has moved are now.
	To string
}

// Unsafe says that a path is not one that is read or written: something else is in
// its place, or it leads out of the project.
type Unsafe struct{ Path, Why string }

func (e *Unsafe) Error() string { return e.Path + ": " + e.Why }

// Edited reports that files were not written because they were edited by hand.
type Edited struct{ Drifts []Drift }

func (e *Edited) Error() string {
	paths := make([]string, len(e.Drifts))
	for i, d := range e.Drifts {
		paths[i] = d.Path
	}
	return "edited by hand: " + strings.Join(paths, ", ")
}

// Tree is a project's directory and its lock.
type Tree struct {
	root *os.Root
	lock lock.Lock
}

// Open opens a project's directory and reads its lock, if it has one.
func Open(dir string) (*Tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	t := &Tree{root: root}
	if t.lock, err = readLock(root); err != nil {
		root.Close()
		return nil, err
	}
	return t, nil
}

// Close releases the directory.
func (t *Tree) Close() error { return t.root.Close() }

// Compare tells which files of a job differ from the disk, sorted by path; orphans
// too when the job is complete.
func (t *Tree) Compare(job Job) ([]Drift, error) {
	if err := places(job.Files); err != nil {
		return nil, err
	}
	var out []Drift
	rendered := map[string]bool{}
	for _, f := range job.Files {
		rendered[f.Path] = true
		old, err := t.read(f.Path)
		now := lock.Digest(old)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Drift{Path: f.Path, Kind: Missing})
		case err != nil:
			return nil, err
		case now == lock.Digest(f.Bytes):
		case t.rendered(f.Path, now):
			out = append(out, t.stale(f.Path, job))
		case t.lock.Version == 0:
			out = append(out, Drift{Path: f.Path, Kind: HandEdited, Reason: NoLock})
		default:
			out = append(out, Drift{Path: f.Path, Kind: HandEdited})
		}
	}
	if job.Complete {
		for _, path := range slices.Sorted(maps.Keys(t.lock.Files)) {
			if info, err := t.root.Lstat(path); err == nil && !rendered[path] && !t.isRendered(info, path, job) {
				out = append(out, orphan(path, t.lock, job))
			}
		}
	}
	slices.SortFunc(out, func(a, b Drift) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return out, nil
}

// orphan is the drift of a file that is not rendered any more. It has moved when the one
// new file of the job that is called alike was never rendered before.
func orphan(at string, last lock.Lock, job Job) Drift {
	d := Drift{Path: at, Kind: Orphaned}
	for _, f := range job.Files {
		if len(last.Files[f.Path]) > 0 || path.Ext(f.Path) != path.Ext(at) {
			continue
		}
		if path.Base(f.Path) == path.Base(at) || last.Files.Has(at, lock.Digest(f.Bytes)) {
			d.Reason, d.To = Moved, f.Path
			break
		}
	}
	return d
}

// rendered reports whether a digest is one of what was rendered at a path last,
// whatever the case of its letters: a file system may not see it.
func (t *Tree) rendered(path, digest string) bool {
	if t.lock.Files.Has(path, digest) {
		return true
	}
	for other := range t.lock.Files {
		if strings.EqualFold(other, path) && t.lock.Files.Has(other, digest) {
			return true
		}
	}
	return false
}

// isRendered reports whether a file is one that a job renders under a name that
// differs in case only, on a file system that does not see case.
func (t *Tree) isRendered(file fs.FileInfo, path string, job Job) bool {
	for _, f := range job.Files {
		if strings.EqualFold(f.Path, path) {
			info, err := t.root.Lstat(f.Path)
			return err == nil && os.SameFile(info, file)
		}
	}
	return false
}

// stale is the drift of a file that was rendered otherwise: from other inputs, or
// by another release.
func (t *Tree) stale(path string, job Job) Drift {
	d := Drift{Path: path, Kind: Stale}
	by := t.lock.Newest()
	switch {
	case lock.Newer(by, job.Generator):
		d.Reason, d.By = NewerGenerator, by
	case by != job.Generator && by != "" && t.lock.Inputs.Equal(job.inputs()):
		d.Reason, d.By = OtherGenerator, by
	}
	return d
}

// places refuses paths that lead out of the project, and files that cannot be
// side by side: two at one path, one below another, one in the lock's place.
// Case does not count, as some file systems do not see it.
func places(files []File) error {
	taken := map[string]string{strings.ToLower(lock.File): lock.File}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || f.Path == "." || !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			return &Unsafe{f.Path, "it is not a path inside the project"}
		}
		key := strings.ToLower(f.Path)
		if other, there := taken[key]; there {
			return &Unsafe{f.Path, "it collides with " + other}
		}
		taken[key] = f.Path
	}
	for _, f := range files {
		for _, dir := range directories(f.Path) {
			if other, there := taken[strings.ToLower(dir)]; there {
				return &Unsafe{f.Path, "it collides with " + other}
			}
		}
	}
	return nil
}

// read reads a file of the project that must be a regular one.
func (t *Tree) read(path string) ([]byte, error) {
	info, err := t.root.Lstat(path)
	var where *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, err
	case errors.As(err, &where):
		return nil, &Unsafe{path, "it cannot be reached inside the project: " + where.Err.Error()}
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, &Unsafe{path, "it is a symbolic link"}
	case !info.Mode().IsRegular():
		return nil, &Unsafe{path, "it is not a regular file"}
	}
	return t.root.ReadFile(path)
}
