package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// file is a small offer file in AWS's form: lines of "SKU usagetype price
// attribute=value...".
func file(t *testing.T, code string, lines ...string) offer {
	t.Helper()
	var products, terms []string
	for _, line := range lines {
		word := strings.Fields(line)
		attributes := fmt.Sprintf(`"regionCode": "eu-west-2", "usagetype": %q`, word[1])
		for _, w := range word[3:] {
			name, value, _ := strings.Cut(w, "=")
			attributes += fmt.Sprintf(`, %q: %q`, name, strings.ReplaceAll(value, "_", " "))
		}
		products = append(products, fmt.Sprintf(`%q: {"sku": %q, "attributes": {%s}}`, word[0], word[0], attributes))
		terms = append(terms, fmt.Sprintf(`%q: {"%s.T": {"priceDimensions": {
			"%s.T.2": {"unit": "Hrs", "beginRange": "1000", "endRange": "Inf", "pricePerUnit": {"USD": "0.0000000001"}},
			"%s.T.1": {"unit": "Hrs", "beginRange": "0", "endRange": "1000", "pricePerUnit": {"USD": %q}}}}}`, word[0], word[0], word[0], word[0], word[2]))
	}
	var o offer
	text := fmt.Sprintf(`{"formatVersion": "v1.0", "offerCode": %q, "publicationDate": "2026-11-20T10:00:00Z", "products": {%s}, "terms": {"OnDemand": {%s}, "Reserved": {}}}`,
		code, strings.Join(products, ","), strings.Join(terms, ","))
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestPrices(t *testing.T) {
	for _, c := range []struct {
		name  string
		offer offer
		want  []string
		err   string
	}{
		{"Fargate", file(t, "AmazonECS", "A EUW2-Fargate-vCPU-Hours:perCPU 0.0465600000", "B EUW2-Fargate-GB-Hours 0.0051100000", "C EUW2-Fargate-Windows-GB-Hours 9", "D EUW2-Fargate-ARM-GB-Hours 0.00409"),
			[]string{"fargate-x86-vcpu-hour 0.04656", "fargate-x86-gb-hour 0.00511", "fargate-arm-gb-hour 0.00409"}, ""},
		{"one kind of load balancer", file(t, "AWSELB", "A EUW2-LoadBalancerUsage 0.0294 operation=LoadBalancing", "B EUW2-LoadBalancerUsage 0.02646 operation=LoadBalancing:Application", "C EUW2-TS-LoadBalancerUsage 0.0069 operation=LoadBalancing:Application"),
			[]string{"alb-hour 0.02646"}, ""},
		{"engines", file(t, "AmazonElastiCache", "A EUW2-NodeUsage:cache.t4g.micro 0.018 cacheEngine=Redis", "B EUW2-ExtendedSupportYr1-2:cache.t4g.micro 0.9 cacheEngine=Redis", "C EUW2-NodeUsage:cache.t4g.micro 0.0144 cacheEngine=Valkey", "D EUW2-NodeUsage:cache.t4g.micro 0.018 cacheEngine=Memcached"),
			[]string{"cache.t4g.micro-redis-hour 0.018", "cache.t4g.micro-valkey-hour 0.0144"}, ""},
		{"an instance that is not shared", file(t, "AmazonEC2", "A EUW2-BoxUsage:t4g.nano 0.0047 operatingSystem=Linux preInstalledSw=NA tenancy=Shared capacitystatus=Used", "B EUW2-BoxUsage:t4g.nano 0.1 operatingSystem=Linux preInstalledSw=NA tenancy=Dedicated capacitystatus=Used", "C EUW2-NatGateway-Hours 0.05"),
			[]string{"nat-t4g.nano-hour 0.0047", "nat-gateway-hour 0.05"}, ""},
		{"a Region written out", file(t, "awskms", "A eu-west-2-KMS-Keys 1.0000000000"), []string{"kms-key-month 1"}, ""},
		{"the same twice", file(t, "awskms", "A eu-west-2-KMS-Keys 1", "B KMS-Keys 1"), []string{"kms-key-month 1"}, ""},
		{"two prices", file(t, "awskms", "A eu-west-2-KMS-Keys 1", "B KMS-Keys 2"), nil, "kms-key-month in eu-west-2 could be 1 or 2 USD"},
		{"another service", file(t, "AmazonVPC", "A EUW2-NatGateway-Hours 0.05"), nil, ""},
	} {
		rows, err := c.offer.prices()
		var got []string
		for _, r := range rows {
			got = append(got, r[0]+" "+r[2])
			if r[1] != "eu-west-2" || r[3] != "2026-11" || r[5] != "AWS's offer file "+c.offer.Code+" of 2026-11-20" {
				t.Errorf("%s: %v", c.name, r)
			}
		}
		if said := fmt.Sprint(err); err == nil && c.err != "" || err != nil && said != c.err {
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestMerge(t *testing.T) {
	const top = "# What this is.\nwhat,region,usd,read,sure,source\n"
	old := top + "b,x,1,2026-01,assumed,\"one, two\"\na,x,2,2026-01,assumed,y\n"
	got, err := merge(old, []row{{"b", "x", "3", "2026-11", "documented", "z"}, {"c", "w", "4", "2026-11", "documented", "z"}})
	want := top + "c,w,4,2026-11,documented,z\na,x,2,2026-01,assumed,y\nb,x,3,2026-11,documented,z\n"
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got))
	}
	if _, err := merge(old, []row{{"b", "x", "0", "2026-11", "documented", "z"}}); err == nil {
		t.Error("a price of nothing is taken")
	}
}
