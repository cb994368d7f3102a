// Package output compares rendered files with what is on the disk, and writes
// them: all or none, each one atomically, never over what somebody edited by
// hand.
//
// It does not know what the files hold. It touches nothing outside of the
// project's directory: every path goes through os.Root, which follows no
// symbolic link out of it.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// File is a rendered file.
type File struct {
	Path  string // relative to the project's directory, with slashes
	Bytes []byte
}

// Kind says how a file on the disk differs from what was rendered.
type Kind string

// The kinds of drift.
const (
	Missing    Kind = "missing"     // there is no such file
	Stale      Kind = "stale"       // it is as it was rendered last, and would be rendered differently now
	HandEdited Kind = "hand-edited" // it is neither what was rendered last nor what would be rendered now
	Orphaned   Kind = "orphaned"    // it was rendered once and is not rendered any more
)

// Drift is one file that is not as rendered.
type Drift struct {
	Path string
	Kind Kind
}

// Unsafe says that a path cannot be written: something else is in its place, or
// it leads out of the project.
type Unsafe struct{ Path, Why string }

func (e *Unsafe) Error() string { return fmt.Sprintf("%s cannot be written: %s", e.Path, e.Why) }

// Edited says that files were not written because somebody edited them by hand.
type Edited struct{ Paths []string }

func (e *Edited) Error() string { return fmt.Sprintf("edited by hand: %v", e.Paths) }

// Tree is a project's directory and its lock.
type Tree struct {
	root *os.Root
	lock lock
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

// Compare tells which files differ from the disk, sorted by path. When files are
// all that the project renders, complete is true and orphans are found too.
func (t *Tree) Compare(files []File, complete bool) ([]Drift, error) {
	if err := places(files); err != nil {
		return nil, err
	}
	var out []Drift
	rendered := map[string]bool{}
	for _, f := range files {
		rendered[f.Path] = true
		old, err := t.read(f.Path)
		// A checkout with CRLF line ends is the same file to people and to git.
		if bytes.Contains(old, []byte("\r\n")) {
			old = bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n"))
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Drift{f.Path, Missing})
		case err != nil:
			return nil, err
		case bytes.Equal(old, f.Bytes):
		case t.lock.knows(f.Path, digest(old)):
			out = append(out, Drift{f.Path, Stale})
		default:
			out = append(out, Drift{f.Path, HandEdited})
		}
	}
	if complete {
		for _, path := range slices.Sorted(maps.Keys(t.lock.Files)) {
			if _, err := t.root.Lstat(path); err == nil && !rendered[path] {
				out = append(out, Drift{path, Orphaned})
			}
		}
	}
	slices.SortFunc(out, func(a, b Drift) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return out, nil
}

// places refuses paths that lead out of the project, and files that cannot lie
// side by side: two at one path, one below another, one in the lock's place.
// Case does not count, as some file systems do not see it.
func places(files []File) error {
	taken := map[string]string{strings.ToLower(LockFile): LockFile}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || f.Path == "." || !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			return &Unsafe{f.Path, "it is no path inside of the project"}
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

// read reads a file of the project that is to be a regular one.
func (t *Tree) read(path string) ([]byte, error) {
	info, err := t.root.Lstat(path)
	var where *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, err
	case errors.As(err, &where):
		return nil, &Unsafe{path, where.Err.Error()}
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, &Unsafe{path, "it is a symbolic link"}
	case !info.Mode().IsRegular():
		return nil, &Unsafe{path, "it is not a regular file"}
	}
	return t.root.ReadFile(path)
}
