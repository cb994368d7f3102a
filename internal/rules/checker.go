package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// checker is one rule at one stage.
type checker struct {
	app     *stack.App
	s       *stack.Stack
	version pylon.Version
	around  Around
	results []result // of the overrides, in all stages
	rule    *Rule
	// unproven: it is not proven that the rule is for this version.
	unproven bool
	out      *[]finding
}

// look has the rule look at the stage. A note is about something written: a
// default has none.
func (c *checker) look() {
	before := len(*c.out)
	c.rule.check(c)
	kept := (*c.out)[:before]
	for _, f := range (*c.out)[before:] {
		if f.unwritten && f.Severity == diag.Info {
			continue
		}
		c.weigh(&f.Diagnostic)
		kept = append(kept, f)
	}
	*c.out = kept
}

// finding is a diagnostic and the stage that it was found in.
type finding struct {
	diag.Diagnostic
	stage string // "" when it is of the app as a whole
	// unwritten: what is found is a default, the position is the stage's name.
	unwritten bool
}

// find notes a finding with the rule's own words on why it matters and what to
// do. The result may be made more precise.
func (c *checker) find(pos source.Pos, format string, args ...any) *diag.Diagnostic {
	*c.out = append(*c.out, finding{
		Diagnostic: diag.Diagnostic{
			Code: c.rule.ID, Severity: c.rule.Severity, Pos: pos, Message: fmt.Sprintf(format, args...),
			Why: c.rule.Why, Fix: c.rule.Fix, Sensitive: c.holdsVariables(pos),
		},
		stage: c.s.Stage.Name, unwritten: pos == c.s.Stage.Pos,
	})
	return &(*c.out)[len(*c.out)-1].Diagnostic
}

// holdsVariables reports whether a line holds values of service.env, of this stage
// or another: people write secrets there, and no output shows such a line.
func (c *checker) holdsVariables(pos source.Pos) bool {
	for _, stage := range c.app.Stages {
		for _, s := range stage.Settings {
			if strings.HasPrefix(s.Path, "service.env.") && s.Origin.Pos.File == pos.File && s.Origin.Pos.Line == pos.Line {
				return true
			}
		}
	}
	return false
}

// at is where the first of some settings is written, the stage's name when
// none is. A path that ends in a dot stands for all settings below it.
func (c *checker) at(paths ...string) source.Pos {
	for _, path := range paths {
		for _, set := range c.s.Settings {
			if set.Path == path || strings.HasSuffix(path, ".") && strings.HasPrefix(set.Path, path) {
				if set.Origin.Kind == stack.FromSpec || set.Origin.Kind == stack.FromStage {
					return set.Origin.Pos
				}
			}
		}
	}
	return c.s.Stage.Pos
}

// written reports whether a setting is written in the spec.
func (c *checker) written(path string) bool { return c.at(path) != c.s.Stage.Pos }

// variable returns a plain variable of the container.
func (c *checker) variable(name string) (value string, set bool) {
	for _, v := range c.s.Service.Env {
		if v.Name == name {
			return string(v.Text), true
		}
	}
	return "", false
}

// hasSecret reports whether the container has a secret variable.
func (c *checker) hasSecret(name string) bool {
	return slices.ContainsFunc(c.s.Service.Secrets, func(s stack.Secret) bool { return s.Env == name })
}

// hasBus reports whether tasks share changes through a cluster bus.
func (c *checker) hasBus() bool {
	_, plain := c.variable("PYLON_CLUSTER_BUS")
	return (plain || c.hasSecret("PYLON_CLUSTER_BUS")) && c.version.Has(pylon.ClusterBus.Gate)
}

// reachable reports whether an endpoint can be reached.
func (c *checker) reachable(kind stack.EndpointKind) bool {
	_, ok := c.s.Balancer.Address(kind)
	return ok
}

// features returns what the manifest asks for, of one kind.
func (c *checker) features(kind stack.FeatureKind) []stack.Feature {
	var out []stack.Feature
	for _, f := range c.app.Features {
		if f.Kind == kind {
			out = append(out, f)
		}
	}
	return out
}

// several reports how many of a kind there are, for a finding at the first one.
func several(list []stack.Feature, one, many string) string {
	if len(list) == 1 {
		return fmt.Sprintf("%s %s", one, list[0].Name)
	}
	return fmt.Sprintf("%s %s and %d more %s", one, list[0].Name, len(list)-1, many)
}

// merged makes one finding of those that say the same about the same line, or
// about several stages in which what is found is a default.
func merged(list []finding, stages int) diag.List {
	type same struct{ code, message, why, fix string }
	var out diag.List
	first := map[same]int{} // index in out
	in := map[same][]string{}
	for _, f := range list {
		if !f.unwritten {
			out = append(out, f.Diagnostic)
			continue
		}
		key := same{f.Code, f.Message, f.Why, f.Fix}
		if _, ok := first[key]; !ok {
			first[key] = len(out)
			out = append(out, f.Diagnostic)
		}
		in[key] = append(in[key], f.stage)
	}
	for key, i := range first {
		switch n := len(in[key]); {
		case n == 1:
		case n == stages:
			out[i].Message += " (all stages)"
		default:
			out[i].Message += " (stages " + strings.Join(in[key], ", ") + ")"
		}
	}
	return out
}
