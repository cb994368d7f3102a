package expect

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
)

var balancer = []Expectation{
	{"there is one public application load balancer that waits for quiet sockets, or a shared one", func(s *Stage) {
		if s.Shared() {
			s.Number(loadBalancer, 0)
			s.Number(listener, 0)
			return
		}
		b, ok := s.One(loadBalancer)
		if !ok {
			return
		}
		b.Is("Scheme", "internet-facing")
		b.Is("Type", "application")
		for key, want := range map[string]string{
			"idle_timeout.timeout_seconds":                    strconv.Itoa(s.Balancer.IdleTimeout),
			"routing.http.drop_invalid_header_fields.enabled": "true",
			"routing.http.desync_mitigation_mode":             "defensive",
		} {
			if got := property(b, "LoadBalancerAttributes", key); got != want {
				b.Fail("%s is %q, not %q", key, got, want)
			}
		}
	}},
	{"target groups take tasks by address, one for each endpoint, and ask for their health on the HTTP port", func(s *Stage) {
		var got, want []string
		for _, g := range s.All(targetGroup) {
			got = append(got, g.Text("Port"))
			g.Is("TargetType", "ip")
			g.Is("Protocol", "HTTP")
			g.Is("HealthCheckPort", strconv.Itoa(s.Balancer.Endpoints[0].Container))
			g.Is("HealthCheckPath", "/health")
			g.Is("HealthCheckProtocol", "HTTP")
			g.Is("HealthCheckIntervalSeconds", s.Balancer.Health.Interval)
			g.Is("HealthCheckTimeoutSeconds", 10)
			g.Is("HealthyThresholdCount", 2)
			g.Is("UnhealthyThresholdCount", 3)
			g.Is("Matcher.HttpCode", "200")
			if drain := property(g, "TargetGroupAttributes", "deregistration_delay.timeout_seconds"); drain != strconv.Itoa(s.Service.Drain) {
				g.Fail("drains for %q seconds", drain)
			}
		}
		for _, e := range s.Balancer.Endpoints {
			want = append(want, strconv.Itoa(e.Container))
		}
		s.SameSet("the target groups' ports", got, want)
	}},
	{"a browser sticks to a task where wanted, by one cookie", func(s *Stage) {
		for _, e := range s.Balancer.Endpoints {
			g, ok := s.groupOf(e)
			if !ok {
				continue
			}
			if got := property(g, "TargetGroupAttributes", "stickiness.enabled") == "true"; got != e.Sticky {
				g.Fail("sticky is %t", got)
			}
			if e.Sticky && property(g, "TargetGroupAttributes", "stickiness.type") != "lb_cookie" {
				g.Fail("does not stick by the load balancer's cookie")
			}
		}
	}},
	{"each endpoint has its listener, or rules tell the endpoints of one listener apart", func(s *Stage) {
		var got, want []string
		for _, l := range s.All(listener) {
			l.Is("LoadBalancerArn", s.balancer())
			if l.Text("DefaultActions[0].Type") == "forward" {
				g, _ := s.named(l.Text("DefaultActions[0].TargetGroupArn"))
				got = append(got, l.Text("Port")+" -> "+g.Text("Port"))
			}
		}
		for i, e := range s.Balancer.Endpoints {
			if !s.Shared() && (!s.Balancer.SinglePort || i == 0) {
				want = append(want, strconv.Itoa(e.Listener)+" -> "+strconv.Itoa(e.Container))
			}
		}
		s.SameSet("the listeners", got, want)
	}},
	{"with a domain every listener speaks TLS 1.2 or newer with the stage's certificate, and port 80 only redirects", func(s *Stage) {
		for _, l := range s.All(listener) {
			switch {
			case !s.HasDomain():
				l.Is("Protocol", "HTTP")
			case l.Text("Port") == "80":
				l.Is("DefaultActions[0].Type", "redirect")
				l.Is("DefaultActions[0].RedirectConfig.Protocol", "HTTPS")
				l.Is("DefaultActions[0].RedirectConfig.Port", "443")
				l.Is("DefaultActions[0].RedirectConfig.StatusCode", "HTTP_301")
			default:
				l.Is("Protocol", "HTTPS")
				l.OneOf("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")
				l.Is("Certificates[0].CertificateArn", s.certificate())
			}
		}
	}},
	{"rules look at what tells a request apart, the most particular first", func(s *Stage) {
		single := s.Balancer.SinglePort || s.Shared()
		previous := 0
		for _, kind := range []stack.EndpointKind{stack.Shards, stack.WebSocket, stack.SSE, stack.HTTP} {
			for _, e := range s.Balancer.Endpoints {
				if e.Kind != kind {
					continue
				}
				r, found := s.ruleOf(e)
				if wanted := single && (kind != stack.HTTP || s.Shared()); wanted != found {
					s.Fail("there is a rule for %s: %t", kind, found)
				}
				if !found {
					continue
				}
				priority, err := strconv.Atoi(r.Text("Priority"))
				if err != nil || priority <= previous || priority > 50000 {
					r.Fail("the priority is %q, after %d", r.Text("Priority"), previous)
				}
				previous = priority
				r.Is("Actions[0].Type", "forward")
				told := strings.Join(conditions(r), " ")
				want := map[stack.EndpointKind]string{
					stack.Shards: "Upgrade=websocket shard=*", stack.WebSocket: "Upgrade=websocket", stack.SSE: "/events", stack.HTTP: "",
				}[kind]
				if s.Shared() {
					want = strings.TrimSpace("host=" + strings.Join(s.hosts(), ",") + " " + want)
				}
				if told != want {
					r.Fail("looks at %q, not %q", told, want)
				}
			}
		}
	}},
	{"rules and certificates on a shared listener are where the model wants them", func(s *Stage) {
		if !s.Shared() {
			return
		}
		first := 0
		for _, r := range s.All(listenerRule) {
			r.Is("ListenerArn", s.Balancer.Shared.Listener)
			if n, _ := strconv.Atoi(r.Text("Priority")); first == 0 || n < first {
				first = n
			}
		}
		if want := s.Balancer.Shared.Priority; want != 0 && first != want {
			s.Fail("the first rule has the priority %d, not %d", first, want)
		}
		const certificate = "AWS::ElasticLoadBalancingV2::ListenerCertificate"
		if s.Domain.Certificate == "" {
			s.Number(certificate, 0)
		} else if c, ok := s.One(certificate); ok {
			c.Is("ListenerArn", s.Balancer.Shared.Listener)
			c.Is("Certificates[0].CertificateArn", s.Domain.Certificate)
		}
	}},
}

