package schema

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Key is one key of the stack spec, as its schema describes it.
type Key struct {
	// Path is dotted, with <name> for a free key and [] for an item of a list:
	// "auth.oauth.<name>.clientId".
	Path        string
	Description string
	Default     string   // "" when there is none, or when it follows from other keys
	Accepts     []string // the accepted values, nil when they are not counted
	// Form is how a value is written, "" when any text of its type will do.
	Form     string
	Example  string
	PerStage bool // a stage's overlay may have it too
	// Block says that it holds keys or a list, and not one value. Its example is YAML
	// from the top of the spec on.
	Block bool
}

// Below are the keys directly below a key, in a block, an item of a list or a name of
// the user's; below stages, those that a stage can have.
func Below(k Key) []Key {
	var out []Key
	for _, other := range Keys() {
		rest, below := strings.CutPrefix(other.Path, k.Path)
		if k.Path == stagesKey {
			rest, below = "."+other.Path, other.PerStage
		}
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "[]"), ".<name>")
		if name, dotted := strings.CutPrefix(rest, "."); below && dotted && !strings.ContainsRune(name, '.') {
			out = append(out, other)
		}
	}
	return out
}

const stagesKey = "stages"

// Keys returns all keys of the stack spec, sorted by path.
func Keys() []Key {
	var root map[string]any
	if err := json.Unmarshal(StackSchema, &root); err != nil {
		panic("the schema of the spec is not JSON: " + err.Error())
	}
	w := &keyWalk{defs: root["$defs"]}
	settings := keysOf(member(member(w.defs, "Settings"), "properties"))
	w.below("", place{around: root}, nil, func(key string) bool { return slices.Contains(settings, key) })
	slices.SortFunc(w.keys, func(a, b Key) int { return strings.Compare(a.Path, b.Path) })
	return w.keys
}

// FindKey returns the key that a person means: as it is in the documentation,
// or as it is in a file ("stages.production.auth.oauth.google.clientId").
// Without one, nearest are the paths that come next.
func FindKey(path string) (key Key, nearest []string, ok bool) {
	path = strings.TrimSuffix(path, ".")
	if rest, isStage := strings.CutPrefix(path, "stages."); isStage {
		if _, below, has := strings.Cut(rest, "."); has {
			path = below
		}
	}
	keys := Keys()
	var paths []string
	for _, k := range keys {
		if samePath(k.Path, path) {
			return k, nil, true
		}
		paths = append(paths, k.Path)
	}
	if guess := Nearest(path, paths); guess != "" {
		return Key{}, []string{guess}, false
	}
	last := path[strings.LastIndexByte(path, '.')+1:]
	for _, p := range paths {
		if end := p[strings.LastIndexByte(p, '.')+1:]; strings.EqualFold(end, last) || Nearest(last, []string{end}) != "" {
			nearest = append(nearest, p)
		}
	}
	return Key{}, nearest, false
}

// samePath reports whether a path as people write it is the one of a key.
func samePath(key, written string) bool {
	want, got := strings.Split(key, "."), strings.Split(written, ".")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		name, _, _ := strings.Cut(got[i], "[") // ignore[0], overrides[]
		if want[i] != "<name>" && strings.TrimSuffix(want[i], "[]") != name {
			return false
		}
	}
	return true
}

type keyWalk struct {
	defs any
	keys []Key
}

// below collects the keys of the block around; way leads to it.
func (w *keyWalk) below(prefix string, here place, way []place, perStage func(string) bool) {
	object := here.around
	for _, name := range keysOf(member(object, "properties")) {
		written := member(member(object, "properties"), name)
		meant := w.meant(written)
		k := Key{Path: prefix + name, PerStage: perStage(name)}
		for _, rule := range []any{meant, written} { // what is alongside a reference wins
			if text, _ := member(rule, "description").(string); text != "" {
				k.Description = text
			}
			if def := member(rule, "default"); def != nil {
				k.Default = fmt.Sprint(def)
			}
			if values, _ := member(rule, "enum").([]any); values != nil {
				k.Accepts = nil
				for _, v := range values {
					if v != nil {
						k.Accepts = append(k.Accepts, fmt.Sprint(v))
					}
				}
			}
			if pattern, _ := member(rule, "pattern").(string); pattern != "" {
				k.Form = patternFix(pattern, "", nil)
			}
			if examples, _ := member(rule, "examples").([]any); len(examples) > 0 {
				k.Example = fmt.Sprint(examples[0])
			}
		}
		here.name, here.prefix = name, prefix
		to := append(slices.Clone(way), here)
		items, more := w.meant(member(meant, "items")), w.meant(member(meant, "additionalProperties"))
		if k.Block = member(meant, "properties") != nil || items != nil || isObject(meant); k.Block {
			k.Example = w.blockExample(to, w.exampleOf(k.Path, written))
		}
		w.keys = append(w.keys, k)
		inherited := func(string) bool { return k.PerStage }
		switch {
		case k.Path == stagesKey:
		case member(meant, "properties") != nil:
			w.below(k.Path+".", place{around: meant}, to, inherited)
		case member(items, "properties") != nil:
			w.below(k.Path+"[].", place{around: items, item: true}, to, inherited)
		case member(more, "properties") != nil:
			w.below(k.Path+".<name>.", place{around: more, named: true}, to, inherited)
		}
	}
}

// isObject says that a rule is one of a mapping.
func isObject(rule any) bool {
	types, _ := member(rule, "type").([]any)
	return member(rule, "type") == "object" || slices.Contains(types, any("object"))
}

// meant follows a reference, and leaves out the null that removes a value.
func (w *keyWalk) meant(rule any) any {
	for _, list := range []string{"anyOf", "allOf", "oneOf"} {
		choices, _ := member(rule, list).([]any)
		for _, choice := range choices {
			if t := member(choice, "type"); t != "boolean" && member(choice, "not") == nil {
				return w.meant(choice)
			}
		}
	}
	if ref, _ := member(rule, "$ref").(string); ref != "" {
		return w.meant(member(w.defs, strings.TrimPrefix(ref, "#/$defs/")))
	}
	return rule
}
