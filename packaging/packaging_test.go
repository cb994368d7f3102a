package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

func TestTag(t *testing.T) {
	for tag, ok := range map[string]bool{"v" + release.Version: true, release.Version: false, "v" + release.Version + "-rc.1": false, "v99.0.0": false, "": false} {
		if err := checkTag(tag); (err == nil) != ok {
			t.Errorf("%q: %v", tag, err)
		}
	}
}

func TestNotes(t *testing.T) {
	heading := "## " + release.Version + "\n"
	for changelog, want := range map[string]string{
		"# Changes\n\n" + heading + "\n- one\n\n## 0.0.1\n\n- old\n": "- one\n",
		heading + "- last\n":                             "- last\n",
		"# Changes\n\n## Unreleased\n\n- one\n":          "",
		heading + "\n## 0.0.1\n\n- old\n":                "",
		"## " + release.Version + "0\n\n- another one\n": "",
	} {
		got, err := notesIn(changelog)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", changelog, got, err)
		}
	}
}

// An archive whose bytes are not those of checksums.txt is not packed.
func TestChecksums(t *testing.T) {
	dist, to := t.TempDir(), t.TempDir()
	t.Chdir("..") // where it runs
	var sums strings.Builder
	for _, p := range platforms {
		if err := os.WriteFile(filepath.Join(dist, p.archive()), []byte("another"), 0o644); err != nil {
			t.Fatal(err)
		}
		sums.WriteString(strings.Repeat("0", 64) + "  " + p.archive() + "\n")
	}
	for text, want := range map[string]string{
		sums.String():     "does not have the checksum",
		"":                "checksums.txt has no pylon-gen_",
		"no sum\n":        "is not a SHA-256 and a name",
		"\x00 a  b c d\n": "is not a SHA-256 and a name",
	} {
		if err := os.WriteFile(filepath.Join(dist, "checksums.txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := writeNPM(dist, to); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if left, _ := os.ReadDir(to); len(left) > 0 {
		t.Errorf("%v were written", left)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{nil, {"tag"}, {"npm", "dist"}, {"publish"}, {"notes", "more"}} {
		if err := run(args); err == nil || !strings.Contains(err.Error(), "usage:") {
			t.Errorf("%v: %v", args, err)
		}
	}
}