// balancer is what refers to the load balancer: the stage's own or a shared one.
func (s *Stage) balancer() string {
	for _, b := range s.All(loadBalancer) {
		return ref(b)
	}
	return s.Balancer.Shared.ARN
}

// groupOf is the target group of an endpoint.
func (s *Stage) groupOf(e stack.Endpoint) (Item, bool) {
	for _, g := range s.All(targetGroup) {
		if g.Text("Port") == strconv.Itoa(e.Container) {
			return g, true
		}
	}
	s.Fail("there is no target group for %s", e.Kind)
	return Item{}, false
}

// ruleOf is the listener's rule for an endpoint.
func (s *Stage) ruleOf(e stack.Endpoint) (Item, bool) {
	for _, r := range s.All(listenerRule) {
		if g, ok := s.named(r.Text("Actions[0].TargetGroupArn")); ok && g.Text("Port") == strconv.Itoa(e.Container) {
			return r, true
		}
	}
	return Item{}, false
}

// conditions are what a rule looks at, in short.
func conditions(rule Item) []string {
	var all []string
	for _, c := range rule.Parts("Conditions") {
		switch c.Text("Field") {
		case "http-header":
			all = append(all, c.Text("HttpHeaderConfig.HttpHeaderName")+"="+strings.Join(c.Texts("HttpHeaderConfig.Values"), ","))
		case "query-string":
			for _, q := range c.Parts("QueryStringConfig.Values") {
				all = append(all, q.Text("Key")+"="+q.Text("Value"))
			}
		case "path-pattern":
			all = append(all, c.Texts("PathPatternConfig.Values")...)
		case "host-header":
			all = append(all, "host="+strings.Join(c.Texts("HostHeaderConfig.Values"), ","))
		default:
			all = append(all, c.Text("Field"))
		}
	}
	return all
}

// hosts are the names of the stage.
func (s *Stage) hosts() []string {
	names := []string{s.Fill(s.Domain.Name)}
	for _, alias := range s.Domain.Aliases {
		names = append(names, s.Fill(alias))
	}
	return names
}
