package cost

import "github.com/pylon-gen/pylon-gen/internal/stack"

// Use is something that is paid by use.
type Use struct {
	Name string // "logs"
	What string // the price's name in the table, "logs-gb"
	Unit string // what one of it is, "GB written"
	// Price is the zero value where the Region has no known one.
	Price Price
	// Units are how many the spec says a month uses; 0 where it says nothing.
	Units int
}

// USD is what the use costs a month; 0 where no number or no price is known.
func (u Use) USD() float64 { return float64(u.Units) * u.Price.USD }

// ByUse is what a stage pays by use, in the order of the parts of Of. Only the numbers
// of the spec's usage count.
func ByUse(s *stack.Stack, region string) []Use {
	var all []Use
	add := func(name, what, unit string, units int) {
		price, _ := In(region, what)
		all = append(all, Use{name, what, unit, price, units})
	}
	if s.Database.Given() {
		add("database storage", Rows, "GB kept", 0)
		add("database access", RowAccess, "million reads and writes", 0)
	}
	if s.OwnBalancer() {
		add("load balancer capacity", Capacity, "LCU for an hour", 0)
	}
	sent := s.Usage.DataOut
	if s.CDN.Enabled {
		add("CDN", Delivered, "GB sent", sent)
		sent = 0 // what a cache answers does not leave by the load balancer
	}
	add("data to the internet", Sent, "GB sent", sent)
	switch s.Network.Mode {
	case stack.NATGateway:
		add("NAT gateways", Forwarded, "GB forwarded", 0)
	case stack.Endpoints:
		add("interface endpoints", Endpointed, "GB forwarded", 0)
	}
	if s.FileSystem.Given() {
		add("file system", Shared, "GB kept", s.Usage.Stored)
	} else {
		add("uploads", Stored, "GB kept", s.Usage.Stored)
	}
	add("logs", Logged, "GB written", s.Usage.Logs)
	if s.WebACL.Given() {
		add("web ACL", Requests, "million requests", s.Usage.Requests)
	}
	return all
}

// NotCovered is what no estimate counts.
var NotCovered = []string{
	"taxes, discounts, free tiers and savings plans",
	"data between zones and Regions", "requests to S3 and CloudFront", "calls of Secrets Manager and KMS", "images in ECR",
	"metrics of Container Insights and of collectors", "traces", "database backups beyond the free share", "reads and writes of EFS",
	"what overrides add",
}
