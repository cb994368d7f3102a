package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is one thing that an update does.
type Change struct {
	Kind Kind
	Name string
	// Why is the property that replaces or changes, the key that collides or the
	// guard that goes; "" for what is added or removed.
	Why string
}

// Kind is the kind of a Change.
type Kind string

// The kinds. Those from Lost on are bad: each needs a reason.
const (
	Added           Kind = "+"
	Removed         Kind = "-"
	Replaced        Kind = "replaces"
	PerhapsReplaced Kind = "may replace"
	Updated         Kind = "changes"   // a property changes in place
	Lost            Kind = "loses"     // data goes, and nothing stays of it
	Emptied         Kind = "empties"   // an empty store takes the place of a full one
	Collides        Kind = "collides"  // AWS refuses the new one while the old one is there
	Unguarded       Kind = "unguarded" // a protection goes
)

// Bad reports whether a change does harm.
func (e Change) Bad() bool {
	return e.Kind == Lost || e.Kind == Emptied || e.Kind == Collides || e.Kind == Unguarded
}

func (e Change) String() string {
	if e.Why == "" {
		return string(e.Kind) + " " + e.Name
	}
	return fmt.Sprintf("%s %s (%s)", e.Kind, e.Name, e.Why)
}

// Compare returns what an update from one rendering to another does, sorted by kind
// and name.
func Compare(before, after []Thing) []Change {
	old, now := byID(before), byID(after)
	var out []Change
	for id, t := range now {
		if _, there := old[id]; !there {
			out = append(out, Change{Added, t.Name, ""})
		}
	}
	replaced := replacements(old, now)
	gone := map[string]Thing{} // what is replaced: whatever refers to it has another value
	for id, t := range old {
		if r, goes := replaced[t.Name]; goes && !r.perhaps {
			gone[id] = t
		}
	}
	for id, t := range old {
		next, stays := now[id]
		why, goes := replaced[t.Name]
		switch {
		case !stays:
			out = append(out, Change{Removed, t.Name, ""})
		case goes:
			out = append(out, Change{why.kind(), t.Name, why.property})
		}
		if stays && (!goes || why.perhaps) {
			for property := range union(t.Properties, next.Properties) {
				if t.Properties[property] != next.Properties[property] || refersToAnyOf(next.Properties[property], gone) {
					out = append(out, Change{Updated, t.Name, property})
				}
			}
		}
		if t.Store && goes && !why.perhaps {
			out = append(out, Change{Emptied, t.Name, why.property})
		}
		if !stays && t.Lost(false) || stays && goes && !why.perhaps && t.Lost(true) {
			out = append(out, Change{Lost, t.Name, ""})
		}
		for _, guard := range t.Guards {
			if stays && !slices.Contains(next.Guards, guard) {
				out = append(out, Change{Unguarded, t.Name, guard})
			}
		}
		if stays && !goes && t.On != "" && next.On != "" && (t.On != next.On || refersToAny(t.On, replaced)) {
			out = append(out, Change{Collides, t.Name, "hangs on " + t.On})
		}
	}
	out = append(out, collisions(old, now, replaced)...)
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.order()+a.String(), b.order()+b.String()) })
	return slices.Compact(out)
}

// Mirrored returns the change that the way back has, the zero Change where it
// need not have one.
func (e Change) Mirrored() Change {
	switch e.Kind {
	case Added:
		e.Kind = Removed
	case Removed:
		e.Kind = Added
	case Lost, Emptied, Collides, Unguarded:
		return Change{}
	}
	return e
}

func (e Change) order() string {
	return fmt.Sprint(slices.Index([]Kind{Added, Removed, Replaced, PerhapsReplaced, Updated, Lost, Emptied, Collides, Unguarded}, e.Kind))
}

func byID(things []Thing) map[string]Thing {
	out := map[string]Thing{}
	for _, t := range things {
		out[t.id()] = t
	}
	return out
}

