// Package cost says in which order of magnitude a stack's month is: what it
// costs at least, before traffic, storage and taxes, and what more tasks and a
// busy database add.
//
// It is for a first look, not for a bill: prices are list prices of one Region
// on one day, and what is paid by use is left out.
package cost

import "github.com/pylon-gen/pylon-gen/internal/stack"

// Region and Date are what the prices are of.
const (
	Region = "us-east-1"
	Date   = "2026-11"
)

// List prices in USD an hour; a month has 730 hours. Those of Aurora, Fargate
// and public addresses agree with public price tables and with SST's own
// documentation; the others are AWS's list prices as commonly quoted.
const (
	month = 730

	acu         = 0.12
	vcpuX86     = 0.04048
	gigabyteX86 = 0.004445
	vcpuARM     = 0.03238
	gigabyteARM = 0.00356
	spotShare   = 0.3 // of the ordinary price, about
	balancer    = 0.0225
	address     = 0.005 // a public IPv4 address
	natGateway  = 0.045
	natInstance = 0.0042 // t4g.nano
	endpoint    = 0.01   // an interface endpoint, in each zone
	redisMicro  = 0.016  // cache.t4g.micro, Redis
	valkeyMicro = 0.0128
	secretMonth = 0.40 // USD a month
	strictMonth = 8.40 // a key, a web ACL with two rule sets, four alarms; USD a month
)

// Month estimates a stage's month in USD: least with the smallest number of
// tasks and the smallest database, most with the greatest of both.
func Month(s *stack.Stack) (least, most float64) {
	fixed := secrets(s) + network(s) + cache(s)
	if !s.Balancer.Shared.Given() {
		fixed += month * (balancer + float64(max(s.Network.Zones, 2))*address)
	}
	if s.Strict {
		fixed += strictMonth
	}
	c := s.Service.Scaling
	least, most = fixed+tasks(s, c.Min), fixed+tasks(s, c.Max)
	if s.Database.Given() {
		instances := float64(1 + s.Database.Readers)
		least += month * acu * instances * s.Database.MinACU
		most += month * acu * instances * s.Database.MaxACU
	}
	return least, most
}

// tasks is the price of n tasks; with Spot all but OnDemand of them are cheap.
func tasks(s *stack.Stack, n int) float64 {
	cpu, memory := vcpuX86, gigabyteX86
	if s.Service.Architecture == "arm64" {
		cpu, memory = vcpuARM, gigabyteARM
	}
	one := float64(s.Service.CPU)/1024*cpu + float64(s.Service.Memory)/1024*memory
	count := float64(n)
	if s.Service.Spot {
		full := float64(min(n, s.Service.OnDemand))
		count = full + (count-full)*spotShare
	}
	price := count * one
	if s.Network.TasksPublic() {
		price += float64(n) * address
	}
	return month * price
}

func network(s *stack.Stack) float64 {
	n := s.Network
	if !n.Made() {
		return 0
	}
	ways := 1.0
	if n.NATPerZone || n.Mode == stack.NATInstance {
		ways = float64(n.Zones)
	}
	switch n.Mode {
	case stack.NATGateway:
		return month * ways * (natGateway + address)
	case stack.NATInstance:
		return month * ways * (natInstance + address)
	case stack.Endpoints:
		return month * float64(len(n.Endpoints)*n.Zones) * endpoint
	}
	return 0
}

// cache knows the smallest node only; greater ones cost about twice as much for
// each step.
func cache(s *stack.Stack) float64 {
	if !s.Cache.Given() {
		return 0
	}
	node := valkeyMicro
	if s.Cache.Engine == "redis" {
		node = redisMicro
	}
	return month * node * float64(1+s.Cache.Replicas)
}

// secrets counts names: variables that share one secret cost once.
func secrets(s *stack.Stack) float64 {
	names := map[string]bool{}
	for _, x := range s.Service.Secrets {
		names[x.Name] = true
	}
	return secretMonth * float64(len(names))
}
