package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// LICENSES.md lists exactly the modules that the binaries are built from, each with the
// licence that its text is.
func TestLicencesAreListed(t *testing.T) {
	text, err := os.ReadFile("../LICENSES.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) > 4 && strings.Contains(cells[1], ".") {
			listed = append(listed, strings.TrimSpace(cells[1])+" "+strings.TrimSpace(cells[2])+" "+strings.TrimSpace(cells[3]))
		}
	}
	all, err := modules()
	if err != nil {
		t.Fatal(err)
	}
	var built []string
	for _, m := range all {
		text, err := m.texts()
		if err != nil {
			t.Fatal(err)
		}
		built = append(built, m.path+" "+m.version+" "+strings.Join(licences(text), " and "))
	}
	slices.Sort(listed)
	if diff := cmp.Diff(listed, built); diff != "" {
		t.Errorf("LICENSES.md (-) and what the binaries are built from (+) differ:\n%s", diff)
	}
}

func TestLicences(t *testing.T) {
	for text, want := range map[string]string{
		"                 Apache License\n           Version 2.0, January 2004": "Apache-2.0",
		"all rights reserved":                        "",
		"   * Neither the name of Google Inc. nor\n": "BSD-3-Clause",
	} {
		if got := strings.Join(licences([]byte(text)), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
