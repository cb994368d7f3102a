package stack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// A stage without stores has secrets and logs.
func TestKept(t *testing.T) {
	s := &stack.Stack{Logs: stack.Logs{RetentionDays: 1}}
	const key = "encrypted with AWS's key"
	want := []stack.Kept{
		{Data: "Secrets", How: []string{"in Secrets Manager, in no file and no output", "deleted with the stage", key}},
		{Data: "Logs", How: []string{"for 1 day", "deleted with the stage", key}},
	}
	if diff := cmp.Diff(want, s.Kept()); diff != "" {
		t.Error(diff)
	}

	s.Retain, s.Protect = true, true
	s.Database = stack.Database{Version: "16.8", BackupRetentionDays: 7, TLS: true}
	how := []string{"backups for 7 days", "kept when the stage is removed", "its deletion is refused", key, "connections need TLS"}
	if diff := cmp.Diff(stack.Kept{Data: "Database", How: how}, s.Kept()[0]); diff != "" {
		t.Error(diff)
	}
	s.Protect, s.Database.TLS = false, false
	how = []string{"backups for 7 days", "kept when the stage is removed", key, "connections inside the VPC may be plain"}
	if diff := cmp.Diff(stack.Kept{Data: "Database", How: how}, s.Kept()[0]); diff != "" {
		t.Error(diff)
	}
}
