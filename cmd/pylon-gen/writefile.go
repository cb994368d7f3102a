package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// writeFile writes a result to a file that the user names, relative to a directory. The
// file is there as a whole or as it was before, and a directory stays one.
func writeFile(dir, name, text string) error {
	at := filepath.FromSlash(name)
	if !filepath.IsAbs(at) {
		at = filepath.Join(dir, at)
	}
	if info, err := os.Stat(at); err == nil && !info.Mode().IsRegular() {
		return usageError("%s is not a file", name)
	}
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real // a link stays a link
	}
	if info, err := os.Stat(filepath.Dir(at)); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return usageError("there is no directory %s", filepath.ToSlash(filepath.Dir(name)))
	}
	temporary := at + "." + strconv.Itoa(os.Getpid()) + ".tmp"
	err := os.WriteFile(temporary, []byte(text), 0o644)
	if err == nil {
		err = os.Rename(temporary, at)
	}
	if err != nil {
		_ = os.Remove(temporary) // the first error says why
	}
	return machine(err)
}
