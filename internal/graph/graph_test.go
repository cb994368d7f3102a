package graph

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

func ids(p Picture) []string {
	var out []string
	for _, n := range p.Nodes {
		out = append(out, n.ID)
	}
	return out
}

// Each part has one place, whatever else there is, and every connection has two ends.
func TestPlaces(t *testing.T) {
	places := map[string][2]int{}
	for _, s := range []*stack.Stack{stacktest.Stateless().Stages[0], stacktest.SingleReplica().Stages[0]} {
		p := Of(s, nil)
		taken := map[[2]int]string{}
		for _, n := range p.Nodes {
			at := [2]int{int(n.Column), n.Row}
			if taken[at] != "" {
				t.Errorf("%s and %s are at %v", n.ID, taken[at], at)
			}
			if old, known := places[n.ID]; known && old != at && n.ID != "tasks" {
				t.Errorf("%s is at %v and at %v", n.ID, old, at)
			}
			taken[at], places[n.ID] = n.ID, at
		}
		for _, e := range p.Edges {
			if p.Node(e.From) == nil || p.Node(e.To) == nil || len(e.Labels) == 0 {
				t.Errorf("%+v ends nowhere", e)
			}
		}
		if p.Title == "" || p.Description == "" {
			t.Errorf("%+v", p)
		}
	}
}

// A change shows what is kept, added, removed, replaced, changed and opened.
func TestBetween(t *testing.T) {
	before := Of(stacktest.Stateless().Stages[0], nil)
	same := Between(before, before, func(string) bool { return false })
	for _, n := range same.Nodes {
		if n.Change != Kept {
			t.Errorf("%s is %s", n.ID, n.Change)
		}
	}
	if same.Description != "Nothing changes." {
		t.Error(same.Description)
	}
	now := *stacktest.Stateless().Stages[0]
	now.Cache = stack.Cache{Node: "cache.t4g.micro", Engine: "valkey", Version: "8.0"}
	now.Openings = append(slices.Clone(now.Openings),
		stack.Opening{From: stack.Tasks, To: stack.CacheNode, Port: stack.RedisPort, Protocol: "Redis"},
		stack.Opening{From: stack.World, To: stack.Balancer, Port: 8443, Protocol: "HTTP"})
	now.Service.Scaling = stack.Scaling{Min: 3, Max: 9}
	p := Between(before, Of(&now, nil), func(id string) bool { return id == "database" })
	got := map[string]Change{}
	for _, n := range p.Nodes {
		if n.Change != Kept {
			got[n.ID] = n.Change
		}
	}
	for _, e := range p.Edges {
		if e.Change != Kept {
			got[e.From+" "+e.To] = e.Change
		}
	}
	want := map[string]Change{"cache": Added, "database": Replaced, "tasks": Changed, "tasks cache": Added, "clients balancer": Opened}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	back := Between(Of(&now, nil), before, func(string) bool { return false })
	if i := slices.IndexFunc(back.Nodes, func(n Node) bool { return n.ID == "cache" }); i < 0 || back.Nodes[i].Change != Removed {
		t.Errorf("%v", ids(back))
	}
	if gone := Between(before, Picture{}, func(string) bool { return false }); len(gone.Nodes) != len(before.Nodes) || gone.Title != before.Title {
		t.Errorf("%+v", gone)
	}
}

// Findings are counted where they belong, the worst kind only.
func TestFindings(t *testing.T) {
	p := Of(stacktest.Stateless().Stages[0], diag.List{
		{Code: "PG401", Severity: diag.Error}, {Code: "PG404", Severity: diag.Warning}, {Code: "PG310", Severity: diag.Warning}, {Code: "PG307", Severity: diag.Info}, {Code: "SCHEMA_EMPTY", Severity: diag.Error},
	})
	for id, want := range map[string]string{"database": "1 error", "tasks": "1 warning", "balancer": ""} {
		got := ""
		for _, b := range p.Node(id).Badges {
			if b.Kind == Finding {
				got = b.Text
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
