package structure

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

var (
	uses   = regexp.MustCompile(`uses: (\S+)@(\S+)(?: # (\S+))?`)
	commit = regexp.MustCompile(`^[0-9a-f]{40}$`)
	goPin  = regexp.MustCompile(`(?:go-version: |image: golang:)(\d+\.\d+\.\d+)`)
)

// workflows are the files in which an action is named, by path: ours and those that init
// writes.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{".github/workflows/*.yml", "templates/*.yml", "action.yml", "internal/scaffold/hooks.go", "docs/*.md"} {
		names, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[strings.TrimPrefix(filepath.ToSlash(name), "../../")] = string(text)
		}
	}
	return texts
}

// Every action is pinned by a commit, with its version, and everywhere by the same one: a
// tag can be moved to other code.
func TestActionsArePinned(t *testing.T) {
	pins := map[string]string{}
	count := 0
	for name, text := range workflows(t) {
		for _, m := range uses.FindAllStringSubmatch(text, -1) {
			if m[1] == "pylon-gen/pylon-gen" {
				continue
			}
			count++
			pin := m[2] + " " + m[3]
			if !commit.MatchString(m[2]) || !strings.HasPrefix(m[3], "v") {
				t.Errorf("%s: %s is not pinned by a commit with its version", name, m[0])
			} else if known := pins[m[1]]; known != "" && known != pin {
				t.Errorf("%s: %s is %s here and %s elsewhere", name, m[1], pin, known)
			}
			pins[m[1]] = pin
		}
	}
	if count < 20 {
		t.Errorf("only %d actions were found", count)
	}
}

// Our workflows start without rights, and name one release of Go.
func TestWorkflowsHaveFewRights(t *testing.T) {
	var pins []string
	for name, text := range workflows(t) {
		if !strings.HasPrefix(name, ".github/") && !strings.HasPrefix(name, "templates/") {
			continue
		}
		var w struct {
			Permissions map[string]string
			Jobs        map[string]struct {
				Timeout int `yaml:"timeout-minutes"`
				Uses    string
			}
		}
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w.Permissions == nil {
			t.Errorf("%s: the workflow has the token's default rights", name)
		}
		for scope, right := range w.Permissions {
			if scope != "contents" || right != "read" {
				t.Errorf("%s: every job has %s: %s", name, scope, right)
			}
		}
		for job, j := range w.Jobs {
			if j.Timeout == 0 && j.Uses == "" {
				t.Errorf("%s: job %s has no timeout", name, job)
			}
		}
		for _, m := range goPin.FindAllStringSubmatch(text, -1) {
			pins = append(pins, m[1])
		}
	}
	slices.Sort(pins)
	if len(slices.Compact(pins)) != 1 {
		t.Errorf("releases of Go in workflows: %v", pins)
	}
}
