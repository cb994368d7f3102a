package project

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// generator compares what is committed at the base with what this release renders
// from the inputs there: an output that was rendered differently comes from
// another release, unless it was edited. What that does to a template that
// the change renders again is an effect like the others.
func (c *Compared) generator(base, head *Project, old *diff.Side, targets []diff.Target) {
	documents, ok := base.Render(render.Selection{})
	digests := base.locked()
	if !ok || digests == nil {
		return
	}
	committed := &diff.Side{App: old.App, Image: old.Image}
	for _, s := range old.Stages {
		same := *s
		committed.Stages = append(committed.Stages, &same)
	}
	for _, d := range documents {
		text, err := fs.ReadFile(base.repo, base.Path(d.Path))
		if err != nil || lock.Digest(text) == lock.Digest(d.Bytes()) {
			continue
		}
		if !digests.Has(d.Path, lock.Digest(text)) {
			c.HandEdited = append(c.HandEdited, d.Path)
			continue
		}
		c.GeneratorChanged = true
		if d.Target == render.SST && !head.stays(d.Path, text) {
			diff.GeneratorText(c.Stages, d.Path)
		}
		if d.Target != render.CloudFormation || head.stays(d.Path, text) {
			continue
		}
		tree, ok := template(text)
		for _, s := range committed.Stages {
			if s.Stack.Stage.Name == d.Stage && ok {
				s.Template = resourcesOf(tree, s.Template)
				s.Tree = tree
				s.Parameters, s.Outputs = tree.Get("Parameters"), tree.Get("Outputs")
			}
		}
	}
	if c.GeneratorChanged {
		diff.Generator(c.Stages, diff.Compare(committed, old, targets))
	}
}

// stays reports whether an output is committed as it was: nothing new is deployed
// then.
func (p *Project) stays(path string, text []byte) bool {
	now, err := fs.ReadFile(p.repo, p.Path(path))
	return err == nil && lock.Digest(now) == lock.Digest(text)
}

// locked are the digests of the outputs that were rendered last, by path; nil when
// there is no lock, or when the inputs have changed since: the outputs are stale
// then, and say nothing of who rendered them.
func (p *Project) locked() lock.Digests {
	text, err := fs.ReadFile(p.repo, p.Path(lock.File))
	if err != nil {
		return nil
	}
	last, err := lock.Parse(text)
	if err != nil {
		return nil
	}
	digests := p.Digests()
	for name, text := range p.Inputs {
		// Version 1 has digests of their bytes.
		if !last.Inputs.Has(name, digests[name]) && !last.Inputs.Has(name, lock.Digest(text)) {
			return nil
		}
	}
	return last.Files
}

// local notes the outputs for local development that differ.
func (c *Compared) local(base, head *Project) {
	texts := map[string][]byte{}
	for _, target := range []render.Target{render.Compose, render.Dotenv} {
		before, ok := base.Render(render.Selection{Target: target})
		after, ok2 := head.Render(render.Selection{Target: target})
		if !ok || !ok2 {
			return
		}
		for _, d := range before {
			texts[d.Path] = d.Bytes()
		}
		for _, d := range after {
			if old, there := texts[d.Path]; !there || !bytes.Equal(old, d.Bytes()) {
				c.Local = append(c.Local, d.Path)
			}
			delete(texts, d.Path)
		}
		for path := range texts {
			c.Local = append(c.Local, path)
			delete(texts, path)
		}
	}
	slices.Sort(c.Local)
}

// functions are the short forms of CloudFormation's functions in YAML.
var functions = map[string]resource.Function{
	"!Ref": resource.Ref, "!GetAtt": resource.GetAtt, "!Sub": resource.Sub, "!Join": resource.Join, "!Select": resource.Select,
	"!Split": resource.Split, "!Base64": resource.Base64, "!GetAZs": resource.GetAZs, "!ImportValue": resource.ImportValue,
}

// template reads a committed template back; ok is false for one that is not YAML.
func template(text []byte) (tree resource.Value, ok bool) {
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) == 0 {
		return resource.Value{}, false
	}
	return treeOf(doc.Content[0]), true
}

func treeOf(n *yaml.Node) resource.Value {
	v := resource.Value{Text: n.Value, Function: functions[n.Tag]}
	switch {
	case n.Kind == yaml.MappingNode:
		v.Kind, v.Text = resource.Map, ""
		for i := 0; i+1 < len(n.Content); i += 2 {
			v.Members = append(v.Members, resource.Member{Name: n.Content[i].Value, Value: treeOf(n.Content[i+1])})
		}
	case n.Kind == yaml.SequenceNode:
		v.Kind, v.Text = resource.List, ""
		for _, item := range n.Content {
			v.Members = append(v.Members, resource.Member{Value: treeOf(item)})
		}
	case n.Tag == "!!int" || n.Tag == "!!float":
		v.Kind = resource.Number
	case n.Tag == "!!bool":
		v.Kind = resource.Bool
	case n.Tag == "!!null":
		v.Kind = resource.Null
	default:
		v.Kind = resource.String
	}
	return v
}

// resourcesOf are the resources of a committed template. What they are to the
// stage is known from those that are rendered now.
func resourcesOf(tree resource.Value, rendered []resource.Resource) []resource.Resource {
	var out []resource.Resource
	for _, m := range tree.Get("Resources").Present() {
		r := resource.Resource{
			ID: m.Name, Type: m.Value.Get("Type").Text, Properties: m.Value.Get("Properties"),
			Keep: resource.Keep(m.Value.Get("DeletionPolicy").Text), Replaced: resource.Keep(m.Value.Get("UpdateReplacePolicy").Text),
		}
		if on := m.Value.Get("DependsOn"); on.Kind == resource.String {
			r.DependsOn = strings.Fields(on.Text)
		} else {
			for _, item := range on.Present() {
				r.DependsOn = append(r.DependsOn, item.Value.Text)
			}
		}
		for _, x := range rendered {
			if x.ID == r.ID {
				r.Part, r.HoldsData = x.Part, x.HoldsData
			}
		}
		out = append(out, r)
	}
	return out
}
