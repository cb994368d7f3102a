package run

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What git tracks, or would track, is listed; other checkouts are not.
func TestFiles(t *testing.T) {
	r := initialized(t)
	for _, name := range []string{"spec", "a/spec", "a/other", "a b/\u00e4\"/spec", "dist/spec", "dist/kept/spec", "new/spec", "gone/spec"} {
		r.write(name, name)
	}
	r.write(".gitignore", "/dist\n/copy\n")
	r.git("add", "-f", "dist/kept/spec")
	r.git("add", ".")
	r.git("rm", "-q", "--cached", "new/spec")
	r.commitIndex()
	r.git("worktree", "add", "-q", filepath.Join(r.dir, "trees", "b"))
	r.git("init", "-q", "nested")
	r.write("nested/spec", "")
	r.write("copy/spec", "")

	got, err := Files(r.dir, ".", "spec", "no such name")
	want := []string{"a b/\u00e4\"/spec", "a/spec", "dist/kept/spec", "gone/spec", "new/spec", "spec"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	got, err = Files(r.dir, "a b", "spec")
	if diff := cmp.Diff([]string{"a b/\u00e4\"/spec"}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if _, err := Files(t.TempDir(), ".", "spec"); err == nil {
		t.Error("a directory without a repository has files")
	}
}

// A tracked file is not ignored, and neither is one that a later line takes back.
func TestIgnored(t *testing.T) {
	r := initialized(t)
	r.write(".gitignore", "*.json\n!kept.json\n")
	r.write("a/.gitignore", "\n/out/\n")
	r.write("tracked.json", "")
	r.git("add", "-f", ".")
	got, err := Ignored(r.dir, []string{"x.json", "kept.json", "tracked.json", "a/out/x", "a/y", "a b\n\u00e4.json"})
	want := map[string]string{"x.json": ".gitignore:1", "a/out/x": "a/.gitignore:2", "a b\n\u00e4.json": ".gitignore:1"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := Ignored(r.dir, []string{"a/y"}); err != nil || len(got) > 0 {
		t.Errorf("%v %v", got, err)
	}
	if _, err := Ignored(t.TempDir(), []string{"x"}); err == nil {
		t.Error("a directory without a repository ignores something")
	}
}
