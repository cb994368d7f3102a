package diff

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/mix"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

const goldens = "../../testdata/golden"

// A project is the same as itself, whatever it has.
func TestNothingChanges(t *testing.T) {
	names, err := golden.Names(goldens, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		root := os.DirFS(goldens + "/" + name)
		load := func() *project.Project {
			p, err := project.Load(root, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
			if err != nil || p.App == nil {
				t.Fatal(name, err, p.List)
			}
			return p
		}
		found, err := project.Compare(load(), load(), diff.Targets)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, s := range found.Stages {
			if s.Status != diff.Same || len(s.Settings) > 0 {
				t.Errorf("%s %s: %s %v", name, s.Stage, s.Status, s.Settings)
			}
		}
	}
}

// Every replacement of the table of transitions that a user would notice is one
// that two sources agree on, or it says that it is assumed. What a comparison
// prints is what its schema describes.
func TestTransitions(t *testing.T) {
	changes, err := transition.Changes()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("diff.schema.json", string(diff.Schema))
	if err != nil {
		t.Fatal(err)
	}
	for _, shape := range []string{"smallest", "everything"} {
		base, err := transition.Load(goldens, shape)
		if err != nil {
			t.Fatal(err)
		}
		before := sideOf(t, base, nil)
		for _, change := range changes {
			after := sideOf(t, base, change)
			if after == nil {
				continue
			}
			for _, pair := range [][2]*diff.Side{{before, after}, {after, before}} {
				stages := diff.Compare(pair[0], pair[1], diff.Targets)
				for _, s := range stages {
					for target, c := range s.Targets {
						for _, e := range c.Effects {
							checkEffect(t, shape+", "+change.String()+", "+string(target), e)
						}
					}
				}
				if shape == "smallest" {
					checkSchema(t, schema, diff.Document{Version: 1, Projects: []diff.Project{{Path: ".", Status: diff.Changed, Stages: stages, HandEdited: []string{}}}, Gates: []diff.Gate{}})
				}
			}
		}
	}
}

func checkEffect(t *testing.T, where string, e diff.Effect) {
	t.Helper()
	if !slices.Contains(diff.Words, e.Word) || e.Message == "" || e.Resource == "" || e.Confidence == "" || len(e.Fingerprint) != 12 {
		t.Errorf("%s: not a whole effect: %+v", where, e)
	}
	if e.Action != "replace" || e.Property == "" || e.Word != diff.DataLoss && e.Word != diff.Outage {
		return
	}
	fact, known := engine.FactOf(e.Type, e.Property)
	if (!known || fact.Assumed) && e.Confidence != diff.Assumed {
		t.Errorf("%s: %s %s is %s, and the table has %+v", where, e.Type, e.Property, e.Confidence, fact)
	}
}

func checkSchema(t *testing.T, schema *jsonschema.Schema, d diff.Document) {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%v", err)
	}
}

// sideOf is a changed project, nil when the change is refused.
func sideOf(t *testing.T, base *transition.Project, change *transition.Change) *diff.Side {
	t.Helper()
	spec, err := base.Spec(change)
	if err != nil {
		t.Fatal(err)
	}
	p, err := project.Load(fstest.MapFS{"pylon.stack.yaml": {Data: spec}, project.DefaultManifest: {Data: base.Manifest()}}, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if p.App == nil {
		return nil
	}
	s, ok := p.Side()
	if !ok {
		return nil
	}
	return s
}

// Whatever two specs say, comparing them comes to an end, and there and back have
// the mirrored counts.
func TestMixes(t *testing.T) {
	var sides []*project.Project
	for seed := range uint64(16) {
		m := mix.Spec(seed)
		p, err := project.Load(fstest.MapFS{"pylon.stack.yaml": {Data: []byte(m.Spec)}, project.DefaultManifest: {Data: []byte(m.Manifest)}}, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
		if err != nil {
			t.Fatal(err)
		}
		if p.App == nil {
			continue
		}
		if _, applies := p.Side(); applies {
			sides = append(sides, p)
		}
	}
	if len(sides) < 8 {
		t.Fatalf("only %d mixes are compared", len(sides))
	}
	for i := 1; i < len(sides); i++ {
		a, _ := sides[i-1].Side()
		b, _ := sides[i].Side()
		there, back := diff.Compare(a, b, diff.Targets), diff.Compare(b, a, diff.Targets)
		for k, s := range there {
			b := back[k]
			for target, c := range s.Targets {
				if n, m := c.Counts, b.Targets[target].Counts; s.Status == diff.Changed && !moved(c) && (n.Add != m.Remove || n.Remove != m.Add) {
					t.Errorf("%s %s: %+v there, %+v back", s.Stage, target, n, m)
				}
			}
		}
	}
}

func moved(c diff.TargetChange) bool {
	return slices.ContainsFunc(c.Effects, func(e diff.Effect) bool { return e.Word == diff.NewStack })
}

// mirror is a change, and what is right to say of it there and back. Reason says
// why the way back says nothing of the kind.
type mirror struct {
	Rule           string
	Before, Change string // keys of the stage
	There, Back    []string
	Reason         string
	Target         diff.Target
}

// Every rule has its mirror, or a reason: what is added is also removed, what opens
// also closes.
func TestMirrors(t *testing.T) {
	data, err := os.ReadFile("testdata/mirrors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var mirrors []mirror
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&mirrors); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(goldens + "/smallest/pylon.manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range mirrors {
		t.Run(m.Rule, func(t *testing.T) {
			spec := func(keys string) *diff.Side {
				return side(t, withVersion(keys)+"\nstages:\n  production: { domain: { name: api.example.com } }\n", manifest)
			}
			before, after := spec(m.Before), spec(over(m.Before, m.Change))
			if (len(m.Back) == 0) != (m.Reason != "") {
				t.Error("a rule has a mirror, or else a reason")
			}
			for way, sides := range map[string][2]*diff.Side{"there": {before, after}, "back": {after, before}} {
				want := map[string][]string{"there": m.There, "back": m.Back}[way]
				for target, c := range diff.Compare(sides[0], sides[1], diff.Targets)[0].Targets {
					if m.Target != "" && m.Target != target {
						continue
					}
					for _, w := range want {
						if !has(c, w) {
							t.Errorf("%s, %s: there is no %s:%s", way, target, w, said(c))
						}
					}
					for _, w := range m.There {
						if way == "back" && m.Reason != "" && strings.Contains(w, ": ") && has(c, w) {
							t.Errorf("back, %s: there is %s, and a reason says that there is not", target, w)
						}
					}
				}
			}
			for _, w := range m.There {
				word, _, _ := bytes.Cut([]byte(w), []byte(": "))
				seen[string(word)] = true
			}
		})
	}
	for _, w := range diff.Words {
		if !seen[string(w)] && w != diff.InPlace {
			t.Errorf("no rule has %s", w)
		}
	}
}

// over is a change laid over the keys before it: a key that both have is the
// change's.
func over(before, change string) string {
	key, _, _ := strings.Cut(before, ":")
	if before == "" || strings.HasPrefix(change, key+":") {
		return change
	}
	return before + "\n" + change
}

func withVersion(keys string) string {
	if strings.HasPrefix(keys, "pylon:") {
		return "version: 1\n" + keys
	}
	return "version: 1\npylon: { version: 0.5.0 }\n" + keys
}
