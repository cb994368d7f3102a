package project

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// leaf is a place in an input at which two versions differ: a value of the spec
// that is not a mapping, a part of the manifest, the Dockerfile. Old and new are nil
// where it is not written.
type leaf struct {
	file     string   // relative to the project
	manifest bool     // it is in the manifest
	path     []string // keys, none for a whole file
	old, new any
	at       diff.Place
}

// mostLeaves is the greatest number of places that are tried one by one.
const mostLeaves = 64

// changed are the places at which the inputs of two versions differ, in the order
// of the files; the whole of the mappings at the top where there are too many.
func changed(base, head *Project) []leaf {
	var out []leaf
	for _, input := range []struct {
		old, new string
		depth    int
	}{{base.Spec, head.Spec, 16}, {base.Manifest, head.Manifest, 1}} {
		a, b := base.Inputs[input.old], head.Inputs[input.new]
		if bytes.Equal(a, b) {
			continue
		}
		w := walker{manifest: input.new == head.Manifest, file: input.new, shown: path.Join(head.Dir, input.new)}
		for depth := input.depth; depth > 0; depth -= 15 {
			w.leaves = nil
			w.walk(nil, root(a), root(b), depth)
			if len(w.leaves) <= mostLeaves {
				break
			}
		}
		out = append(out, w.leaves...)
	}
	return append(out, dockerfiles(base, head)...)
}

// dockerfiles is the Dockerfile, if it differs.
func dockerfiles(base, head *Project) []leaf {
	image := head.App.Stages[0].Service.Image
	if image.Dockerfile == "" || base.imageDigest() == head.imageDigest() {
		return nil
	}
	file := path.Join(image.Context, image.Dockerfile)
	old, _ := fs.ReadFile(base.repo, base.Path(file))
	now, err := fs.ReadFile(head.repo, head.Path(file))
	if err != nil {
		return nil
	}
	line := 1
	for a, b := bytes.Split(old, []byte("\n")), bytes.Split(now, []byte("\n")); line <= min(len(a), len(b)) && bytes.Equal(a[line-1], b[line-1]); {
		line++
	}
	return []leaf{{file: file, old: string(old), new: string(now), at: diff.Place{File: path.Join(head.Dir, file), Line: line, Column: 1}}}
}

// root is the mapping of an input, nil when there is none.
func root(text []byte) *yaml.Node {
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) == 0 {
		return nil
	}
	return doc.Content[0]
}

type walker struct {
	manifest    bool
	file, shown string
	key         *yaml.Node // that is looked at
	leaves      []leaf
}

// walk notes the places below a path at which two nodes differ. The position is
// that of the key, or of the first item of a list that is new; where the key is
// not written any more, it is where it was.
func (w *walker) walk(at []string, old, now *yaml.Node, depth int) {
	whole := len(at) == 2 && at[0] == "stages" && (old == nil || now == nil) // a stage comes or goes as one
	if !whole && depth > 0 && old != nil && now != nil && old.Kind == yaml.MappingNode && now.Kind == yaml.MappingNode ||
		!whole && depth > 0 && (old == nil || now == nil) && (old != nil && old.Kind == yaml.MappingNode && len(old.Content) > 0 || now != nil && now.Kind == yaml.MappingNode && len(now.Content) > 0) {
		for _, key := range keys(old, now) {
			w.key = keyNode(now, key)
			if w.key == nil {
				w.key = keyNode(old, key)
			}
			w.walk(append(slices.Clone(at), key), member(old, key), member(now, key), depth-1)
		}
		return
	}
	if len(at) == 1 && at[0] == "overrides" {
		w.items(at, old, now)
		return
	}
	a, b := plain(old), plain(now)
	if reflect.DeepEqual(a, b) {
		return
	}
	where := w.key
	if where == nil {
		return // not a mapping on either side: there is no project
	}
	if old != nil && now != nil && old.Kind == yaml.SequenceNode && now.Kind == yaml.SequenceNode {
		for i, item := range now.Content { // the first item that is new
			if i >= len(old.Content) || !reflect.DeepEqual(plain(old.Content[i]), plain(item)) {
				where = item
				break
			}
		}
	}
	w.leaves = append(w.leaves, leaf{w.file, w.manifest, at, a, b, diff.Place{File: w.shown, Line: where.Line, Column: where.Column}})
}

