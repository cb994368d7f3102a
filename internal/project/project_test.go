package project_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
)

const (
	manifest = `{"manifest_version": 1, "name": "todo", "version": "0.1.0", "routes": [], "entities": [{"name": "Todo", "fields": [], "indexes": []}]}`
	spec     = "version: 1\npylon: { version: 0.5.0 }\nstages: { production: { domain: { name: api.example.com } } }\n"
)

// tree is a repository with a project in apps/api.
var tree = map[string]string{
	"README.md":                    "A repository.\n",
	"apps/api/pylon.stack.yaml":    spec,
	"apps/api/pylon.manifest.json": manifest,
	"apps/api/Dockerfile":          "FROM ghcr.io/pylonsync/pylon:0.4.0\n",
}

func memory(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// disk writes files into a directory of the test's own.
func disk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func root(t *testing.T, dir string) fs.FS {
	t.Helper()
	r, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r.FS()
}

// revision is what a commit of a directory holds, as git returns it.
func revision(t *testing.T, dir string) fs.FS {
	t.Helper()
	git := func(args ...string) []byte {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return out
	}
	git("init", "--quiet")
	git("add", ".")
	git("commit", "--quiet", "--message", "all")
	files := map[string]string{}
	for archive := tar.NewReader(bytes.NewReader(git("archive", "HEAD"))); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return memory(files)
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			files[header.Name] = string(text)
		}
	}
}

// outcome is everything that a project returns; findings are as they are printed.
type outcome struct {
	Files    []render.File
	Findings string
}

func outcomeOf(t *testing.T, p *project.Project) outcome {
	t.Helper()
	documents, ok := p.Render(render.Selection{})
	if !ok {
		t.Fatal(p.List)
	}
	var text strings.Builder
	if err := diag.Text(&text, p.Check(documents), p.Line, diag.Plain); err != nil {
		t.Fatal(err)
	}
	out := outcome{Findings: text.String()}
	for _, d := range documents {
		out.Files = append(out.Files, d.File())
	}
	return out
}

func load(t *testing.T, repo fs.FS) outcome {
	t.Helper()
	at, err := project.Find(repo, "apps/api", "apps/api")
	if err != nil {
		t.Fatal(err)
	}
	p, err := project.Load(repo, at)
	if err != nil {
		t.Fatal(err)
	}
	if p.App == nil {
		t.Fatal(p.List)
	}
	return outcomeOf(t, p)
}

