package cost

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func stateless() *stack.Stack {
	return &stack.Stack{
		Network:  stack.Network{Mode: stack.PublicTasks, Zones: 2},
		Service:  stack.Service{CPU: 256, Memory: 512, Scaling: stack.Scaling{Min: 1, Max: 1}, Secrets: []stack.Secret{{Name: "A"}, {Name: "B"}, {Name: "B"}, {Name: "C"}}},
		Database: stack.Database{Version: "16.8", MinACU: 0.5, MaxACU: 2},
	}
}

// Each sum is worked out by hand from the list prices: 730 hours.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		name        string
		change      func(*stack.Stack)
		least, most float64
		exact       bool
	}{
		// 9.01 task + 3.65 its address + 16.43 + 7.30 balancer + 1.20 secrets + 43.80 database
		{"default", func(*stack.Stack) {}, 81.39, 81.39 + 131.40, true},
		{"SQLite", func(s *stack.Stack) { s.Database = stack.Database{} }, 37.59, 37.59, true},
		{"one NAT", func(s *stack.Stack) { s.Network.Mode = stack.NATGateway }, 81.39 - 3.65 + 36.50, 81.39 - 3.65 + 36.50 + 131.40, true},
		{"four endpoints", func(s *stack.Stack) {
			s.Network.Mode, s.Network.Endpoints = stack.Endpoints, []string{"a", "b", "c", "d"}
		}, 81.39 - 3.65 + 58.40, 81.39 - 3.65 + 58.40 + 131.40, false},
		{"four tasks", func(s *stack.Stack) { s.Service.Scaling.Max = 4 }, 81.39, 81.39 + 131.40 + 3*12.66, true},
		{"ARM", func(s *stack.Stack) { s.Service.Architecture = "arm64" }, 81.39 - 1.80, 81.39 - 1.80 + 131.40, true},
		{"spot", func(s *stack.Stack) {
			s.Service.Scaling.Max, s.Service.Spot, s.Service.OnDemand = 4, true, 1
		}, 81.39, 81.39 + 131.40 + 3*(9.01*0.3+3.65), false},
		{"Redis", func(s *stack.Stack) { s.Cache = stack.Cache{Node: "cache.t4g.micro", Engine: "redis"} }, 81.39 + 11.68, 81.39 + 11.68 + 131.40, false},
		{"NAT instances", func(s *stack.Stack) { s.Network.Mode, s.Network.NATInstanceType = stack.NATInstance, "t4g.nano" }, 81.39 - 3.65 + 13.43, 81.39 - 3.65 + 13.43 + 131.40, false},
		{"strict on a shared balancer", func(s *stack.Stack) {
			s.Key.DeletionDays, s.Balancer.Shared.ARN = 30, "arn"
		}, 81.39 - 23.73 + 1, 81.39 - 23.73 + 1 + 131.40, true},
		{"a web ACL and alarms", func(s *stack.Stack) {
			s.WebACL.RuleGroups, s.Alarms.Email = []string{"a", "b"}, "a@example.com"
		}, 81.39 + 7.40, 81.39 + 7.40 + 131.40, true},
		{"existing network", func(s *stack.Stack) { s.Network = stack.Network{Mode: stack.Private, VPC: "vpc-1"} }, 81.39 - 3.65, 81.39 - 3.65 + 131.40, true},
	} {
		s := stateless()
		c.change(s)
		e := Of(s, "us-east-1")
		least, most := e.Sum()
		if math.Abs(least-c.least) > 0.03 || math.Abs(most-c.most) > 0.03 || e.Exact() != c.exact || e.Unpriced != nil || e.Read != "2026-11" {
			t.Errorf("%s: %.2f to %.2f, exact %v, without %v, read %s; want %.2f to %.2f, exact %v", c.name, least, most, e.Exact(), e.Unpriced, e.Read, c.least, c.most, c.exact)
		}
	}
}

