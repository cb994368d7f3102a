// Package mix makes random specs over every key: what a person tries out, and
// what no one would think of. A seed always produces the same spec.
//
// A mix is made the way a spec is meant: settings at the top, and for each
// stage the settings that it ends up with. Their difference is the overlay, so
// a stage adds, replaces and removes whatever the top has.
package mix

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"gopkg.in/yaml.v3"
)

// Rerun is how to see the spec of a seed, for messages of tests.
const Rerun = "the spec of a seed: go test ./test/mix -run TestMixes -v -mix.seed N"

// Mix is a random project.
type Mix struct {
	Seed           uint64
	Manifest, Spec string
	// Texts are the hostile texts in the spec, by the marker word in each.
	Texts map[string]string
	// Stages are their names as under stages.
	Stages []string
}

// gen is a generator in the middle of a mix.
type gen struct {
	*rand.Rand
	texts map[string]string
}

// Spec makes the mix of a seed.
func Spec(seed uint64) Mix {
	g := &gen{rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), map[string]string{}}
	top := g.settings()
	top["pylon"] = g.pylon()
	g.repair(top, "")
	names := g.stageNames()
	overlays := tree{}
	ends := map[string]tree{} // what each stage ends up with
	for _, name := range names {
		end := g.vary(top)
		g.repair(end, name)
		ends[name] = end
	}
	guests := g.guests(top, names, ends)
	for _, name := range names {
		overlay := g.difference(top, ends[name])
		if guests[name] { // what stands above the stages is not for them
			delete(overlay, "network")
		}
		overlays[name] = overlay
	}
	spec := copyOf(top).(tree)
	g.app(spec, names, ends)
	spec["version"] = 1
	spec["stages"] = overlays
	text, err := yaml.Marshal(nodeOf(spec))
	if err != nil {
		panic(fmt.Sprintf("seed %d: %v", seed, err))
	}
	manifest, err := json.MarshalIndent(g.manifest(), "", " ")
	if err != nil {
		panic(fmt.Sprintf("seed %d: %v", seed, err))
	}
	return Mix{Seed: seed, Manifest: string(manifest), Spec: string(text), Texts: g.texts, Stages: names}
}

// chance is true in so many of a hundred cases.
func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

// one returns one of the values.
func one[T any](g *gen, values ...T) T { return values[g.IntN(len(values))] }

// some returns some of the values in their order, at least the least number.
func some[T any](g *gen, least int, values ...T) []any {
	var out []any
	for {
		out = []any{}
		for _, v := range values {
			if g.chance(45) {
				out = append(out, v)
			}
		}
		if len(out) >= least {
			return out
		}
	}
}

// stageNames returns the names of one to four stages. Some are names that every
// object of JavaScript has.
func (g *gen) stageNames() []string {
	plain := []string{"production", "staging", "prod", "test", "Demo", "eu-1", "7", "default", "class", "constructor",
		"toString", "hasOwnProperty", "valueOf", "isPrototypeOf", "undefined", "null", "true", "NaN", "arguments"}
	g.Shuffle(len(plain), func(i, j int) { plain[i], plain[j] = plain[j], plain[i] })
	names := plain[:1+g.IntN(3)]
	if g.chance(60) {
		names[0] = one(g, names[0], "production")
	}
	seen, out := map[string]bool{}, []string{}
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	if g.chance(45) {
		out = append(out, one(g, "pr-*", "*-preview", "pr-*-x", "constructor-*"))
	}
	return out
}
