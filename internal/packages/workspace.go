package packages

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Workspace is a directory whose package manager installs the packages of several
// others, its members: one lock file is for all of them, and they may need each other
// ("workspace:*"), so that an image is built from the whole of it.
type Workspace struct {
	Dir  string // path in the repository, "." for its root
	PNPM bool   // pnpm-workspace.yaml says what the members are
	// patterns are the members' paths relative to Dir; one with a leading "!" takes
	// members out again.
	patterns []string
}

// WorkspaceAt returns the workspace that a directory of a repository is the root of, nil
// when it is none. Bun, npm and Yarn name the members in package.json, pnpm in
// pnpm-workspace.yaml.
func WorkspaceAt(repo fs.FS, dir string) *Workspace {
	w := &Workspace{Dir: path.Clean(dir)}
	if text, ok := read(repo, path.Join(dir, "pnpm-workspace.yaml")); ok {
		var file struct{ Packages []string }
		if yaml.Unmarshal([]byte(text), &file) == nil && len(file.Packages) > 0 {
			w.PNPM, w.patterns = true, file.Packages
			return w
		}
	}
	text, ok := read(repo, path.Join(dir, "package.json"))
	var file struct{ Workspaces json.RawMessage }
	if !ok || json.Unmarshal([]byte(text), &file) != nil {
		return nil
	}
	var object struct{ Packages []string } // an older form, of Yarn
	if json.Unmarshal(file.Workspaces, &w.patterns) != nil && json.Unmarshal(file.Workspaces, &object) == nil {
		w.patterns = object.Packages
	}
	if len(w.patterns) == 0 {
		return nil
	}
	return w
}

// WorkspaceOf returns the workspace above a directory of a repository that the directory
// is a member of, nil when there is none.
func WorkspaceOf(repo fs.FS, dir string) *Workspace {
	for at := path.Clean(dir); at != "."; {
		at = path.Dir(at)
		if w := WorkspaceAt(repo, at); w != nil && w.has(dir) {
			return w
		}
	}
	return nil
}

// has reports whether a directory of the repository is a member.
func (w *Workspace) has(dir string) bool {
	below := path.Clean(dir)
	if w.Dir != "." {
		below = strings.TrimPrefix(below, w.Dir+"/")
	}
	member := false
	for _, p := range w.patterns {
		p, out := strings.CutPrefix(p, "!")
		if matches(strings.Split(path.Clean(p), "/"), strings.Split(below, "/")) {
			member = !out
		}
	}
	return member
}

// matches reports whether a path is one of a pattern's, whose "**" stands for any number
// of directories.
func matches(pattern, parts []string) bool {
	if len(pattern) == 0 {
		return len(parts) == 0
	}
	if pattern[0] == "**" {
		return matches(pattern[1:], parts) || len(parts) > 0 && matches(pattern, parts[1:])
	}
	if len(parts) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], parts[0])
	return ok && err == nil && matches(pattern[1:], parts[1:])
}

// Members returns the paths in the repository of a workspace's members that have a file
// of some name, sorted. A "**" is followed one directory deep.
func (w *Workspace) Members(repo fs.FS, file string) []string {
	var found []string
	for _, p := range w.patterns {
		if strings.HasPrefix(p, "!") {
			continue
		}
		files, err := fs.Glob(repo, path.Join(w.Dir, strings.ReplaceAll(p, "**", "*"), file))
		if err != nil {
			continue // not a pattern
		}
		for _, f := range files {
			if w.has(path.Dir(f)) {
				found = append(found, path.Dir(f))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
