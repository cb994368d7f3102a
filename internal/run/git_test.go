package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// repository is a checkout that a test makes with git itself.
type repository struct {
	t   *testing.T
	dir string
}

// initialized makes an empty repository with the branch main.
func initialized(t *testing.T, flags ...string) repository {
	t.Helper()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := repository{t, t.TempDir()}
	r.git(append([]string{"init", "-q", "-b", "main"}, flags...)...)
	return r
}

// git runs git in the checkout and returns what it printed.
func (r repository) git(args ...string) string {
	r.t.Helper()
	cmd := git(r.dir, append([]string{"-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"}, args...)...)
	cmd.Env = append(cmd.Env, "GIT_ALLOW_PROTOCOL=file") // for the clones
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r repository) write(name, text string) {
	r.t.Helper()
	at := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything and returns the id.
func (r repository) commit() string {
	r.t.Helper()
	r.git("add", "-A")
	return r.commitIndex()
}

var changes int

// commitIndex commits what was added.
func (r repository) commitIndex() string {
	r.t.Helper()
	changes++ // two commits of the same second are to differ
	r.git("commit", "-q", "--allow-empty", "-m", fmt.Sprint("change ", changes))
	return r.git("rev-parse", "HEAD")
}

// opened opens a directory as the package does.
func opened(t *testing.T, dir string) *Repository {
	t.Helper()
	repo, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	})
	return repo
}

// is fails when an id is not the requested one.
func is(t *testing.T, what, want string) func(got string, err error) {
	return func(got string, err error) {
		t.Helper()
		if err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", what, got, err, want)
		}
	}
}

// missing fails when an error is not that of a missing revision.
func missing(t *testing.T, err error, rev string, shallow bool) {
	t.Helper()
	var m *MissingError
	if !errors.As(err, &m) || m.Rev != rev || m.Shallow != shallow {
		t.Errorf("the error is %v (%[1]T); want that %q is missing, shallow: %t", err, rev, shallow)
	}
}

func TestRevisions(t *testing.T) {
	r := initialized(t)
	r.write("dir/a", "1\n")
	first := r.commit()
	r.git("tag", "-a", "-m", "a tag", "v1")
	r.git("checkout", "-q", "-b", "side")
	side := r.commit()
	r.git("checkout", "-q", "main")
	second := r.commitIndex()
	r.git("merge", "-q", "--no-ff", "-m", "a merge", "side")
	merge := r.git("rev-parse", "HEAD")

	repo := opened(t, filepath.Join(r.dir, "dir"))
	if top, _ := filepath.EvalSymlinks(r.dir); repo.Top != top || repo.Shallow {
		t.Errorf("the checkout is %q, shallow: %t; want %q", repo.Top, repo.Shallow, top)
	}
	for rev, want := range map[string]string{
		"main": merge, "HEAD": merge, "HEAD^1": second, "HEAD^2": side, "refs/heads/side": side,
		"v1": first, "main~2": first, merge: merge, merge[:12]: merge,
	} {
		is(t, rev, want)(repo.Commit(rev))
	}
	if parents, err := repo.Parents(merge); err != nil || strings.Join(parents, " ") != second+" "+side {
		t.Errorf("the parents are %v, %v", parents, err)
	}
	if parents, err := repo.Parents(first); err != nil || len(parents) != 0 {
		t.Errorf("the first commit has the parents %v, %v", parents, err)
	}
	is(t, "the merge base", first)(repo.MergeBase(second, side))

	r.git("checkout", "-q", "--detach", first)
	is(t, "a detached HEAD", first)(repo.Commit("HEAD"))
	other := r.git("commit-tree", "-m", "a root", first+"^{tree}")
	_, err := repo.MergeBase(first, other)
	missing(t, err, "a common ancestor of "+first+" and "+other, false)
}

