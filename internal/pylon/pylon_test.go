package pylon

import (
	"slices"
	"strings"
	"testing"
)

func TestVersions(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		before bool
	}{{"0.3.23", "0.3.72", true}, {"0.3.100", "0.3.72", false}, {"0.5.0", "0.5.0", false}, {"0.9.9", "1.0.0", true}} {
		a, errA := ParseVersion(c.a)
		b, errB := ParseVersion(c.b)
		if errA != nil || errB != nil || a.Before(b) != c.before || a.String() != c.a {
			t.Errorf("%s before %s: %v %v %v", c.a, c.b, a.Before(b), errA, errB)
		}
	}
	for _, bad := range []string{"", "1", "1.2", "1.2.x", "1.-2.3", "1.2.3.4", "1.2.99999999999999999999"} {
		if v, err := ParseVersion(bad); err == nil {
			t.Errorf("%q is taken for %v", bad, v)
		}
	}
	if v := (Version{0, 3, 71}); v.Has(SSEAuth.Gate) || !(Version{0, 3, 72}).Has(SSEAuth.Gate) {
		t.Error("SSEAuth starts at 0.3.72")
	}
}

func TestEnvIsSortedAndExplained(t *testing.T) {
	if !slices.IsSortedFunc(Env, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("Env is not sorted")
	}
	for i, v := range Env {
		if i > 0 && Env[i-1].Name == v.Name {
			t.Errorf("%s is here twice", v.Name)
		}
		if v.Secret && v.Why == "" {
			t.Errorf("secret %s does not say what it is for", v.Name)
		}
		if got, ok := Lookup(v.Name); !ok || got != v {
			t.Errorf("Lookup(%s) = %v", v.Name, got)
		}
	}
	if _, ok := Lookup("HOME"); ok {
		t.Error("HOME is known")
	}
}
