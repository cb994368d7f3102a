package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// Names of temporary files. They are next to the file that they become, so that
// the rename is atomic.
const (
	tempPrefix = ".pylon-gen-"
	tempSuffix = ".tmp"
	// abandoned is the age at which a temporary file belongs to a run that was
	// killed: writing takes milliseconds.
	abandoned = time.Minute
)

// change writes several files as one: first every temporary file, then the
// renames. Until the first rename nothing has happened; a failure after it is
// rolled back.
type change struct {
	root                  *os.Root
	files                 []*pendingFile
	lockBefore, lockAfter []byte   // lockBefore is nil when no file changes
	made                  []string // directories, outermost first
}

type pendingFile struct {
	path string
	text []byte
	temp string
	old  []byte // what was there
	was  fs.FileMode
	at   time.Time // when it was modified
	had  bool      // something was there
	done bool      // renamed into place
}

func (c *change) add(path string, text []byte) {
	c.files = append(c.files, &pendingFile{path: path, text: text})
}

func (c *change) run() error {
	steps := c.steps()
	err := c.prepareAll(steps)
	if err == nil {
		err = c.renameAll(steps)
	}
	if err != nil {
		c.undo(steps)
	}
	return err
}

// steps are the files in the order of their renames: the lock that knows both
// the old and the new files, the files, the lock that knows the new ones only.
func (c *change) steps() []*pendingFile {
	var steps []*pendingFile
	if c.lockBefore != nil {
		steps = append(steps, &pendingFile{path: lock.File, text: c.lockBefore})
	}
	steps = append(steps, c.files...)
	return append(steps, &pendingFile{path: lock.File, text: c.lockAfter})
}

func (c *change) prepareAll(steps []*pendingFile) error {
	for _, f := range steps {
		if err := c.prepare(f); err != nil {
			return wrap("writing", f.path, err)
		}
	}
	return nil
}

func (c *change) renameAll(steps []*pendingFile) error {
	for _, f := range steps {
		if err := c.root.Rename(f.temp, f.path); err != nil {
			return wrap("writing", f.path, err)
		}
		f.done = true
	}
	return nil
}

// prepare remembers what is there and writes the temporary file.
func (c *change) prepare(f *pendingFile) error {
	info, err := c.root.Lstat(f.path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return &Unsafe{f.path, "it is not a regular file"}
	case err == nil:
		f.had, f.was, f.at = true, info.Mode().Perm(), info.ModTime()
		if f.old, err = c.root.ReadFile(f.path); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	for _, dir := range directories(f.path) {
		err := c.root.Mkdir(dir, 0o755)
		if err == nil {
			c.made = append(c.made, dir)
		} else if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	f.temp, err = c.temp(f.path, f.text, f.was)
	return err
}

// temp writes text into a new file next to path, and syncs it. A mode of 0 is what
// new files get here.
func (c *change) temp(target string, text []byte, mode fs.FileMode) (string, error) {
	name := path.Join(path.Dir(target), tempPrefix+strings.ToLower(rand.Text())+tempSuffix)
	file, err := c.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if mode != 0 {
		err = errors.Join(err, file.Chmod(mode))
	}
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, c.root.Remove(name))
	}
	return name, nil
}

// undo puts everything back, as far as the machine lets it: the files that have
// been renamed, the temporary ones, the new directories.
func (c *change) undo(steps []*pendingFile) {
	for _, f := range slices.Backward(steps) {
		if !f.done {
			if f.temp != "" {
				_ = c.root.Remove(f.temp)
			}
			continue
		}
		if !f.had {
			_ = c.root.Remove(f.path)
			continue
		}
		back, err := c.temp(f.path, f.old, f.was)
		if err != nil {
			continue // the lock that was written first still knows this file
		}
		_ = c.root.Chtimes(back, f.at, f.at)
		if c.root.Rename(back, f.path) != nil {
			_ = c.root.Remove(back)
		}
	}
	for _, dir := range slices.Backward(c.made) {
		_ = c.root.Remove(dir) // stays when it is no longer empty
	}
}

// sweep removes what runs that were killed left in a directory.
func sweep(root *os.Root, dir string) {
	handle, err := root.Open(dir)
	if err != nil {
		return
	}
	defer handle.Close()
	names, _ := handle.Readdirnames(-1)
	for _, name := range names {
		if !strings.HasPrefix(name, tempPrefix) || !strings.HasSuffix(name, tempSuffix) {
			continue
		}
		at := path.Join(dir, name)
		if info, err := root.Lstat(at); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandoned {
			_ = root.Remove(at)
		}
	}
}