func TestRevisionsThatAreNotThere(t *testing.T) {
	r := initialized(t)
	r.write("a", "1\n")
	r.write("b^{commit}", "2\n")
	id := r.commit()
	repo := opened(t, r.dir)
	none := strings.Repeat("0", 40)
	for _, rev := range []string{"nothing", "--help", "-x", "--batch-check", "HEAD^1", "HEAD:a", "HEAD:b", "a b c", " ", "main\r", "$(x)", none, strings.Repeat("x", 1<<17)} {
		_, err := repo.Commit(rev)
		missing(t, err, rev, false)
	}
	for _, rev := range []string{"", "main\nHEAD", "main\x00"} {
		if got, err := repo.Commit(rev); err == nil {
			t.Errorf("%q is %q", rev, got)
		}
	}
	for _, rev := range []string{"", "main", "--help", "-x", id[:12], id + "\n", strings.ToUpper(id[:39]) + "A"} {
		if got, err := repo.Parents(rev); err == nil {
			t.Errorf("the parents of %q are %q", rev, got)
		}
		if got, err := repo.MergeBase(id, rev); err == nil {
			t.Errorf("the merge base with %q is %q", rev, got)
		}
		if _, err := repo.At(rev); err == nil {
			t.Errorf("there is a tree at %q", rev)
		}
	}
	_, err := repo.At(none)
	missing(t, err, none, false)
	_, err = repo.MergeBase(none, id)
	missing(t, err, none, false)
	var said *GitError
	if _, err := repo.At(r.git("rev-parse", "HEAD^{tree}")); !errors.As(err, &said) {
		t.Errorf("a tree in a commit's place: %v", err)
	}
	is(t, "main after all that", id)(repo.Commit("main"))
}

func TestWhatIsNoRepository(t *testing.T) {
	initialized(t)
	t.Setenv("GIT_CEILING_DIRECTORIES", os.TempDir())
	var said *GitError
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none"), initialized(t, "--bare").dir} {
		if _, err := Open(dir); !errors.As(err, &said) || strings.HasPrefix(said.Said, "fatal") {
			t.Errorf("%s: %v", dir, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNoGit) {
		t.Errorf("without git: %v", err)
	}
}

// A hook has variables that are about the repository it runs for.
func TestTheDirectoryDecides(t *testing.T) {
	r, other := initialized(t), initialized(t)
	id := r.commit()
	worktree := filepath.Join(t.TempDir(), "a worktree\nof two lines")
	r.git("worktree", "add", "-q", "-b", "there", worktree)
	t.Setenv("GIT_DIR", filepath.Join(other.dir, ".git"))
	t.Setenv("GIT_WORK_TREE", other.dir)
	t.Setenv("GIT_INDEX_FILE", "none")
	t.Setenv("GIT_OBJECT_DIRECTORY", other.dir)
	is(t, "main", id)(opened(t, r.dir).Commit("main"))
	repo := opened(t, worktree)
	is(t, "the worktree's HEAD", id)(repo.Commit("HEAD"))
	if top, _ := filepath.EvalSymlinks(worktree); repo.Top != top {
		t.Errorf("the worktree is %q, want %q", repo.Top, top)
	}
}

func TestShallowClone(t *testing.T) {
	r := initialized(t)
	parent := r.commit()
	id := r.commit()
	dir := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth=1", "file://"+filepath.ToSlash(r.dir), dir)
	repo := opened(t, dir)
	if !repo.Shallow {
		t.Error("the clone is not shallow")
	}
	is(t, "origin/HEAD", id)(repo.Commit("origin/HEAD"))
	if parents, err := repo.Parents(id); err != nil || len(parents) != 1 || parents[0] != parent {
		t.Errorf("the parents are %v, %v; want %s", parents, err, parent)
	}
	for _, rev := range []string{"HEAD^1", parent} {
		_, err := repo.Commit(rev)
		missing(t, err, rev, true)
	}
	_, err := repo.At(parent)
	missing(t, err, parent, true)
	if !strings.HasSuffix(err.Error(), ": the clone is shallow") {
		t.Error(err)
	}
}

// A partial clone could get what it does not have from the network.
func TestPartialClone(t *testing.T) {
	r := initialized(t)
	r.write("a", "1\n")
	id := r.commit()
	r.git("config", "uploadpack.allowFilter", "true")
	dir := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+filepath.ToSlash(r.dir), dir)
	repo := opened(t, dir)
	tree, err := repo.At(id)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // git ends when it is asked: it is to be started again
		_, err = tree.ReadFile("a")
		missing(t, err, BlobID([]byte("1\n"), id), false)
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v says that there is no such file", err)
		}
	}
	is(t, "main after that", id)(repo.Commit("main"))
}

func TestClose(t *testing.T) {
	r := initialized(t)
	id := r.commit()
	repo := opened(t, r.dir)
	is(t, "main", id)(repo.Commit("main"))
	for range 2 {
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := repo.Commit("main"); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}
