package parity

import (
	"slices"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/difference"
)

func excusing(f difference.Fact) reason {
	return reason{Fact: &f, name: glob(f.Name), model: glob(f.Model), has: glob(f.Has)}
}

// What a reason takes away, and what it does not.
func TestExcuse(t *testing.T) {
	for name, c := range map[string]struct {
		model, has     string
		missing, extra []string
		left           []string
	}{
		"lacks":                  {"a*", "", []string{"ab", "b"}, []string{"ab"}, []string{"b", "ab"}},
		"has":                    {"", "a | b", []string{"a"}, []string{"a", "b", "c"}, []string{"a", "c"}},
		"one instead of another": {"a", "b", []string{"a"}, []string{"b"}, nil},
		"deleted":                {"a", "b", []string{"a"}, nil, []string{"a"}},
		"added":                  {"a", "b", nil, []string{"b"}, []string{"b"}},
		"something else instead": {"a", "b", []string{"a"}, []string{"c"}, []string{"a", "c"}},
	} {
		needed := Reasons{}
		r := excusing(difference.Fact{Cloud: SST, Name: "*", Model: c.model, Has: c.has})
		missing, extra := r.excuse(c.missing, c.extra, needed)
		left := append(missing, extra...)
		if !slices.Equal(left, c.left) {
			t.Errorf("%s: %q is left, want %q", name, left, c.left)
		}
		if changed := len(left) < len(c.missing)+len(c.extra); needed[r.Fact] != changed {
			t.Errorf("%s: needed %t, changed %t", name, needed[r.Fact], changed)
		}
	}
}

// A reason is for a fact, and in stages that have another.
func TestReasonsAreForTheirStages(t *testing.T) {
	r := excusing(difference.Fact{Name: "certificate: *"})
	r.condition = glob("dns: * CNAME")
	r.unless = [2]string{"stage: app", "other"}
	for _, c := range []struct {
		name  string
		model Facts
		want  bool
	}{
		{"certificate: name", Facts{"dns: a.example.com CNAME": {"x"}, "stage: app": {"one", "other"}}, false},
		{"certificate: name", Facts{"dns: a.example.com CNAME": {"x"}, "stage: app": {"one"}}, true},
		{"certificate: name", Facts{"dns: a.example.com CNAME": {"x"}}, true},
		{"certificate: name", Facts{"dns: a.example.com A": {"x"}}, false},
		{"listener 443: certificate", Facts{"dns: a.example.com CNAME": {"x"}}, false},
	} {
		if got := r.matches(c.name, c.model); got != c.want {
			t.Errorf("%s with %v: %t", c.name, c.model, got)
		}
	}
}

// Values are compared as often as they are there.
func TestCompareCounts(t *testing.T) {
	model := Facts{"x: y": {"a", "a", "b"}}
	if got := Compare(SST, model, Facts{"x: y": {"a", "b", "b"}}, Reasons{}); !slices.Equal(got, []string{`x: y: sst lacks "a"`, `x: y: sst has "b"`}) {
		t.Errorf("%q", got)
	}
	if got := Compare(SST, model, model, Reasons{}); got != nil {
		t.Errorf("equal facts: %q", got)
	}
}

// A resource of a type that no table knows is a fact, and so is a property.
func TestNothingIsUnread(t *testing.T) {
	facts := Observe(&Side{Resources: []Resource{
		{Key: "A", Type: "AWS::SQS::Queue", Properties: map[string]any{}},
		{Key: "B", Type: "AWS::EC2::VPC", Properties: map[string]any{"cidrblock": "10.0.0.0/16", "tenancy": map[string]any{"of": "host"}}},
	}})
	for name, want := range map[string]string{"AWS::SQS::Queue: is there": "true", "vpc: unread tenancy/of": "host", "vpc: addresses": "10.0.0.0/16"} {
		if !slices.Equal(facts[name], []string{want}) {
			t.Errorf("%s is %q", name, facts[name])
		}
	}
}

// Lists of keys and values are maps, unless a key stands twice.
func TestPlain(t *testing.T) {
	pair := func(key, value string) any { return map[string]any{"Name": key, "Value": value} }
	got := plain(map[string]any{"Once": []any{pair("A", "x"), pair("B", "y")}, "Twice": []any{pair("A", "x"), pair("A", "y")}, "Json": `{"Statement":[]}`})
	if words(got) != "once A x, once B y, twice name A, twice name A, twice value x, twice value y" {
		t.Errorf("%s", words(got))
	}
}
