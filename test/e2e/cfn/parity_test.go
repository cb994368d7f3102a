package cfn

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/mix"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
)

// differences are what is wrong with a template: references that lead nowhere,
// and what is other than the model without a reason.
func differences(t *template.Template, s *stack.Stack, stage string, needed parity.Reasons) []string {
	observed := parity.Observe(parity.FromTemplate(t, parity.Deployment(s, stage)))
	return append(t.Faults, parity.Compare(parity.CloudFormation, parity.Expected(s, stage), observed, needed)...)
}

// Every template is what its model says, and nothing else.
func TestParity(t *testing.T) {
	needed := parity.Reasons{}
	for _, s := range stages(t) {
		if s.overridden() {
			continue // the user's own patches are the user's
		}
		if wrong := differences(s.resolved(t), s.model, s.real, needed); len(wrong) > 0 {
			t.Errorf("%s:\n  %s", s.name, strings.Join(wrong, "\n  "))
		}
	}
	if *only == "" {
		for _, unneeded := range needed.Unneeded(parity.CloudFormation) {
			t.Errorf("no template needs the reason for %s", unneeded)
		}
	}
}

// A template of the default shape shows enough for a comparison to mean
// something.
func TestFacts(t *testing.T) {
	s := stagesOf(t, "smallest")[0]
	facts := parity.Observe(parity.FromTemplate(s.resolved(t), parity.Deployment(s.model, s.real)))
	t.Logf("%d facts of a template, %d of its model", facts.Number(), parity.Expected(s.model, s.real).Number())
	if facts.Number() < 250 {
		t.Errorf("only %d facts", facts.Number())
	}
}

// So is every template of random mixes.
func TestMixes(t *testing.T) {
	if *only != "" {
		t.Skip("NOT PROVEN: -golden asks for one case alone")
	}
	for _, m := range mix.First(60) {
		seed, app := m.Seed, m.App
		files := mix.Plain(app)
		for _, s := range app.Stages {
			for _, f := range files {
				if f.Path != app.Outputs.CloudFormation[s.Stage.Name] {
					continue
				}
				stage := golden.RealName(s)
				resolved, err := template.Resolve(f.Bytes, parity.Deployment(s, stage))
				if err != nil {
					t.Fatal(err)
				}
				if wrong := differences(resolved, s, stage, parity.Reasons{}); len(wrong) > 0 {
					t.Errorf("seed %d, stage %s:\n  %s\n%s", seed, stage, strings.Join(wrong, "\n  "), mix.Rerun)
				}
			}
		}
	}
}