// Prices are those of the Region, and what has none is named, never counted as
// nothing or with the price of another Region or size.
func TestOfInARegion(t *testing.T) {
	node := func(s *stack.Stack) { s.Cache = stack.Cache{Node: "cache.r7g.large", Engine: "valkey"} }
	for _, c := range []struct {
		region   string
		change   func(*stack.Stack)
		least    float64
		unpriced []string
	}{
		{"eu-west-1", nil, 81.39 + 730*(0.5*0.02+0.0027), nil},
		{"eu-central-1", nil, 730*(0.25*0.04656+0.5*0.00511+0.005+0.027+2*0.005) + 1.20, []string{"database"}},
		{"eu-north-1", nil, 0, []string{"tasks", "database", "load balancer", "secrets"}},
		{"us-east-1", node, 81.39, []string{"cache"}},
	} {
		s := stateless()
		if c.change != nil {
			c.change(s)
		}
		e := Of(s, c.region)
		if least, _ := e.Sum(); math.Abs(least-c.least) > 0.03 || !slices.Equal(e.Unpriced, c.unpriced) || c.unpriced != nil && e.Exact() {
			t.Errorf("%s: %.2f, exact %v, without %v; want %.2f without %v", c.region, least, e.Exact(), e.Unpriced, c.least, c.unpriced)
		}
	}
}

func TestParse(t *testing.T) {
	const titles = "what,region,usd,read,sure,source\n"
	for text, want := range map[string]string{
		"a,r,0,2026-11,assumed,x\n":                            `a in r: "0" is not a valid price`,
		"a,r,free,2026-11,assumed,x\n":                         `a in r: "free" is not a valid price`,
		"a,r,1,2026-11,sure,x\n":                               `a in r: "sure" is neither documented nor assumed`,
		"a,r,1,2026-11,assumed,x\na,r,2,2026-11,assumed,x\n":   "a in r has two prices",
		"a,r,1,2026-11,assumed\n":                              "record on line 2: wrong number of fields",
		"a,r,1,2026-11,assumed,x\nb,r,1,2026-11,documented,\n": "",
	} {
		_, err := Parse(titles + text)
		if got := ""; err != nil {
			got = err.Error()
			if got != want {
				t.Errorf("%q: %s, want %s", text, got, want)
			}
		} else if want != "" {
			t.Errorf("%q: no error, want %s", text, want)
		}
	}
	if _, err := Parse(listed); err != nil {
		t.Error(err)
	}
}

// The months of four shapes in us-east-1 with three secrets (one with SQLite) and a
// hosted zone, to the cent. docs/cost.md shows them alongside what the runtime's own
// documentation says.
func TestFixedMonths(t *testing.T) {
	page, err := os.ReadFile("../../docs/cost.md")
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := In("us-east-1", Zone)
	for _, l := range Of(stateless(), "us-east-1").Lines { // the parts of the runtime's own table
		if part := fmt.Sprintf("%.2f", Rounded(l.Least)); (l.Name == "database" || l.Name == "load balancer") && !strings.Contains(string(page), part) {
			t.Errorf("docs/cost.md does not have the %s, %s", l.Name, part)
		}
	}
	for _, c := range []struct {
		name   string
		change func(*stack.Stack)
		want   float64
		shown  bool // in docs/cost.md
	}{
		{"EFS and SQLite", func(s *stack.Stack) { s.Database, s.Service.Secrets = stack.Database{}, s.Service.Secrets[:1] }, 37.29, false},
		{"default", func(*stack.Stack) {}, 81.89, true},
		{"one NAT gateway", func(s *stack.Stack) { s.Network.Mode = stack.NATGateway }, 114.74, true},
		{"hardened", func(s *stack.Stack) {
			s.Key.DeletionDays, s.WebACL.RuleGroups, s.Alarms.Email = 30, []string{"a", "b"}, "a@example.com"
		}, 90.29, false},
	} {
		s := stateless()
		c.change(s)
		least, _ := Of(s, "us-east-1").Sum()
		if month := fmt.Sprintf("%.2f", c.want); c.shown && !strings.Contains(string(page), month) {
			t.Errorf("docs/cost.md does not have the month of %s, %s", c.name, month)
		}
		if got := Rounded(least + zone.USD); got != c.want {
			t.Errorf("%s: %.2f, want %.2f", c.name, got, c.want)
		}
	}
}
