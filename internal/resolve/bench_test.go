package resolve_test

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

func BenchmarkResolve(b *testing.B) {
	load := func(name, data string) *source.File {
		f, err := source.Text(name, []byte(data))
		if err != nil {
			b.Fatal(err)
		}
		return f
	}
	m, _ := schema.LoadManifest(load("m.json", manifest))
	s, _ := schema.LoadSpec(load("s.yaml", spec))
	b.ReportAllocs()
	for b.Loop() {
		if app, list := resolve.App(m, s, resolve.Project{}); app == nil {
			b.Fatal(list)
		}
	}
}
