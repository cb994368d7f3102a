package diff

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Side is one side of a comparison: an app as an input has it, rendered.
type Side struct {
	App    *stack.App
	Stages []*Stage // in the order of App.Stages
	// Image is a digest of what the image is built from as far as it is known: the
	// Dockerfile. It is "" without one.
	Image string
}

// Stage is one stage of a side.
type Stage struct {
	*stack.Stack
	// Template are the resources of the CloudFormation template, Plain are those
	// without the overrides.
	Template, Plain []resource.Resource
	// Parameters and Outputs are those of the template, maps by name.
	Parameters, Outputs resource.Value
	// Tree is the whole template.
	Tree resource.Value
	// Components are those of the SST configuration of this stage alone, Unpatched
	// are those without the overrides; nil where there are no overrides.
	Components, Unpatched []resource.Resource
	// File is the path of the template.
	File string
}

// stage returns the stage of a name, nil when there is none.
func (s *Side) stage(name string) *Stage {
	if s == nil {
		return nil
	}
	for _, x := range s.Stages {
		if x.Stack.Stage.Name == name {
			return x
		}
	}
	return nil
}

// Status is what has become of a project or of a stage.
type Status string

// The statuses. Unreadable is for projects only.
const (
	Changed    Status = "changed"
	Same       Status = "same"
	New        Status = "new"
	Gone       Status = "gone"
	Unreadable Status = "unreadable"
)

// StageChange is what a change does to one stage.
type StageChange struct {
	Stage    string                  `json:"stage"`
	Status   Status                  `json:"status"`
	Targets  map[Target]TargetChange `json:"targets"`
	Settings []SettingChange         `json:"settings"`
	Cost     *CostChange             `json:"cost" jsonschema:"nullable"`
}

// TargetChange is what a change does to a stage in one target.
type TargetChange struct {
	Worst   Word     `json:"worst"`
	Effects []Effect `json:"effects"`
	Counts  Counts   `json:"counts"`
}

// Counts are resources. New revisions of task definitions, and certificates that
// are made first, are updates.
type Counts struct {
	Add     int `json:"add"`
	Update  int `json:"update"`
	Replace int `json:"replace"`
	Remove  int `json:"remove"`
}

// SettingChange is a value of the resolved spec that differs.
type SettingChange struct {
	Path string  `json:"path"`
	Old  *string `json:"old" jsonschema:"nullable"`
	New  *string `json:"new" jsonschema:"nullable"`
	At   *Place  `json:"at" jsonschema:"nullable"`
}

// Compare returns what changes from one side to another in each stage that either
// has, sorted by name, and in each of some targets. A nil side has no stages.
func Compare(base, head *Side, targets []Target) []StageChange {
	var names []string
	for _, side := range []*Side{base, head} {
		if side != nil {
			for _, s := range side.Stages {
				names = append(names, s.Stack.Stage.Name)
			}
		}
	}
	slices.Sort(names)
	var out []StageChange
	for _, name := range slices.Compact(names) {
		out = append(out, compareStage(base, head, name, targets))
	}
	return out
}

func compareStage(base, head *Side, name string, targets []Target) StageChange {
	old, now := base.stage(name), head.stage(name)
	change := StageChange{Stage: name, Targets: map[Target]TargetChange{}, Settings: settings(old, now), Cost: costChange(old, now)}
	for _, target := range targets {
		c := &comparison{target: target, base: base, head: head, old: old, new: now}
		change.Targets[target] = c.run()
		change.Cost.staysOf(change.Targets[target])
	}
	switch {
	case old == nil:
		change.Status = New
	case now == nil:
		change.Status = Gone
	default:
		change.settle()
	}
	return change
}

// settle sets the status of a stage that both sides have.
func (s *StageChange) settle() {
	if s.Status == New || s.Status == Gone {
		return
	}
	s.Status = Same
	for _, t := range s.Targets {
		if t.Worst != None {
			s.Status = Changed
		}
	}
}

