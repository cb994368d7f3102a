package output

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/lock"
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
			return os.Symlink(filepath.Join(outside, "lock"), filepath.Join(dir, lock.File))
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
		"empty":   {"", "it is not the lock that was written (it has no version): restore it, or delete it and render with --force"},
		"another": {"version 2\nhello\n", "it is not the lock that was written (line 2: it is not a line of a lock): restore it, or delete it and render with --force"},
		"newer":   {"version 3\nhello\n", "it has version 3, and this release knows 2: use the release that wrote it"},
	} {
		dir := t.TempDir()
		put(t, dir, lock.File, tc.text)
		var unsafe *Unsafe
		if _, err := Open(dir); !errors.As(err, &unsafe) || unsafe.Why != tc.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Which release rendered a file that differs is said where the inputs do not explain it.
func TestOtherReleases(t *testing.T) {
	for name, tc := range map[string]struct {
		by   string
		now  int // the generation of the inputs
		want Reason
	}{
		"this release, other inputs":      {"1.0.0", 2, ""},
		"this release, the same inputs":   {"1.0.0", 1, ""},
		"an older one, other inputs":      {"0.9.10", 2, ""},
		"an older one, the same inputs":   {"0.9.10", 1, OtherGenerator},
		"a newer one, the same inputs":    {"1.0.10", 1, NewerGenerator},
		"a newer one, other inputs":       {"1.0.10", 2, NewerGenerator},
		"no release, other inputs":        {"", 2, ""},
		"an unknown one, the same inputs": {"next", 1, OtherGenerator},
	} {
		dir := t.TempDir()
		before := job(1)
		before.Generator = tc.by
		mustWrite(t, dir, before)
		now := job(2)
		now.Inputs = job(tc.now).Inputs
		for _, d := range compare(t, dir, now) {
			if d.Kind != Stale || d.Reason != tc.want || (d.By == "") != (tc.want == "") {
				t.Errorf("%s: got %v", name, d)
			}
		}
	}
}

// Without a lock no edit is reported.
func TestNoLock(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	if err := os.Remove(filepath.Join(dir, lock.File)); err != nil {
		t.Fatal(err)
	}
	if drifts := compare(t, dir, job(1)); len(drifts) > 0 {
		t.Errorf("got %v", drifts)
	}
	for _, d := range compare(t, dir, job(2)) {
		if d.Kind != HandEdited || d.Reason != NoLock {
			t.Errorf("got %v", d)
		}
	}
}
