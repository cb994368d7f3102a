package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// job renders a small project: every file says which generation it is of.
func job(generation int) Job {
	j := Job{Inputs: map[string]string{"pylon.stack.yaml": lock.Digest(fmt.Append(nil, generation))}, Complete: true, Generator: "1.0.0"}
	for _, path := range []string{"sst.config.ts", "docker-compose.dev.yml", "infra/cloudformation/production.yaml"} {
		j.Files = append(j.Files, File{path, content(path, generation)})
	}
	return j
}

func content(path string, generation int) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("%s of generation %d\n", path, generation), 200))
}

func write(t *testing.T, dir string, j Job) ([]Drift, error) {
	t.Helper()
	tree, err := Open(dir)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	return tree.Write(j)
}

func mustWrite(t *testing.T, dir string, j Job) []Drift {
	t.Helper()
	drifts, err := write(t, dir, j)
	if err != nil {
		t.Fatal(err)
	}
	return drifts
}

func compare(t *testing.T, dir string, j Job) []Drift {
	t.Helper()
	tree, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	drifts, err := tree.Compare(j)
	if err != nil {
		t.Fatal(err)
	}
	return drifts
}

// entry is what a test looks at in a file or directory.
type entry struct {
	Mode  fs.FileMode
	Text  string
	Mtime int64
}

// disk is everything below dir; modification times of files only, as renames
// that are undone change those of directories.
func disk(t *testing.T, dir string) map[string]entry {
	t.Helper()
	all := map[string]entry{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := entry{Mode: info.Mode()}
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			e.Text, e.Mtime = string(text), info.ModTime().UnixNano()
		}
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = e
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func put(t *testing.T, dir, path, text string) {
	t.Helper()
	at := filepath.Join(dir, filepath.FromSlash(path))
	if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestKindsOfDrift(t *testing.T) {
	dir := t.TempDir()
	first := job(1)
	want := []Drift{
		{Path: "docker-compose.dev.yml", Kind: Missing},
		{Path: "infra/cloudformation/production.yaml", Kind: Missing},
		{Path: "sst.config.ts", Kind: Missing},
	}
	if diff := cmp.Diff(want, mustWrite(t, dir, first)); diff != "" {
		t.Error(diff)
	}
	if drifts := compare(t, dir, first); len(drifts) > 0 {
		t.Errorf("right after writing: %v", drifts)
	}

	put(t, dir, "sst.config.ts", "// my own idea\n")
	second := job(2)
	second.Files = second.Files[:2] // the template is gone
	want = []Drift{
		{Path: "docker-compose.dev.yml", Kind: Stale},
		{Path: "infra/cloudformation/production.yaml", Kind: Orphaned},
		{Path: "sst.config.ts", Kind: HandEdited},
	}
	if diff := cmp.Diff(want, compare(t, dir, second)); diff != "" {
		t.Error(diff)
	}

	before := disk(t, dir)
	_, err := write(t, dir, second)
	var edited *Edited
	if !errors.As(err, &edited) || err.Error() != "edited by hand: sst.config.ts" {
		t.Fatalf("a hand-edited file gave %v", err)
	}
	if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
		t.Errorf("a refused run changed something:\n%s", diff)
	}
	second.Force = true
	mustWrite(t, dir, second)
	if diff := cmp.Diff([]Drift{{Path: "infra/cloudformation/production.yaml", Kind: Orphaned}}, compare(t, dir, second)); diff != "" {
		t.Error(diff)
	}

	// Editing a file by hand into what would be rendered is not drift.
	third := job(3)
	for _, f := range third.Files {
		put(t, dir, f.Path, string(f.Bytes))
	}
	if drifts := compare(t, dir, third); len(drifts) > 0 {
		t.Errorf("equal content: %v", drifts)
	}
}

func TestUnknownFileIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "sst.config.ts", "// written before pylon-gen came\n")
	before := disk(t, dir)
	var edited *Edited
	if _, err := write(t, dir, job(1)); !errors.As(err, &edited) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestEqualFilesAreNotTouched(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	long := time.Now().Add(-time.Hour)
	for path := range disk(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, path), long, long); err != nil {
			t.Fatal(err)
		}
	}
	before := disk(t, dir)
	j := job(1)
	j.Generator = "2.0.0" // alone no reason to write
	mustWrite(t, dir, j)
	if diff := cmp.Diff(before, disk(t, dir)); diff != "" {
		t.Errorf("a second run changed something:\n%s", diff)
	}
	j.Files[0].Bytes = []byte("new\n")
	mustWrite(t, dir, j)
	if after := disk(t, dir); after[j.Files[1].Path] != before[j.Files[1].Path] || after[j.Files[0].Path].Text != "new\n" {
		t.Error("a change in one file touched another, or did not arrive")
	}
}

