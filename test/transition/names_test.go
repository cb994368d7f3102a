package transition_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

const (
	names     = "testdata/names.txt"
	changelog = "../../CHANGELOG.md"
)

// A logical name that was once rendered is rendered still, or the changelog says
// what a deployment does about it. Names are added by PYLON_UPDATE=1, and taken
// away by hand.
func TestNamesStay(t *testing.T) {
	now := logicalNames(t)
	recorded, err := os.ReadFile(names)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	known := strings.Fields(string(recorded))
	if os.Getenv("PYLON_UPDATE") == "1" {
		known = append(known, now...)
		slices.Sort(known)
		known = slices.Compact(known)
		if err := os.WriteFile(names, []byte(strings.Join(known, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said, err := os.ReadFile(changelog)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range known {
		_, id, _ := strings.Cut(name, "/")
		if !slices.Contains(now, name) && !strings.Contains(string(said), "`"+id+"`") {
			t.Errorf("%s is not rendered any more, and CHANGELOG.md does not say what a deployment does to it", name)
		}
	}
	for _, name := range now {
		if !slices.Contains(known, name) {
			t.Errorf("%s is new: PYLON_UPDATE=1 go test ./test/transition", name)
		}
	}
}

// logicalNames are those of all golden cases, "cloud/name", but for those that
// hold a host or an id of the user's.
func logicalNames(t *testing.T) []string {
	cases, err := golden.Names(goldens, "")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range cases {
		c, err := golden.Load(filepath.Clean(goldens), name)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.App.Overrides) > 0 { // the user's own resources
			continue
		}
		for _, s := range c.App.Stages {
			real := golden.RealName(s)
			for cloud, things := range map[string][]engine.Thing{"cfn": transition.CloudFormation(s), "sst": transition.SST(s, real)} {
				for _, thing := range things {
					if !theirs(thing) {
						out = append(out, cloud+"/"+thing.Name)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// theirs reports whether a name holds something of the user's: a host, a subnet,
// a load balancer, a priority.
func theirs(t engine.Thing) bool {
	return slices.ContainsFunc([]string{"Record", "MountTarget", "TargetGroup", "listenerRule", "ListenerRule"}, func(part string) bool {
		return strings.Contains(t.Type, part)
	})
}
