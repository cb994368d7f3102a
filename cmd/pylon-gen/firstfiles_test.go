package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// impatient is a context that ends after it has been asked a few times: as if
// the run was interrupted between two files.
type impatient struct {
	context.Context
	left *int
}

func (c impatient) Err() error {
	if *c.left--; *c.left < 0 {
		return context.Canceled
	}
	return nil
}

// However far a run came, a Ctrl-C or a failure leaves every file and directory
// as it was.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	for after := range 5 {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "there"), []byte("old\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		before := filesAndModes(t, dir)
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		files := []firstFile{
			{root: root, name: "a/b/c/deep", text: []byte("1"), mode: 0o644},
			{root: root, name: "there", text: []byte("old\nnew\n"), mode: 0o644, added: true},
			{root: root, name: "a/b/other", text: []byte("2"), mode: 0o644},
			{root: root, name: "kept", mode: 0o644},
			{root: root, name: "there/below", text: []byte("3"), mode: 0o644}, // cannot be
		}
		left := after
		if err := writeAll(impatient{context.Background(), &left}, files); err == nil {
			t.Fatal("no error")
		}
		if diff := cmp.Diff(before, filesAndModes(t, dir)); diff != "" {
			t.Errorf("after %d files: %s", after, diff)
		}
		if after == 4 {
			left = 100
			if err := writeAll(impatient{context.Background(), &left}, files[:4]); err != nil {
				t.Fatal(err)
			}
			if got := filesAndModes(t, dir); got["there"] != "-rw------- old\nnew\n" || got["a/b/c/deep"] != "-rw-r--r-- 1" || len(got) != 7 {
				t.Errorf("uninterrupted: %v", got)
			}
		}
	}
}

// A file that is no longer what was read is not added to.
func TestAddedToAnother(t *testing.T) {
	dir := t.TempDir()
	const now = "written meanwhile\n"
	if err := os.WriteFile(filepath.Join(dir, "there"), []byte(now), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	err = writeAll(context.Background(), []firstFile{{root: root, name: "there", text: []byte("old\nnew\n"), mode: 0o644, added: true}})
	if err == nil || err.Error() != "there was changed meanwhile" {
		t.Errorf("%v", err)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "there")); string(text) != now {
		t.Errorf("the file is now %q", text)
	}
}

// filesAndModes returns all files of a directory with their mode and text.
func filesAndModes(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, at)
		info, err := entry.Info()
		if err != nil || entry.IsDir() {
			out[name] = "directory"
			return err
		}
		text, err := os.ReadFile(at)
		out[name] = info.Mode().String() + " " + string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
