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
		Steps []step
	}
}

type step struct {
	ID, If, Uses, Shell, Run string
	Env                      map[string]string
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

// runner runs the action as GitHub does: each step's script in bash with -e and
// pipefail, expressions replaced, outputs handed on, and none after one that fails.
type runner struct {
	*scratch
	action
	temp   string
	values map[string]string // of expressions
}

func newRunner(t *testing.T, s *scratch, inputs map[string]string) *runner {
	full, err := filepath.Abs(project)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{s, readAction(t), t.TempDir(), nil}
	r.values = map[string]string{
		"github.action_path": full, "github.action_ref": "main", "runner.temp": r.temp, "github.event_name": "pull_request", "github.token": "secret",
		"github.event.pull_request.number": "7", "github.event.pull_request.head.sha": "",
	}
	for name, input := range r.Inputs {
		r.values["inputs."+name] = r.filled(input.Default)
	}
	for name, value := range inputs {
		if _, known := r.Inputs[name]; !known {
			t.Fatalf("there is no input %s", name)
		}
		r.values["inputs."+name] = value
	}
	return r
}

var (
	expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)
	comparison = regexp.MustCompile(`^(\S+) (==|!=) '(.*)'$`)
)

func (r *runner) filled(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		v, known := r.values[name]
		if !known && !strings.HasPrefix(name, "steps.") {
			r.t.Errorf("%s is not known", e)
		}
		return v
	})
}

// holds evaluates an if: comparisons, joined with && or with ||.
func (r *runner) holds(condition string) bool {
	m := expression.FindStringSubmatch(condition)
	if m == nil {
		return true
	}
	for either := range strings.SplitSeq(m[1], " || ") {
		all := true
		for one := range strings.SplitSeq(either, " && ") {
			c := comparison.FindStringSubmatch(one)
			if c == nil {
				r.t.Fatalf("%s is not understood", one)
			}
			all = all && (r.values[c[1]] == c[3]) == (c[2] == "==")
		}
		if all {
			return true
		}
	}
	return false
}

