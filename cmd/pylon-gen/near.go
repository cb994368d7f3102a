package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// near is a repository in which the directory of one project is open. Finding
// the way to it from the root for every file takes longer than reading them.
type near struct {
	repo fs.FS
	dir  string // in repo
	root *os.Root
}

// near opens the project's directory, until the caller closes it.
func (p located) near() (near, error) {
	root, err := os.OpenRoot(p.dir)
	return near{p.repo, p.Dir, root}, machine(err)
}

func (n near) close() { n.root.Close() }

// Open opens a file of the repository.
func (n near) Open(name string) (fs.File, error) {
	return in(n, name, func(f fs.FS, name string) (fs.File, error) { return f.Open(name) })
}

// Stat describes a file of the repository, or what a symbolic link leads to.
func (n near) Stat(name string) (fs.FileInfo, error) { return in(n, name, fs.Stat) }

// Lstat describes a file of the repository, or the link itself.
func (n near) Lstat(name string) (fs.FileInfo, error) { return in(n, name, fs.Lstat) }

// ReadLink returns where a symbolic link leads to.
func (n near) ReadLink(name string) (string, error) { return in(n, name, fs.ReadLink) }

// in looks in the project for what is there, else in the repository. A symbolic
// link in the project may lead into another part of the repository.
func in[T any](n near, name string, look func(fs.FS, string) (T, error)) (T, error) {
	below, ok := strings.CutPrefix(name, n.dir+"/")
	if n.dir == "." {
		below, ok = name, true
	}
	if ok {
		found, err := look(n.root.FS(), below)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return found, err
		}
	}
	return look(n.repo, name)
}
