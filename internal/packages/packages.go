// Package packages finds which version of the runtime's npm packages an app has:
// in a lock file, in node_modules, or, as a range only, in package.json. It reads
// a repository's files; it runs no package manager and knows no network.
package packages

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// Scope is the npm scope of the runtime's packages, which are released with it.
const Scope = "@pylonsync/"

// Package is one of them as an app has it.
type Package struct {
	Name string // "@pylonsync/sdk"
	// Versions are those that File has, ascending; nil when it has a range only.
	Versions []pylon.Version
	// Prerelease: one of them is a prerelease of the version that is named.
	Prerelease bool
	// Range is what package.json allows, "^0.3.47"; "" when File has versions.
	Range string
	File  string // path in the repository: "bun.lock"
}

// maxSize is the greatest file that is read, in bytes.
const maxSize = 32 << 20

// Find returns the runtime's packages of an app in a directory of a repository,
// sorted by name. What a lock file says counts more than node_modules, and that
// more than a range; of each kind the nearest counts, from the directory upwards
// to the root. It is nil when it is not known.
func Find(repo fs.FS, dir string) []Package {
	for _, look := range []func(repo fs.FS, dir string) []Package{locked, installed, allowed} {
		for at := path.Clean(dir); ; at = path.Dir(at) {
			if found := look(repo, at); found != nil {
				slices.SortFunc(found, func(a, b Package) int { return strings.Compare(a.Name, b.Name) })
				return found
			}
			if at == "." {
				break
			}
		}
	}
	return nil
}

// locks are the lock files, the first counts.
var locks = []struct {
	name string
	read func(text string) entries
}{
	{"bun.lock", bunLock}, {"package-lock.json", npmLock}, {"pnpm-lock.yaml", pnpmLock}, {"yarn.lock", yarnLock},
}

func locked(repo fs.FS, dir string) []Package {
	for _, lock := range locks {
		name := path.Join(dir, lock.name)
		text, ok := read(repo, name)
		if !ok {
			continue
		}
		var found []Package
		for _, p := range lock.read(text) {
			slices.SortFunc(p.Versions, compare)
			p.Versions, p.File = slices.Compact(p.Versions), name
			found = append(found, *p)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

func installed(repo fs.FS, dir string) []Package {
	at := path.Join(dir, "node_modules", Scope)
	entries, err := fs.ReadDir(repo, at)
	if err != nil {
		return nil
	}
	var found []Package
	for _, e := range entries {
		name := path.Join(at, e.Name(), "package.json")
		text, ok := read(repo, name)
		var file struct{ Version string }
		if !ok || json.Unmarshal([]byte(text), &file) != nil {
			continue
		}
		number, _, pre := strings.Cut(file.Version, "-")
		if v, err := pylon.ParseVersion(number); err == nil {
			found = append(found, Package{Name: Scope + e.Name(), Versions: []pylon.Version{v}, Prerelease: pre, File: name})
		}
	}
	return found
}

func allowed(repo fs.FS, dir string) []Package {
	name := path.Join(dir, "package.json")
	text, ok := read(repo, name)
	var file struct{ Dependencies, DevDependencies map[string]string }
	if !ok || json.Unmarshal([]byte(text), &file) != nil {
		return nil
	}
	var found []Package
	for _, list := range []map[string]string{file.Dependencies, file.DevDependencies} {
		for pkg, allows := range list {
			if !strings.HasPrefix(pkg, Scope) || slices.ContainsFunc(found, func(p Package) bool { return p.Name == pkg }) {
				continue
			}
			p := Package{Name: pkg, Range: cmp.Or(strings.TrimSpace(allows), "*"), File: name} // npm takes nothing for anything
			number, _, pre := strings.Cut(strings.TrimLeft(allows, "=v"), "-")
			if v, err := pylon.ParseVersion(number); err == nil {
				p.Versions, p.Range, p.Prerelease = []pylon.Version{v}, "", pre
			} else if _, ok := Range(allows); !ok {
				continue // workspace:*, a URL: another file says it
			}
			found = append(found, p)
		}
	}
	return found
}

// read returns a file's text, false when there is none of a size that is read.
func read(repo fs.FS, name string) (string, bool) {
	info, err := fs.Stat(repo, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSize {
		return "", false
	}
	text, err := fs.ReadFile(repo, name)
	return string(text), err == nil
}

func compare(a, b pylon.Version) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}
