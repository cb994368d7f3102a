package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// foundVersion is the version of the runtime that an app is built with.
type foundVersion struct {
	version string // "" when it is not known
	file    string // that names it, relative to the project
	// allows is a range of package.json, of which version is the newest release
	// that is known; "" when the file says the version itself.
	allows string
	// prerelease: the file has a prerelease of the version.
	prerelease bool
}

// imageVersion is the runtime's image in a Dockerfile; compiled when init runs,
// and not at every start.
const imageVersion = `(?mi)^\s*FROM\s+(?:--\S+\s+)*ghcr\.io/pylonsync/pylon:v?([0-9]+\.[0-9]+\.[0-9]+)`

// runtimeVersion looks for the version that the app is built with: of the image,
// then of its packages, which are released with the runtime. Once there is a spec
// its image follows it, and only packages can be ahead. home is the app's directory
// relative to root.
func (f *initFlags) runtimeVersion(root *os.Root, home string, spec bool) (foundVersion, error) {
	if text, err := root.ReadFile("Dockerfile"); err == nil && !spec {
		if m := regexp.MustCompile(imageVersion).FindSubmatch(text); m != nil {
			return foundVersion{version: string(m[1]), file: "Dockerfile"}, nil
		}
	}
	repo, dir, err := f.repos.at(f.dir)
	if err != nil {
		return foundVersion{}, err
	}
	found := packages.Find(repo.FS(), path.Join(dir, home))
	if len(found) == 0 {
		return foundVersion{}, nil
	}
	x := found[0]
	for _, name := range []string{"@pylonsync/cli", "@pylonsync/functions", "@pylonsync/sdk"} { // the last counts most
		if i := slices.IndexFunc(found, func(p packages.Package) bool { return p.Name == name }); i >= 0 {
			x = found[i]
		}
	}
	v := foundVersion{file: x.File, allows: x.Range, prerelease: x.Prerelease}
	if below, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(x.File)); err == nil {
		v.file = path.Clean(filepath.ToSlash(below))
	}
	if x.Range == "" {
		v.version = x.Versions[len(x.Versions)-1].String()
		return v, nil
	}
	allowed, _ := packages.Range(x.Range)
	newest, ok := pylon.NewestIn(allowed)
	if !ok {
		newest = allowed.From
	}
	v.version = newest.String()
	return v, nil
}

// versionFrom says in the spec where its version was found.
func (f *initFlags) versionFrom(s *survey) string {
	switch found := s.runtime; {
	case found.version == "" && f.pylon == pylon.Newest.String():
		return "The newest version that is known: which one the app is built with was not found."
	case found.version != f.pylon:
		return ""
	case found.allows != "":
		return fmt.Sprintf("%s allows %s: write the version that is installed.", found.file, found.allows)
	case found.prerelease:
		return found.file + " has a prerelease of this version: there may be no image of it."
	default:
		return "As in " + found.file + "."
	}
}

// upgrade prints what changes from the spec's version to the one that was asked
// for, or that the app is built with.
func (f *initFlags) upgrade(t terminal, specs string, s *survey, asked bool) {
	to, from := f.pylon, "as asked for"
	if !asked {
		if s.runtime.version == "" || s.runtime.allows != "" {
			return
		}
		to, from = s.runtime.version, "as in "+s.runtime.file
	}
	old, err := pylon.ParseVersion(specs)
	newer, err2 := pylon.ParseVersion(to)
	if err != nil || err2 != nil || !old.Before(newer) {
		return
	}
	if pylon.Newest.Before(newer) {
		from += fmt.Sprintf(" (%s is the newest that is known)", pylon.Newest)
	}
	fmt.Fprintf(t.out, "pylon.version is %s. An upgrade to %s, %s, changes:\n", old, newer, from)
	for _, u := range pylon.Between(old, newer) {
		if u.If != "" {
			fmt.Fprintf(t.out, "- %s, if %s: %s", u.Kind, u.If, u.What)
		} else {
			fmt.Fprintf(t.out, "- %s: %s", u.Kind, u.What)
		}
		if u.Do != "" {
			fmt.Fprintf(t.out, " %s", u.Do)
		}
		fmt.Fprintln(t.out)
	}
	fmt.Fprintln(t.out)
}
