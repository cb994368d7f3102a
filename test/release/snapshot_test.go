//go:build linux

// Package release builds a snapshot of a release as a tag would, and installs from it in
// each way that the documentation has: archive, Debian package, npm, image, the action's
// download.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/release -v
//
// Without the variable nothing is built.
package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// project is the root of pylon-gen's own repository.
const project = "../.."

// built is a snapshot: the repository that it was built in and the directory with what a
// release publishes.
type built struct{ repository, dist, commit string }

// scratch has what several tests share; it is removed when all are done.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "release-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(scratch)
	os.Exit(code)
}

var first = sync.OnceValues(func() (built, error) { return build("first") })

// snapshot returns the snapshot that all tests look at.
func snapshot(t *testing.T) built {
	t.Helper()
	consumer.Needs(t, "git", "go")
	b, err := first()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tools returns the directory with the programs that make a release.
var tools = sync.OnceValues(func() (string, error) {
	dir, err := filepath.Abs(filepath.Join(project, "bin"))
	for _, path := range []string{"github.com/goreleaser/goreleaser/v2", "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod"} {
		if err == nil {
			_, err = run(filepath.Join(project, "tools/release"), nil, "go", "build", "-o", dir+string(os.PathSeparator), path)
		}
	}
	return dir, err
})

// build builds a snapshot from the files of the working tree, in a repository of its own
// with one tagged commit, which is the same each time.
func build(name string, env ...string) (built, error) {
	tools, err := tools()
	if err != nil {
		return built{}, err
	}
	b := built{repository: filepath.Join(scratch, name, "pylon-gen")}
	b.dist = filepath.Join(b.repository, "dist")
	if err := copyTree(b.repository); err != nil {
		return built{}, err
	}
	env = append(env, "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-11-01T12:00:00Z",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=2026-11-01T12:00:00Z")
	for _, line := range []string{
		"git init -q -b main", "git add -A", "git commit -q -m release", "git tag v" + release.Version,
		"git remote add origin " + release.Repository + ".git",
		"goreleaser check",
		// Signatures and attestations need the identity of the workflow, the image an engine.
		"goreleaser release --snapshot --skip=docker,sign",
	} {
		words := strings.Fields(line)
		if _, err := run(b.repository, env, words[0], words[1:]...); err != nil {
			return built{}, err
		}
	}
	commit, err := run(b.repository, env, "git", "rev-parse", "HEAD")
	b.commit = strings.TrimSpace(commit)
	return b, err
}

// copyTree copies the files that git knows or would add.
func copyTree(to string) error {
	names, err := run(project, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return err
	}
	for _, name := range strings.Split(strings.TrimSuffix(names, "\x00"), "\x00") {
		from, at := filepath.Join(project, name), filepath.Join(to, name)
		info, err := os.Lstat(from)
		if os.IsNotExist(err) {
			continue // deleted, and not yet committed
		}
		if err != nil {
			return err
		}
		text, err := os.ReadFile(from)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(at), 0o755)
		}
		if err == nil {
			err = os.WriteFile(at, text, info.Mode().Perm())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// run runs a program in a directory and returns what it prints to standard output.
func run(dir string, env []string, name string, args ...string) (string, error) {
	// The program is looked up in the PATH of env.
	cmd := exec.Command("/usr/bin/env", append([]string{name}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, &out, &errs)
	}
	return out.String(), nil
}

// ok runs a program that must succeed.
func ok(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	out, err := run(dir, env, name, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checksums is what a release publishes, with the SHA-256 of each file as it is.
func (b built) checksums(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dist, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		at := filepath.Join(b.dist, fields[1])
		if strings.HasSuffix(fields[1], ".schema.json") {
			at = filepath.Join(b.repository, "bin/packaging/schemas", fields[1])
		}
		file, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		sums[fields[1]] = hex.EncodeToString(sum[:])
		if sums[fields[1]] != fields[0] {
			t.Errorf("%s does not have the checksum that is published", fields[1])
		}
	}
	return sums
}

// Two builds of a commit are the same bytes, in another directory, time zone and language,
// by another user's umask.
func TestReproducible(t *testing.T) {
	one := snapshot(t).checksums(t)
	old := syscall.Umask(0o077)
	again, err := build("a directory elsewhere", "TZ=Asia/Tokyo", "LC_ALL=C")
	syscall.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one, again.checksums(t)); diff != "" {
		t.Errorf("SHA-256 of the first build (-) and the second (+):\n%s", diff)
	}
	// 6 archives with a bill of materials each, 3 kinds of packages for two processors, 5 schemas.
	if len(one) != 6*2+3*2+5 {
		t.Errorf("a release has %d files: %v", len(one), one)
	}
	for name, sum := range one {
		t.Log(sum, name)
	}
}
