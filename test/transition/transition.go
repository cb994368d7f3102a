// Package transition compares two renderings of a stage as an update would: what
// is added, removed and replaced, what loses its protection, and where the cloud
// would refuse the update, because a thing has a new logical name while the old
// one still holds its place.
//
// Both engines make the new thing before they delete the old one. So a listener's
// port, a route's destination or a record's name that moves to another logical
// name is refused, however right each rendering is by itself.
package transition

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Thing is a resource of either cloud, as far as an update looks at it.
// References to other things are <Name> in every text.
type Thing struct {
	Name, Type string
	// Keys are what AWS allows only once: "listener <LoadBalancer> 443".
	Keys []string
	// Fixed are the properties that cannot change in place; Perhaps are those of
	// which some changes replace it.
	Fixed, Perhaps map[string]string
	// On is what it hangs on and cannot leave: the load balancer of a target group,
	// the VPC of what has subnets.
	On string
	// HoldsData: what is lost with it cannot be made again. Kept says that a copy
	// or the thing itself stays when it goes. Store: it is what the app's data is
	// in, so another one in its place is empty.
	HoldsData, Kept, Store bool
	// Guards are what protects it: "deletion protection".
	Guards []string
}

func (t Thing) id() string { return t.Type + " " + t.Name }

// Effect is one thing that an update does.
type Effect struct {
	Kind Kind
	Name string
	// Why is the property that replaces, the key that collides or the guard that
	// goes; "" for what is added or removed.
	Why string
}

// Kind is the kind of an Effect.
type Kind string

// The kinds. Those from Lost on are bad: each needs a reason.
const (
	Added           Kind = "+"
	Removed         Kind = "-"
	Replaced        Kind = "replaces"
	PerhapsReplaced Kind = "may replace"
	Lost            Kind = "loses"     // data goes, and nothing stays of it
	Emptied         Kind = "empties"   // an empty store takes the place of a full one
	Collides        Kind = "collides"  // AWS refuses the new one while the old one is there
	Unguarded       Kind = "unguarded" // a protection goes
)

// Bad reports whether an effect needs a reason.
func (e Effect) Bad() bool {
	return e.Kind == Lost || e.Kind == Emptied || e.Kind == Collides || e.Kind == Unguarded
}

func (e Effect) String() string {
	if e.Why == "" {
		return string(e.Kind) + " " + e.Name
	}
	return fmt.Sprintf("%s %s (%s)", e.Kind, e.Name, e.Why)
}

// Compare returns what an update from one rendering to another does, sorted.
func Compare(before, after []Thing) []Effect {
	old, now := byID(before), byID(after)
	var out []Effect
	for id, t := range now {
		if _, there := old[id]; !there {
			out = append(out, Effect{Added, t.Name, ""})
		}
	}
	replaced := replacements(old, now)
	for id, t := range old {
		next, stays := now[id]
		why, goes := replaced[t.Name]
		switch {
		case !stays:
			out = append(out, Effect{Removed, t.Name, ""})
		case goes:
			out = append(out, Effect{why.kind(), t.Name, why.property})
		}
		if t.Store && goes && !why.perhaps {
			out = append(out, Effect{Emptied, t.Name, why.property})
		}
		if t.HoldsData && !t.Kept && (!stays || goes && !why.perhaps) {
			out = append(out, Effect{Lost, t.Name, ""})
		}
		for _, guard := range t.Guards {
			if stays && !slices.Contains(next.Guards, guard) {
				out = append(out, Effect{Unguarded, t.Name, guard})
			}
		}
		if stays && !goes && t.On != "" && next.On != "" && (t.On != next.On || refersToAny(t.On, replaced)) {
			out = append(out, Effect{Collides, t.Name, "hangs on " + t.On})
		}
	}
	out = append(out, collisions(old, now, replaced)...)
	slices.SortFunc(out, func(a, b Effect) int { return strings.Compare(a.order()+a.String(), b.order()+b.String()) })
	return slices.Compact(out)
}

// Mirrored is the effect of the opposite change, where there is one.
func (e Effect) Mirrored() Effect {
	switch e.Kind {
	case Added:
		e.Kind = Removed
	case Removed:
		e.Kind = Added
	case Lost, Emptied, Collides, Unguarded:
		return Effect{}
	}
	return e
}

func (e Effect) order() string {
	return fmt.Sprint(slices.Index([]Kind{Added, Removed, Replaced, PerhapsReplaced, Lost, Emptied, Collides, Unguarded}, e.Kind))
}

func byID(things []Thing) map[string]Thing {
	out := map[string]Thing{}
	for _, t := range things {
		if _, twice := out[t.id()]; twice {
			panic("transition: " + t.id() + " is there twice")
		}
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
			for perhaps, pair := range map[bool][2]map[string]string{false: {was.Fixed, next.Fixed}, true: {was.Perhaps, next.Perhaps}} {
				for _, property := range slices.Sorted(maps.Keys(union(pair[0], pair[1]))) {
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

// refers reports whether a text has a reference to a thing.
func refers(text, name string) bool {
	return strings.Contains(text, "<"+name+">") || strings.Contains(text, "<"+name+".")
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

// collisions are the keys that a thing holds and another one gets. A replaced
// thing is another one too, unless what its key refers to is new as well.
func collisions(old, now map[string]Thing, replaced map[string]replacement) []Effect {
	holders := map[string]Thing{}
	for _, t := range old {
		for _, key := range t.Keys {
			holders[key] = t
		}
	}
	var out []Effect
	for id, t := range now {
		for _, key := range t.Keys {
			holder, held := holders[key]
			why, again := replaced[t.Name]
			if _, stays := old[id]; held && !refersToAny(key, replaced) && (holder.id() != id || stays && again && !why.perhaps) {
				out = append(out, Effect{Collides, t.Name, shortened(key)})
			}
		}
	}
	return out
}
