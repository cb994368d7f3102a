package hooks

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The action of a release works with the program that it downloads, and builds nothing.
func TestActionDownloads(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env", "curl", "sha256sum", "tar")
	s := newScratch(t)
	program := strings.TrimSpace(s.ok("which", "pylon-gen"))
	dist := t.TempDir()
	archive := "pylon-gen_" + release.Version + "_" + runtime.GOOS + "_" + runtime.GOARCH + ".tar.gz"
	if out, err := exec.Command("tar", "-czf", filepath.Join(dist, archive), "-C", filepath.Dir(program), "pylon-gen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dist, archive))
	if err != nil {
		t.Fatal(err)
	}
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256(text), archive)
	if err := os.WriteFile(filepath.Join(dist, "checksums.txt"), []byte(sums), 0o644); err != nil {
		t.Fatal(err)
	}
	r := newRunner(t, s, map[string]string{"comment": "false"})
	r.values["github.action_ref"], r.values["github.event_name"] = "v"+release.Version, "push"
	env := append(consumer.Releases(t, dist), "GOFLAGS=-no-such-flag", // go cannot build
		"RUNNER_OS="+map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS], "RUNNER_ARCH="+map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH])
	if said, ok := r.do(env...); !ok || !strings.Contains(said, "SHA-256 of "+archive) {
		t.Errorf("green: %v\n%s", ok, said)
	}
	r.values["github.action_ref"] = "main"
	delete(r.values, "steps.download.outputs.found")
	if said, ok := r.do(env...); ok || !strings.Contains(said, "-no-such-flag") {
		t.Errorf("a branch is not built: %v\n%s", ok, said)
	}
}
