package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/project"
)

// located is a project on the disk.
type located struct {
	project.Place
	repo fs.FS
	dir  string // the project's directory on the disk
}

func (p located) load() (*project.Project, error) {
	loaded, err := project.Load(p.repo, p.Place)
	return loaded, machine(err)
}

// checkouts are the repositories that a command looks at, by their root on the
// disk. Nothing outside of them can be reached.
type checkouts map[string]*os.Root

// at returns the repository that a directory belongs to, and the directory's
// path in it. Outside of git the directory is all there is.
func (c checkouts) at(dir string) (repo *os.Root, path string, err error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, "", usageError("there is no directory %s", filepath.ToSlash(dir))
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, "", machine(err)
	}
	// Where the directory really is: a symbolic link to it leads into another
	// project, and the way back up must not.
	if full, err = filepath.EvalSymlinks(full); err != nil {
		return nil, "", machine(err)
	}
	top := repository(full)
	if path, err = filepath.Rel(top, full); err != nil {
		return nil, "", machine(err)
	}
	if c[top] == nil {
		if c[top], err = os.OpenRoot(top); err != nil {
			return nil, "", machine(err)
		}
	}
	return c[top], filepath.ToSlash(path), nil
}

// close releases the repositories.
func (c checkouts) close() {
	for _, root := range c {
		root.Close()
	}
}

// repository returns the root of the git repository of a directory, or the
// directory itself.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if isRepository(at) {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

func isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// find returns the project of a directory: the nearest spec upwards, or the one
// that is named.
func (c checkouts) find(dir, file string) (located, error) {
	if file != "" {
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		dir = filepath.Dir(file)
	}
	root, path, err := c.at(dir)
	if err != nil {
		return located{}, err
	}
	place := project.Place{Dir: path, Spec: filepath.Base(file), Shown: filepath.ToSlash(filepath.Clean(dir))}
	if file == "" {
		if place, err = project.Find(root.FS(), path, place.Shown); err != nil {
			return located{}, refused(err)
		}
		if place.Spec == "" {
			return located{}, usageError("no %s in %s or above it: write one, or name it with -f", project.SpecNames[0], filepath.ToSlash(dir))
		}
	}
	return onDisk(root, place), nil
}

// walk returns every project in a directory and below it.
func (c checkouts) walk(dir string) ([]located, error) {
	root, path, err := c.at(dir)
	if err != nil {
		return nil, err
	}
	// Names only, and no symbolic link is followed: what a project holds is read
	// through root. This way a directory is opened once, not each part of its path.
	places, err := project.Walk(os.DirFS(root.Name()), path, filepath.ToSlash(filepath.Clean(dir)))
	if err != nil {
		return nil, machine(err)
	}
	found := make([]located, len(places))
	for i, place := range places {
		found[i] = onDisk(root, place)
	}
	return found, nil
}

func onDisk(root *os.Root, place project.Place) located {
	return located{place, root.FS(), filepath.Join(root.Name(), filepath.FromSlash(place.Dir))}
}

// refused turns an error of looking for a project into the command's.
func refused(err error) error {
	var two *project.Ambiguous
	if errors.As(err, &two) {
		return usageError("%s holds both %s: keep one, or name it with -f", two.Dir, strings.Join(project.SpecNames, " and "))
	}
	return machine(err)
}

// machine marks an error as the machine's.
func machine(err error) error {
	if err == nil {
		return nil
	}
	var exit *exitError
	if errors.As(err, &exit) {
		return err
	}
	return &exitError{exitMachine, err.Error()}
}
