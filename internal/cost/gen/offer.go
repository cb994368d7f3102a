package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// offer is what is read of an offer file, format v1.0.
type offer struct {
	Code     string `json:"offerCode"`
	Date     string `json:"publicationDate"`
	Products map[string]struct {
		Attributes map[string]string `json:"attributes"`
	} `json:"products"` // by SKU
	Terms struct {
		OnDemand map[string]map[string]struct {
			Dimensions map[string]struct {
				BeginRange string            `json:"beginRange"`
				PerUnit    map[string]string `json:"pricePerUnit"`
			} `json:"priceDimensions"`
		} `json:"OnDemand"` // by SKU and term
	} `json:"terms"`
}

// product finds what has a price in the offer file of a service.
type product struct {
	what, offer string
	// usage is the usage type without the Region in front of it ("EUW2-").
	usage string
	// with are attributes that the product must have.
	with map[string]string
}

// products are looked for. Usage types are as public price lists quote them; none
// was read from an offer file of AWS's own yet.
var products = []product{
	{cost.FargateX86CPU, "AmazonECS", "Fargate-vCPU-Hours:perCPU", nil},
	{cost.FargateX86Memory, "AmazonECS", "Fargate-GB-Hours", nil},
	{cost.FargateARMCPU, "AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU", nil},
	{cost.FargateARMMemory, "AmazonECS", "Fargate-ARM-GB-Hours", nil},
	{cost.AuroraCapacity, "AmazonRDS", "Aurora:ServerlessV2Usage", map[string]string{"databaseEngine": "Aurora PostgreSQL"}},
	// Other load balancers, and reserved capacity units, have the same usage type.
	{cost.LoadBalancer, "AWSELB", "LoadBalancerUsage", map[string]string{"operation": "LoadBalancing:Application"}},
	{cost.PublicAddress, "AmazonVPC", "PublicIPv4:InUseAddress", nil},
	{cost.Endpoint, "AmazonVPC", "VpcEndpoint-Hours", nil},
	{cost.NATGateway, "AmazonEC2", "NatGateway-Hours", nil},
	{cost.NATInstance("t4g.nano"), "AmazonEC2", "BoxUsage:t4g.nano", map[string]string{"operatingSystem": "Linux", "preInstalledSw": "NA", "tenancy": "Shared", "capacitystatus": "Used"}},
	{cost.CacheNode("cache.t4g.micro", "redis"), "AmazonElastiCache", "NodeUsage:cache.t4g.micro", map[string]string{"cacheEngine": "Redis"}},
	{cost.CacheNode("cache.t4g.micro", "valkey"), "AmazonElastiCache", "NodeUsage:cache.t4g.micro", map[string]string{"cacheEngine": "Valkey"}},
	{cost.Secret, "AWSSecretsManager", "AWSSecretsManager-Secrets", nil},
	{cost.Key, "awskms", "KMS-Keys", nil},
	{cost.WebACL, "awswaf", "WebACLV2", nil},
	{cost.WebACLRule, "awswaf", "RuleV2", nil},
	{cost.Alarm, "AmazonCloudWatch", "CW:AlarmMonitorUsage", nil},
}

// inFront is the Region in front of a usage type: "EUW2-", "APN1-", "us-east-1-".
// Nothing is in front of many of us-east-1.
var inFront = pattern.Of(`^(?:[A-Z]{2,4}[0-9]?-|[a-z]{2}-[a-z]+-[0-9]-)`)

// prices returns the rows that the file has prices for. It returns an error where
// two prices differ for one thing.
func (o offer) prices() ([]row, error) {
	type key struct{ region, what string }
	found := map[key]float64{}
	var out []row
	for _, sku := range slices.Sorted(maps.Keys(o.Products)) {
		attributes := o.Products[sku].Attributes
		for _, p := range products {
			if o.Code != p.offer || !p.is(attributes) {
				continue
			}
			usd, err := o.usd(sku)
			if err != nil {
				return nil, err
			}
			k := key{attributes["regionCode"], p.what}
			if known, twice := found[k]; twice {
				if known != usd {
					return nil, fmt.Errorf("%s in %s could be %v or %v USD", p.what, k.region, known, usd)
				}
				continue
			}
			found[k] = usd
			day, _, _ := strings.Cut(o.Date, "T")
			if len(day) != len("2026-11-26") || k.region == "" {
				return nil, fmt.Errorf("%s: no publicationDate or regionCode", sku)
			}
			out = append(out, row{p.what, k.region, strconv.FormatFloat(usd, 'f', -1, 64), day[:len("2026-11")], "documented", "AWS's offer file " + o.Code + " of " + day})
		}
	}
	return out, nil
}

func (p product) is(attributes map[string]string) bool {
	usage := attributes["usagetype"]
	if usage != p.usage && inFront.ReplaceAllString(usage, "") != p.usage { // "KMS-Keys" looks like a Region's
		return false
	}
	for name, value := range p.with {
		if attributes[name] != value {
			return false
		}
	}
	return true
}

// usd returns the price on demand of a product; of a price in tiers that of the
// first one.
func (o offer) usd(sku string) (float64, error) {
	for _, term := range o.Terms.OnDemand[sku] {
		for _, d := range term.Dimensions {
			if d.BeginRange == "0" || d.BeginRange == "" {
				return strconv.ParseFloat(d.PerUnit["USD"], 64)
			}
		}
	}
	return 0, fmt.Errorf("%s has no price on demand in USD", sku)
}
