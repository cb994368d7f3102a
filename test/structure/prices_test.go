package structure

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var priced = regexp.MustCompile(`[0-9] ?(USD|dollars)|USD ?[0-9]`)

// Prices have one place. A limit is what a user configures.
func TestPricesAreInOnePlace(t *testing.T) {
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") ||
			strings.HasPrefix(name, "internal/cost/") || strings.HasPrefix(name, "internal/schema/") { // the form of a budget
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(text), "\n") {
			if priced.MatchString(line) && !strings.Contains(line, "max-increase") && !strings.Contains(line, "limit") {
				t.Errorf("%s has a price that belongs to internal/cost: %s", name, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