// worstOf is the worst word of a target.
func worstOf(t TargetChange) Word {
	switch {
	case len(t.Effects) > 0:
		return t.Effects[0].Word
	case t.Counts != (Counts{}):
		return InPlace
	}
	return None
}

// run finds the effects in one target.
func (c *comparison) run() TargetChange {
	switch {
	case c.old == nil:
		c.firstDeployment()
	case c.new == nil:
		c.leftBehind()
	default:
		c.load()
		c.compare()
	}
	out := TargetChange{Effects: sorted(c.effects), Counts: c.counts()}
	if out.Effects == nil {
		out.Effects = []Effect{}
	}
	name := c.name()
	for i := range out.Effects {
		if out.Effects[i].Source == "" {
			out.Effects[i].Source = "what is rendered on both sides"
		}
		out.Effects[i].Fingerprint = out.Effects[i].fingerprint(name, c.target)
	}
	out.Worst = worstOf(out)
	return out
}

// compare finds what a change does to a stage that both sides have.
func (c *comparison) compare() {
	if c.elsewhere() {
		return // another stack: there is nothing to compare resource by resource
	}
	for _, subject := range []func(){
		c.refusals, c.stores, c.shorter, c.interruptions, c.service, c.surface, c.rights, c.cors, c.guards,
		c.addresses, c.outgoing, c.byHand, c.secrets, c.upgrade, c.month, c.overridden, c.template,
	} {
		subject()
	}
}

// comparison is a stage of both sides in one target.
type comparison struct {
	target     Target
	base, head *Side
	old, new   *Stage

	before, after map[string]engine.Thing // by name
	changes       []engine.Change
	names         map[string]string // in the target, by id in the template
	rolled        bool              // tasks are replaced
	moved         bool              // the stage becomes another stack
	patched       map[string]bool   // components of SST whose overrides change
	sections      int               // parts of a template apart from its resources that change
	effects       []Effect
}

// name is that of the stage.
func (c *comparison) name() string {
	if c.new != nil {
		return c.new.Stack.Stage.Name
	}
	return c.old.Stack.Stage.Name
}

// load asks the engine what it does.
func (c *comparison) load() {
	before, after := c.things(c.old), c.things(c.new)
	c.changes = engine.Compare(before, after)
	c.before, c.after, c.names = map[string]engine.Thing{}, map[string]engine.Thing{}, map[string]string{}
	for _, t := range before {
		c.before[t.Name] = t
		c.note(t)
	}
	for _, t := range after {
		c.after[t.Name] = t
		c.note(t)
	}
}

// note remembers the name of a resource of the template. In SST several things
// may share one; the first is the thing itself.
func (c *comparison) note(t engine.Thing) {
	if _, known := c.names[t.Twin]; !known && t.Twin != "" {
		c.names[t.Twin] = t.Name
	}
}

func (c *comparison) things(s *Stage) []engine.Thing {
	if c.target == SST {
		return engine.SST(s.Stack, s.Stack.Stage.Name, s.Plain)
	}
	return engine.CloudFormation(s.Stack, s.Template)
}

// counts counts the resources that change. A stage that one side lacks is all new,
// or all there still.
func (c *comparison) counts() Counts {
	var n Counts
	switch {
	case c.old == nil:
		n.Add = len(c.things(c.new))
		return n
	case c.new == nil:
		return n
	case c.moved:
		n.Add = len(c.after)
		return n
	}
	updated := map[string]bool{}
	for _, change := range c.changes {
		switch change.Kind {
		case engine.Added:
			n.Add++
		case engine.Removed:
			n.Remove++
		case engine.Replaced:
			if c.after[change.Name].Revision() {
				updated[change.Name] = true
			} else {
				n.Replace++
			}
		case engine.Updated, engine.PerhapsReplaced:
			updated[change.Name] = true
		}
	}
	n.Update = len(updated) + len(c.patched) + c.sections
	return n
}
