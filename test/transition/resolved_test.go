package transition_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

// The properties in which two templates differ, as CloudFormation resolves them,
// are those that the engine sees change, in each change of two shapes.
func TestTheEngineSeesWhatTemplatesChange(t *testing.T) {
	changes, err := transition.Changes()
	if err != nil {
		t.Fatal(err)
	}
	for _, shape := range []string{"smallest", "single-replica"} {
		base, err := transition.Load(goldens, shape)
		if err != nil {
			t.Fatal(err)
		}
		before, old := deployed(t, base, nil)
		for _, change := range changes {
			after, now := deployed(t, base, change)
			if after == nil || before.Region != after.Region { // the Region is in many values
				continue
			}
			seen := map[string][]string{}
			for _, c := range engine.Compare(before.things, after.things) {
				if c.Kind == engine.Updated {
					seen[c.Name] = append(seen[c.Name], c.Why)
				}
			}
			for _, b := range after.things {
				i := slices.IndexFunc(before.things, func(a engine.Thing) bool { return a.Name == b.Name })
				if i < 0 || replaced(before, after, b.Name) {
					continue
				}
				for property := range union(old[b.Name], now[b.Name]) {
					differs, sees := !reflect.DeepEqual(old[b.Name][property], now[b.Name][property]), slices.Contains(seen[b.Name], property)
					if differs && !sees {
						t.Errorf("%s, %s: the engine does not see that %s %s changes", shape, change, b.Name, property)
					}
					if sees && !differs && !sameWhenResolved(before.things[i].Properties[property], b.Properties[property]) {
						t.Errorf("%s, %s: the engine sees a change of %s %s, which resolves to the same", shape, change, b.Name, property)
					}
				}
			}
		}
	}
}

// stage is a stage with what the engine makes of it.
type stage struct {
	Region string
	things []engine.Thing
}

// deployed is a changed stage, and its resources' properties as CloudFormation
// resolves them; nil when the change is refused.
func deployed(t *testing.T, base *transition.Project, change *transition.Change) (*stage, map[string]map[string]any) {
	t.Helper()
	app, files, refused := base.Render(change)
	if refused != "" {
		return nil, nil
	}
	s := app.Stage(base.Name)
	resolved, err := template.Resolve(files[app.Outputs.CloudFormation[s.Stage.Name]], parity.Deployment(s, base.Name))
	if err != nil {
		t.Fatal(err)
	}
	properties := map[string]map[string]any{}
	for _, r := range resolved.Resources {
		properties[r.Name] = r.Inputs
	}
	return &stage{s.Region, transition.CloudFormation(s)}, properties
}

func replaced(before, after *stage, name string) bool {
	return slices.ContainsFunc(engine.Compare(before.things, after.things), func(c engine.Change) bool { return c.Kind == engine.Replaced && c.Name == name })
}

// sameWhenResolved reports whether a change of a text is one of what it refers to
// only: another resource in the place of the old one, or a parameter instead of a
// resource or a literal.
func sameWhenResolved(old, now string) bool {
	return old == now || parameter(old) != parameter(now)
}

// parameter reports whether a text refers to a parameter of the template.
func parameter(text string) bool {
	for _, name := range []string{"ImageUri", "HostedZoneId", "CertificateArn", "CdnCertificateArn"} {
		if slices.Contains(references(text), name) {
			return true
		}
	}
	return false
}

func references(text string) []string {
	var out []string
	for i := 0; i < len(text); i++ {
		if text[i] != '<' {
			continue
		}
		end := i
		for end < len(text) && text[end] != '>' && text[end] != '.' {
			end++
		}
		out = append(out, text[i+1:end])
	}
	return out
}

func union(a, b map[string]any) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}
