package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pylon-gen/pylon-gen/internal/rules"
)

// withoutExample are rules about the disk; scripts of their own show them.
var withoutExample = map[string]string{
	"PG001": "bad_input.txtar", "PG023": "init.txtar",
	rules.Missing: "check.txtar", rules.Stale: "check.txtar", rules.HandEdited: "check.txtar", rules.Orphaned: "check.txtar", rules.Namesake: "namesakes.txtar",
	rules.IgnoredFile: "git_ignored.txtar", rules.IgnoredManifest: "git_ignored.txtar",
}

// Every rule finds what its own example shows, at a line that it shows with a
// caret, and nothing when the example is put right. Each becomes a script.
func TestEveryRule(t *testing.T) {
	scripts := t.TempDir()
	for _, r := range rules.All() {
		if name := withoutExample[r.ID]; name != "" {
			text, err := os.ReadFile(filepath.Join("../../testdata/script", name))
			if err != nil || !strings.Contains(string(text), r.ID) {
				t.Errorf("%s: %s does not show it: %v", r.ID, name, err)
			}
			continue
		}
		if r.Fires == (rules.Example{}) || r.Silent == (rules.Example{}) {
			t.Errorf("%s has no example", r.ID)
			continue
		}
		if err := os.WriteFile(filepath.Join(scripts, strings.ToLower(r.ID)+".txtar"), []byte(ruleScript(t, r)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{Dir: scripts, RequireExplicitExec: true, RequireUniqueNames: true})
}

func ruleScript(t *testing.T, r *rules.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s.\n", r.ID, r.Title)
	if r.Refuses() || r.ID == "PG808" || r.ID == "PG517" { // it can be ignored, and keeps outputs from being rendered until then
		b.WriteString("! ")
	}
	b.WriteString("exec pylon-gen check -v --fail-on never -C fires\n")
	caret := `\n\d+ \| .*\n *\| +\^\n`
	if strings.Contains(r.Fires.Spec, "env:") {
		caret = `\n(\d+ \| .*\n *\| +\^\n)?` // a line that may hold secrets is not shown
	}
	fmt.Fprintf(&b, "stdout '%s\\[%s\\]: .*\\n  --> fires/\\S+:\\d+:\\d+%s'\n", r.Severity, r.ID, caret)
	b.WriteString("exec pylon-gen check -v --fail-on never -C silent\n")
	fmt.Fprintf(&b, "! stdout '%s'\n", r.ID)
	for _, x := range []struct {
		dir     string
		example rules.Example
	}{{"fires", r.Fires}, {"silent", r.Silent}} {
		files, err := x.example.Files()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(&b, "-- %s/%s --\n%s", x.dir, name, files[name])
		}
	}
	return b.String()
}
