// Package sst executes every rendered sst.config.ts for each of its stages with
// SST's own code, and holds what it registers against the model. No account and
// no network is needed once SST is installed.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/sst                     # all golden cases and mixes, about four minutes
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/sst -golden smallest    # one case alone
//
// Without the variable nothing is executed.
package sst

import (
	"flag"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/mix"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

var only = flag.String("golden", "", "execute this golden case only")

// unknown is a stage that no case has.
const unknown = "unknown-stage"

// Every configuration registers what its model says, and nothing else.
func TestParity(t *testing.T) {
	names, err := golden.Names(goldens, *only)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testcase
	var configs []consumer.Config
	for _, name := range names {
		c := load(t, name)
		cases = append(cases, c)
		configs = append(configs, c.on(append(c.realNames(), unknown)...))
	}
	needed := parity.Reasons{}
	for _, run := range execute(t, configs...) {
		c := cases[run.Config]
		t.Run(c.Name+"/"+run.Stage, func(t *testing.T) {
			if run.Stage == unknown {
				refusesUnknown(t, c, run)
				return
			}
			wrong := append(complaints(run), brokenTexts(run)...)
			if len(c.App.Overrides) == 0 { // the user's own patches are the user's
				s := c.App.Stage(run.Stage)
				wrong = append(wrong, differences(run, s, needed)...)
				wrong = append(wrong, transition.Differences(transition.SST(s, run.Stage), transition.Executed(run))...)
			}
			if len(wrong) > 0 {
				t.Error(strings.Join(wrong, "\n  "))
			}
			if facts := parity.Observe(parity.FromSST(run)).Number(); c.Name == "smallest" {
				t.Logf("%d facts of an execution, %d of its model", facts, parity.Expected(c.App.Stage(run.Stage), run.Stage).Number())
				if facts < 250 {
					t.Errorf("only %d facts", facts)
				}
			}
		})
	}
	if *only == "" {
		for _, unneeded := range needed.Unneeded(parity.SST) {
			t.Errorf("no configuration needs the reason for %s", unneeded)
		}
	}
}

// differences are what a configuration registers other than its model says.
func differences(run consumer.Execution, s *stack.Stack, needed parity.Reasons) []string {
	return parity.Compare(parity.SST, parity.Expected(s, run.Stage), parity.Observe(parity.FromSST(run)), needed)
}

// refusesUnknown demands a sentence that names the stages there are.
func refusesUnknown(t *testing.T, c testcase, run consumer.Execution) {
	if len(run.Errors) != 1 || len(run.Resources) > 0 {
		t.Fatalf("%d errors and %d resources", len(run.Errors), len(run.Resources))
	}
	i := strings.Index(run.Errors[0], "Error: ")
	sentence, _, _ := strings.Cut(run.Errors[0][max(i, 0):], "\n")
	for _, s := range c.App.Stages {
		if !strings.Contains(sentence, s.Stage.Name) {
			t.Errorf("%q does not name %s", sentence, s.Stage.Name)
		}
	}
	if !strings.Contains(sentence, unknown) {
		t.Errorf("%q does not name the unknown stage", sentence)
	}
}

// mixed is a random mix in one of its stages.
type mixed struct {
	seed    uint64
	app     *stack.App
	patched bool // the user's own patches are part of it
	config  consumer.Config
}

// mixes are the first that are not refused, without the user's own patches, and
// some of them with these. The stage is the last one of a seed that is even,
// otherwise the first.
func mixes(plain, patched int) []mixed {
	var out []mixed
	for _, m := range mix.First(plain) {
		stage := golden.RealName(m.App.Stages[0])
		if m.Seed%2 == 0 {
			stage = golden.RealName(m.App.Stages[len(m.App.Stages)-1])
		}
		add := func(files []render.File, patched bool) {
			for _, f := range files {
				if f.Path == m.App.Outputs.SST {
					out = append(out, mixed{m.Seed, m.App, patched, project(m.App, f.Bytes, stage)})
				}
			}
		}
		if len(m.App.Overrides) > 0 && patched > 0 {
			add(m.Files, true)
			patched--
		}
		add(mix.Plain(m.App), false)
	}
	return out
}

// So does every configuration of random mixes. What patches make of one is the
// user's, but nothing complains.
func TestMixes(t *testing.T) {
	if *only != "" {
		t.Skip("one case alone is executed")
	}
	list := mixes(60, 4)
	var configs []consumer.Config
	for _, m := range list {
		configs = append(configs, m.config)
	}
	for _, run := range execute(t, configs...) {
		m := list[run.Config]
		wrong := complaints(run)
		if !m.patched {
			wrong = append(wrong, differences(run, m.app.Stage(run.Stage), parity.Reasons{})...)
		}
		if len(wrong) > 0 {
			t.Errorf("seed %d, stage %s:\n  %s\n%s", m.seed, run.Stage, strings.Join(wrong, "\n  "), mix.Rerun)
		}
	}
}
