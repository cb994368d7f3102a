package run

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Tree is the files of a commit, a file system that is read when it is asked.
// It may be used from several goroutines.
//
// Symbolic links are followed as a checkout would follow them, and only within
// the repository: one that leads out of it is an error. A submodule is an empty
// directory, as in a checkout that did not fetch it. An error is an
// *fs.PathError; it wraps a *MissingError when git does not have the contents of
// a file that is there.
type Tree struct {
	repo *Repository
	root entry
}

var (
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
	_ fs.ReadLinkFS = (*Tree)(nil)
)

// What a path can fail with, in the words of operating systems and of os.Root.
var (
	errEscapes      = errors.New("path escapes from parent")
	errLinks        = errors.New("too many levels of symbolic links")
	errDirectory    = errors.New("is a directory")
	errNotDirectory = errors.New("not a directory")
	errLongLink     = errors.New("the target of a symbolic link is too long")
)

const (
	maxLinks = 40   // the links that one path may lead through, as with os.Root
	maxLink  = 4096 // the length of a link's target, as on most systems
)

// Open opens a file or a directory for reading.
func (t *Tree) Open(name string) (fs.File, error) {
	found, err := t.find("open", name, true)
	if err != nil {
		return nil, err
	}
	base := path.Base(name)
	if found.mode.IsDir() {
		entries, err := t.entries(found)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openDirectory{info{base, found.mode, 0}, entries, 0}, nil
	}
	data, err := t.repo.read(found.id, "blob")
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{*bytes.NewReader(data), info{base, found.mode, int64(len(data))}}, nil
}

// ReadFile returns the contents of a file. More than 64 MiB are an error.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	found, err := t.find("read", name, true)
	if err != nil {
		return nil, err
	}
	if found.mode.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDirectory}
	}
	data, err := t.repo.read(found.id, "blob")
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// ReadDir returns what is in a directory, sorted by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := t.find("readdir", name, true)
	if err != nil {
		return nil, err
	}
	entries, err := t.entries(found)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return entries, nil
}

// Stat describes a file, or what a symbolic link leads to. git keeps no times:
// they are zero.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.stat("stat", name, true) }

// Lstat describes a file, or the symbolic link itself.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) { return t.stat("lstat", name, false) }

// ReadLink returns the target of a symbolic link as it is written, wherever it
// leads. Anything else than a link is fs.ErrInvalid.
func (t *Tree) ReadLink(name string) (string, error) {
	found, err := t.find("readlink", name, false)
	if err != nil {
		return "", err
	}
	target, err := "", fs.ErrInvalid
	if found.isLink() {
		target, err = t.target(found)
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return target, nil
}

// ID returns the object id of a file's contents, which ReadFile reads: that of
// what a symbolic link leads to. It is "" when there is no such file.
func (t *Tree) ID(name string) string {
	found, err := t.find("stat", name, true)
	if err != nil || found.mode.IsDir() {
		return ""
	}
	return found.id
}

func (t *Tree) stat(op, name string, follow bool) (fs.FileInfo, error) {
	found, err := t.find(op, name, follow)
	if err != nil {
		return nil, err
	}
	described, err := t.describe(path.Base(name), found)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return described, nil
}

// describe asks for the size of a file, which trees do not have.
func (t *Tree) describe(name string, e entry) (fs.FileInfo, error) {
	if e.mode.IsDir() {
		return info{name, e.mode, 0}, nil
	}
	found, err := t.repo.ask(e.id)
	var gone *MissingError
	if errors.As(err, &gone) { // a partial clone knows that it is there, and not what is in it
		return info{name, e.mode, 0}, nil
	}
	if err != nil {
		return nil, err
	}
	return info{name, e.mode, found.size}, nil
}

// find returns the entry of a path. A link in its last place is followed or not,
// those before it always are.
func (t *Tree) find(op, name string, follow bool) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	found, err := t.walk(strings.Split(name, "/"), follow)
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return found, nil
}

func (t *Tree) walk(steps []string, follow bool) (entry, error) {
	way := []entry{t.root} // from the root to where the walk is
	links := 0
	for len(steps) > 0 {
		here, step := way[len(way)-1], steps[0]
		steps = steps[1:]
		if !here.mode.IsDir() {
			return entry{}, errNotDirectory
		}
		switch step {
		case "", ".":
			continue
		case "..":
			if len(way) == 1 {
				return entry{}, errEscapes
			}
			way = way[:len(way)-1]
			continue
		}
		next, err := t.child(here, step)
		if err != nil {
			return entry{}, err
		}
		if !next.isLink() || len(steps) == 0 && !follow {
			way = append(way, next)
			continue
		}
		if links++; links > maxLinks {
			return entry{}, errLinks
		}
		target, err := t.target(next)
		switch {
		case err != nil:
			return entry{}, err
		case target == "":
			return entry{}, fs.ErrNotExist
		case strings.HasPrefix(target, "/"):
			return entry{}, errEscapes
		}
		steps = append(strings.Split(target, "/"), steps...)
	}
	return way[len(way)-1], nil
}

// child returns an entry of a directory by its name.
func (t *Tree) child(dir entry, name string) (entry, error) {
	entries, err := t.repo.tree(dir.id)
	if err != nil {
		return entry{}, err
	}
	i, found := slices.BinarySearchFunc(entries, name, func(e entry, name string) int { return strings.Compare(e.name, name) })
	if !found {
		return entry{}, fs.ErrNotExist
	}
	return entries[i], nil
}

// target reads a symbolic link.
func (t *Tree) target(link entry) (string, error) {
	data, err := t.repo.read(link.id, "blob")
	if err != nil {
		return "", err
	}
	if len(data) > maxLink {
		return "", errLongLink
	}
	return string(data), nil
}

// entries returns what is in a directory, for the caller to keep.
func (t *Tree) entries(dir entry) ([]fs.DirEntry, error) {
	if !dir.mode.IsDir() {
		return nil, errNotDirectory
	}
	entries, err := t.repo.tree(dir.id)
	if err != nil {
		return nil, err
	}
	list := make([]fs.DirEntry, len(entries))
	for i, e := range entries {
		list[i] = listed{t, e}
	}
	return list, nil
}
