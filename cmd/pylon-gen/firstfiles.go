package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// firstFile is a file that init writes once.
type firstFile struct {
	root *os.Root
	name string // relative to root, with slashes
	// shown is what messages call it, "" for its name.
	shown string
	text  []byte // nil when nothing has to be written
	mode  fs.FileMode
	// added: text is what is there with something added at its end.
	added bool
	said  string // what is said of it instead of "written"
}

// word reports what becomes of the file, or what would.
func (f firstFile) word(written bool) string {
	switch {
	case f.said != "":
		return f.said
	case f.text == nil:
		return "already there"
	case f.added && written:
		return "added to"
	case f.added:
		return "to be added to"
	case written:
		return "written"
	}
	return "to be written"
}

// writeAll writes files, all or none: a failure, and a Ctrl-C in the middle,
// leave the disk as it was.
func writeAll(ctx context.Context, files []firstFile) error {
	var undo []func() error
	for _, f := range files {
		err := ctx.Err()
		if err == nil && f.text != nil {
			err = f.write(&undo)
		}
		if err != nil {
			for _, step := range slices.Backward(undo) {
				err = errors.Join(err, step())
			}
			return err
		}
	}
	return nil
}

// write writes one file, and notes how to undo that.
func (f firstFile) write(undo *[]func() error) error {
	var missing []string // directories, innermost first
	for dir := path.Dir(f.name); dir != "."; dir = path.Dir(dir) {
		if _, err := f.root.Lstat(filepath.FromSlash(dir)); err == nil {
			break
		}
		missing = append(missing, filepath.FromSlash(dir))
	}
	for _, dir := range slices.Backward(missing) {
		if err := f.root.Mkdir(dir, 0o755); err != nil {
			return err
		}
		*undo = append(*undo, func() error { return f.root.Remove(dir) })
	}
	name := filepath.FromSlash(f.name)
	if f.added {
		return f.add(name, undo)
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.mode)
	if err != nil {
		return err
	}
	*undo = append(*undo, func() error { return f.root.Remove(name) })
	_, err = file.Write(f.text)
	return errors.Join(err, file.Close())
}

// add writes the end that is missing. What is there is never written again: it is the
// user's, and a crash must not lose it.
func (f firstFile) add(name string, undo *[]func() error) error {
	old, err := f.root.ReadFile(name)
	if err != nil {
		return err
	}
	end, ok := bytes.CutPrefix(f.text, old)
	if !ok {
		return fmt.Errorf("%s was changed meanwhile", f.name)
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	*undo = append(*undo, func() error {
		file, err := f.root.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(file.Truncate(int64(len(old))), file.Close())
	})
	_, err = file.Write(end)
	return errors.Join(err, file.Close())
}
