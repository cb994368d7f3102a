package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Change is what one operation of an override does to the resources of an
// output: all of them in a template, one component in an SST file.
type Change struct {
	Operation     stack.PatchOperation
	Stage         string // "" for all
	Before, After []resource.Resource
}

// result is a Change as the rules see it.
type result struct {
	Change
	before, after []fact
	// added are the values that the operation puts there, lost those that it takes
	// away or replaces; what goes with its whole resource is not lost.
	added, lost []fact
}

func resultOf(c Change) result {
	r := result{Change: c, before: factsOf(c.Before), after: factsOf(c.After)}
	r.added = missing(r.after, r.before)
	r.lost = slices.DeleteFunc(missing(r.before, r.after), func(f fact) bool {
		return !slices.ContainsFunc(c.After, func(x resource.Resource) bool { return x.ID == f.in.ID })
	})
	return r
}

// fact is one value in a property of a resource.
type fact struct {
	in *resource.Resource
	// path are the names on the way to the value, in lower case and without
	// underscores, as the two targets spell the same thing differently:
	// MaximumPercent, deploymentMaximumPercent. An item of a list is called by its
	// name or key if it has one, else anItem: an item that is put before others
	// does not change them.
	path  []string
	key   string // the resource's id and the path
	value resource.Value
}

func factsOf(list []resource.Resource) []fact {
	var facts []fact
	var walk func(r *resource.Resource, path []string, v resource.Value)
	walk = func(r *resource.Resource, path []string, v resource.Value) {
		if !v.Container() {
			facts = append(facts, fact{r, slices.Clone(path), r.ID + "/" + strings.Join(path, "/"), v})
			return
		}
		for _, m := range v.Present() {
			name := m.Name
			if v.Kind == resource.List {
				name = nameOf(m.Value)
			}
			walk(r, append(path, plain(name)), m.Value)
		}
	}
	for i := range list {
		walk(&list[i], nil, list[i].Properties)
	}
	return facts
}

// anItem is what items of lists are called that have no name.
const anItem = "-"

// nameOf is what an item of a list is called.
func nameOf(item resource.Value) string {
	for _, name := range []string{"Name", "name", "Key", "key", "PolicyName", "Sid", "sid"} {
		if v := item.Get(name); v.Kind == resource.String && v.Function == resource.None {
			return v.Text
		}
	}
	return anItem
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// is reports whether the value has one of these names, or is an item of a list
// that has.
func (f fact) is(names ...string) bool {
	for i := len(f.path) - 1; i >= 0; i-- {
		if slices.Contains(names, f.path[i]) {
			return true
		}
		if f.path[i] != anItem {
			return false
		}
	}
	return false
}

// below reports whether a name is on the way to the value.
func (f fact) below(names ...string) bool {
	return slices.ContainsFunc(f.path, func(s string) bool { return slices.Contains(names, s) })
}

// holds reports whether the value is this text, and no expression.
func (f fact) holds(text string) bool {
	return f.value.Text == text && f.value.Function == resource.None && f.value.Kind != resource.Code
}

// number returns the value as a number, 0 if it is none.
func (f fact) number() float64 {
	n, _ := strconv.ParseFloat(f.value.Text, 64)
	return n
}

// missing are the facts of one list that another does not have, or not as often.
func missing(from, in []fact) []fact {
	type value struct {
		key, text string
		kind      resource.Kind
		function  resource.Function
	}
	of := func(f fact) value { return value{f.key, f.value.Text, f.value.Kind, f.value.Function} }
	there := make(map[value]int, len(in))
	for _, f := range in {
		there[of(f)]++
	}
	var out []fact
	for _, f := range from {
		if v := of(f); there[v] > 0 {
			there[v]--
		} else {
			out = append(out, f)
		}
	}
	return out
}

// unset reports whether the operation takes away a value that holds is about, and
// puts no other in its place: what the cloud takes instead is in force.
func (r result) unset(holds func(fact) bool) bool {
	return slices.ContainsFunc(r.lost, func(f fact) bool {
		return holds(f) && !slices.ContainsFunc(r.after, func(x fact) bool { return x.key == f.key })
	})
}

// template reports whether the resources are those of a CloudFormation template.
func (r result) template() bool {
	return slices.ContainsFunc(r.After, func(x resource.Resource) bool { return strings.HasPrefix(x.Type, "AWS::") })
}

// onResult makes a check of what each operation of the overrides makes of the
// outputs of a stage; "" is not a finding.
func onResult(say func(*checker, result) string) func(*checker) {
	return func(c *checker) {
		for _, r := range c.results {
			if r.Stage != "" && r.Stage != c.s.Stage.Name {
				continue
			}
			if message := say(c, r); message != "" {
				c.find(r.Operation.Pos, "%s", message)
			}
		}
	}
}

// whenAdded makes a check of the values that an operation puts there.
func whenAdded(message string, harms func(*checker, fact) bool) func(*checker) {
	return onResult(func(c *checker, r result) string {
		if slices.ContainsFunc(r.added, func(f fact) bool { return harms(c, f) }) {
			return message
		}
		return ""
	})
}
