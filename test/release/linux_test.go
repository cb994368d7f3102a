//go:build linux

package release

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// artifact is the path of the file that this machine would download.
func (b built) artifact(kind string) string {
	return filepath.Join(b.dist, "pylon-gen_"+release.Version+"_linux_"+runtime.GOARCH+"."+kind)
}

// unpacked is a directory with what the archive holds.
func (b built) unpacked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ok(t, dir, nil, "tar", "-xzf", b.artifact("tar.gz"))
	return dir
}

// knowsItself holds what version prints against the commit of the snapshot.
func (b built) knowsItself(t *testing.T, printed string) {
	t.Helper()
	var v struct {
		Version, Commit string
		Modified        bool
	}
	if err := json.Unmarshal([]byte(printed), &v); err != nil {
		t.Fatal(err)
	}
	if v.Version != release.Version || v.Commit != b.commit || v.Modified {
		t.Errorf("version prints %+v, the commit is %s", v, b.commit)
	}
}

// The program does the main job where there is nothing else: no Go, no libc, no git, as a
// user without rights.
func TestArchive(t *testing.T) {
	consumer.Needs(t, "tar", "chroot", "sha256sum")
	b := snapshot(t)
	ok(t, b.dist, nil, "sha256sum", "--check", "--ignore-missing", "checksums.txt") // as the documentation says
	root := b.unpacked(t)
	b.knowsItself(t, ok(t, root, nil, "./pylon-gen", "version", "--format", "json"))
	if err := os.CopyFS(filepath.Join(root, "todo"), os.DirFS(filepath.Join(project, "examples/todo"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	got := ok(t, root, nil, "chroot", "--userspec=65534:65534", root, "/pylon-gen", "render", "-C", "/todo", "--stdout")
	want, err := os.ReadFile(filepath.Join(project, "examples/todo/sst.config.ts"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got, string(want)) {
		t.Errorf("without Go the program renders\n%s", got)
	}
	for _, name := range []string{"LICENSE", "README.md", "third-party-licences.txt", "man/pylon-gen-render.1", "completions/_pylon-gen", "completions/pylon-gen.bash", "completions/pylon-gen.fish", "completions/pylon-gen.ps1"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
}

// The bill of materials names every module that Go finds in the program.
func TestBillOfMaterials(t *testing.T) {
	b := snapshot(t)
	text, err := os.ReadFile(b.artifact("cdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	var bill struct {
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(text, &bill); err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, c := range bill.Components {
		listed[c.Name] = c.Version
	}
	count := 0
	for line := range strings.Lines(ok(t, b.unpacked(t), nil, "go", "version", "-m", "pylon-gen")) {
		if fields := strings.Fields(line); len(fields) > 2 && fields[0] == "dep" {
			count++
			if listed[fields[1]] != fields[2] {
				t.Errorf("%s %s is in the program, and the bill of materials has %q", fields[1], fields[2], listed[fields[1]])
			}
		}
	}
	if count < 5 || listed["std"] == "" {
		t.Errorf("%d modules, std %q", count, listed["std"])
	}
}

// The Debian package is installed into a system of its own; man and bash find its pages
// and its completion there.
func TestDebianPackage(t *testing.T) {
	consumer.Needs(t, "dpkg", "man", "bash")
	b := snapshot(t)
	root := t.TempDir()
	for _, dir := range []string{"var/lib/dpkg/info", "var/lib/dpkg/updates", "var/log"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	// Images of containers leave out man pages.
	ok(t, root, nil, "dpkg", "--root="+root, "--path-include=/usr/share/*", "--force-not-root", "--install", b.artifact("deb"))
	if status := ok(t, root, nil, "dpkg-query", "--admindir="+root+"/var/lib/dpkg", "-W", "-f", "${Status} ${Version}", "pylon-gen"); status != "install ok installed "+release.Version {
		t.Errorf("dpkg knows of %s", status)
	}
	b.knowsItself(t, ok(t, root, nil, root+"/usr/bin/pylon-gen", "version", "--format", "json"))
	if page := ok(t, root, []string{"MANPAGER=cat", "MANWIDTH=100"}, "man", "-M", root+"/usr/share/man", "pylon-gen-render"); !strings.Contains(page, "pylon-gen-render") || !strings.Contains(page, "--check") {
		t.Errorf("man shows\n%s", page)
	}
	if _, err := os.Stat(bashCompletion); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + root + "/usr/bin:" + os.Getenv("PATH"), "XDG_DATA_DIRS=" + root + "/usr/share"}
	if words := ok(t, root, env, "bash", "--noprofile", "--norc", "-c", completing); strings.TrimSpace(words) != "render report" {
		t.Errorf("after pylon-gen re, bash offers %q", words)
	}
}

// bashCompletion is what Debian's package bash-completion installs.
const bashCompletion = "/usr/share/bash-completion/bash_completion"

// completing does what bash does at a tab behind "pylon-gen re": bash-completion looks for
// the program's script in XDG_DATA_DIRS.
const completing = `. ` + bashCompletion + `
_completion_loader pylon-gen
COMP_LINE="pylon-gen re" COMP_POINT=12 COMP_WORDS=(pylon-gen re) COMP_CWORD=1 COMP_TYPE=9
compopt() { :; }
"$(complete -p pylon-gen | sed 's/.*-F \([^ ]*\) .*/\1/')"
printf '%s\n' "${COMPREPLY[@]}" | sed 's/ .*//' | sort | xargs
`

// The other packages hold the same.
func TestPackagesOfOtherSystems(t *testing.T) {
	consumer.Needs(t, "rpm", "tar")
	b := snapshot(t)
	for kind, list := range map[string][]string{"rpm": {"rpm", "-qlp"}, "apk": {"tar", "-tzf"}} {
		listed := ok(t, b.dist, nil, list[0], append(list[1:], b.artifact(kind))...)
		for _, name := range []string{"usr/bin/pylon-gen", "usr/share/man/man1/pylon-gen-check.1.gz", "usr/share/zsh/site-functions/_pylon-gen", "usr/share/bash-completion/completions/pylon-gen", "usr/share/doc/pylon-gen/third-party-licences.txt"} {
			if !strings.Contains("\n"+listed, name+"\n") {
				t.Errorf("%s has no %s", kind, name)
			}
		}
	}
}
