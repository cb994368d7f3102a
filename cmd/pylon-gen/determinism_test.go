package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// The same input produces the same bytes: in another directory, with another
// clock, language and user, and with the keys of both inputs in another order.
func TestSameInputSameBytes(t *testing.T) {
	for _, name := range []string{"three-stages", "secrets", "manifest-needs", "hostile-text"} {
		t.Run(name, func(t *testing.T) {
			want := rendered(t, filepath.Join(goldenDir, name))
			if len(want) < 3 {
				t.Fatalf("only %d outputs", len(want))
			}
			for seed := range uint64(5) {
				random := rand.New(rand.NewPCG(seed, 1))
				dir := copyInputs(t, filepath.Join(goldenDir, name))
				shuffleJSON(t, random, filepath.Join(dir, "pylon.manifest.json"))
				shuffleYAML(t, random, filepath.Join(dir, "pylon.stack.yaml"))
				t.Setenv("TZ", []string{"Asia/Tokyo", "America/St_Johns", "UTC"}[seed%3])
				t.Setenv("LC_ALL", []string{"de_DE.UTF-8", "tr_TR.UTF-8", "C"}[seed%3])
				t.Setenv("USER", []string{"alice", "bob", ""}[seed%3])
				if diff := cmp.Diff(want, rendered(t, dir)); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

func shuffleYAML(t *testing.T, random *rand.Rand, at string) {
	t.Helper()
	text, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var shuffle func(n *yaml.Node)
	shuffle = func(n *yaml.Node) {
		for _, child := range n.Content {
			shuffle(child)
		}
		if n.Kind == yaml.MappingNode {
			random.Shuffle(len(n.Content)/2, func(i, j int) {
				n.Content[2*i], n.Content[2*j] = n.Content[2*j], n.Content[2*i]
				n.Content[2*i+1], n.Content[2*j+1] = n.Content[2*j+1], n.Content[2*i+1]
			})
		}
	}
	shuffle(&doc)
	text, err = yaml.Marshal(&doc)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func shuffleJSON(t *testing.T, random *rand.Rand, at string) {
	t.Helper()
	text, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var write func(x any)
	write = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			keys := make([]string, 0, len(x))
			for k := range x {
				keys = append(keys, k)
			}
			random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			out.WriteByte('{')
			for i, k := range keys {
				if i > 0 {
					out.WriteByte(',')
				}
				write(k)
				out.WriteByte(':')
				write(x[k])
			}
			out.WriteByte('}')
		case []any:
			out.WriteByte('[')
			for i, item := range x {
				if i > 0 {
					out.WriteByte(',')
				}
				write(item)
			}
			out.WriteByte(']')
		default:
			b, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(b)
		}
	}
	write(doc)
	if err := os.WriteFile(at, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
