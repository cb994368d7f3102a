package expect

import (
	"slices"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	loadBalancer = "aws:lb/loadBalancer:LoadBalancer"
	listener     = "aws:lb/listener:Listener"
	listenerRule = "aws:lb/listenerRule:ListenerRule"
	targetGroup  = "aws:lb/targetGroup:TargetGroup"
)

// healthPort is the only port of the runtime that answers a plain GET well.
const healthPort = 4321

var balancer = []Expectation{
	{"there is one public application load balancer, as patient and as protected as wanted", func(s *Stage) {
		if s.Shared() {
			s.Number(loadBalancer, 0)
			return
		}
		lb, ok := s.One(loadBalancer)
		if !ok {
			return
		}
		lb.Is("loadBalancerType", "application")
		lb.Is("internal", false)
		lb.Is("idleTimeout", s.Balancer.IdleTimeout)
		lb.Is("enableDeletionProtection", s.Protect)
		lb.Is("dropInvalidHeaderFields", true)
		if n := len(lb.Texts("subnets")); n < 2 {
			lb.Fail("it is in %d subnets", n)
		}
	}},
	{"listeners are on the public ports and no others", func(s *Stage) {
		var got []string
		for _, l := range s.All(listener) {
			got = append(got, l.Text("port"))
		}
		s.SameSet("the listeners' ports", got, ports(s.publicPorts()))
	}},
	{"with a domain every listener but that of port 80 speaks HTTPS with a certificate and TLS 1.2 or 1.3; without one all speak HTTP", func(s *Stage) {
		for _, l := range s.All(listener) {
			if !s.HasDomain() || l.Text("port") == "80" {
				l.Is("protocol", "HTTP")
				continue
			}
			l.Is("protocol", "HTTPS")
			l.Given("certificateArn")
			l.Is("sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")
		}
	}},
	{"with a domain port 80 only redirects to 443", func(s *Stage) {
		for _, l := range s.All(listener) {
			if !s.HasDomain() || l.Text("port") != "80" {
				continue
			}
			for _, action := range l.Parts("defaultActions") {
				action.Is("type", "redirect")
				action.Is("redirect.protocol", "HTTPS")
				action.Is("redirect.port", "443")
			}
			for _, r := range s.All(listenerRule) {
				if r.Text("listenerArn") == l.ID {
					r.Fail("a rule on port 80")
				}
			}
		}
	}},
	{"each endpoint has a target group, and its listener or a rule leads there", func(s *Stage) {
		var got, want []string
		for _, g := range s.All(targetGroup) {
			got = append(got, g.Text("port"))
		}
		for _, e := range s.Balancer.Endpoints {
			want = append(want, strconv.Itoa(e.Container))
			if !slices.Contains(s.reached(e.Listener), e.Container) {
				s.Fail("nothing on port %d leads to %d", e.Listener, e.Container)
			}
		}
		s.SameSet("the target groups' ports", got, want)
	}},
	{"target groups take tasks by address and ask the HTTP port for their health", func(s *Stage) {
		for _, g := range s.All(targetGroup) {
			g.Is("targetType", "ip")
			g.Is("protocol", "HTTP")
			g.Is("healthCheck.protocol", "HTTP")
			g.Is("healthCheck.port", strconv.Itoa(healthPort))
			g.Is("healthCheck.path", "/health")
			g.Is("healthCheck.matcher", "200")
			if interval, timeout := number(g.Get("healthCheck.interval")), number(g.Get("healthCheck.timeout")); timeout < 2 || interval <= timeout || interval > 300 {
				g.Fail("a check every %v s takes up to %v s", interval, timeout)
			}
		}
	}},
	{"a task that goes away is drained as long as wanted", func(s *Stage) {
		for _, g := range s.All(targetGroup) {
			g.Is("deregistrationDelay", s.Service.Drain)
		}
	}},
	{"a browser sticks to a task on the endpoint that wants it and on no other", func(s *Stage) {
		for _, g := range s.All(targetGroup) {
			wants := slices.ContainsFunc(s.Balancer.Endpoints, func(e stack.Endpoint) bool {
				return e.Sticky && strconv.Itoa(e.Container) == g.Text("port")
			})
			if has := g.Get("stickiness.enabled") == true; has != wants {
				g.Fail("sticky: %t", has)
			}
			if wants {
				g.Is("stickiness.type", "lb_cookie")
			}
		}
	}},
	{"rules on a shared load balancer look at the host, and none takes another's place", func(s *Stage) {
		taken := map[string]bool{}
		for _, r := range s.All(listenerRule) {
			priority := r.Text("priority")
			if place := r.Text("listenerArn") + " " + priority; priority != "" && taken[place] {
				r.Fail("priority %s is taken", priority)
			} else {
				taken[place] = true
			}
			if !s.Shared() {
				continue
			}
			r.Is("listenerArn", s.Balancer.Shared.Listener)
			first := s.Balancer.Shared.Priority
			if first == 0 {
				first = stack.RulePriority(s.App, s.Name)
			}
			if at := int(number(r.Get("priority"))); at < first || at >= first+len(s.Balancer.Endpoints) {
				r.Fail("priority %d is not one of the %d from %d on", at, len(s.Balancer.Endpoints), first)
			}
			var hosts []string
			for _, c := range r.Parts("conditions") {
				hosts = append(hosts, c.Texts("hostHeader.values")...)
			}
			if !slices.Contains(hosts, s.Fill(s.Domain.Name)) {
				r.Fail("it looks at the hosts %q", hosts)
			}
		}
		if s.Shared() && len(s.All(listenerRule)) != len(s.Balancer.Endpoints) {
			s.Fail("%d rules for %d endpoints", len(s.All(listenerRule)), len(s.Balancer.Endpoints))
		}
	}},
}

// publicPorts are those of the stage's own listeners.
func (s *Stage) publicPorts() []int {
	if s.Shared() {
		return nil
	}
	var list []int
	if s.HasDomain() {
		list = append(list, 80)
	}
	for _, e := range s.Balancer.Endpoints {
		if !slices.Contains(list, e.Listener) {
			list = append(list, e.Listener)
		}
	}
	return list
}

// reached gives the container ports that a public port leads to, by its default
// action or by rules.
func (s *Stage) reached(port int) []int {
	groups := map[string]int{}
	for _, g := range s.All(targetGroup) {
		groups[g.ID] = int(number(g.Get("port")))
	}
	var list []int
	follow := func(actions []Item) {
		for _, a := range actions {
			if group, ok := groups[a.Text("targetGroupArn")]; ok {
				list = append(list, group)
			}
			for _, g := range a.Parts("forward.targetGroups") {
				if group, ok := groups[g.Text("arn")]; ok {
					list = append(list, group)
				}
			}
		}
	}
	on := map[string]bool{s.Balancer.Shared.Listener: s.Shared()}
	for _, l := range s.All(listener) {
		if l.Text("port") == strconv.Itoa(port) {
			on[l.ID] = true
			follow(l.Parts("defaultActions"))
		}
	}
	for _, r := range s.All(listenerRule) {
		if on[r.Text("listenerArn")] {
			follow(r.Parts("actions"))
		}
	}
	return list
}

func ports(list []int) []string {
	var texts []string
	for _, p := range list {
		texts = append(texts, strconv.Itoa(p))
	}
	return texts
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		n, _ := strconv.ParseFloat(v, 64)
		return n
	}
	return 0
}
