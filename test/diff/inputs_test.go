package diff

import (
	"bytes"
	"os"
	"testing"
	"testing/fstest"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/project"
)

const inputSpec = "version: 1\npylon: { version: 0.20.0 }\nservice: { scaling: { max: 1 } }\nstages:\n  production: { domain: { name: api.example.com } }\n"

// What did it may be in the manifest or in the Dockerfile, and of several settings
// each has its own effects.
func TestWhichInputDidIt(t *testing.T) {
	manifest, err := os.ReadFile(goldens + "/smallest/pylon.manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	encrypted := bytes.Replace(manifest, []byte(`"fields": [`), []byte("\"fields\": [\n{\"name\": \"token\", \"type\": \"string\", \"optional\": true, \"unique\": false, \"encrypted\": true, \"serverOnly\": true},"), 1)
	if bytes.Equal(manifest, encrypted) {
		t.Fatal("the manifest has no entity")
	}
	const dockerfile = "FROM ghcr.io/pylonsync/pylon:0.20.0\n"
	for name, c := range map[string]struct {
		spec, docker string
		manifest     []byte
		want         map[diff.Word]string // file and setting of an effect of each word
	}{
		"the manifest":   {inputSpec, dockerfile, encrypted, map[diff.Word]string{diff.Manual: "pylon.manifest.json pylon.manifest.json entities"}},
		"the Dockerfile": {inputSpec, dockerfile + "RUN true\n", manifest, map[diff.Word]string{diff.Rolls: "Dockerfile Dockerfile"}},
		"two settings": {inputSpec + "observability: { logs: { retention: 7 days } }\nprotect: false\n", dockerfile, manifest, map[diff.Word]string{
			diff.DataLoss: "pylon.stack.yaml observability.logs.retention", diff.GuardRemoved: "pylon.stack.yaml protect",
		}},
		"of a stage": {inputSpec[:len(inputSpec)-2] + ", protect: false }\n", dockerfile, manifest, map[diff.Word]string{diff.GuardRemoved: "pylon.stack.yaml protect"}},
	} {
		base, head := inputs(t, inputSpec, dockerfile, manifest), inputs(t, c.spec, c.docker, c.manifest)
		found, err := project.Compare(base, head, diff.Targets)
		if err != nil {
			t.Fatal(name, err)
		}
		seen := map[diff.Word]bool{}
		for target, change := range found.Stages[0].Targets {
			for _, e := range change.Effects {
				want, known := c.want[e.Word]
				if !known {
					continue
				}
				seen[e.Word] = true
				if e.At == nil || e.At.File+" "+e.Setting != want {
					t.Errorf("%s, %s: %s at %v by %q, want %s", name, target, e.Word, e.At, e.Setting, want)
				}
			}
		}
		if len(seen) != len(c.want) {
			t.Errorf("%s: only %v", name, seen)
		}
	}
}

func inputs(t *testing.T, spec, dockerfile string, manifest []byte) *project.Project {
	t.Helper()
	p, err := project.Load(fstest.MapFS{
		"pylon.stack.yaml": {Data: []byte(spec)}, "Dockerfile": {Data: []byte(dockerfile)}, project.DefaultManifest: {Data: manifest},
	}, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil || p.App == nil {
		t.Fatal(err, p.List)
	}
	return p
}
