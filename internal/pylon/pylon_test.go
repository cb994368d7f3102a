package pylon

import (
	"os"
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

// Capabilities say all that a person wants to know, and none is forgotten.
func TestCapabilities(t *testing.T) {
	source, err := os.ReadFile("capabilities.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), "&Capability{"); n != len(Capabilities) {
		t.Errorf("%d capabilities are declared, %d are in the list", n, len(Capabilities))
	}
	none, ids := Version{}, map[string]bool{}
	for i, c := range Capabilities {
		if c.ID == "" || ids[c.ID] || c.What == "" || c.Sure == "" || !strings.HasSuffix(c.Evidence, ".") || !strings.HasSuffix(c.Effect, ".") {
			t.Errorf("%s does not say all, or is there twice", c.ID)
		}
		ids[c.ID] = true
		if c.From == none || c.Known != none && c.Known.Before(c.From) || Newest.Before(c.From) {
			t.Errorf("%s: %s", c.ID, c.Gate)
		}
		if i > 0 && c.Known != none && (Capabilities[i-1].Known == none || c.Known.Before(Capabilities[i-1].Known)) {
			t.Errorf("%s is out of order", c.ID)
		}
	}
}

func TestGate(t *testing.T) {
	for text, c := range map[string]struct {
		gate                  Gate
		lacks, unproven, have string
	}{
		"always":                               {Gate{}, "", "", "0.0.1"},
		"since 0.3.72":                         {since(3, 72), "0.3.71", "", "0.3.72"},
		"since a version from 0.3.24 to 0.5.0": {by(5, 0), "0.3.23", "0.4.99", "0.5.0"},
		"in no version that is known, for certain not before 0.4.30": {Gate{From: Version{0, 4, 30}}, "0.4.29", "99.0.0", ""},
		"since a version from 0.10.1 to 0.13.0":                      {MainShards.Gate, "0.10.0", "0.12.0", "9.9.9"},
	} {
		if c.gate.String() != text {
			t.Errorf("%q is called %q", text, c.gate)
		}
		for version, want := range map[string][3]bool{c.lacks: {true, false, false}, c.unproven: {false, true, false}, c.have: {false, false, true}} {
			if version == "" {
				continue
			}
			v, err := ParseVersion(version)
			if got := [3]bool{v.Lacks(c.gate), v.Unproven(c.gate), v.Has(c.gate)}; err != nil || got != want {
				t.Errorf("%s at %s: lacks, unproven, has are %v", text, version, got)
			}
		}
	}
}

// An upgrade is named once, by the step that may bring it.
func TestBetween(t *testing.T) {
	if got := Between(Oldest, Newest); len(got) != len(Upgrades) {
		t.Errorf("from the oldest to the newest version %d of %d things change", len(got), len(Upgrades))
	}
	if got := Between(Newest, Version{99, 0, 0}); len(got) != 0 {
		t.Errorf("after the newest version: %v", got)
	}
	var kinds []string
	for _, u := range Between(Version{0, 3, 64}, Version{0, 3, 71}) {
		kinds = append(kinds, string(u.Kind)+" "+u.Known.String())
	}
	if got, want := strings.Join(kinds, ", "), "value to carry over 0.3.65, stricter start 0.3.68, new secret 0.4.0, new secret 0.5.0, other behaviour 0.5.0"; got != want {
		t.Errorf("from 0.3.64 to 0.3.71: %s", got)
	}
}
