// Package diff holds what pylon-gen diff says to worked examples, and to all
// transitions of the specs that other tests execute and deploy.
package diff

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/project"
)

// example is a change of a spec, and what is right to say of it.
type example struct {
	Name, Base, Head    string
	Production, Staging map[diff.Target]verdict
	Cost                map[string]string
}

// verdict is what is right in one target. Worst is one of some words; each of
// Effects is there ("word", or "word: text" for a text in it), one of each list in
// Any, and none of Not.
type verdict struct {
	Worst        words
	Effects, Not []string
	Any          [][]string
}

// words are a word or a list of them.
type words []string

func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = words{n.Value}
		return nil
	}
	return n.Decode((*[]string)(w))
}

func TestExamples(t *testing.T) {
	data, err := os.ReadFile("testdata/examples.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&examples); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile("../../testdata/golden/smallest/pylon.manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range examples {
		t.Run(x.Name, func(t *testing.T) {
			changes := diff.Compare(side(t, x.Base, manifest), side(t, x.Head, manifest), diff.Targets)
			for stage, want := range map[string]map[diff.Target]verdict{"production": x.Production, "staging": x.Staging} {
				i := slices.IndexFunc(changes, func(c diff.StageChange) bool { return c.Stage == stage })
				for target, v := range want {
					if i < 0 {
						t.Fatalf("there is no stage %s", stage)
					}
					got := changes[i].Targets[target]
					for _, wrong := range v.wrong(got) {
						t.Errorf("%s, %s: %s; it says:%s", stage, target, wrong, said(got))
					}
				}
			}
			i := slices.IndexFunc(changes, func(c diff.StageChange) bool { return c.Stage == "production" })
			for part, want := range x.Cost {
				amounts := map[string]diff.Amounts{"fixed": changes[i].Cost.Fixed, "ceiling": changes[i].Cost.Ceiling}[part]
				up := amounts.Increase()
				if got := fmt.Sprintf("%+.2f", up); want == "same" && up != 0 || want == "up" && up <= 0 || want == "down" && up >= 0 || strings.Contains(want, ".") && want != got {
					t.Errorf("%s: %s, want %s", part, got, want)
				}
			}
		})
	}
}

// side loads a spec.
func side(t *testing.T, spec string, manifest []byte) *diff.Side {
	t.Helper()
	repo := fstest.MapFS{"pylon.stack.yaml": {Data: []byte(spec)}, project.DefaultManifest: {Data: manifest}}
	p, err := project.Load(repo, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if p.App == nil {
		t.Fatal(p.List)
	}
	s, ok := p.Side()
	if !ok {
		t.Fatal(p.List)
	}
	return s
}

// wrong is what a verdict is not.
func (v verdict) wrong(got diff.TargetChange) []string {
	var out []string
	if len(v.Worst) > 0 && !slices.Contains(v.Worst, string(got.Worst)) {
		out = append(out, fmt.Sprintf("worst is %s, want %s", got.Worst, strings.Join(v.Worst, " or ")))
	}
	for _, want := range v.Effects {
		if !has(got, want) {
			out = append(out, "there is no "+want)
		}
	}
	for _, one := range v.Any {
		if !slices.ContainsFunc(one, func(want string) bool { return has(got, want) }) {
			out = append(out, "there is none of "+strings.Join(one, ", "))
		}
	}
	for _, not := range v.Not {
		if has(got, not) {
			out = append(out, "there is "+not)
		}
	}
	return out
}

func has(got diff.TargetChange, want string) bool {
	word, text, _ := strings.Cut(want, ": ")
	return slices.ContainsFunc(got.Effects, func(e diff.Effect) bool {
		return string(e.Word) == word && strings.Contains(strings.ToLower(line(e)), strings.ToLower(text))
	})
}

func line(e diff.Effect) string {
	parts := []string{string(e.Word), e.Resource, e.Property, e.Message, e.Why, e.OldStays}
	for _, p := range []*string{e.Old, e.New, e.Run} {
		if p != nil {
			parts = append(parts, *p)
		}
	}
	return strings.Join(parts, " | ")
}

func said(got diff.TargetChange) string {
	var out strings.Builder
	for _, e := range got.Effects {
		fmt.Fprintf(&out, "\n  %s", line(e))
	}
	return out.String()
}
