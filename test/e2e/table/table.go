// Package table holds what the tables of expectations have in common, of
// executed SST configurations and of CloudFormation templates: stages with
// resources, and how a sentence looks at them.
//
// It knows resources by type, name and properties only. What must hold for them
// is said in the tables.
package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// Stage is one stage of a case, as the model wants it and with the resources
// that came of it.
type Stage struct {
	*stack.Stack
	Name      string // the stage's real name
	Resources []consumer.Resource

	faults []string
}

// Faults gives what was found wrong since the last call.
func (s *Stage) Faults() []string {
	faults := s.faults
	s.faults = nil
	return faults
}

// Fail notes that the stage as a whole does not fulfil the expectation.
func (s *Stage) Fail(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

// Fill gives a text of the model with the stage's real name in its holes.
func (s *Stage) Fill(text stack.Staged) string { return text.Fill(s.Name) }

// HasDomain says whether the stage has a name of its own, and with it TLS.
func (s *Stage) HasDomain() bool { return s.Domain.Name != "" }

// Shared says whether the load balancer is somebody else's.
func (s *Stage) Shared() bool { return s.Balancer.Shared.ARN != "" }

// Item is a resource, or a part of one, under examination.
type Item struct {
	consumer.Resource
	stage *Stage
	at    string // of the part in its resource
}

// All gives the resources of some types.
func (s *Stage) All(types ...string) []Item {
	var items []Item
	for _, r := range s.Resources {
		if slices.Contains(types, r.Type) {
			items = append(items, Item{Resource: r, stage: s})
		}
	}
	return items
}

// Item gives something that is no resource as one.
func (s *Stage) Item(name string, inputs map[string]any) Item {
	return Item{Resource: consumer.Resource{Name: name, Inputs: inputs}, stage: s}
}

// One gives the only resource of a type. Another number is a fault.
func (s *Stage) One(kind string) (Item, bool) {
	items := s.All(kind)
	if len(items) != 1 {
		s.Fail("there are %d resources of type %s, not one", len(items), kind)
		return Item{}, false
	}
	return items[0], true
}

// Number demands a number of resources of a type.
func (s *Stage) Number(kind string, want int) {
	if n := len(s.All(kind)); n != want {
		s.Fail("there are %d resources of type %s, not %d", n, kind, want)
	}
}

// Fail notes that an item does not fulfil the expectation.
func (i Item) Fail(format string, args ...any) {
	what := i.Name
	if i.at != "" {
		what += " " + i.at
	}
	i.stage.Fail("%s: %s", what, fmt.Sprintf(format, args...))
}

// Get gives the input at a path such as "origins[0].domainName", nil when there
// is none. JSON inside of a string is looked into.
func (i Item) Get(path string) any {
	var at any = i.Inputs
	for _, key := range strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		if text, ok := at.(string); ok {
			at = parsed(text)
		}
		switch v := at.(type) {
		case map[string]any:
			at = v[key]
		case []any:
			n, err := strconv.Atoi(key)
			if err != nil || n >= len(v) {
				return nil
			}
			at = v[n]
		default:
			return nil
		}
	}
	return at
}

// Text gives the input at a path as text, "" when there is none.
func (i Item) Text(path string) string {
	switch v := i.Get(path).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return Plain(v)
	}
}

// Part gives the map at a path as an item, empty when there is none.
func (i Item) Part(path string) Item {
	part := i
	part.Inputs, _ = i.Get(path).(map[string]any)
	part.at = strings.TrimPrefix(i.at+"."+path, ".")
	return part
}

// Parts gives the members of the list at a path, each as an item.
func (i Item) Parts(path string) []Item {
	list := i.Get(path)
	if text, ok := list.(string); ok {
		list = parsed(text)
	}
	members, _ := list.([]any)
	var items []Item
	for n, m := range members {
		inputs, _ := m.(map[string]any)
		part := i
		part.Inputs = inputs
		part.at = fmt.Sprintf("%s%s[%d]", i.at, path, n)
		items = append(items, part)
	}
	return items
}

// Texts gives the list of texts at a path. A single text counts as a list of one.
func (i Item) Texts(path string) []string {
	switch v := i.Get(path).(type) {
	case string:
		return []string{v}
	case []any:
		var texts []string
		for _, t := range v {
			text, ok := t.(string)
			if !ok {
				text = Plain(t)
			}
			texts = append(texts, text)
		}
		return texts
	}
	return nil
}

// Is demands a value.
func (i Item) Is(path string, want any) {
	if got := i.Get(path); Plain(got) != Plain(want) {
		i.Fail("%s is %s, not %s", path, Plain(got), Plain(want))
	}
}

// OneOf demands one of some texts.
func (i Item) OneOf(path string, want ...string) {
	if got := i.Text(path); !slices.Contains(want, got) {
		i.Fail("%s is %q, not one of %q", path, got, want)
	}
}

// Given demands that there is something.
func (i Item) Given(path string) {
	if i.Text(path) == "" {
		i.Fail("there is no %s", path)
	}
}

// SameSet demands the same members, in any order.
func (s *Stage) SameSet(what string, got, want []string) {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		s.Fail("%s are %q, not %q", what, got, want)
	}
}

// Plain gives a value as JSON; 1 and 1.0 are the same in it.
func Plain(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(b.String())
}

func parsed(text string) any {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return nil
	}
	return v
}

// EachText walks every text of an input, with its path; JSON inside of a text is
// one text.
func EachText(v any, at string, visit func(at, text string)) {
	switch v := v.(type) {
	case string:
		visit(at, v)
	case []any:
		for n, m := range v {
			EachText(m, fmt.Sprintf("%s[%d]", at, n), visit)
		}
	case map[string]any:
		for key, m := range v {
			EachText(m, strings.TrimPrefix(at+"."+key, "."), visit)
		}
	}
}
