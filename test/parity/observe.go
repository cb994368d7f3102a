package parity

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// kind is a kind of resources in both clouds, and what is observed of them.
type kind struct {
	types []string
	// name is what a resource of it is called, together with the value at key.
	// Without a name, who uses it names it (see names).
	name, key string
	// label is what names.go calls a kind without a name.
	label string
	// of is the path of what it is a part of: its facts are that resource's.
	of    string
	facts []fact
	more  func(r Resource) []observation // what a path cannot say
	// rest are the paths that more reads, and those that say nothing about the
	// stage, such as words for people.
	rest string
	// own are the paths that SST's components set by themselves, each to a name of
	// the resource or, behind an equals sign, to a value; paths with a question
	// mark may be absent.
	own []string
}

// fact is what stands at a path. Alternatives, one a cloud, have a bar between
// them. Where nothing stands, the fact is what the cloud's default makes of it;
// "" is not a fact.
type fact struct {
	name, path, absent string
}

// observation is a fact of a resource whose references have not got names yet.
type observation struct{ fact, value string }

// thing is a resource with its observations.
type thing struct {
	Resource
	kind  *kind
	names []string // what it is called; a route table is called by its subnets
	seen  []observation
}

// Observe returns the facts of a side.
func Observe(side *Side) Facts {
	var things []*thing
	byKey := map[string]*thing{}
	for _, r := range side.Resources {
		t := &thing{Resource: r, kind: kindOf(r.Type)}
		if t.kind == nil {
			t.kind = &kind{name: r.Type, more: present}
		}
		t.seen = t.kind.observe(r)
		things = append(things, t)
		byKey[r.Key] = t
	}
	giveNames(things, byKey)
	facts := Facts{}
	for _, t := range things {
		for _, owner := range t.owners(byKey) {
			for _, o := range t.seen {
				for _, name := range resolved(o.fact, byKey) {
					facts.add(owner, name, resolved(o.value, byKey)...)
				}
			}
		}
	}
	tags(things, facts)
	for _, t := range things {
		for _, name := range waits(t, byKey) {
			for _, owner := range t.owners(byKey) {
				facts.add(owner, "waits for", name)
			}
		}
	}
	for what, values := range side.Stage {
		facts.add("stage", what, values...)
	}
	for name, value := range side.Outputs {
		facts.add("output", cmp.Or(outputs[name], name), resolved(text(value), byKey)...)
	}
	return facts
}

// kindOf is the kind of a type, nil where no table has it.
func kindOf(typ string) *kind {
	for i := range kinds {
		if slices.Contains(kinds[i].types, typ) {
			return &kinds[i]
		}
	}
	return nil
}

// observe notes every fact of a resource, and every property that no fact read.
func (k *kind) observe(r Resource) []observation {
	var out []observation
	read := append(strings.Fields(k.rest), strings.Split(k.key, "|")...)
	for _, f := range k.facts {
		value := f.absent
		seen := []string{value}
		for _, path := range strings.Split(f.path, "|") {
			read = append(read, path)
			if v := r.get(path); v != nil {
				seen = texts(v)
			}
		}
		for _, value := range seen {
			if value != "" {
				out = append(out, observation{f.name, cmp.Or(synonyms[f.name+" "+value], value)})
			}
		}
	}
	if k.more != nil {
		out = append(out, k.more(r)...)
	}
	if !strings.HasPrefix(r.Type, "AWS::") {
		for _, set := range k.own {
			path, value, fixed := strings.Cut(set, "=")
			path, optional := strings.CutSuffix(path, "?")
			var v any
			for _, alternative := range strings.Split(path, "|") {
				read = append(read, alternative)
				if v == nil {
					v = r.get(alternative)
				}
			}
			switch {
			case v == nil && optional, fixed && words(v) == value, !fixed && v != nil && (v == token(r.Key, "") || ownName.MatchString(text(v))):
			default:
				out = append(out, observation{"unlike SST's " + path, words(v)})
			}
		}
	}
	read = append(read, strings.Split(k.of, "|")...)
	if strings.HasPrefix(r.Type, "AWS::") {
		read = append(read, "tags", "filesystemtags", "accesspointtags")
	}
	eachLeaf(r.Properties, "", func(path string, leaf any) {
		if !slices.ContainsFunc(read, func(p string) bool { return path == p || p != "" && strings.HasPrefix(path, p+"/") }) {
			out = append(out, observation{"unread " + path, text(leaf)})
		}
	})
	return out
}

// present is that there is a resource, of a kind that says nothing else.
func present(Resource) []observation { return []observation{{"is there", "true"}} }

// ownName is a name that SST's components or the configuration make of something
// else than the resource's own: of its kind, or a beginning that AWS completes.
var ownName = regexp.MustCompile(`^(Pylon|Pylon\.[^.]+\.[^.]+|HTTP|sst|.*-|.*-final|.*-cache|.*-[a-z]{8})$`)

// texts are the values of a property: its own, or those of its list.
func texts(v any) []string {
	list, ok := v.([]any)
	if !ok {
		return []string{words(v)}
	}
	var out []string
	for _, item := range list {
		out = append(out, words(item))
	}
	return out
}

// owners are the names of what a thing's facts are about.
func (t *thing) owners(byKey map[string]*thing) []string {
	if t.kind.of == "" {
		return t.names
	}
	var out []string
	for _, path := range strings.Split(t.kind.of, "|") {
		if v := t.get(path); v != nil {
			for _, value := range texts(v) {
				out = append(out, resolved(value, byKey)...)
			}
		}
	}
	if out == nil {
		out = []string{"nothing"}
	}
	return out
}

var referenceTo = regexp.MustCompile(`<([A-Za-z0-9]+)((?:\.[a-z ]+)?)>`)

// resolved is a text with names in place of references. Where something has
// several names and stands alone, there is a text of each.
func resolved(s string, byKey map[string]*thing) []string {
	if !strings.Contains(s, "<") {
		return []string{s}
	}
	if m := referenceTo.FindStringSubmatch(s); m != nil && m[0] == s && m[2] == "" && byKey[m[1]] != nil {
		return byKey[m[1]].names
	}
	return []string{referenceTo.ReplaceAllStringFunc(s, func(s string) string {
		m := referenceTo.FindStringSubmatch(s)
		t := byKey[m[1]]
		if t == nil {
			return s
		}
		return "<" + called(strings.Join(t.names, ", "), strings.ReplaceAll(m[2], ".", " ")) + ">"
	})}
}

// synonyms are values that the clouds write differently, by fact and value.
var synonyms = map[string]string{
	"internal internet-facing": "false", "internal internal": "true", "public address ENABLED": "true", "public address DISABLED": "false",
}

// outputs are what addresses and names are called in the outputs of both clouds.
var outputs = map[string]string{
	"url": "http", "wsUrl": "websocket", "sseUrl": "sse", "shardsUrl": "shards", "cdnUrl": "cdn", "bucket": "uploads",
	"Url": "http", "WebSocketUrl": "websocket", "SseUrl": "sse", "ShardsUrl": "shards", "CdnUrl": "cdn", "BucketName": "uploads",
}

// called is a thing's attribute in a reference. What is called a password or a
// zone is that.
func called(name, attribute string) string {
	switch {
	case attribute == " password", attribute == " "+name:
		return name
	}
	return name + attribute
}
