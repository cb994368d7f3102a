package cost

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Price is the list price of one unit in one Region.
type Price struct {
	USD float64
	// Read is the month in which the price was read: "2026-11".
	Read string
	// Assumed: the price is commonly quoted, and no source can be named.
	Assumed bool
	Source  string
}

// What has a price. The unit is the last part of the name: an hour of use, or a
// month as AWS bills it.
const (
	FargateX86CPU    = "fargate-x86-vcpu-hour"
	FargateX86Memory = "fargate-x86-gb-hour"
	FargateARMCPU    = "fargate-arm-vcpu-hour"
	FargateARMMemory = "fargate-arm-gb-hour"
	AuroraCapacity   = "aurora-acu-hour"
	LoadBalancer     = "alb-hour"
	PublicAddress    = "ipv4-hour"
	NATGateway       = "nat-gateway-hour"
	Endpoint         = "endpoint-hour" // an interface endpoint, in each zone
	Secret           = "secret-month"
	Key              = "kms-key-month"
	WebACL           = "waf-acl-month"
	WebACLRule       = "waf-rule-month"
	Alarm            = "alarm-month"
	Zone             = "zone-month" // a hosted zone of Route 53, which stages share

	// What is paid by use, which no estimate counts; see ByUse.
	Stored      = "s3-gb-month"
	Shared      = "efs-gb-month"
	Rows        = "aurora-gb-month"
	RowAccess   = "aurora-million-io"
	Capacity    = "lcu-hour" // of the load balancer
	Forwarded   = "nat-gb"
	Endpointed  = "endpoint-gb"
	Sent        = "internet-gb"
	Delivered   = "cloudfront-gb"
	Logged      = "logs-gb"
	Metric      = "metric-month"
	Requests    = "waf-million-requests"
	CacheCopies = "cache-backup-gb-month"
)

// NATInstance is the name of a NAT instance's type: "t4g.nano".
func NATInstance(kind string) string { return "nat-" + kind + "-hour" }

// CacheNode is the name of a node type with an engine: "cache.t4g.micro", "valkey".
func CacheNode(kind, engine string) string { return kind + "-" + engine + "-hour" }

//go:embed prices.csv
var listed string

// prices are read when the first one is asked for: most commands ask for none.
var prices = sync.OnceValue(func() map[[2]string]Price {
	table, err := Parse(listed)
	if err != nil {
		panic(err) // the table is part of the program, and a test reads it
	}
	return table
})

// In returns the price of one unit in a Region, and whether it is known there.
func In(region, what string) (Price, bool) {
	p, known := prices()[[2]string{region, what}]
	return p, known
}

// Parse reads a table of prices, by Region and what. It returns an error for a
// line that is not one of them.
func Parse(text string) (map[[2]string]Price, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	table := map[[2]string]Price{}
	for _, row := range rows[min(1, len(rows)):] { // the first one has the titles
		usd, err := strconv.ParseFloat(row[2], 64)
		key := [2]string{row[1], row[0]}
		switch _, twice := table[key]; {
		case err != nil || usd <= 0:
			return nil, fmt.Errorf("%s in %s: %q is not a valid price", row[0], row[1], row[2])
		case row[4] != "documented" && row[4] != "assumed":
			return nil, fmt.Errorf("%s in %s: %q is neither documented nor assumed", row[0], row[1], row[4])
		case twice:
			return nil, fmt.Errorf("%s in %s has two prices", row[0], row[1])
		}
		table[key] = Price{USD: usd, Read: row[3], Assumed: row[4] == "assumed", Source: row[5]}
	}
	return table, nil
}
