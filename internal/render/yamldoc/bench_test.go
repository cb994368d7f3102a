package yamldoc

import (
	"fmt"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// large is a document of about 50 KB, the size of one stage's template.
func large() resource.Value {
	m := Map()
	for i := range 22 {
		Add(&m, Entry(fmt.Sprintf("Copy%d", i), sample()))
	}
	return m
}

func BenchmarkMarshal(b *testing.B) {
	doc := large()
	b.SetBytes(int64(len(Marshal("", doc))))
	for b.Loop() {
		Marshal("", doc)
	}
}