func TestPermissionsAreKept(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	if err := os.Chmod(filepath.Join(dir, "sst.config.ts"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, job(2))
	after := disk(t, dir)
	if a, b := after["sst.config.ts"].Mode, after["docker-compose.dev.yml"].Mode; a != 0o600 || b != 0o644 {
		t.Errorf("modes %v and %v", a, b)
	}
}

func TestPartialRenderKeepsTheRest(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	part := job(2)
	part.Files, part.Complete = part.Files[:1], false
	mustWrite(t, dir, part)
	want := []Drift{{Path: "docker-compose.dev.yml", Kind: Stale}, {Path: "infra/cloudformation/production.yaml", Kind: Stale}}
	if diff := cmp.Diff(want, compare(t, dir, job(2))); diff != "" {
		t.Error(diff)
	}
}

func TestLeftoversAreRemoved(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, job(1))
	old, young := "infra/cloudformation/.pylon-gen-old.tmp", "infra/cloudformation/.pylon-gen-young.tmp"
	put(t, dir, old, "x")
	put(t, dir, young, "x")
	put(t, dir, "infra/.pylon-gen-mine", "x")
	past := time.Now().Add(-2 * time.Minute)
	if err := os.Chtimes(filepath.Join(dir, old), past, past); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, job(1))
	after := disk(t, dir)
	if _, there := after[old]; there {
		t.Error("an old leftover is still there")
	}
	if _, there := after[young]; !there {
		t.Error("a file that another run may be writing was removed")
	}
	if _, there := after["infra/.pylon-gen-mine"]; !there {
		t.Error("a file of the user's was removed")
	}
}

// BenchmarkClean is the usual run: nothing to write.
func BenchmarkClean(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		tree, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tree.Write(job(1)); err != nil {
			b.Fatal(err)
		}
		tree.Close()
	}
}

// A file system that does not see case has one file under both names; a hard link is
// that too.
func TestOtherCaseIsNotOrphaned(t *testing.T) {
	dir := t.TempDir()
	first := job(1)
	mustWrite(t, dir, first)
	second := job(1)
	second.Files[2].Path = "infra/cloudformation/Production.yaml"
	old, now := filepath.Join(dir, first.Files[2].Path), filepath.Join(dir, second.Files[2].Path)
	if err := os.Link(old, now); err != nil {
		t.Fatal(err)
	}
	if drifts := compare(t, dir, second); len(drifts) > 0 {
		t.Errorf("got %v", drifts)
	}
	third := second
	third.Files = append(slices.Clone(second.Files[:2]), File{second.Files[2].Path, []byte("of another generation\n")})
	if diff := cmp.Diff([]Drift{{Path: second.Files[2].Path, Kind: Stale}}, compare(t, dir, third)); diff != "" {
		t.Error(diff)
	}
	if err := os.Remove(now); err != nil {
		t.Fatal(err)
	}
	want := []Drift{{Path: "infra/cloudformation/Production.yaml", Kind: Missing}, {Path: "infra/cloudformation/production.yaml", Kind: Orphaned, Reason: Moved, To: "infra/cloudformation/Production.yaml"}}
	if diff := cmp.Diff(want, compare(t, dir, second)); diff != "" {
		t.Error(diff)
	}
}
