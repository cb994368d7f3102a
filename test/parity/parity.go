// Package parity proves that the two clouds of a stage are the same, and that
// they are what the model says.
//
// From the resources that SST registers, from those of a resolved CloudFormation
// template and from the model the same form is made: facts, in the words of the
// field. They must be equal. Where a cloud cannot be as the model says, package
// difference has the reason, and a reason that nothing needs is a fault.
//
// A property or a resource that no table here knows becomes a fact too, which no
// model has: nothing passes unseen because no table names it.
package parity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Facts are what is true of a stage: the name of a fact ("load balancer: idle
// timeout") and its values, sorted. A fact that several things share has a value
// of each.
type Facts map[string][]string

// Number returns how many values all facts have together.
func (f Facts) Number() int {
	n := 0
	for _, values := range f {
		n += len(values)
	}
	return n
}

// add notes values of a fact about a thing.
func (f Facts) add(thing, fact string, values ...string) {
	if len(values) == 0 {
		return
	}
	name := thing + ": " + fact
	f[name] = slices.Sorted(slices.Values(append(f[name], values...)))
}

// text is a scalar as a fact has it: 1, 1.0 and "1" are the same.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// words are the leaves of a value in one line, such as "port 443 protocol HTTPS".
func words(v any) string {
	var all []string
	eachLeaf(v, "", func(path string, leaf any) {
		parts := strings.Split(path, "/")
		parts = slices.DeleteFunc(parts, func(p string) bool { _, err := strconv.Atoi(p); return err == nil })
		if name := strings.Join(parts, " "); name != "" {
			all = append(all, name+" "+text(leaf))
		} else {
			all = append(all, text(leaf))
		}
	})
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// eachLeaf visits every scalar of a value, with its path. A map without members
// is one too, {}; a list without items has none.
func eachLeaf(v any, path string, visit func(path string, leaf any)) {
	switch v := v.(type) {
	case nil:
	case map[string]any:
		if len(v) == 0 {
			visit(path, "{}")
		}
		for key, member := range v {
			eachLeaf(member, below(path, key), visit)
		}
	case []any:
		for i, item := range v {
			eachLeaf(item, below(path, strconv.Itoa(i)), visit)
		}
	default:
		visit(path, v)
	}
}

// below is the path of a member.
func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "/" + key
}
