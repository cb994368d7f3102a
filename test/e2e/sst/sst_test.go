// Package sst executes every rendered sst.config.ts for each of its stages with
// SST's own code, and holds what it registers against the table of package
// expect. No account and no network is needed once SST is installed.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/sst                     # all golden cases, about four minutes
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/sst -golden smallest    # one case alone
//
// Without the variable nothing is executed; a fault must still find the text
// that it changes.
package sst

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/e2e/sst/expect"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

var only = flag.String("golden", "", "execute this golden case only")

// unknown is a stage that no case has.
const unknown = "nobody-has-this"

func TestGoldens(t *testing.T) {
	names, err := table.CaseNames(golden, *only)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testcase
	var configs []consumer.Config
	for _, name := range names {
		c := load(t, name)
		cases = append(cases, c)
		configs = append(configs, c.on(append(c.realNames(t), unknown)...))
	}
	for _, run := range execute(t, configs...) {
		c := cases[run.Config]
		t.Run(c.Name+"/"+run.Stage, func(t *testing.T) {
			if run.Stage == unknown {
				refusesUnknown(t, c, run)
				return
			}
			s := expect.NewStage(c.Stage(run.Stage), run)
			for _, e := range expect.All {
				if faults := s.Faults(e); len(faults) > 0 {
					t.Errorf("%s:\n  %s", e.Says, strings.Join(faults, "\n  "))
				}
			}
		})
	}
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

// Every sentence of the table is said once: tests name them.
func TestSentencesDiffer(t *testing.T) {
	var said []string
	for _, e := range expect.All {
		if slices.Contains(said, e.Says) {
			t.Errorf("%q stands twice", e.Says)
		}
		said = append(said, e.Says)
	}
}
