package patch_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// document is {"a": {"b": 1, "c/d": [x, y]}, "~": "t"} where x is an expression
// whose value is known.
func document() resource.Value {
	v := resource.Of(map[string]any{"a": map[string]any{"b": 1.0, "c/d": []any{"x", "y"}}, "~": "t"})
	v.Members[0].Value.Members[1].Value.Members[0].Value = resource.Value{Kind: resource.String, Text: "x", Own: "x"}
	return v
}

// plain is a value without its notes, as JSON would show it.
func plain(v resource.Value) any {
	if v.Own != nil {
		return "expression " + v.Own.(string)
	}
	switch v.Kind {
	case resource.Map:
		out := map[string]any{}
		for _, m := range v.Present() {
			out[m.Name] = plain(m.Value)
		}
		return out
	case resource.List:
		out := []any{}
		for _, m := range v.Present() {
			out = append(out, plain(m.Value))
		}
		return out
	case resource.Null:
		return nil
	case resource.String:
		return v.Text
	}
	var scalar any
	if err := json.Unmarshal([]byte(v.Text), &scalar); err != nil {
		panic(err)
	}
	return scalar
}

func TestApply(t *testing.T) {
	op := func(op, path string, value any) stack.PatchOperation {
		return stack.PatchOperation{Op: op, Path: path, Value: value}
	}
	from := func(op, from, path string) stack.PatchOperation {
		return stack.PatchOperation{Op: op, Path: path, From: from}
	}
	list := func(items ...any) any {
		return map[string]any{"a": map[string]any{"b": 1.0, "c/d": items}, "~": "t"}
	}
	for name, c := range map[string]struct {
		ops     []stack.PatchOperation
		want    any    // nil when it fails
		at      string // of the failure
		missing string
	}{
		"add a member":           {ops: []stack.PatchOperation{op("add", "/a/e", true)}, want: map[string]any{"a": map[string]any{"b": 1.0, "c/d": []any{"expression x", "y"}, "e": true}, "~": "t"}},
		"add replaces a member":  {ops: []stack.PatchOperation{op("add", "/~0", "u")}, want: map[string]any{"a": map[string]any{"b": 1.0, "c/d": []any{"expression x", "y"}}, "~": "u"}},
		"add before":             {ops: []stack.PatchOperation{op("add", "/a/c~1d/1", "z")}, want: list("expression x", "z", "y")},
		"add at the end":         {ops: []stack.PatchOperation{op("add", "/a/c~1d/-", 2.5)}, want: list("expression x", "y", 2.5)},
		"add at the last index":  {ops: []stack.PatchOperation{op("add", "/a/c~1d/2", "z")}, want: list("expression x", "y", "z")},
		"remove and count again": {ops: []stack.PatchOperation{op("remove", "/a/c~1d/0", nil), op("replace", "/a/c~1d/0", "z")}, want: list("z")},
		"remove and add":         {ops: []stack.PatchOperation{op("remove", "/~0", nil), op("add", "/~0", "t")}, want: list("expression x", "y")},
		"an expression moves":    {ops: []stack.PatchOperation{from("move", "/a/c~1d/0", "/~0")}, want: map[string]any{"a": map[string]any{"b": 1.0, "c/d": []any{"y"}}, "~": "expression x"}},
		"an expression is tested": {ops: []stack.PatchOperation{op("test", "/a/c~1d/0", "x"), op("test", "/a/c~1d", []any{"x", "y"}), op("test", "/a", map[string]any{"c/d": []any{"x", "y"}, "b": 1.0}),
			from("copy", "/~0", "/a/c~1d/0")}, want: list("t", "expression x", "y")},
		"nothing there":      {ops: []stack.PatchOperation{op("replace", "/a/x", 1)}, at: "/a", missing: "x"},
		"nothing on the way": {ops: []stack.PatchOperation{op("add", "/x/y", 1)}, missing: "x"},
		"into an expression": {ops: []stack.PatchOperation{op("add", "/a/c~1d/0/x", 1)}, at: "/a/c~1d/0", missing: "x"},
		"past the end":       {ops: []stack.PatchOperation{op("add", "/a/c~1d/3", 1)}, at: "/a/c~1d", missing: "3"},
		"no number":          {ops: []stack.PatchOperation{op("remove", "/a/c~1d/01", nil)}, at: "/a/c~1d", missing: "01"},
		"another value":      {ops: []stack.PatchOperation{op("test", "/a/b", 2)}, at: "/a/b"},
		"another list":       {ops: []stack.PatchOperation{op("test", "/a/c~1d", []any{"x"})}, at: "/a/c~1d"},
		"into itself":        {ops: []stack.PatchOperation{from("move", "/a", "/a/b")}, at: "/a"},
		"whole document":     {ops: []stack.PatchOperation{op("remove", "", nil)}},
		"last one fails":     {ops: []stack.PatchOperation{op("remove", "/a", nil), op("remove", "/a", nil)}, missing: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			before := document()
			after, _, failure := patch.Apply(before, stack.Override{Reason: "r", Patch: c.ops})
			if diff := cmp.Diff(plain(document()), plain(before)); diff != "" {
				t.Error("the document itself changed", diff)
			}
			want := c.want
			if want == nil {
				want = plain(before)
				if failure == nil || failure.At != c.at || failure.Missing != c.missing || failure.Problem == "" {
					t.Errorf("failure %+v", failure)
				}
			} else if failure != nil {
				t.Fatal(failure.Problem)
			}
			if diff := cmp.Diff(want, plain(after)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Any operation ends, with a document or with a failure.
func FuzzApply(f *testing.F) {
	f.Add("add", "/a/c~1d/-", "", "x")
	f.Add("move", "/a", "/a/b", "")
	f.Add("test", "/~0", "", "t")
	f.Fuzz(func(t *testing.T, op, path, from, value string) {
		o := stack.Override{Reason: "r", Patch: []stack.PatchOperation{{Op: op, Path: path, From: from, Value: value}}}
		before := document()
		after, _, failure := patch.Apply(before, o)
		if failure != nil && !cmp.Equal(plain(after), plain(before)) {
			t.Error("a failure changes the document")
		}
	})
}
