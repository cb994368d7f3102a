package graph

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

func TestReplacedIn(t *testing.T) {
	stage := func(effects ...diff.Effect) []diff.StageChange {
		return []diff.StageChange{
			{Stage: "staging", Targets: map[diff.Target]diff.TargetChange{"sst": {Effects: []diff.Effect{{Word: diff.NewStack}}}}},
			{Stage: "production", Targets: map[diff.Target]diff.TargetChange{"cloudformation": {}, "sst": {Effects: effects}}},
		}
	}
	for name, c := range map[string]struct {
		effect diff.Effect
		node   string
		want   bool
	}{
		"another stage's":       {diff.Effect{}, "database", false},
		"made again":            {diff.Effect{Type: "aws:rds/cluster:Cluster", Action: "replace"}, "database", true},
		"another node":          {diff.Effect{Type: "aws:rds/cluster:Cluster", Action: "replace"}, "cache", false},
		"updated":               {diff.Effect{Type: "aws:rds/cluster:Cluster", Action: "update"}, "database", false},
		"the uploads":           {diff.Effect{Type: "aws:s3/bucket:Bucket", Resource: "UploadsBucket", Action: "replace"}, "files", true},
		"a bucket of logs":      {diff.Effect{Type: "aws:s3/bucket:Bucket", Resource: "AccessLogs", Action: "replace"}, "files", false},
		"a second stack":        {diff.Effect{Word: diff.NewStack}, "tasks", true},
		"clients have no stack": {diff.Effect{Word: diff.NewStack}, "clients", false},
	} {
		if got := ReplacedIn(stage(c.effect), "production")(c.node); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
