package main

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// tellUnlike says for each flag that was given how to change the spec that is there,
// which init leaves alone, and returns how many flags it does not follow.
func (f *initFlags) tellUnlike(t terminal, p *project.Project, given func(string) bool) int {
	s := p.App.Stages[0]
	if production := p.App.Stage("production"); production != nil {
		s = production
	}
	n := 0
	for _, x := range []struct{ flag, key, value, write string }{
		{"domain", "domain.name", f.domain, "domain: { name: %s }"},
		{"origin", "origins", strings.Join(f.origins, ", "), "origins: [%s]"},
		{"shape", "shape", f.shape, "shape: %s"},
		{"tasks", "service.scaling.max", fmt.Sprint(f.tasks), "service: { scaling: { max: %s } }"},
		{"region", "aws.region", f.region, "aws: { region: %s }"},
		{"ports", "loadBalancer.ports", f.ports, "loadBalancer: { ports: %s }"},
		{"pylon", "pylon.version", f.pylon, "pylon: { version: %s }"},
		{"entry", "pylon.entry", f.entry, "pylon: { entry: %s }"},
		{"image", "pylon.image.uri", f.image, "pylon: { image: { uri: %s } }"},
	} {
		set := settingOf(s, x.key)
		if !given(x.flag) || set.Value == x.value || set.Value == "["+x.value+"]" {
			continue
		}
		n++
		at := p.ShownPath(p.Spec)
		if !set.Origin.Pos.IsZero() && set.Origin.Kind != stack.FromManifest {
			at = set.Origin.Pos.String()
		}
		fmt.Fprintf(t.out, "%s: %s of stage %s is %s, and --%s is not followed: write %s there, and render\n",
			diag.Visible(at), x.key, s.Stage.Name, diag.Visible(orNone(set.Value)), x.flag, fmt.Sprintf(x.write, x.value))
	}
	if given("manifest") && f.manifest != p.Manifest {
		n++
		fmt.Fprintf(t.out, "%s: it is the spec of the app in %s, and --manifest is not followed: another app needs a spec in a directory of its own\n", p.ShownPath(p.Spec), p.Manifest)
	}
	return n
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// settingOf is a setting of a stage by its path, the zero value when there is none.
func settingOf(s *stack.Stack, path string) stack.Setting {
	for _, set := range s.Settings {
		if set.Path == path {
			return set
		}
	}
	return stack.Setting{}
}
