//go:build linux

package release

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The action takes the program of its release, when its checksum is the published one, and
// leaves building to the next step where there is none.
func TestDownload(t *testing.T) {
	consumer.Needs(t, "bash", "curl", "sha256sum", "tar")
	b := snapshot(t)
	action, err := filepath.Abs(project)
	if err != nil {
		t.Fatal(err)
	}
	tampered, empty := t.TempDir(), t.TempDir()
	if err := os.CopyFS(tampered, os.DirFS(b.dist)); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Base(b.artifact("tar.gz"))
	if err := os.WriteFile(filepath.Join(tampered, archive), []byte("another"), 0o644); err != nil {
		t.Fatal(err)
	}
	unlisted := t.TempDir()
	ok(t, unlisted, nil, "cp", b.artifact("tar.gz"), unlisted)
	if err := os.WriteFile(filepath.Join(unlisted, "checksums.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tag := "v" + release.Version
	for name, c := range map[string]struct {
		dist, ref, system string
		found, red        bool
		said              string
	}{
		"the tag":         {b.dist, tag, "Linux", true, false, "SHA-256"},
		"a commit":        {b.dist, b.commit, "Linux", false, false, "is not the tag " + tag},
		"a branch":        {b.dist, "main", "Linux", false, false, "is not the tag"},
		"no ref":          {b.dist, "", "Linux", false, false, "is not the tag"},
		"another tag":     {b.dist, "v99.0.0", "Linux", false, false, "is not the tag"},
		"another system":  {b.dist, tag, "Plan9", false, false, "there is no release for Plan9"},
		"no such release": {empty, tag, "Linux", false, false, "cannot be downloaded"},
		"another archive": {tampered, tag, "Linux", false, true, "::error title=pylon-gen::" + archive},
		"no checksum":     {unlisted, tag, "Linux", false, true, "::error title=pylon-gen::" + archive},
	} {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			output := filepath.Join(temp, "output")
			if err := os.WriteFile(output, nil, 0o644); err != nil {
				t.Fatal(err)
			}
			env := append(consumer.Releases(t, c.dist), "ACTION="+action, "REF="+c.ref, "RUNNER_OS="+c.system, "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+output,
				"RUNNER_ARCH="+map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH])
			said, err := run(temp, env, "bash", filepath.Join(action, "action/download.sh"))
			if (err != nil) != c.red || !strings.Contains(said, c.said) {
				t.Errorf("%v\n%s", err, said)
			}
			set, _ := os.ReadFile(output)
			program := filepath.Join(temp, "pylon-gen")
			_, missing := os.Stat(program)
			if found := string(set) == "found=true\n"; found != c.found || (missing == nil) != c.found {
				t.Errorf("found: %v, the program: %v", found, missing)
			}
			if c.found {
				b.knowsItself(t, ok(t, temp, nil, program, "version", "--format", "json"))
			}
		})
	}
}
