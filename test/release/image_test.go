//go:build linux

package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The image holds the program and nothing else, runs it as a user without rights, and
// renders a project that is mounted.
func TestImage(t *testing.T) {
	consumer.Needs(t, "docker", "tar")
	b := snapshot(t)
	env := engine(t)
	const image = "pylon-gen-under-test"
	platform := "linux/" + runtime.GOARCH
	context := t.TempDir()
	if err := os.MkdirAll(filepath.Join(context, platform), 0o755); err != nil {
		t.Fatal(err)
	}
	ok(t, context, nil, "cp", b.unpacked(t)+"/pylon-gen", filepath.Join(context, platform))
	dockerfile, err := filepath.Abs(filepath.Join(project, "packaging/Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	// Nothing has to be pulled for a RUN-less Dockerfile on scratch, so the old builder does.
	ok(t, context, append(env, "DOCKER_BUILDKIT=0"), "docker", "build", "--quiet", "--file", dockerfile, "--build-arg", "TARGETPLATFORM="+platform, "--tag", image, ".")
	t.Cleanup(func() { _, _ = run(".", env, "docker", "image", "rm", "--force", image) })

	container := strings.TrimSpace(ok(t, context, env, "docker", "create", image))
	ok(t, context, env, "docker", "export", "--output", filepath.Join(context, "root.tar"), container)
	ok(t, context, env, "docker", "rm", container)
	var files []string
	for line := range strings.Lines(ok(t, context, nil, "tar", "-tf", "root.tar")) {
		if name := strings.TrimSpace(line); !strings.HasSuffix(name, "/") && !slices.Contains(madeByDocker, name) {
			files = append(files, name)
		}
	}
	if diff := cmp.Diff([]string{"pylon-gen"}, files); diff != "" {
		t.Errorf("the image should hold (-) and holds (+):\n%s", diff)
	}
	if user := strings.TrimSpace(ok(t, context, env, "docker", "image", "inspect", "--format", "{{.Config.User}}", image)); user != "65532:65532" {
		t.Errorf("it runs as %q", user)
	}
	b.knowsItself(t, ok(t, context, env, "docker", "run", "--rm", "--network=none", "--read-only", image, "version", "--format", "json"))

	todo := filepath.Join(context, "todo")
	if err := os.CopyFS(todo, os.DirFS(filepath.Join(project, "examples/todo"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(todo, "sst.config.ts")); err != nil {
		t.Fatal(err)
	}
	ok(t, context, env, "docker", "run", "--rm", "--network=none", "--read-only", "--user", "0:0", "--volume", todo+":/project", image, "render")
	ok(t, context, env, "docker", "run", "--rm", "--network=none", "--read-only", "--volume", todo+":/project:ro", image, "render", "--check")
}

// madeByDocker are the files that Docker adds to every container.
var madeByDocker = []string{".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/mtab", "etc/resolv.conf"}

// engine returns the environment that leads docker to an engine: the one that runs, or one
// of the test's own.
func engine(t *testing.T) (env []string) {
	t.Helper()
	if _, err := run(".", nil, "docker", "info"); err == nil {
		return nil
	}
	consumer.Needs(t, "dockerd")
	dir := t.TempDir()
	address := "unix://" + filepath.Join(dir, "docker.sock")
	daemon := exec.Command("dockerd", "--host", address, "--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "exec"), "--pidfile", filepath.Join(dir, "pid"),
		"--bridge=none", "--iptables=false", "--ip6tables=false", "--storage-driver=vfs")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = daemon.Wait(); close(ended) }()
	t.Cleanup(func() {
		_ = daemon.Process.Signal(os.Interrupt)
		<-ended
	})
	env = []string{"DOCKER_HOST=" + address}
	for tick := time.NewTicker(200 * time.Millisecond); ; <-tick.C {
		if _, err := run(".", env, "docker", "info"); err == nil {
			return env
		}
		select {
		case <-ended:
			text, _ := os.ReadFile(log.Name())
			t.Fatalf("the Docker engine does not run:\n%s", text)
		default:
		}
	}
}
