package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
)

// gitHook adds git's own hook where git looks for it. husky recreates that directory
// and calls scripts next to it, which have lines of several tools.
func (f *initFlags) gitHook(files *[]firstFile, top *os.Root) error {
	dir, err := run.HooksDir(top.Name())
	if err != nil {
		info, none := top.Stat(".git")
		if none != nil || !info.IsDir() {
			return usageError("--hook git: %v", err)
		}
		dir = filepath.Join(top.Name(), ".git", "hooks") // git is not installed, or does not take the directory
	}
	if filepath.Base(dir) == "_" && filepath.Base(filepath.Dir(dir)) == ".husky" {
		return f.huskyHook(files, filepath.Dir(dir))
	}
	root, name, err := hooksRoot(dir, "pre-commit")
	if err != nil {
		return err
	}
	hook := firstFile{root: root, name: name, mode: 0o755, shown: shownBelow(top, filepath.Join(dir, "pre-commit"))}
	switch old, err := readOptional(root, name); {
	case err != nil:
		return err
	case old == nil:
		hook.text = scaffold.GitHook()
	case !bytes.Contains(old, []byte("pylon-gen")):
		hook.said = "there is another hook: add pylon-gen check ./... to it by hand"
	}
	*files = append(*files, hook)
	return nil
}

// huskyHook adds a script to .husky, and the line that calls it to pre-commit.
func (f *initFlags) huskyHook(files *[]firstFile, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	script := firstFile{root: root, name: "pylon-gen.sh", mode: 0o755, shown: ".husky/pylon-gen.sh"}
	if _, err := root.Lstat(script.name); errors.Is(err, fs.ErrNotExist) {
		script.text = scaffold.GitHook()
	}
	hook := firstFile{root: root, name: "pre-commit", mode: 0o755, shown: ".husky/pre-commit"}
	old, err := readOptional(root, hook.name)
	if err != nil {
		return err
	}
	hook.text, hook.added = scaffold.HuskyHook(old), old != nil
	*files = append(*files, script, hook)
	return nil
}

// hooksRoot opens the directory of hooks, or the nearest above it that there is, and
// returns the path of a hook in it.
func hooksRoot(dir, hook string) (*os.Root, string, error) {
	name := hook
	for {
		root, err := os.OpenRoot(dir)
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(dir) == dir {
			return root, filepath.ToSlash(name), err
		}
		dir, name = filepath.Dir(dir), filepath.Join(filepath.Base(dir), name)
	}
}

// shownBelow is a path as messages call it: relative to the repository's root, or whole
// when it is elsewhere, as the hooks of a worktree do.
func shownBelow(top *os.Root, path string) string {
	if below, err := filepath.Rel(top.Name(), path); err == nil && filepath.IsLocal(below) {
		return filepath.ToSlash(below)
	}
	return filepath.ToSlash(path)
}
