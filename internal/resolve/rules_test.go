package resolve_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// The file system lets in the running app for just what it has been granted.
func TestFileSystemRules(t *testing.T) {
	want := []stack.Rule{
		{Who: stack.RunningApp, Actions: []string{"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"}, When: stack.ThroughMountTarget},
		{Deny: true, Who: stack.Everybody, Actions: []string{"*"}, When: stack.OverPlainHTTP},
	}
	if diff := cmp.Diff(want, allowed(t, "shape: single-replica").FileSystemRules()); diff != "" {
		t.Error(diff)
	}
}

// A resource's own policy allows nothing to everybody. Services get in under a
// condition only, or they could be made to act for other accounts.
func TestRulesAreNarrow(t *testing.T) {
	rules := slices.Concat([]stack.Rule{stack.BucketRule}, stack.KeyRules, stack.TopicRules, allowed(t, "shape: single-replica").FileSystemRules())
	for _, r := range rules {
		if !slices.IsSorted(r.Actions) {
			t.Errorf("actions are not sorted: %v", r.Actions)
		}
		if !r.Deny && r.Who == stack.Everybody {
			t.Errorf("everybody may %v", r.Actions)
		}
		if !r.Deny && r.Who != stack.Account && r.When == "" {
			t.Errorf("%s may always %v", r.Who, r.Actions)
		}
		if r.Deny && r.When == "" {
			t.Errorf("%v is refused to everybody for good", r.Actions)
		}
	}
}