// items notes the items of a list that only one side has, each as a place of its
// own: the list as it was, with the item or without it.
func (w *walker) items(at []string, old, now *yaml.Node) {
	of := func(n *yaml.Node) (list []any, nodes []*yaml.Node) {
		if n == nil || n.Kind != yaml.SequenceNode {
			return nil, nil
		}
		for _, item := range n.Content {
			list = append(list, plain(item))
		}
		return list, n.Content
	}
	before, oldNodes := of(old)
	after, newNodes := of(now)
	has := func(list []any, item any) bool {
		return slices.ContainsFunc(list, func(x any) bool { return reflect.DeepEqual(x, item) })
	}
	without := func(list []any, i int) any { return slices.Delete(slices.Clone(list), i, i+1) }
	for i, item := range after {
		if !has(before, item) {
			place := diff.Place{File: w.shown, Line: newNodes[i].Line, Column: newNodes[i].Column}
			w.leaves = append(w.leaves, leaf{w.file, w.manifest, at, without(after, i), append(slices.Clone(before), item), place})
		}
	}
	for i, item := range before {
		if !has(after, item) {
			place := diff.Place{File: w.shown, Line: oldNodes[i].Line, Column: oldNodes[i].Column}
			w.leaves = append(w.leaves, leaf{w.file, w.manifest, at, append(slices.Clone(after), item), without(before, i), place})
		}
	}
}

// keys are those of two mappings, in the order of the second one.
func keys(old, now *yaml.Node) []string {
	var out []string
	for _, n := range []*yaml.Node{now, old} {
		if n == nil || n.Kind != yaml.MappingNode {
			continue
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !slices.Contains(out, n.Content[i].Value) {
				out = append(out, n.Content[i].Value)
			}
		}
	}
	return out
}

func keyNode(n *yaml.Node, key string) *yaml.Node {
	if n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i]
			}
		}
	}
	return nil
}

func member(n *yaml.Node, key string) *yaml.Node {
	if n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// plain is the value of a node, nil for none.
func plain(n *yaml.Node) any {
	if n == nil {
		return nil
	}
	var v any
	if n.Decode(&v) != nil {
		return n.Value
	}
	if v == nil {
		return struct{}{} // null is something else than nothing
	}
	return v
}

// edited is an input of the project with one leaf at another value. An input may
// have another name than at the head, which the leaf has.
func (p *Project) edited(l leaf, value any) (file string, text []byte, ok bool) {
	if len(l.path) == 0 {
		text, ok := value.(string)
		return l.file, []byte(text), ok
	}
	file = p.Spec
	if l.manifest {
		file = p.Manifest
	}
	top := root(p.Inputs[file])
	if top == nil || !set(top, l.path, value) {
		return "", nil, false
	}
	if l.manifest {
		text, ok = asJSON(top)
		return file, text, ok
	}
	text, err := yaml.Marshal(top)
	return file, text, err == nil
}

// asJSON is a mapping as JSON.
func asJSON(n *yaml.Node) ([]byte, bool) {
	var v any
	if n.Decode(&v) != nil {
		return nil, false
	}
	text, err := json.Marshal(v)
	return text, err == nil
}

// set puts a value at a path; nil removes it.
func set(n *yaml.Node, at []string, value any) bool {
	for _, key := range at[:len(at)-1] {
		below := member(n, key)
		if below == nil || below.Kind != yaml.MappingNode {
			if value == nil {
				return true
			}
			fresh := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			put(n, key, fresh)
			below = fresh
		}
		n = below
	}
	key := at[len(at)-1]
	if value == nil {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				n.Content = slices.Delete(n.Content, i, i+2)
				return true
			}
		}
		return true
	}
	if value == struct{}{} {
		put(n, key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"})
		return true
	}
	var v yaml.Node
	if v.Encode(value) != nil {
		return false
	}
	put(n, key, &v)
	return true
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
	}
	n.Style &^= yaml.FlowStyle
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
}

// together names some places: the settings as a stage sees them, and where the
// first one is written.
func together(leaves []leaf, stage string) (setting string, at *diff.Place) {
	elsewhere := func(l leaf) bool { return len(l.path) > 1 && l.path[0] == "stages" && l.path[1] != stage }
	if own := slices.DeleteFunc(slices.Clone(leaves), elsewhere); len(own) > 0 {
		leaves = own
	}
	var names []string
	for _, l := range leaves {
		name := strings.Join(l.path, ".")
		switch {
		case len(l.path) == 0:
			name = l.file
		case l.manifest:
			name = l.file + " " + name
		case len(l.path) > 2 && l.path[0] == "stages" && !elsewhere(l):
			name = strings.Join(l.path[2:], ".")
		}
		if at == nil {
			place := l.at
			at = &place
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " + "), at
}
