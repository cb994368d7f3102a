package cost

import (
	"math"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Each sum is worked out by hand from the list prices: 730 hours.
func TestMonth(t *testing.T) {
	base := func() *stack.Stack {
		return &stack.Stack{
			Network:  stack.Network{Mode: stack.PublicTasks, Zones: 2},
			Service:  stack.Service{CPU: 256, Memory: 512, Scaling: stack.Scaling{Min: 1, Max: 1}, Secrets: []stack.Secret{{Name: "A"}, {Name: "B"}, {Name: "B"}, {Name: "C"}}},
			Database: stack.Database{Version: "16.8", MinACU: 0.5, MaxACU: 2},
		}
	}
	for _, c := range []struct {
		name        string
		change      func(*stack.Stack)
		least, most float64
	}{
		// 9.01 task + 3.65 its address + 16.43 + 7.30 balancer + 1.20 secrets + 43.80 database
		{"default", func(*stack.Stack) {}, 81.39, 81.39 + 131.40},
		{"SQLite", func(s *stack.Stack) { s.Database = stack.Database{} }, 37.59, 37.59},
		{"one NAT", func(s *stack.Stack) { s.Network.Mode = stack.NATGateway }, 81.39 - 3.65 + 36.50, 81.39 - 3.65 + 36.50 + 131.40},
		{"four endpoints", func(s *stack.Stack) {
			s.Network.Mode, s.Network.Endpoints = stack.Endpoints, []string{"a", "b", "c", "d"}
		}, 81.39 - 3.65 + 58.40, 81.39 - 3.65 + 58.40 + 131.40},
		{"four tasks", func(s *stack.Stack) { s.Service.Scaling.Max = 4 }, 81.39, 81.39 + 131.40 + 3*12.66},
		{"spot", func(s *stack.Stack) {
			s.Service.Scaling.Max, s.Service.Spot, s.Service.OnDemand = 4, true, 1
		}, 81.39, 81.39 + 131.40 + 3*(9.01*0.3+3.65)},
		{"Redis", func(s *stack.Stack) { s.Cache = stack.Cache{Node: "cache.t4g.micro", Engine: "redis"} }, 81.39 + 11.68, 81.39 + 11.68 + 131.40},
		{"strict on a shared balancer", func(s *stack.Stack) {
			s.Strict, s.Balancer.Shared.ARN = true, "arn"
		}, 81.39 - 23.73 + 8.40, 81.39 - 23.73 + 8.40 + 131.40},
		{"existing network", func(s *stack.Stack) { s.Network = stack.Network{Mode: stack.Private, VPC: "vpc-1"} }, 81.39 - 3.65, 81.39 - 3.65 + 131.40},
	} {
		s := base()
		c.change(s)
		least, most := Month(s)
		if math.Abs(least-c.least) > 0.03 || math.Abs(most-c.most) > 0.03 {
			t.Errorf("%s: %.2f to %.2f, want %.2f to %.2f", c.name, least, most, c.least, c.most)
		}
	}
}
