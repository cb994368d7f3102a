package project_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
)

// The warning of a local database that moves to another major version points at
// the key that decides the version.
func TestLeftVolumePointsAtItsKey(t *testing.T) {
	for name, c := range map[string]struct{ compose, spec, want string }{
		"for all stages":    {"postgres-16", "database: { version: \"17.5\" }\nstages: { production: {} }", "pylon.stack.yaml:3:22"},
		"in a stage":        {"postgres-16", "stages:\n  production: { database: { version: 17 } }", "pylon.stack.yaml:4:38"},
		"in another stage":  {"postgres-17", "stages:\n  production: {}\n  staging: { database: { version: 17 } }", "pylon.stack.yaml:4:3"},
		"by the image":      {"postgres-16", "database: { version: 17 }\ndev: { postgres: { image: \"postgres:18\" } }\nstages: { production: {} }", "pylon.stack.yaml:4:27"},
		"an image besides":  {"postgres-16", "database: { version: 17 }\ndev: { postgres: { image: \"postgres:17\" } }\nstages: { production: {} }", "pylon.stack.yaml:3:22"},
		"back to a default": {"postgres-17", "stages:\n  production: {}", "pylon.stack.yaml:4:3"},
		"the same version":  {"postgres-17", "database: { version: 17 }\nstages: { production: {} }", ""},
	} {
		p, err := project.Load(memory(map[string]string{
			"pylon.stack.yaml":       "version: 1\npylon: { version: 0.5.0 }\n" + c.spec + "\n",
			"pylon.manifest.json":    manifest,
			"docker-compose.dev.yml": "volumes: { " + c.compose + ": {} }\n",
		}), project.Place{Dir: ".", Spec: "pylon.stack.yaml", Shown: "."})
		if err != nil || p.App == nil {
			t.Fatal(name, err, p.List)
		}
		documents, ok := p.Render(render.Selection{})
		if !ok {
			t.Fatal(name, p.List)
		}
		var got []string
		for _, d := range p.Check(documents) {
			if d.Code == "PG023" {
				got = append(got, d.Pos.String())
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
