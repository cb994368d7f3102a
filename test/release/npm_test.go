//go:build linux

package release

import (
	"bufio"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

var packed = sync.OnceValues(func() (tarballs string, err error) {
	b, err := first()
	if err != nil {
		return "", err
	}
	packages, tarballs := filepath.Join(scratch, "packages"), filepath.Join(scratch, "tarballs")
	if _, err := run(b.repository, nil, "go", "run", "-trimpath", "./packaging", "npm", b.dist, packages); err != nil {
		return "", err
	}
	each, err := filepath.Glob(filepath.Join(packages, "*"))
	if err != nil || len(each) != 7 {
		return "", fmt.Errorf("not seven packages: %v %w", each, err)
	}
	if err := os.Mkdir(tarballs, 0o755); err != nil {
		return "", err
	}
	_, err = run(tarballs, nil, "npm", append([]string{"pack", "--silent"}, each...)...)
	return tarballs, err
})

// npmInstalled installs the tarballs of this machine, of all that are packed, into a
// project, without scripts and without a network.
func npmInstalled(t *testing.T) (dir string) {
	t.Helper()
	consumer.Needs(t, "node", "npm")
	snapshot(t)
	tarballs, err := packed()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	ok(t, dir, nil, "npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", t.TempDir(),
		filepath.Join(tarballs, "pylon-gen-"+release.Version+".tgz"), filepath.Join(tarballs, "pylon-gen-linux-"+arch+"-"+release.Version+".tgz"))
	return dir
}

// Each package says what machine it is for, and has the program for it.
func TestNPMPlatforms(t *testing.T) {
	npmInstalled(t)
	for _, setting := range []string{"linux amd64", "linux arm64", "darwin amd64", "darwin arm64", "windows amd64", "windows arm64"} {
		name := strings.NewReplacer("windows", "win32", "amd64", "x64", " ", "-").Replace(setting)
		dir := filepath.Join(scratch, "packages", name)
		text, err := os.ReadFile(filepath.Join(dir, "package.json"))
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Name    string
			OS, CPU []string
			Scripts map[string]string
		}
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		if system, processor, _ := strings.Cut(name, "-"); m.Name != "@pylon-gen/"+name || !slices.Equal(m.OS, []string{system}) || !slices.Equal(m.CPU, []string{processor}) || len(m.Scripts) > 0 {
			t.Errorf("%s: %+v", name, m)
		}
		program := "pylon-gen"
		if strings.HasPrefix(name, "win32") {
			program += ".exe"
		}
		info, err := buildinfo.ReadFile(filepath.Join(dir, "bin", program))
		if err != nil {
			t.Fatal(err)
		}
		builtFor := map[string]string{}
		for _, s := range info.Settings {
			builtFor[s.Key] = s.Value
		}
		if got := builtFor["GOOS"] + " " + builtFor["GOARCH"]; got != setting || builtFor["CGO_ENABLED"] != "0" {
			t.Errorf("%s holds the program for %s", name, got)
		}
	}
}

func TestNPM(t *testing.T) {
	dir := npmInstalled(t)
	b := snapshot(t)
	b.knowsItself(t, ok(t, dir, nil, "npx", "--no-install", "pylon-gen", "version", "--format", "json"))
	for _, copied := range []string{"todo", "edited"} {
		if err := os.CopyFS(filepath.Join(dir, copied), os.DirFS(filepath.Join(project, "examples/todo"))); err != nil {
			t.Fatal(err)
		}
	}
	for command, want := range map[string]int{
		"pylon-gen render --check -C todo":                                   0,
		"echo // >>edited/sst.config.ts; pylon-gen render --check -C edited": 1,
		"pylon-gen render --no-such-flag":                                    2,
		"pylon-gen version >/dev/full":                                       3,
		"PYLON_GEN_BINARY=/no/such/file pylon-gen":                           3,
	} {
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+filepath.Join(dir, "node_modules/.bin")+":"+os.Getenv("PATH"))
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%s: exit code %d, want %d\n%s", command, got, want, out)
		}
	}
}

// A signal to node reaches the program, and node ends by it too.
func TestNPMSignal(t *testing.T) {
	dir := npmInstalled(t)
	script := filepath.Join(dir, "waits.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho $$\nexec sleep 60\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "node_modules/.bin/pylon-gen"))
	cmd.Env = append(os.Environ(), "PYLON_GEN_BINARY="+script)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.String(); status != "signal: terminated" {
		t.Errorf("node ended with %s", status)
	}
	process, err := os.FindProcess(child)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Signal(syscall.Signal(0)); !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the program is still running: %v", err)
	}
}

// Packages of another system are not this machine's.
func TestNPMOtherSystem(t *testing.T) {
	dir := npmInstalled(t)
	if err := os.RemoveAll(filepath.Join(dir, "node_modules/@pylon-gen")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "node_modules/.bin/pylon-gen"), "version")
	out, _ := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "the package @pylon-gen/linux-") {
		t.Errorf("exit code %d\n%s", cmd.ProcessState.ExitCode(), out)
	}
}
