package transition_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

const (
	goldens = "../../testdata/golden"
	table   = "testdata/transitions.txt"
)

// The table says what each change of a spec does to what runs, there and back, in
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
				there, back := transition.Compare(cloud.Of(before), cloud.Of(after)), transition.Compare(cloud.Of(after), cloud.Of(before))
				write(&out, cloud.Name, there)
				if back = slices.DeleteFunc(back, func(e transition.Effect) bool { return slices.Contains(there, e.Mirrored()) }); len(back) > 0 {
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
func write(out *strings.Builder, who string, effects []transition.Effect) {
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
var elsewhere = []string{"version", "app", "manifest", "budget", "stages", "dev", "outputs", "ignore", "overrides"}

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

func TestCompare(t *testing.T) {
	fixed := func(name, property, value string, keys ...string) transition.Thing {
		return transition.Thing{Name: name, Type: "T", Keys: keys, Fixed: map[string]string{property: value}}
	}
	data := func(kept bool) transition.Thing {
		return transition.Thing{Name: "Data", Type: "T", HoldsData: true, Kept: kept}
	}
	for name, c := range map[string]struct {
		before, after []transition.Thing
		want          string
	}{
		"nothing":            {[]transition.Thing{fixed("A", "p", "1")}, []transition.Thing{fixed("A", "p", "1")}, ""},
		"added and removed":  {[]transition.Thing{fixed("A", "p", "1")}, []transition.Thing{fixed("B", "p", "1")}, "+ B; - A"},
		"replaced":           {[]transition.Thing{fixed("A", "p", "1")}, []transition.Thing{fixed("A", "p", "2")}, "replaces A (p)"},
		"spreads":            {[]transition.Thing{fixed("A", "p", "1"), fixed("B", "q", "<A>")}, []transition.Thing{fixed("A", "p", "2"), fixed("B", "q", "<A>")}, "replaces A (p); replaces B (q)"},
		"key moves":          {[]transition.Thing{fixed("A", "p", "1", "k")}, []transition.Thing{fixed("B", "p", "1", "k")}, "+ B; - A; collides B (k)"},
		"key stays":          {[]transition.Thing{fixed("A", "p", "1", "k")}, []transition.Thing{fixed("A", "p", "1", "k")}, ""},
		"replaced with key":  {[]transition.Thing{fixed("A", "p", "1", "k")}, []transition.Thing{fixed("A", "p", "2", "k")}, "replaces A (p); collides A (k)"},
		"key of another":     {[]transition.Thing{fixed("A", "p", "1"), fixed("B", "q", "<A>", "k <A>")}, []transition.Thing{fixed("A", "p", "2"), fixed("B", "q", "<A>", "k <A>")}, "replaces A (p); replaces B (q)"},
		"keys swap":          {[]transition.Thing{fixed("A", "p", "1", "k"), fixed("B", "p", "1", "l")}, []transition.Thing{fixed("A", "p", "1", "l"), fixed("B", "p", "1", "k")}, "collides A (l); collides B (k)"},
		"data goes":          {[]transition.Thing{data(false)}, nil, "- Data; loses Data"},
		"store":              {[]transition.Thing{{Name: "A", Store: true, Fixed: map[string]string{"p": "1"}}}, []transition.Thing{{Name: "A", Store: true, Fixed: map[string]string{"p": "2"}}}, "replaces A (p); empties A (p)"},
		"data leaves a copy": {[]transition.Thing{data(true)}, nil, "- Data"},
		"guard goes":         {[]transition.Thing{{Name: "A", Guards: []string{"g"}}}, []transition.Thing{{Name: "A"}}, "unguarded A (g)"},
		"other balancer":     {[]transition.Thing{{Name: "A", On: "x"}}, []transition.Thing{{Name: "A", On: "y"}}, "collides A (hangs on x)"},
		"perhaps": {[]transition.Thing{{Name: "A", Perhaps: map[string]string{"p": "1"}}, fixed("B", "q", "<A>")},
			[]transition.Thing{{Name: "A", Perhaps: map[string]string{"p": "2"}}, fixed("B", "q", "<A>")}, "may replace A (p); may replace B (q)"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range transition.Compare(c.before, c.after) {
				got = append(got, e.String())
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("%q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}
