package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/internal/shell"
)

// layout finds the manifest of a directory without a spec, and refuses a directory that
// is not the one that the app's image is built from: npm packages are installed where
// package.json is, and those of a workspace at its root.
func (f *initFlags) layout(s *survey) error {
	repo, dir, err := f.repos.at(f.dir)
	if err != nil {
		return err
	}
	s.workspace = packages.WorkspaceAt(repo.FS(), dir)
	if f.manifest == "" && !s.has(project.DefaultManifest) {
		if f.manifest, err = f.below(s, repo, dir); err != nil {
			return err
		}
	}
	if f.manifest == "" && !s.has(project.DefaultManifest) {
		if up := workspaceAbove(repo, dir); up != "" {
			at := path.Join(filepath.ToSlash(f.dir), up)
			return usageError("there is no %s in %s, and the workspace in %s has apps: run pylon-gen init -C %s", project.DefaultManifest, filepath.ToSlash(f.dir), at, shell.Quote(at))
		}
	}
	if f.manifest == "" {
		f.manifest = project.DefaultManifest
	}
	f.manifest = path.Clean(filepath.ToSlash(f.manifest))
	if !filepath.IsLocal(filepath.FromSlash(f.manifest)) {
		return usageError("--manifest %s leaves %s: the spec belongs above the manifest or next to it, so name a directory above with -C", shell.Quote(f.manifest), filepath.ToSlash(f.dir))
	}
	if !s.has(f.manifest) {
		return s.noManifest(filepath.ToSlash(f.dir), f.manifest)
	}
	s.home = path.Dir(f.manifest)
	if up := above(repo, dir, s); up != "" && f.image == "" {
		if name, err := project.SpecIn(repo.FS(), path.Join(dir, up)); err == nil && name != "" {
			return usageError("the npm packages of this app are installed in %s, which has the spec of another app. A directory has one spec: build the image of this app elsewhere, and run pylon-gen init -C %s --image with its URI",
				path.Join(filepath.ToSlash(f.dir), up), shell.Quote(filepath.ToSlash(f.dir)))
		}
		at := path.Join(filepath.ToSlash(f.dir), up)
		below, err := filepath.Rel(filepath.FromSlash(path.Join(dir, up)), filepath.FromSlash(path.Join(dir, f.manifest)))
		if err != nil {
			return machine(err)
		}
		return usageError("the npm packages of this app are installed in %s, so its image is built there and its spec belongs there: run pylon-gen init -C %s --manifest %s",
			at, shell.Quote(at), shell.Quote(filepath.ToSlash(below)))
	}
	return nil
}

// above is the way up from a directory to the one in which its packages are installed,
// "" when that is the directory itself.
func above(repo *os.Root, dir string, s *survey) string {
	if w := packages.WorkspaceOf(repo.FS(), dir); w != nil {
		return climb(dir, w.Dir)
	}
	if s.has("package.json") {
		return ""
	}
	for at := dir; at != "."; {
		at = path.Dir(at)
		text, err := repo.ReadFile(filepath.FromSlash(path.Join(at, "package.json")))
		if err == nil && strings.Contains(string(text), packages.Scope) { // another may be for tools only
			return climb(dir, at)
		}
	}
	return ""
}

// workspaceAbove is the way up from a directory that is not a member to a workspace with
// apps, "" when there is none.
func workspaceAbove(repo *os.Root, dir string) string {
	for at := dir; at != "."; {
		at = path.Dir(at)
		if w := packages.WorkspaceAt(repo.FS(), at); w != nil && len(w.Members(repo.FS(), project.DefaultManifest)) > 0 {
			return climb(dir, at)
		}
	}
	return ""
}

// climb is the way from a directory up to one that it is in.
func climb(dir, to string) string {
	n := strings.Count(dir, "/") + 1
	if to != "." {
		n -= strings.Count(to, "/") + 1
	}
	return strings.TrimSuffix(strings.Repeat("../", n), "/")
}

// below returns the path of the one manifest below a directory that its packages are
// installed for: of a member of its workspace, or of a directory without packages of its
// own; "" when there is none.
func (f *initFlags) below(s *survey, repo *os.Root, dir string) (string, error) {
	var found []string
	if s.workspace != nil {
		for _, member := range s.workspace.Members(repo.FS(), project.DefaultManifest) {
			if at, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(member)); err == nil {
				found = append(found, path.Join(filepath.ToSlash(at), project.DefaultManifest))
			}
		}
	} else if s.has("package.json") {
		for _, at := range usualHomes {
			if name := path.Join(at, project.DefaultManifest); s.has(name) && !s.has(path.Join(at, "package.json")) {
				found = append(found, name)
			}
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", usageError("%s has several apps: name the manifest of one, such as --manifest %s; the others are %s. A directory has one spec: give the other apps theirs with --image, in their own directories",
		filepath.ToSlash(f.dir), shell.Quote(found[0]), strings.Join(found[1:], ", "))
}

// usualHomes are the directories in which an app may be below its repository's root.
var usualHomes = []string{"apps/api", "api", "server", "backend"}

// codegen is the command that writes the manifest, to be run in the app's directory.
func codegen(entry, manifest string) string {
	return fmt.Sprintf("pylon codegen %s --out %s", shell.Quote(entry), shell.Quote(path.Base(manifest)))
}

// codegenIn is the command that writes a manifest, and where it is to be run: the paths of
// entry and manifest are relative to the spec.
func codegenIn(entry, manifest string) string {
	dir := path.Dir(manifest)
	text := codegen(strings.TrimPrefix(entry, dir+"/"), manifest)
	if dir != "." {
		text += " in " + dir
	}
	return text
}

// noManifest reports where the manifest is, or how to make one.
func (s *survey) noManifest(dir, manifest string) error {
	for _, below := range usualHomes {
		if manifest == project.DefaultManifest && s.has(path.Join(below, manifest)) {
			return usageError("there is no %s in %s, and one in %s: run pylon-gen init -C %s", manifest, dir, path.Join(dir, below), shell.Quote(path.Join(dir, below)))
		}
	}
	return usageError("there is no %s in %s: write it with %s", manifest, dir, codegen(strings.TrimPrefix(s.entryIn(path.Dir(manifest)), path.Dir(manifest)+"/"), manifest))
}

// entryIn is the app's entry file in a directory: the first of the usual names that is
// there, app.ts without one.
func (s *survey) entryIn(dir string) string {
	for _, name := range entries {
		if name = path.Join(dir, name); s.has(name) {
			return name
		}
	}
	return path.Join(dir, pylon.DefaultEntry)
}

// packages returns what the image's context has of npm.
func (s *survey) packages(context string) scaffold.Packages {
	found := scaffold.Packages{Installed: s.has(path.Join(context, "package.json")), Workspace: s.workspace != nil && context == "."}
	for _, l := range lockFiles {
		if s.has(path.Join(context, l.name)) {
			found.Lock = l.name
			break
		}
	}
	return found
}
