package sst

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

var seed = flag.Uint64("transitions", 1, "seed of the transitions that are executed")

// What two executions register differs as the table of transitions says.
func TestTransitions(t *testing.T) {
	if *only != "" {
		t.Skip("one case alone is executed")
	}
	consumer.Needs(t, "node")
	drawn, err := transition.Draw(goldens, *seed, 20)
	if err != nil {
		t.Fatal(err)
	}
	var configs []consumer.Config
	var modelled [][]engine.Change
	for _, d := range drawn {
		base, err := transition.Load(goldens, d.Shape)
		if err != nil {
			t.Fatal(err)
		}
		var things [][]engine.Thing
		for _, change := range []*transition.Change{d.Before, d.After} {
			app, files, refused := base.Render(change)
			if refused != "" {
				t.Fatal(d, refused)
			}
			configs = append(configs, project(app, files[app.Outputs.SST], base.Name))
			things = append(things, transition.SST(app.Stage(base.Name), base.Name))
		}
		modelled = append(modelled, engine.Compare(things[0], things[1]))
	}
	runs := execute(t, configs...)
	for i, d := range drawn {
		t.Run(d.String(), func(t *testing.T) {
			before, after := runs[2*i], runs[2*i+1]
			for _, said := range append(complaints(before), complaints(after)...) {
				t.Error(said)
			}
			executed := engine.Compare(transition.Executed(before), transition.Executed(after))
			if got, want := registered(executed), registered(modelled[i]); !slices.Equal(got, want) {
				t.Errorf("executed:\n  %s\nin the table:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
		})
	}
}

// registered are the changes that an execution shows: what comes, what goes, what
// is replaced and what changes otherwise.
func registered(changes []engine.Change) []string {
	var out []string
	for _, c := range changes {
		if c.Kind == engine.Updated && c.Why == "Tags" { // they are the provider's default
			continue
		}
		switch c.Kind {
		case engine.Added, engine.Removed, engine.Replaced, engine.Updated:
			out = append(out, string(c.Kind)+" "+c.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
