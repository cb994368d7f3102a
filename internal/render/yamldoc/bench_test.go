package yamldoc

import (
	"bytes"
	"fmt"
	"testing"

	"gopkg.in/yaml.v3"
)

// large is a document of about 50 KB, the size of one stage's template.
func large() *yaml.Node {
	m := Map()
	for i := range 22 {
		Add(m, Entry(fmt.Sprintf("Copy%d", i), sample()))
	}
	return m
}

func BenchmarkMarshal(b *testing.B) {
	doc := large()
	b.SetBytes(int64(len(Marshal(doc))))
	for b.Loop() {
		Marshal(doc)
	}
}

// BenchmarkEncoder is yaml.v3's own encoder on the same document.
func BenchmarkEncoder(b *testing.B) {
	doc := large()
	b.SetBytes(int64(len(Marshal(doc))))
	for b.Loop() {
		var out bytes.Buffer
		enc := yaml.NewEncoder(&out)
		enc.SetIndent(2)
		if err := enc.Encode(doc); err != nil {
			b.Fatal(err)
		}
	}
}
