// Package project loads, renders and checks one project: a directory with a
// stack spec, somewhere in a repository. Every command stands on it.
//
// The repository is a file system: a directory on the disk (through os.Root, so
// that a symbolic link out of it is an error), a revision of git, a map in
// memory. The package writes nothing, prints nothing and starts nothing.
package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// SpecNames are the names that a stack spec is looked for under, the preferred
// one first.
var SpecNames = []string{"pylon.stack.yaml", "pylon.stack.yml"}

// DefaultManifest is the path of the manifest, relative to the spec, where the
// spec names no other.
const DefaultManifest = "pylon.manifest.json"

// Place is where a project is in its repository.
type Place struct {
	// Dir is the spec's directory, relative to the repository's root, with
	// slashes; "." is the root itself.
	Dir string
	// Spec is the name of the spec in Dir.
	Spec string
	// Shown is what messages call Dir: the way to it from where the user is.
	Shown string
}

// Path returns the path in the repository of a file of the project.
func (p Place) Path(name string) string { return path.Join(p.Dir, name) }

// ShownPath returns what messages call a file of the project.
func (p Place) ShownPath(name string) string { return path.Join(p.Shown, name) }

// Ambiguous is the error of a directory with two specs.
type Ambiguous struct{ Dir string }

func (e *Ambiguous) Error() string {
	return fmt.Sprintf("%s has both %s", e.Dir, strings.Join(SpecNames, " and "))
}

// SpecIn returns the name of the spec in a directory of the repository, "" when
// there is none. Two of them are an *Ambiguous error.
func SpecIn(repo fs.FS, dir string) (string, error) {
	found := ""
	for _, name := range SpecNames {
		if _, err := fs.Lstat(repo, path.Join(dir, name)); err != nil {
			continue
		}
		if found != "" {
			return "", &Ambiguous{dir}
		}
		found = name
	}
	return found, nil
}

// Find returns the project of a directory: the nearest spec upwards, to the
// root of the repository. Its Spec is "" when there is none.
func Find(repo fs.FS, dir, shown string) (Place, error) {
	for {
		spec, err := SpecIn(repo, dir)
		if err != nil {
			return Place{}, &Ambiguous{shown}
		}
		if spec != "" || dir == "." {
			return Place{dir, spec, shown}, nil
		}
		dir, shown = path.Dir(dir), path.Join(shown, "..")
	}
}

// Walk returns every project in a directory and below it, in the order of their
// paths. Hidden directories and node_modules have none, and a directory that may
// not be read is somebody's data.
func Walk(repo fs.FS, dir, shown string) ([]Place, error) {
	var found []Place
	err := fs.WalkDir(repo, dir, func(at string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrPermission) && at != dir:
			return fs.SkipDir
		case err != nil:
			return err
		case entry.IsDir() && at != dir && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case !entry.IsDir() && slices.Contains(SpecNames, entry.Name()):
			below := strings.TrimPrefix(strings.TrimPrefix(path.Dir(at), dir), "/")
			if dir == "." {
				below = path.Dir(at)
			}
			found = append(found, Place{path.Dir(at), entry.Name(), path.Join(shown, below)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for projects: %w", err)
	}
	return found, nil
}
