//go:build linux

package release

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

var source = regexp.MustCompile(`url "(.*)"\n +sha256 "(.*)"`)

// The formula and the manifest name archives of the release, with their checksums.
func TestManagers(t *testing.T) {
	consumer.Needs(t, "ruby")
	b := snapshot(t)
	dir := t.TempDir()
	ok(t, b.repository, nil, "go", "run", "-trimpath", "./packaging", "managers", b.dist, dir)
	sums := b.checksums(t)
	published := release.Repository + "/releases/download/v" + release.Version + "/"
	check := func(url, sum string) {
		t.Helper()
		if name := path.Base(url); url != published+name || sums[name] != sum || sum == "" {
			t.Errorf("%s %s", url, sum)
		}
	}

	ok(t, dir, nil, "ruby", "-wc", "pylon-gen.rb")
	formula, err := os.ReadFile(filepath.Join(dir, "pylon-gen.rb"))
	if err != nil {
		t.Fatal(err)
	}
	found := source.FindAllStringSubmatch(string(formula), -1)
	for _, m := range found {
		check(m[1], m[2])
	}
	if len(found) != 4 {
		t.Errorf("the formula has %d archives:\n%s", len(found), formula)
	}

	text, err := os.ReadFile(filepath.Join(dir, "pylon-gen.json"))
	if err != nil {
		t.Fatal(err)
	}
	var scoop struct {
		Version, Bin string
		Architecture map[string]struct{ URL, Hash string }
	}
	if err := json.Unmarshal(text, &scoop); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"64bit", "arm64"} {
		check(scoop.Architecture[name].URL, scoop.Architecture[name].Hash)
	}
	if scoop.Version != release.Version || scoop.Bin != "pylon-gen.exe" || len(scoop.Architecture) != 2 {
		t.Errorf("%s", text)
	}
}
