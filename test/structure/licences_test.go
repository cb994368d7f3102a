package structure

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// LICENSES.md lists exactly the modules that the binary is built from.
func TestLicencesAreListed(t *testing.T) {
	text, err := os.ReadFile("../../LICENSES.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) > 3 && strings.Contains(cells[1], ".") {
			listed = append(listed, strings.TrimSpace(cells[1])+" "+strings.TrimSpace(cells[2]))
		}
	}
	var built []string
	for line := range strings.Lines(list(t, `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}`, "-deps", module+"cmd/pylon-gen")) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(built, line) {
			built = append(built, line)
		}
	}
	slices.Sort(listed)
	slices.Sort(built)
	if !slices.Equal(listed, built) {
		t.Errorf("LICENSES.md lists\n%s\nthe binary holds\n%s", strings.Join(listed, "\n"), strings.Join(built, "\n"))
	}
}
