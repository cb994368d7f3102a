package transition_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

const (
	goldens = "../../testdata/golden"
	table   = "testdata/transitions.txt"
)

// The table lists what each change of a spec does to what runs, there and back, in
// both clouds. A bad effect needs a reason in reasons.go.
func TestTransitions(t *testing.T) {
	changes, err := transition.Changes()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString("What a change of the spec does to a stage that runs: + adds, - removes. Back is\nsaid where it is not the mirror image. PYLON_UPDATE=1 go test ./test/transition\n")
	needed := transition.Needed{}
	for _, shape := range transition.Shapes {
		fmt.Fprintf(&out, "\n# %s\n\n", shape)
		base, err := transition.Load(goldens, shape)
		if err != nil {
			t.Fatal(err)
		}
		before, refused := base.Stage(nil)
		if refused != "" {
			t.Fatalf("%s: %s", shape, refused)
		}
		for _, change := range changes {
			fmt.Fprintln(&out, change)
			after, refused := base.Stage(change)
			if refused != "" {
				fmt.Fprintln(&out, "  refused:", refused)
				continue
			}
			for _, cloud := range transition.Clouds {
				there, back := engine.Compare(cloud.Of(before), cloud.Of(after)), engine.Compare(cloud.Of(after), cloud.Of(before))
				write(&out, cloud.Name, there)
				if back = slices.DeleteFunc(back, func(e engine.Change) bool { return slices.Contains(there, e.Mirrored()) }); len(back) > 0 {
					write(&out, cloud.Name+", back", back)
				}
				for _, e := range append(there, back...) {
					if e.Bad() && !needed.Reason(shape, change.Key(), cloud.Name, e) {
						t.Errorf("%s, %s, %s: %s, and there is no reason", shape, change, cloud.Name, e)
					}
				}
			}
		}
	}
	for _, unused := range needed.Unused() {
		t.Errorf("nothing needs the reason %q", unused)
	}
	if os.Getenv("PYLON_UPDATE") == "1" {
		if err := os.WriteFile(table, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	recorded, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(recorded), "\r\n", "\n"), out.String()); diff != "" {
		t.Errorf("%s (- recorded, + now):\n%s", filepath.Base(table), diff)
	}
}

// write writes the effects in a cloud, those of a kind in one line.
func write(out *strings.Builder, who string, effects []engine.Change) {
	for i := 0; i < len(effects); {
		kind, names := effects[i].Kind, []string{}
		for ; i < len(effects) && effects[i].Kind == kind; i++ {
			name := effects[i].Name
			if effects[i].Why != "" {
				name += " (" + effects[i].Why + ")"
			}
			names = append(names, name)
		}
		fmt.Fprintf(out, "  %s: %s %s\n", who, kind, strings.Join(names, ", "))
	}
}

// elsewhere are the keys that are not about what is deployed.
var elsewhere = []string{"version", "app", "manifest", "budget", "usage", "stages", "dev", "outputs", "ignore", "accept", "overrides"}

// Every key of the spec is in some change.
func TestEveryKeyChanges(t *testing.T) {
	changes, err := transition.Changes()
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, change := range changes {
		for _, path := range change.Paths() {
			written[path] = true
		}
	}
	for _, key := range schema.Keys() {
		top, _, _ := strings.Cut(key.Path, ".")
		if slices.Contains(elsewhere, strings.TrimSuffix(top, "[]")) {
			continue
		}
		path := strings.NewReplacer("[]", "", ".<name>", "").Replace(key.Path)
		if !written[path] {
			t.Errorf("no change has %s", key.Path)
		}
	}
}