// A directory, a revision of git, a map in memory, and a spec that is not
// written yet are the same to a project.
func TestRepositoriesAreAlike(t *testing.T) {
	dir := disk(t, tree)
	want := load(t, memory(tree))
	if len(want.Files) != 4 {
		t.Fatalf("%d files", len(want.Files))
	}
	if !strings.Contains(want.Findings, "PG318") {
		t.Errorf("the Dockerfile was not looked at: %s", want.Findings)
	}
	for name, repo := range map[string]fs.FS{
		"directory": root(t, dir),
		"revision":  revision(t, dir),
	} {
		if diff := cmp.Diff(want, load(t, repo)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	draft := disk(t, tree)
	if err := os.Remove(filepath.Join(draft, "apps/api/pylon.stack.yaml")); err != nil {
		t.Fatal(err)
	}
	p, err := project.Load(project.With(root(t, draft), map[string][]byte{"apps/api/pylon.stack.yaml": []byte(spec)}),
		project.Place{Dir: "apps/api", Spec: "pylon.stack.yaml", Shown: "apps/api"})
	if err != nil || p.App == nil {
		t.Fatal(err, p.List)
	}
	if diff := cmp.Diff(want, outcomeOf(t, p)); diff != "" {
		t.Errorf("draft: %s", diff)
	}
}

// A symbolic link may lead to another place of the repository, never out of it.
func TestLinksStayInTheRepository(t *testing.T) {
	files := map[string]string{"apps/api/pylon.stack.yaml": spec, "common/manifest.json": manifest}
	dir := disk(t, files)
	link := filepath.Join(dir, "apps/api/pylon.manifest.json")
	if err := os.Symlink(filepath.FromSlash("../../common/manifest.json"), link); err != nil {
		if runtime.GOOS == "windows" && os.Getenv("PYLON_REQUIRE_TOOLS") != "1" {
			t.Skip("NOT PROVEN: a right is needed for symbolic links on Windows: ", err)
		}
		t.Fatal(err)
	}
	at := project.Place{Dir: "apps/api", Spec: "pylon.stack.yaml", Shown: "apps/api"}
	if p, err := project.Load(root(t, dir), at); err != nil || p.App == nil {
		t.Errorf("a link within the repository: %v %v", err, p.List)
	}
	p, err := project.Load(root(t, filepath.Join(dir, "apps")), project.Place{Dir: "api", Spec: "pylon.stack.yaml"})
	if err != nil || p.App != nil || !p.List.HasErrors() {
		t.Errorf("a link out of the repository: %v %v", err, p.List)
	}
}

// Projects are found upwards from a directory and below one.
func TestFindAndWalk(t *testing.T) {
	repo := memory(map[string]string{
		"a/pylon.stack.yaml": spec, "a/b/c/x": "", "d/e/pylon.stack.yml": spec,
		"d/node_modules/m/pylon.stack.yaml": spec, "d/.hidden/pylon.stack.yaml": spec,
		"two/pylon.stack.yaml": spec, "two/pylon.stack.yml": spec,
	})
	if at, err := project.Find(repo, "a/b/c", "."); err != nil || at != (project.Place{Dir: "a", Spec: "pylon.stack.yaml", Shown: "../.."}) {
		t.Errorf("%+v %v", at, err)
	}
	if at, err := project.Find(repo, "d", "d"); err != nil || at.Spec != "" {
		t.Errorf("%+v %v", at, err)
	}
	var two *project.Ambiguous
	if _, err := project.Find(repo, "two", "../two"); !errors.As(err, &two) || two.Dir != "../two" {
		t.Errorf("%v", err)
	}
	files, err := project.Walk(repo, "d")
	if err != nil {
		t.Fatal(err)
	}
	found, err := project.Places(repo, "d", "../d", append(files, "d/node_modules/m/pylon.stack.yaml", "d/gone/pylon.stack.yaml"), false)
	if diff := cmp.Diff([]project.Place{{Dir: "d/e", Spec: "pylon.stack.yml", Shown: "../d/e"}}, found); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	files, err = project.Walk(repo, ".")
	if err != nil || len(files) != 4 {
		t.Errorf("%v %v", files, err)
	}
	if _, err := project.Places(repo, ".", "x", files, false); !errors.As(err, &two) || two.Dir != "x/two" {
		t.Errorf("%v", err)
	}
}

// A lock without a spec is a project whose spec is gone, or has a name of its own;
// another checkout is not ours.
func TestLostAndForeign(t *testing.T) {
	of := func(spec string) string {
		return string(lock.Lock{Version: lock.Version, Inputs: lock.Digests{spec: {lock.Digest(nil)}}}.Bytes())
	}
	repo := memory(map[string]string{
		"renamed/pylon-gen.lock": of("pylon.stack.yaml"), "named/pylon-gen.lock": of("other.yaml"), "broken/pylon-gen.lock": "{",
		"tree/.git": "gitdir: elsewhere", "tree/pylon.stack.yaml": spec, "sub/.git/HEAD": "", "sub/a/pylon.stack.yaml": spec,
	})
	files, err := project.Walk(repo, ".")
	if err != nil {
		t.Fatal(err)
	}
	for lost, want := range map[bool][]project.Place{false: nil, true: {{Dir: "named", Spec: "other.yaml", Shown: "named"}, {Dir: "renamed", Spec: "pylon.stack.yaml", Shown: "renamed"}}} {
		if got, err := project.Places(repo, ".", ".", files, lost); err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("%v %s", err, cmp.Diff(want, got))
		}
	}
}
