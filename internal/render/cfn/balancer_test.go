package cfn

import (
	"reflect"
	"slices"
	"strconv"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestHealthChecks(t *testing.T) {
	eachCase(t, func(d doc) {
		groups := 0
		d.resources(func(id, kind string, p *yaml.Node) {
			if kind != "AWS::ElasticLoadBalancingV2::TargetGroup" {
				return
			}
			groups++
			if scalar(member(p, "HealthCheckPort")) != "4321" || scalar(member(p, "HealthCheckPath")) != "/health" || scalar(at(p, "Matcher", "HttpCode")) != "200" {
				d.t.Errorf("%s does not ask 4321/health for 200", id)
			}
		})
		if groups != len(d.stack.Balancer.Endpoints) {
			d.t.Errorf("%d target groups", groups)
		}
	})
}

func TestSticky(t *testing.T) {
	eachCase(t, func(d doc) {
		for _, e := range d.stack.Balancer.Endpoints {
			id := (&template{Stack: d.stack}).targetGroupID(e)
			got := d.attribute(id, "TargetGroupAttributes", "stickiness.enabled") == "true" &&
				d.attribute(id, "TargetGroupAttributes", "stickiness.type") == "lb_cookie" &&
				d.attribute(id, "TargetGroupAttributes", "stickiness.lb_cookie.duration_seconds") == "86400"
			if got != e.Sticky {
				d.t.Errorf("%s: sticky %v", id, got)
			}
		}
	})
}

// With a domain every listener speaks TLS 1.2 or 1.3 with the one certificate,
// except port 80, which redirects.
func TestListeners(t *testing.T) {
	eachCase(t, func(d doc) {
		secure := d.stack.Domain.Name != ""
		ports := map[string]bool{}
		d.resources(func(id, kind string, p *yaml.Node) {
			if kind != "AWS::ElasticLoadBalancingV2::Listener" {
				return
			}
			port, protocol := scalar(member(p, "Port")), scalar(member(p, "Protocol"))
			ports[port] = true
			action := scalar(member(items(member(p, "DefaultActions"))[0], "Type"))
			switch {
			case !secure:
				if protocol != "HTTP" || action != "forward" {
					d.t.Errorf("%s: %s %s", id, protocol, action)
				}
			case port == "80":
				if action != "redirect" {
					d.t.Errorf("port 80 does %s", action)
				}
			default:
				if protocol != "HTTPS" || scalar(member(p, "SslPolicy")) != d.stack.Balancer.TLSPolicy || len(items(member(p, "Certificates"))) != 1 {
					d.t.Errorf("%s: %s without TLS", id, protocol)
				}
			}
		})
		want := map[string]bool{}
		if d.stack.Balancer.Shared.ARN == "" {
			if secure {
				want["80"] = true
			}
			for _, e := range d.stack.Balancer.Endpoints {
				want[strconv.Itoa(e.Listener)] = true
			}
		}
		if !reflect.DeepEqual(ports, want) {
			d.t.Errorf("listeners at %v, want %v", ports, want)
		}
	})
}

// A stage that gets or loses its domain is updated in place: no two listeners
// may want one port while the old ones are still there.
func TestListenersMove(t *testing.T) {
	port := map[string]string{}
	for _, name := range []string{"plain staging", "stateless staging", "single port", "single port plain"} {
		d := parse(t, cases()[name])
		d.resources(func(id, kind string, p *yaml.Node) {
			if kind != "AWS::ElasticLoadBalancingV2::Listener" {
				return
			}
			got := scalar(member(p, "Port"))
			if port[id] != "" && port[id] != got {
				t.Errorf("%s is at port %s and at %s", id, port[id], got)
			}
			port[id] = got
		})
	}
}

// Behind a single port the first rule that matches wins: shards are WebSockets
// too, so they come first.
func TestSinglePortRules(t *testing.T) {
	d := parse(t, cases()["single port"])
	var order []string
	priority := map[string]int{}
	d.resources(func(id, kind string, p *yaml.Node) {
		if kind == "AWS::ElasticLoadBalancingV2::ListenerRule" {
			n, _ := strconv.Atoi(scalar(member(p, "Priority")))
			target := d.value(member(items(member(p, "Actions"))[0], "TargetGroupArn"))
			priority[target] = n
			order = append(order, target)
		}
	})
	slices.SortFunc(order, func(a, b string) int { return priority[a] - priority[b] })
	if want := []string{"<ShardsTargetGroup>", "<WebSocketTargetGroup>", "<SseTargetGroup>"}; !slices.Equal(order, want) {
		t.Errorf("rules lead to %v, want %v", order, want)
	}
	if got := d.value(at(d.root, "Outputs", "WebSocketUrl", "Value")); got != "wss://api.example.com" {
		t.Errorf("WebSocketUrl %s", got)
	}
}

func TestURLs(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"stateless production": {
			"Url": "https://api.example.com", "WebSocketUrl": "wss://api.example.com:4322", "SseUrl": "https://api.example.com:4323/events",
			"ShardsUrl": "wss://api.example.com:4324", "CdnUrl": "https://cdn.example.com",
		},
		"plain staging":     {"Url": "http://<LoadBalancer.DNSName>", "WebSocketUrl": "ws://<LoadBalancer.DNSName>:4322", "CdnUrl": ""},
		"single port plain": {"WebSocketUrl": "ws://<LoadBalancer.DNSName>", "SseUrl": "http://<LoadBalancer.DNSName>/events"},
		"cdn without name":  {"CdnUrl": "https://<Distribution.DomainName>"},
		"http and websocket": {
			"WebSocketUrl": "wss://api.example.com:4322", "SseUrl": "", "ShardsUrl": "",
		},
		"cloudflare": {
			"DnsRecord1":   "api.example.com CNAME <LoadBalancer.DNSName>",
			"DnsRecord2":   "www.example.com CNAME <LoadBalancer.DNSName>",
			"CdnDnsRecord": "cdn.example.com CNAME <Distribution.DomainName>",
		},
		"stateless staging": {"DnsRecord1": "", "CdnUrl": ""},
	} {
		d := parse(t, cases()[name])
		for id, value := range want {
			if got := d.value(at(d.root, "Outputs", id, "Value")); got != value {
				t.Errorf("%s: %s is %q, want %q", name, id, got, value)
			}
		}
	}
}