// replacement is why a thing is replaced.
type replacement struct {
	property string
	perhaps  bool
}

func (r replacement) kind() Kind {
	if r.perhaps {
		return PerhapsReplaced
	}
	return Replaced
}

// replacements are the things that an update replaces, by name. What refers to a
// replaced one in a property that cannot change is replaced too.
func replacements(old, now map[string]Thing) map[string]replacement {
	out := map[string]replacement{}
	note := func(name string, r replacement) bool {
		if known, there := out[name]; there && (!known.perhaps || r.perhaps) {
			return false
		}
		out[name] = r
		return true
	}
	for more := true; more; {
		more = false
		for _, id := range slices.Sorted(maps.Keys(now)) {
			next := now[id]
			was, there := old[id]
			if !there {
				continue
			}
			for i, pair := range [][2]map[string]string{{was.Fixed, next.Fixed}, {was.Perhaps, next.Perhaps}} {
				perhaps := i == 1
				for _, property := range ordered(union(pair[0], pair[1])) {
					if pair[0][property] != pair[1][property] {
						more = note(next.Name, replacement{property, perhaps}) || more
						continue
					}
					for name, r := range out {
						if refers(pair[1][property], name) {
							more = note(next.Name, replacement{property, perhaps || r.perhaps}) || more
						}
					}
				}
			}
		}
	}
	return out
}

// ordered are the names of properties, but for the thing's own name, which changes
// with the others and is not a reason: it comes last.
func ordered(properties map[string]string) []string {
	return slices.SortedFunc(maps.Keys(properties), func(a, b string) int {
		own := func(name string) int {
			if name == "clusterIdentifier" || name == "namePrefix" {
				return 1
			}
			return 0
		}
		return cmp.Or(own(a)-own(b), strings.Compare(a, b))
	})
}

// refers reports whether a text has a reference to a thing.
func refers(text, name string) bool {
	return strings.Contains(text, "<"+name+">") || strings.Contains(text, "<"+name+".")
}

// refersToAnyOf reports whether a property has a reference to one of some things,
// by its own name or its twin's.
func refersToAnyOf(text string, things map[string]Thing) bool {
	for _, t := range things {
		if t.Twin != "" && refers(text, t.Twin) || refers(text, t.Name) {
			return true
		}
	}
	return false
}

// refersToAny reports whether a text has a reference to something that is replaced
// for sure.
func refersToAny(text string, replaced map[string]replacement) bool {
	for name, r := range replaced {
		if !r.perhaps && refers(text, name) {
			return true
		}
	}
	return false
}

func union(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b)
	return out
}

// shortened is a key without the part of a range that two things have in common.
func shortened(key string) string {
	if strings.HasPrefix(key, "addresses ") {
		return key[:strings.LastIndexByte(key, ' ')]
	}
	return key
}

func holds(t Thing, key string) bool { return slices.Contains(t.Keys, key) }

// collisions are the keys that a thing holds and another one gets. A replaced
// thing is another one too, unless what its key refers to is new as well.
func collisions(old, now map[string]Thing, replaced map[string]replacement) []Change {
	holders := map[string]Thing{}
	for _, t := range old {
		for _, key := range t.Keys {
			holders[key] = t
		}
	}
	var out []Change
	twice := map[string]string{} // ids by key
	for _, id := range slices.Sorted(maps.Keys(now)) {
		for _, key := range now[id].Keys {
			other, there := twice[key]
			if there && !(holds(old[id], key) && holds(old[other], key)) { // two of the new ones want it
				out = append(out, Change{Collides, now[id].Name, shortened(key)})
			}
			twice[key] = id
		}
	}
	for id, t := range now {
		for _, key := range t.Keys {
			holder, held := holders[key]
			why, again := replaced[t.Name]
			if _, stays := old[id]; held && !refersToAny(key, replaced) && (holder.id() != id || stays && again && !why.perhaps) {
				out = append(out, Change{Collides, t.Name, shortened(key)})
			}
		}
	}
	return out
}