// do runs all steps. It returns what they said and whether the job is green.
func (r *runner) do(env ...string) (said string, ok bool) {
	r.t.Helper()
	before := r.env
	defer func() { r.env = before }()
	for i, step := range r.Runs.Steps {
		if step.Run == "" || !r.holds(step.If) {
			continue
		}
		if step.Shell != "bash" {
			r.t.Fatalf("step %d runs in %s", i, step.Shell)
		}
		script, output := filepath.Join(r.temp, "script.sh"), filepath.Join(r.temp, "output")
		if err := os.WriteFile(script, []byte(step.Run), 0o644); err != nil {
			r.t.Fatal(err)
		}
		_ = os.Remove(output)
		r.env = append(append([]string{}, before...), env...)
		r.env = append(r.env, "RUNNER_TEMP="+r.temp, "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+filepath.Join(r.temp, "summary"),
			"GITHUB_REPOSITORY=acme/todo", "RETRY_MS=1")
		for name, value := range step.Env {
			r.env = append(r.env, name+"="+r.filled(value))
		}
		text, ran := r.run("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
		said += text
		outputs, _ := os.ReadFile(output)
		for line := range strings.Lines(string(outputs)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			r.values["steps."+step.ID+".outputs."+name] = value
		}
		if !ran {
			return said, false
		}
	}
	return said, true
}

func (r *runner) summary() string {
	text, _ := os.ReadFile(filepath.Join(r.temp, "summary"))
	_ = os.Remove(filepath.Join(r.temp, "summary"))
	return string(text)
}

func (r *runner) output(name string) string { return r.filled(r.Outputs[name].Value) }

// levels are those of the results in the SARIF file.
func (r *runner) levels() []string {
	var sarif struct {
		Runs []struct{ Results []struct{ Level string } }
	}
	if err := json.Unmarshal([]byte(r.read("pylon-gen.sarif")), &sarif); err != nil || len(sarif.Runs) != 1 {
		r.t.Fatalf("SARIF: %v %+v", err, sarif)
	}
	var levels []string
	for _, result := range sarif.Runs[0].Results {
		levels = append(levels, result.Level)
	}
	return levels
}

func TestAction(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env", "node")
	s := newScratch(t)
	api := newGitHub(t)
	r := newRunner(t, s, nil)

	// All is well, and nothing changes.
	if text, ok := r.do(api.env()...); !ok {
		t.Fatalf("a clean project fails: %s", text)
	}
	if r.output("sarif") != "pylon-gen.sarif" || r.output("changed") != "false" || r.output("effects") != "false" || len(api.comments) != 0 {
		t.Errorf("outputs %v, comments %v", r.values, api.comments)
	}
	if text := r.summary(); !strings.Contains(text, "1 project checked: 0 errors, 0 warnings") || !strings.Contains(text, "no change") {
		t.Errorf("summary: %s", text)
	}
	if levels := r.levels(); len(levels) > 0 {
		t.Errorf("a clean project has SARIF results %v", levels)
	}

	// A change gets a comment and annotations at its lines, and the gate decides.
	s.write("app/pylon.stack.yaml", strings.Replace(spec, "stages:", "observability: { logs: { retention: 7 days } }\nstages:", 1))
	s.ok("pylon-gen", "render", "-C", "app")
	text, ok := r.do(api.env()...)
	if !ok || !strings.Contains(text, "::error file=app/pylon.stack.yaml,line=4,col=26,title=data-loss::") || r.output("effects") != "true" {
		t.Errorf("a change: %v %s", ok, text)
	}
	if len(api.comments) != 1 || !strings.HasPrefix(api.comments[0].Body, "<!-- pylon-gen diff app=. v=1 sha=") || !strings.Contains(api.comments[0].Body, "| data-loss |") {
		t.Errorf("comments: %+v", api.comments)
	}
	if text, ok := newRunner(t, s, map[string]string{"diff-fail-on": "data-loss"}).do(api.env()...); ok || !strings.Contains(text, "diff with 1") {
		t.Errorf("a gate: %v %s", ok, text)
	}
	for name, inputs := range map[string]map[string]string{
		"an unknown word": {"diff-fail-on": "data-los"}, "no limit": {"max-increase": "much"},
	} {
		if text, ok := newRunner(t, s, inputs).do(api.env()...); ok || !strings.Contains(text, "::error title=pylon-gen diff::") {
			t.Errorf("%s: %v %s", name, ok, text)
		}
	}
	if text, ok := newRunner(t, s, map[string]string{"fail-on": "warning"}).do(api.env()...); !ok {
		t.Errorf("fail-on warning: %s", text)
	}

	// Without a right to write, the summary has it, and the job is as green as before.
	api.refuses = 403
	fork := newRunner(t, s, nil)
	if text, ok := fork.do(api.env()...); !ok || strings.Count(fork.summary(), "| data-loss |") < 1 {
		t.Errorf("a fork: %v %s", ok, text)
	}
	api.refuses = 0

	// An edit by hand fails, at its file.
	s.write("app/sst.config.ts", s.read("app/sst.config.ts")+"// tuned\n")
	if text, ok := r.do(api.env()...); ok || !strings.Contains(text, "::error file=app/sst.config.ts,title=PG032::the file is hand-edited") {
		t.Errorf("a hand edit: %v %s", ok, text)
	}
	if levels := r.levels(); !slices.Contains(levels, "error") || r.output("changed") != "true" {
		t.Errorf("a hand edit has SARIF results %v, changed %s", levels, r.output("changed"))
	}
	if text, ok := newRunner(t, s, map[string]string{"fail-on": "never"}).do(api.env()...); !ok {
		t.Errorf("fail-on never: %s", text)
	}

	// So does a lock that cannot be read, and a spec: everything is still reported.
	s.write("app/pylon-gen.lock", "{")
	if text, ok := r.do(api.env()...); ok || !strings.Contains(text, "::error file=app/pylon.stack.yaml,title=failed::") || !slices.Contains(r.levels(), "error") {
		t.Errorf("a broken lock: %v %s", ok, text)
	}
	r.summary()
	s.write("app/pylon.stack.yaml", "version: one\n")
	if text, ok := r.do(api.env()...); ok || !strings.Contains(text, "::error file=app/pylon.stack.yaml,line=1,col=10,title=PG003::") || !strings.Contains(text, "title=unreadable::") {
		t.Errorf("a broken spec: %v %s", ok, text)
	}
	if text := r.summary(); !strings.Contains(text, "PG003") || !strings.Contains(text, "cannot be compared") {
		t.Errorf("summary: %s", text)
	}
}

// A link in the workspace leads no file elsewhere: it could replace the program itself.
func TestActionFollowsNoLink(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env")
	s := newScratch(t)
	s.write("app/pylon.stack.yaml", "version: one\n")
	r := newRunner(t, s, map[string]string{"comment": "false"})
	r.values["github.event_name"] = "push"
	s.ok("ln", "-s", filepath.Join(r.temp, "pylon-gen"), "pylon-gen.sarif")
	if text, ok := r.do(); ok || !strings.Contains(text, "title=PG003::") || !slices.Contains(r.levels(), "error") {
		t.Errorf("with a link in the place of the SARIF file: %v\n%s", ok, text)
	}
	s.ok("ln", "-s", r.temp, "out")
	for _, sarif := range []string{"out/pylon-gen", "../pylon-gen.sarif"} {
		r := newRunner(t, s, map[string]string{"comment": "false", "sarif": sarif})
		r.values["github.event_name"] = "push"
		if text, ok := r.do(); ok || !strings.Contains(text, sarif+" is outside of the workspace") {
			t.Errorf("%s: %v\n%s", sarif, ok, text)
		}
	}
}

// An input is text, whatever is in it.
func TestHostileInputs(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env")
	s := newScratch(t)
	for _, name := range []string{"directory", "fail-on", "diff-fail-on", "max-increase", "sarif"} {
		r := newRunner(t, s, map[string]string{name: "$(touch hacked);`touch hacked`; touch hacked #", "comment": "false"})
		r.do()
		if _, err := os.Stat(filepath.Join(s.dir, "hacked")); err == nil {
			t.Fatalf("the input %s is run", name)
		}
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
