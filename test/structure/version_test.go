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

var (
	ownRelease = regexp.MustCompile(`(?:pylon-gen/pylon-gen@v|pylon-gen/pylon-gen:|rev: v|pylon-gen_|/download/v|"pylon-gen )(\d+\.\d+\.\d+)`)
	sstRelease = regexp.MustCompile(`(?:sst@|SST )(4\.\d+\.\d+)`)
)

// The documentation and the man pages name this release, and the release of SST that
// outputs are tried with.
func TestTextsNameReleases(t *testing.T) {
	for _, c := range []struct {
		named    *regexp.Regexp
		want     string
		least    int // so many texts name one
		patterns []string
	}{
		{ownRelease, release.Version, 20, []string{"README.md", "docs/*.md", "docs/man/*", "packaging/npm/*"}},
		{sstRelease, scaffold.SSTVersion, 2, []string{"docs/*.md"}},
	} {
		count := 0
		for _, pattern := range c.patterns {
			names, err := filepath.Glob(filepath.Join("../..", pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range c.named.FindAllStringSubmatch(string(text), -1) {
					count++
					if m[1] != c.want {
						t.Errorf("%s: %q, this is %s", strings.TrimPrefix(filepath.ToSlash(name), "../../"), m[0], c.want)
					}
				}
			}
		}
		if count < c.least {
			t.Errorf("only %d texts name %s", count, c.want)
		}
	}
}
