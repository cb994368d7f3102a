package output

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRollback lets the last rename but one fail: a directory appears in the
// way after everything has been prepared.
func TestRollback(t *testing.T) {
	dir := t.TempDir()
	first := job(1)
	first.Files = first.Files[:1]
	mustWrite(t, dir, first)
	if err := os.Chmod(filepath.Join(dir, "sst.config.ts"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := disk(t, dir)

	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	c := &change{root: root, lockBefore: []byte("before"), lockAfter: []byte("after")}
	for _, f := range job(2).Files {
		c.add(f.Path, f.Bytes)
	}
	steps := c.steps()
	if err := c.prepareAll(steps); err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(dir, "infra/cloudformation/production.yaml")
	if err := os.Mkdir(inTheWay, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := c.renameAll(steps); err == nil {
		t.Fatal("a directory was overwritten")
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "sst.config.ts")); string(text) == before["sst.config.ts"].Text {
		t.Fatal("the rename that fails came first: nothing to roll back")
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	c.undo(steps)
	if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
		t.Errorf("after the failure (-before +after):\n%s", diff)
	}
}

func TestUnsafePlaces(t *testing.T) {
	outside := t.TempDir()
	put(t, outside, "victim", "untouched")
	for name, tc := range map[string]struct {
		path  string
		setUp func(dir string) error
	}{
		"absolute":              {path: filepath.ToSlash(filepath.Join(outside, "victim"))},
		"dots":                  {path: "../victim"},
		"dots inside":           {path: "a/../../victim"},
		"directory":             {path: "a", setUp: func(dir string) error { return os.Mkdir(filepath.Join(dir, "a"), 0o755) }},
		"file as directory":     {path: "a/b", setUp: func(dir string) error { return os.WriteFile(filepath.Join(dir, "a"), nil, 0o644) }},
		"link out":              {path: "a", setUp: func(dir string) error { return os.Symlink(filepath.Join(outside, "victim"), filepath.Join(dir, "a")) }},
		"link to a new file":    {path: "a", setUp: func(dir string) error { return os.Symlink(filepath.Join(outside, "new"), filepath.Join(dir, "a")) }},
		"directory link out":    {path: "a/victim", setUp: func(dir string) error { return os.Symlink(outside, filepath.Join(dir, "a")) }},
		"directory link, new":   {path: "a/b/new", setUp: func(dir string) error { return os.Symlink(outside, filepath.Join(dir, "a")) }},
		"the lock":              {path: "Pylon-Gen.lock"},
		"same path, other case": {path: "SST.config.ts"},
		"below a file":          {path: "sst.config.ts/a"},
		"lock is a link": {path: "a", setUp: func(dir string) error {
			return os.Symlink(filepath.Join(outside, "lock"), filepath.Join(dir, LockFile))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if tc.setUp != nil {
				if err := tc.setUp(dir); err != nil {
					t.Fatal(err)
				}
			}
			before := disk(t, dir)
			j := job(1)
			j.Force = true // even so
			j.Files = append(j.Files, File{tc.path, []byte("x")})
			_, err := write(t, dir, j)
			if err == nil {
				t.Error("written")
			}
			if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
				t.Errorf("something changed:\n%s", diff)
			}
			if got := disk(t, outside); len(got) != 2 || got["victim"].Text != "untouched" {
				t.Errorf("outside: %v", got)
			}
		})
	}
}

func TestLinkInsideIsFollowed(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "real"), 0o755), os.Symlink("real", filepath.Join(dir, "infra"))); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, job(1))
	if _, err := os.Stat(filepath.Join(dir, "real/cloudformation/production.yaml")); err != nil {
		t.Error(err)
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	if runtime.GOOS == "windows" {
		if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" {
			t.Fatal("run these tests on a system with read-only directories")
		}
		t.Skip("NOT PROVEN: directories have no such permission on Windows")
	}
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	closed := filepath.Join(dir, "infra/cloudformation")
	if err := os.Chmod(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(closed, 0o755)
	before := disk(t, dir)
	asNobody(t, dir, func() {
		if _, err := write(t, dir, job(2)); !errors.Is(err, os.ErrPermission) {
			t.Errorf("got %v", err)
		}
	})
	if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
		t.Errorf("something changed:\n%s", diff)
	}
}

func TestLocks(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"empty":    {"", "it is not the lock that was written (unexpected end of JSON input): restore it, or delete it and render with --force"},
		"conflict": {"<<<<<<< HEAD\n{}\n", "it is not the lock that was written (invalid character '<' looking for beginning of value): restore it, or delete it and render with --force"},
		"nothing":  {"{}", "it is not the lock that was written (version 0): restore it, or delete it and render with --force"},
		"newer":    {`{"version": 2, "files": [1]}`, "it has version 2, this release knows 1: use the release that wrote it"},
	} {
		dir := t.TempDir()
		put(t, dir, LockFile, tc.text)
		var unsafe *Unsafe
		if _, err := Open(dir); !errors.As(err, &unsafe) || unsafe.Why != tc.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestLockText: a person reads it in a pull request, and git merges it.
func TestLockText(t *testing.T) {
	dir := t.TempDir()
	j := job(1)
	j.Files = []File{{"b<c>", nil}, {"a", nil}}
	mustWrite(t, dir, j)
	const empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	want := `{
  "version": 1,
  "generator": "1.0.0",
  "inputs": {
    "pylon.stack.yaml": "sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
  },
  "files": {
    "a": "` + empty + `",
    "b<c>": "` + empty + `"
  }
}
`
	if diff := cmp.Diff(want, disk(t, dir)[LockFile].Text); diff != "" {
		t.Error(diff)
	}
}
