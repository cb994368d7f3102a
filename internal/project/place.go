// Package project loads, renders and checks one project: a directory with a
// stack spec, somewhere in a repository. Every command uses it.
//
// The repository is a file system: a directory on the disk (through os.Root, so
// that a symbolic link out of it is an error), a revision of git, a map in
// memory. The package writes nothing, prints nothing and starts nothing.
package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/lock"
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

// FileNames are the names of the files by which projects are found: specs and locks.
var FileNames = append(slices.Clone(SpecNames), lock.File)

// Walk returns the paths of all files with one of FileNames in a directory of the
// repository and below it, in the order of their paths. Other checkouts below it, such
// as submodules and worktrees, are not the repository's, and a directory that may not
// be read is skipped.
func Walk(repo fs.FS, dir string) ([]string, error) {
	var found []string
	err := fs.WalkDir(repo, dir, func(at string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrPermission) && at != dir:
			return fs.SkipDir
		case err != nil:
			return err
		case entry.IsDir() && at != dir && (unlikely(entry.Name()) || isCheckout(repo, at)):
			return fs.SkipDir
		case !entry.IsDir() && slices.Contains(FileNames, entry.Name()):
			found = append(found, at)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for projects: %w", err)
	}
	return found, nil
}

// unlikely reports whether a directory of this name has no projects: hidden ones and
// node_modules.
func unlikely(name string) bool { return name == "node_modules" || strings.HasPrefix(name, ".") }

func isCheckout(repo fs.FS, dir string) bool {
	_, err := fs.Lstat(repo, path.Join(dir, ".git"))
	return err == nil
}

// Places returns the projects to which some files with one of FileNames belong, sorted.
// The files are below dir, which messages call shown; paths whose file is not there, and
// those in hidden directories and in node_modules, are left out. Two specs in one
// directory are an *Ambiguous error.
//
// A directory with a lock only is a project whose spec has another name, which the lock
// remembers, or one whose spec was renamed or deleted: then the Spec of its place is not
// there. Both are among the places when lost is true.
func Places(repo fs.FS, dir, shown string, files []string, lost bool) ([]Place, error) {
	dirs := map[string]bool{}
	for _, file := range files {
		if !slices.ContainsFunc(strings.Split(below(dir, path.Dir(file)), "/"), func(name string) bool { return name != "." && unlikely(name) }) {
			dirs[path.Dir(file)] = true
		}
	}
	var places []Place
	for _, at := range slices.Sorted(maps.Keys(dirs)) {
		place := Place{Dir: at, Shown: path.Join(shown, below(dir, at))}
		spec, err := SpecIn(repo, at)
		if err != nil {
			return nil, &Ambiguous{place.Shown}
		}
		if place.Spec = spec; spec == "" && lost {
			place.Spec = remembered(repo, at)
		}
		if place.Spec != "" {
			places = append(places, place)
		}
	}
	return places, nil
}

// below is the path of at relative to dir, which it is in.
func below(dir, at string) string {
	if dir == "." {
		return at
	}
	return cmp.Or(strings.TrimPrefix(strings.TrimPrefix(at, dir), "/"), ".")
}

// remembered is the name of the spec that the lock of a directory was rendered from, ""
// when there is no lock.
func remembered(repo fs.FS, dir string) string {
	text, err := fs.ReadFile(repo, path.Join(dir, lock.File))
	if err != nil {
		return ""
	}
	last, err := lock.Parse(text)
	if err != nil {
		return ""
	}
	for _, name := range SpecNames {
		if len(last.Inputs[name]) > 0 {
			return name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(last.Inputs)) { // the others are a manifest and a Dockerfile
		if ext := path.Ext(name); (ext == ".yaml" || ext == ".yml") && fs.ValidPath(name) {
			return name
		}
	}
	return ""
}
