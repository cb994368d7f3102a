package structure

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
)

// named are the ways in which a text names a release of pylon-gen.
var named = regexp.MustCompile(`(?:pylon-gen/pylon-gen@v|pylon-gen/pylon-gen:|rev: v|pylon-gen_|/download/v|"pylon-gen )(\d+\.\d+\.\d+)`)

// The documentation and the man pages name this release and no other.
func TestTextsNameThisRelease(t *testing.T) {
	count := 0
	for _, pattern := range []string{"README.md", "docs/*.md", "docs/man/*", "packaging/npm/*"} {
		names, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllStringSubmatch(string(text), -1) {
				count++
				if m[1] != release.Version {
					t.Errorf("%s: %q, this is %s", strings.TrimPrefix(filepath.ToSlash(name), "../../"), m[0], release.Version)
				}
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d texts name a release", count)
	}
}

var sstNamed = regexp.MustCompile(`(?:sst@|SST )(4\.\d+\.\d+)`)

// The documentation names the release of SST that outputs are tried with.
func TestTextsNameTheReleaseOfSST(t *testing.T) {
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sstNamed.FindAllStringSubmatch(string(text), -1) {
			count++
			if m[1] != scaffold.SSTVersion {
				t.Errorf("%s: %q, outputs are tried with %s", filepath.Base(name), m[0], scaffold.SSTVersion)
			}
		}
	}
	if count < 2 {
		t.Errorf("only %d texts name a release of SST", count)
	}
}
