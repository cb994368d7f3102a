package hooks

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// action is the part of action.yml that matters here.
type action struct {
	Inputs map[string]struct {
		Description, Default string
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []struct {
			ID, Uses, Shell, Run string
			Env                  map[string]string
		}
	}
}

func readAction(t *testing.T) (a action) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(project, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// The action's own step, run as a runner would: expressions are replaced, the
// rest is what bash makes of it.
func TestAction(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env")
	a := readAction(t)
	step := a.Runs.Steps[len(a.Runs.Steps)-1]
	full, err := filepath.Abs(project)
	if err != nil {
		t.Fatal(err)
	}
	s := newScratch(t)
	out := t.TempDir()
	expression := regexp.MustCompile(`\$\{\{ (.*?) \}\}`)
	values := map[string]string{"github.action_path": full}
	for name, input := range a.Inputs {
		values["inputs."+name] = input.Default
	}
	for name, value := range step.Env {
		s.env = append(s.env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
			v, ok := values[expression.FindStringSubmatch(e)[1]]
			if !ok {
				t.Errorf("%s is not known", e)
			}
			return v
		}))
	}
	s.env = append(s.env, "RUNNER_TEMP="+out, "GITHUB_OUTPUT="+filepath.Join(out, "output"), "GITHUB_STEP_SUMMARY="+filepath.Join(out, "summary"))
	said := func(name string) string {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(filepath.Join(out, name))
		return string(text)
	}
	run := func() (string, bool) { return s.run("bash", "-c", step.Run) }

	// All is well.
	if text, ok := run(); !ok {
		t.Fatalf("a clean project fails: %s", text)
	}
	if text := said("output"); text != "sarif=pylon-gen.sarif\nchanged=false\n" {
		t.Errorf("outputs: %q", text)
	}
	if text := said("summary"); !strings.Contains(text, "1 project checked: 0 errors, 0 warnings") {
		t.Errorf("summary: %s", text)
	}
	results := func() []string {
		var sarif struct {
			Runs []struct{ Results []struct{ Level string } }
		}
		if err := json.Unmarshal([]byte(s.read("pylon-gen.sarif")), &sarif); err != nil || len(sarif.Runs) != 1 {
			t.Fatalf("SARIF: %v %+v", err, sarif)
		}
		var levels []string
		for _, r := range sarif.Runs[0].Results {
			levels = append(levels, r.Level)
		}
		return levels
	}
	if levels := results(); len(levels) > 0 {
		t.Errorf("a clean project has SARIF results %v", levels)
	}

	// An edit by hand fails, at its file.
	s.write("app/sst.config.ts", s.read("app/sst.config.ts")+"// tuned\n")
	if text, ok := run(); ok || !strings.Contains(text, "::error file=app/sst.config.ts,title=PG032::the file is hand-edited") {
		t.Errorf("a hand edit: %v %s", ok, text)
	}
	if levels := results(); !slices.Contains(levels, "error") {
		t.Errorf("a hand edit has SARIF results %v", levels)
	}
	if text := said("output"); !strings.Contains(text, "changed=true") {
		t.Errorf("outputs: %q", text)
	}

	// So does a spec that cannot be read: everything is still reported.
	s.write("app/pylon.stack.yaml", "version: one\n")
	if text, ok := run(); ok || !strings.Contains(text, "::error file=app/pylon.stack.yaml,line=1,col=10,title=PG003::") {
		t.Errorf("a broken spec: %v %s", ok, text)
	}
	if text := said("summary"); !strings.Contains(text, "PG003") {
		t.Errorf("summary: %s", text)
	}
}

// Nothing of the inputs is part of the script: it could be code there.
func TestActionHasNoExpressionsInItsScript(t *testing.T) {
	a := readAction(t)
	if a.Runs.Using != "composite" || len(a.Inputs) == 0 || len(a.Outputs) == 0 {
		t.Fatalf("%+v", a)
	}
	for _, step := range a.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("an expression in %s", step.Run)
		}
		if strings.Contains(step.Run+strings.Join(slices.Collect(maps.Values(step.Env)), ""), "secrets.") {
			t.Error("the action asks for a secret")
		}
	}
}
