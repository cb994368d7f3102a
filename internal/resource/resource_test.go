package resource_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

func TestReferences(t *testing.T) {
	call := func(function resource.Function, text string) resource.Value {
		return resource.Value{Kind: resource.String, Text: text, Function: function}
	}
	v := resource.Value{Kind: resource.Map, Members: []resource.Member{
		{Name: "a", Value: call(resource.Ref, "Vpc")},
		{Name: "b", Value: resource.Value{Kind: resource.List, Function: resource.Join, Members: []resource.Member{
			{Value: call(resource.GetAtt, "Database.Endpoint.Port")}, {Value: resource.Of("Ref")},
		}}},
		{Name: "c", Value: call(resource.Sub, "a${AWS::Region}/${!Text}/${Key.Arn}${Key}")},
		{Name: "d", Value: call(resource.Ref, "Gone"), Removed: true},
	}}
	want := []resource.Reference{{ID: "Vpc"}, {"Database", "Endpoint.Port"}, {ID: "AWS::Region"}, {"Key", "Arn"}, {ID: "Key"}}
	if diff := cmp.Diff(want, v.References()); diff != "" {
		t.Error(diff)
	}
}

func TestGet(t *testing.T) {
	v := resource.Of(map[string]any{"list": []any{"x", map[string]any{"n": 0.5}}, "": 1})
	for _, c := range []struct {
		path []string
		want string
	}{
		{[]string{"list", "0"}, "x"}, {[]string{"list", "1", "n"}, "0.5"},
		{[]string{"list", "01"}, ""}, {[]string{"list", "2"}, ""}, {[]string{""}, ""}, {[]string{"list", "0", "x"}, ""},
	} {
		if got := v.Get(c.path...).Text; got != c.want {
			t.Errorf("%q: %q", c.path, got)
		}
	}
	v.Members[1].Value.Members[0].Removed = true
	if got := v.Get("list", "0", "n").Text; got != "0.5" || len(v.Get("list").Present()) != 1 {
		t.Errorf("after a removal: %q", got)
	}
}
