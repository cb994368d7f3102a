package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/shell"
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
		if err == nil {
			return nil, "", usageError("%s is a file: name its directory", filepath.ToSlash(dir))
		}
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
			return located{}, noSpec(root, path, dir)
		}
	} else if _, err := root.Lstat(filepath.FromSlash(place.Path(place.Spec))); errors.Is(err, fs.ErrNotExist) {
		return located{}, usageError("there is no file %s", filepath.ToSlash(file))
	}
	return onDisk(root, place), nil
}

// noSpec is the error of a directory without a spec in it or above it: there are
// projects below it, or there is none yet.
func noSpec(root *os.Root, path, dir string) error {
	none := fmt.Sprintf("there is no %s in %s or above it", project.SpecNames[0], filepath.ToSlash(dir))
	var below []project.Place
	if isRepository(root.Name()) { // elsewhere it could be a home directory, with all that is in it
		if files, err := ownFiles(root.Name(), path); err == nil {
			below, _ = project.Places(namesOf(root), path, filepath.ToSlash(filepath.Clean(dir)), files, true)
		}
	}
	switch n := len(below); {
	case n > 0 && below[0].Dir == path:
		return usageError("there is no %s in %s, and a %s: was the spec renamed? Call it %s again, or name it with -f", project.SpecNames[0], filepath.ToSlash(dir), lock.File, below[0].Spec)
	case n == 1:
		return usageError("%s, and one in %s: name the directory with -C %s", none, below[0].Shown, shell.Quote(below[0].Shown))
	case n > 1:
		return usageError("%s, but %d projects are below it: ./... names all of them, -C %s names one", none, n, shell.Quote(below[0].Shown))
	}
	return usageError("%s: write one with pylon-gen init, or name a spec with -f", none)
}

// walk returns every project in a directory and below it.
func (c checkouts) walk(dir string) ([]located, error) {
	root, path, err := c.at(dir)
	if err != nil {
		return nil, err
	}
	files, err := ownFiles(root.Name(), path)
	if err != nil {
		return nil, machine(err)
	}
	places, err := project.Places(namesOf(root), path, filepath.ToSlash(filepath.Clean(dir)), files, true)
	if err != nil {
		return nil, refused(err)
	}
	if len(places) == 0 {
		return nil, noneBelow(root, path, dir)
	}
	found := make([]located, len(places))
	for i, place := range places {
		found[i] = onDisk(root, place)
	}
	return found, nil
}

// ownFiles returns the paths of all specs and locks in a directory of a repository and
// below it: those that git tracks, or would. Where git does not answer, and outside of
// a repository, they are all that are there.
func ownFiles(top, dir string) ([]string, error) {
	if isRepository(top) {
		if files, err := run.Files(top, dir, project.FileNames...); err == nil {
			return files, nil
		}
	}
	return project.Walk(os.DirFS(top), dir)
}

// namesOf is a repository by its names and for what is at a path: what a project
// holds is read through root, where no symbolic link leads out. This way a directory is
// opened once, not each part of its path.
func namesOf(root *os.Root) fs.FS { return os.DirFS(root.Name()) }

// noneBelow is the error of a directory without a project in it or below it.
func noneBelow(root *os.Root, path, dir string) error {
	dir = filepath.ToSlash(dir)
	if files, err := project.Walk(namesOf(root), path); err == nil {
		if ignored, err := project.Places(namesOf(root), path, dir, files, false); err == nil && len(ignored) > 0 {
			return usageError("git ignores every %s below %s, and /... leaves out what git ignores: name the directory without it, as in %s", project.SpecNames[0], dir, ignored[0].Shown)
		}
	}
	if up, err := project.Find(root.FS(), path, dir); err == nil && up.Spec != "" {
		return usageError("there is no %s below %s, and one above it in %s: leave /... out", project.SpecNames[0], dir, up.Shown)
	}
	return usageError("there is no %s below %s: write one with pylon-gen init, in the directory of an app", project.SpecNames[0], dir)
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
