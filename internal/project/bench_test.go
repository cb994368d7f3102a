package project_test

import (
	"os"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
)

// BenchmarkProject is what a hook does with one project, without the disk's
// outputs.
func BenchmarkProject(b *testing.B) {
	root, err := os.OpenRoot("../..")
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	at := project.Place{Dir: "examples/todo", Spec: "pylon.stack.yaml"}
	for b.Loop() {
		p, err := project.Load(root.FS(), at)
		if err != nil || p.App == nil {
			b.Fatal(err, p.List)
		}
		documents, _ := p.Render(render.Selection{})
		p.Check(documents)
		for _, d := range documents {
			d.File()
		}
	}
}
