package cost

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Each choice takes off what the stage costs less with it, and one that does not apply
// is not among them.
func TestSavings(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*stack.Stack)
		want   map[string][2]float64
	}{
		{"default", func(s *stack.Stack) { s.Shape = stack.Stateless }, map[string][2]float64{
			"service: { architecture: arm64 }": {1.80, 1.80}, "loadBalancer: { shared: … }": {23.73, 23.73}, "shape: single-replica": {43.80, 175.20},
			"database: { capacity: { min: 0 ACU } }": {},
		}},
		{"a shared balancer, ARM and SQLite", func(s *stack.Stack) {
			s.Shape, s.Database, s.Balancer.Shared.ARN, s.Service.Architecture = stack.SingleReplica, stack.Database{}, "arn", "arm64"
		}, map[string][2]float64{}},
		{"gateways in two zones, readers and a replica", func(s *stack.Stack) {
			s.Network.Mode, s.Network.NATPerZone, s.Database.Readers, s.Service.Architecture, s.Balancer.Shared.ARN = stack.NATGateway, true, 1, "arm64", "arn"
			s.Cache = stack.Cache{Node: "cache.t4g.micro", Engine: "valkey", Replicas: 1}
		}, map[string][2]float64{
			"network: { mode: public }": {73 - 3.65, 73 - 3.65}, "network: { mode: nat-gateway, nat: single }": {36.50, 36.50}, "database: { readers: 0 }": {43.80, 175.20},
			"cache: { redis: { replicas: 0 } }": {9.34, 9.34}, "database: { capacity: { min: 0 ACU } }": {},
		}},
	} {
		s := stateless()
		c.change(s)
		got := map[string][2]float64{}
		for _, x := range Savings(s, "us-east-1") {
			got[x.Change] = [2]float64{Rounded(x.Fixed), Rounded(x.Ceiling)}
			if x.GivenUp == "" {
				t.Errorf("%s: %s loses nothing", c.name, x.Change)
			}
		}
		for change, want := range c.want {
			if have, ok := got[change]; !ok || math.Abs(have[0]-want[0]) > 0.02 || math.Abs(have[1]-want[1]) > 0.02 {
				t.Errorf("%s: %s takes off %v, want %v", c.name, change, have, want)
			}
			delete(got, change)
		}
		if len(got) > 0 {
			t.Errorf("%s: and %v", c.name, got)
		}
	}
}

// Below the traffic at which both cost the same a NAT gateway is cheaper, above it
// interface endpoints are.
func TestBreakEven(t *testing.T) {
	s := stateless()
	s.Network.Mode, s.Network.Endpoints = stack.Endpoints, []string{"a", "b", "c", "d"}
	if got := breakEven(s, "us-east-1"); math.Abs(got-(58.40-36.50)/0.035) > 0.5 {
		t.Errorf("%.1f GB", got)
	}
	if got := breakEven(stateless(), "us-east-1"); got != 0 {
		t.Errorf("%.1f GB without endpoints", got)
	}
	if got := breakEven(s, "sa-east-1"); got != 0 {
		t.Errorf("%.1f GB without prices", got)
	}
}

func TestMonth(t *testing.T) {
	for name, c := range map[string]struct {
		region  string
		budget  float64
		verdict string
		exact   bool
	}{
		"under":            {"us-east-1", 100, Under, true},
		"over":             {"us-east-1", 50, Over, true},
		"no prices":        {"eu-north-1", 50, NotJudged, false},
		"no prices, large": {"eu-north-1", 5000, NotJudged, false},
	} {
		s := stateless()
		s.Region, s.Budget, s.Usage.Logs = c.region, c.budget, 10
		m := MonthOf(s)
		if m.Budget.Verdict != c.verdict || m.Exact != c.exact || m.ByUse == nil || *m.ByUse != 5 {
			t.Errorf("%s: %+v, %s", name, m, m.Budget.Verdict)
		}
		items := 0.0
		for _, l := range m.Lines {
			for _, i := range l.Items {
				items += i.Least * i.USD
			}
		}
		if math.Abs(items-*m.Fixed) > 0.02 {
			t.Errorf("%s: the items are %.2f, the sum is %.2f", name, items, *m.Fixed)
		}
	}
	if m := MonthOf(stateless()); m.Budget != nil {
		t.Errorf("a budget without one: %+v", m.Budget)
	}
}

// A hosted zone counts once, a pattern does not.
func TestSumAndZones(t *testing.T) {
	named := func(name, zone string) *stack.Stack {
		s := stateless()
		s.Region, s.Domain = "us-east-1", stack.Domain{Name: stack.Staged(name), Zone: zone, DNS: stack.Route53}
		return s
	}
	stages := []*stack.Stack{named("api.example.com", ""), named("staging.api.example.com", ""), named("a.b.c", "Z1"), stateless()}
	if diff := cmp.Diff(map[string]bool{"example.com": true, "Z1": true}, Zones(stages)); diff != "" {
		t.Error(diff)
	}
	a, b := MonthOf(stages[0]), MonthOf(stages[1])
	b.Each, b.Stage = true, "pr-*"
	got := Sum([]Month{a, b, a}, 1)
	if got.Fixed != Rounded(2**a.Fixed+0.50) || !slices.Equal(got.Without, []string{"pr-*"}) || !got.Exact || got.Zones != 1 {
		t.Errorf("%+v", got)
	}
}
