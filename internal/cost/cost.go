// Package cost prices a stage's month: what it costs at least, before traffic,
// storage and taxes, and what more tasks and a busy database add. It is the only
// place with prices.
//
// They are list prices of a Region on a day. What is paid by use is left out, and
// what has no known price in the Region is named instead of counted.
package cost

import "github.com/pylon-gen/pylon-gen/internal/stack"

// hours of a month, as AWS's own calculator counts them.
const hours = 730

// Reference is the Region that has all prices.
const Reference = "us-east-1"

// spotShare is what Fargate Spot costs of the on-demand price: about, for it
// follows a market.
const spotShare = 0.3

// Estimate is what a stage's month costs in a Region.
type Estimate struct {
	Region string
	// Read is the month in which the latest of the prices was read: "2026-11".
	Read string
	// Lines are the parts whose prices are known.
	Lines []Line
	// Unpriced are the names of the other parts.
	Unpriced []string
}

// Item is a quantity at one price.
type Item struct {
	What        string  // the price's name in the table, "alb-hour"
	Least, Most float64 // units a month: hours, vCPU hours, pieces
	Price       Price
}

// Line is one part of a month in USD: Least with the smallest number of tasks
// and the smallest database, Most with the greatest of both.
type Line struct {
	Name        string // "database"
	Least, Most float64
	// Assumed: a price in it has no source, or follows a market.
	Assumed bool
	// Items are what it is made of.
	Items []Item
}

// Sum returns the least and the most of all lines in USD. While something is
// unpriced, the stage costs more.
func (e Estimate) Sum() (least, most float64) {
	for _, l := range e.Lines {
		least += l.Least
		most += l.Most
	}
	return least, most
}

// Exact reports whether everything has a price, and each price a source.
func (e Estimate) Exact() bool {
	for _, l := range e.Lines {
		if l.Assumed {
			return false
		}
	}
	return len(e.Unpriced) == 0
}

// Mark is what is printed in front of a sum: "~" unless it is exact.
func (e Estimate) Mark() string {
	if e.Exact() {
		return ""
	}
	return "~"
}

// Of prices a stage's month in a Region, which need not be the stage's own.
func Of(s *stack.Stack, region string) Estimate {
	e := &Estimate{Region: region}
	e.tasks(s)
	if d := s.Database; d.Given() {
		instances := float64(1 + d.Readers)
		e.add("database", part{AuroraCapacity, hours * instances * d.MinACU, hours * instances * d.MaxACU})
	}
	if !s.Balancer.Shared.Given() {
		addresses := float64(max(s.Network.Zones, 2)) // one in each zone
		e.add("load balancer", always(LoadBalancer, hours), always(PublicAddress, hours*addresses))
	}
	e.network(s.Network)
	if c := s.Cache; c.Given() {
		e.add("cache", always(CacheNode(c.Node, c.Engine), hours*float64(1+c.Replicas)))
	}
	e.add("secrets", always(Secret, secrets(s)))
	if s.Key.Given() {
		e.add("key", always(Key, 1))
	}
	if w := s.WebACL; w.Given() {
		e.add("web ACL", always(WebACL, 1), always(WebACLRule, float64(len(w.RuleGroups))))
	}
	e.add("alarms", always(Alarm, alarms(s)))
	return *e
}

// Ways prices a month of the egress routes of a VPC of the stage's own.
func Ways(n stack.Network, region string) Estimate {
	e := &Estimate{Region: region}
	e.network(n)
	return *e
}

// part is how many units of something a month takes.
type part struct {
	what        string
	least, most float64
}

func always(what string, units float64) part { return part{what, units, units} }

// add appends a line, or a name without a price. Parts of no units cost nothing.
func (e *Estimate) add(name string, parts ...part) {
	line := Line{Name: name}
	for _, p := range parts {
		if p.most == 0 {
			continue
		}
		price, known := In(e.Region, p.what)
		if !known {
			e.Unpriced = append(e.Unpriced, name)
			return
		}
		line.Least += p.least * price.USD
		line.Most += p.most * price.USD
		line.Assumed = line.Assumed || price.Assumed
		line.Items = append(line.Items, Item{p.what, p.least, p.most, price})
		e.Read = max(e.Read, price.Read)
	}
	if line.Most > 0 {
		e.Lines = append(e.Lines, line)
	}
}

// tasks prices the tasks and their addresses. With Spot all but OnDemand of them
// are cheap.
func (e *Estimate) tasks(s *stack.Stack) {
	cpu, memory := FargateX86CPU, FargateX86Memory
	if s.Service.Architecture == "arm64" {
		cpu, memory = FargateARMCPU, FargateARMMemory
	}
	full := func(n int) float64 {
		if !s.Service.Spot {
			return float64(n)
		}
		onDemand := min(n, s.Service.OnDemand)
		return float64(onDemand) + float64(n-onDemand)*spotShare
	}
	c := s.Service.Scaling
	least, most := hours*full(c.Min), hours*full(c.Max)
	cpus, gigabytes := float64(s.Service.CPU)/1024, float64(s.Service.Memory)/1024
	parts := []part{{cpu, least * cpus, most * cpus}, {memory, least * gigabytes, most * gigabytes}}
	if s.Network.TasksPublic() {
		parts = append(parts, part{PublicAddress, hours * float64(c.Min), hours * float64(c.Max)})
	}
	e.add("tasks", parts...)
	if last := len(e.Lines) - 1; last >= 0 && s.Service.Spot && c.Max > s.Service.OnDemand {
		e.Lines[last].Assumed = true
	}
}

// network prices the egress routes of a VPC of the stage's own.
func (e *Estimate) network(n stack.Network) {
	if !n.Made() {
		return
	}
	ways := 1.0
	if n.NATPerZone || n.Mode == stack.NATInstance {
		ways = float64(n.Zones)
	}
	switch n.Mode {
	case stack.NATGateway:
		e.add("NAT gateways", always(NATGateway, hours*ways), always(PublicAddress, hours*ways))
	case stack.NATInstance:
		e.add("NAT instances", always(NATInstance(n.NATInstanceType), hours*ways), always(PublicAddress, hours*ways))
	case stack.Endpoints:
		e.add("interface endpoints", always(Endpoint, hours*float64(len(n.Endpoints)*n.Zones)))
	}
}

// secrets counts names: variables that share one secret cost once.
func secrets(s *stack.Stack) float64 {
	names := map[string]bool{}
	for _, x := range s.Service.Secrets {
		names[x.Name] = true
	}
	return float64(len(names))
}

func alarms(s *stack.Stack) float64 {
	n := 0.0
	for _, w := range stack.Watches {
		if s.Alarms.Wanted() && s.Has(w.Of) {
			n++
		}
	}
	return n
}