// The certificate covers every name, each name has its record, and the
// distribution asks the load balancer under a name of the certificate.
func TestNames(t *testing.T) {
	d := parse(t, cases()["aliases"])
	c := d.properties(certificate)
	names := append([]string{d.value(member(c, "DomainName"))}, d.values(member(c, "SubjectAlternativeNames"))...)
	want := []string{"api.example.com", "a.example.com", "b.example.com"}
	var validated, recorded []string
	for _, o := range items(member(c, "DomainValidationOptions")) {
		validated = append(validated, d.value(member(o, "DomainName")))
	}
	for _, r := range items(member(d.properties(dnsRecords), "RecordSets")) {
		recorded = append(recorded, d.value(member(r, "Name")))
	}
	for _, got := range [][]string{names, validated, recorded} {
		if !slices.Equal(got, want) {
			t.Errorf("names %v, want %v", got, want)
		}
	}
	origin := items(at(d.properties(distribution), "DistributionConfig", "Origins"))[0]
	if got := d.value(member(origin, "DomainName")); got != "api.example.com" {
		t.Errorf("origin %s", got)
	}
}

// CloudFront takes certificates of us-east-1 only, so elsewhere the user has to
// bring one.
func TestCDNCertificate(t *testing.T) {
	for name, want := range map[string]string{
		"stateless production": "<CdnCertificate>",
		"cdn elsewhere":        "<CdnCertificateArn>",
		"cloudflare":           "<CdnCertificateArn>",
		"cdn without name":     "",
	} {
		d := parse(t, cases()[name])
		if got := d.value(at(d.properties(distribution), "DistributionConfig", "ViewerCertificate", "AcmCertificateArn")); got != want {
			t.Errorf("%s: certificate %q, want %q", name, got, want)
		}
	}
}
