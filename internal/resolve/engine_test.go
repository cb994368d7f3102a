package resolve_test

import (
	"fmt"
	"testing"
)

// What is rendered for a version, and which ones are offered instead, in the
// order of numbers.
func TestDatabaseVersion(t *testing.T) {
	for written, want := range map[string]string{
		"16": "16.8", "17": "17.5", "'16.10'": "16.10", "'16.14'": "16.14", "'17.9'": "17.9",
	} {
		app, list := resolved(t, manifest, withStage("origins: ['https://a.b']\ndatabase: { version: "+written+" }"))
		if app == nil {
			t.Errorf("%s: %v", written, list)
			continue
		}
		if d := app.Stages[0].Database; d.Version != want || fmt.Sprint(d.Major) != want[:2] {
			t.Errorf("%s is rendered as %s of %d", written, d.Version, d.Major)
		}
	}
	_, list := resolved(t, manifest, withStage("origins: ['https://a.b']\ndatabase: { version: '16.7' }"))
	const fix = "use 16, or one of 16.6, 16.8, 16.9, 16.10, 16.11, 16.13 in quotes"
	if len(list) != 1 || list[0].Fix != fix {
		t.Errorf("findings: %v", list)
	}
}
