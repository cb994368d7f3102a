package project_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// Manifests as apps of several years have them, at versions from the oldest to one
// that is not known: whether each is rendered, and what is found. The table in
// testdata/versions.txt is what a person reads; PYLON_UPDATE=1 records it.
//
//	PYLON_MANIFESTS=DIR go test ./internal/project -run TestVersions -v
//
// shows the same of the manifests in another directory.
func TestVersions(t *testing.T) {
	dir, elsewhere := "../../testdata/manifests", os.Getenv("PYLON_MANIFESTS")
	if elsewhere != "" {
		dir = elsewhere
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no manifests: %v", err)
	}
	var got strings.Builder
	for _, name := range names {
		manifest, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "== %s\n", filepath.Base(name))
		for _, version := range []string{"0.3.20", "0.3.23", "0.3.113", "0.3.355", "0.5.0", "0.13.0", "0.20.0", "9.9.9"} {
			v, err := pylon.ParseVersion(version)
			if err != nil {
				t.Fatal(err)
			}
			lines := gated{spec: "service: { scaling: { max: 1 } }", whole: string(manifest)}.rendered(t, v)
			if (v == pylon.Newest || elsewhere != "") && slices.Contains(lines, nothing) {
				t.Errorf("%s: %s cannot be rendered", name, version)
			}
			var findings []string
			for _, line := range lines {
				if code, _, found := strings.Cut(line, "]: "); found && !strings.Contains(code, " ") {
					findings = append(findings, code+"]")
				} else if line == nothing {
					findings = append(findings, nothing)
				}
			}
			fmt.Fprintf(&got, "%s: %s\n", version, strings.Join(slices.Compact(findings), ", "))
		}
	}
	if elsewhere != "" {
		t.Log("\n" + got.String())
		return
	}
	recorded(t, "versions.txt", got.String())
}
