package resolve_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// What follows from other choices changes with them, and nothing else does.
func TestDecide(t *testing.T) {
	for name, c := range map[string]struct {
		stage string
		get   func(*stack.Stack) any
		want  any
	}{
		"rollout":     {"", func(s *stack.Stack) any { return s.Service.Rollout }, stack.Rollout{MinHealthy: 100, Max: 200, CircuitBreaker: true, Rebalance: true}},
		"one replica": {"shape: single-replica", func(s *stack.Stack) any { return s.Service.Rollout }, stack.Rollout{Max: 100, CircuitBreaker: true}},
		"file system": {"shape: single-replica", func(s *stack.Stack) any {
			return s.FileSystem.Given() && s.FileSystem.Backups && !s.Database.Given() && !s.Files.Given()
		}, true},
		"no backups":      {"shape: single-replica\nremoval: remove", func(s *stack.Stack) any { return s.FileSystem.Backups }, false},
		"no file system":  {"", func(s *stack.Stack) any { return s.FileSystem }, stack.FileSystem{}},
		"exec":            {"service: { exec: true }", func(s *stack.Stack) any { return s.Service.ReadOnlyRoot }, false},
		"plain database":  {"database: { tls: disable }", func(s *stack.Stack) any { return s.Database.SSLMode }, "disable"},
		"failover":        {"cache: { redis: { replicas: 1 } }", func(s *stack.Stack) any { return s.Cache.Failover }, true},
		"not strict":      {"", func(s *stack.Stack) any { return hardening(s) }, [5]bool{}},
		"strict":          {"hardening: strict", func(s *stack.Stack) any { return hardening(s) }, [5]bool{true, true, true, true, true}},
		"strict, no net":  {"hardening: strict\n" + existing, func(s *stack.Stack) any { return s.FlowLog.Given() }, false},
		"strict, shared":  {"hardening: strict\n" + existing + named + shared, func(s *stack.Stack) any { return s.WebACL.Given() }, false},
		"redirect":        {named, func(s *stack.Stack) any { return s.Balancer.Redirect }, true},
		"no redirect":     {"", func(s *stack.Stack) any { return s.Balancer.Redirect }, false},
		"shared redirect": {existing + named + shared, func(s *stack.Stack) any { return s.Balancer.Redirect }, false},
	} {
		t.Run(name, func(t *testing.T) {
			app, list := resolved(t, manifest, withStage("origins: [https://a.b]\n"+c.stage))
			if app == nil {
				t.Fatal(list)
			}
			s := app.Stages[0]
			if diff := cmp.Diff(c.want, c.get(s)); diff != "" {
				t.Error(diff)
			}
			again := *s
			again.Balancer.Endpoints = append([]stack.Endpoint(nil), s.Balancer.Endpoints...)
			resolve.Decide(&again)
			if diff := cmp.Diff(*s, again); diff != "" {
				t.Errorf("decided twice: %s", diff)
			}
		})
	}
}

// What costs money or memory is off until a key or strict hardening asks for it.
func TestWhatIsOffByDefault(t *testing.T) {
	on := "database: { iamAuthentication: true }\nobservability: { containerInsights: enhanced }"
	off := "database: { iamAuthentication: false }\nobservability: { containerInsights: disabled }"
	for name, c := range map[string]struct {
		stage    string
		iam      bool
		insights string
		from     stack.OriginKind
	}{
		"standard":          {"", false, "disabled", stack.FromDefault},
		"asked for":         {on, true, "enhanced", stack.FromStage},
		"strict":            {"hardening: strict", true, "enabled", stack.Derived},
		"strict, more":      {"hardening: strict\n" + on, true, "enhanced", stack.FromStage},
		"strict, not these": {"hardening: strict\n" + off, false, "disabled", stack.FromStage},
	} {
		app, list := resolved(t, manifest, withStage(named+c.stage))
		if app == nil {
			t.Errorf("%s: %v", name, list)
			continue
		}
		s := app.Stages[0]
		if s.Database.IAMAuth != c.iam || s.Service.ContainerInsights != c.insights {
			t.Errorf("%s: IAM authentication %v, Container Insights %s", name, s.Database.IAMAuth, s.Service.ContainerInsights)
		}
		for _, path := range []string{"database.iamAuthentication", "observability.containerInsights"} {
			if o := s.Origin(path); o.Kind != c.from || (o.Kind == stack.Derived) != (o.Why == "hardening") {
				t.Errorf("%s: %s comes from %+v", name, path, o)
			}
		}
	}
	app, list := resolved(t, manifest, withStage("shape: single-replica\norigins: [https://a.b]\nhardening: strict"))
	if app == nil || app.Stages[0].Database.IAMAuth || app.Stages[0].Service.ContainerInsights != "enabled" {
		t.Errorf("one replica: %v", list)
	}
}

// hardening reports which parts of strict hardening a stage has.
func hardening(s *stack.Stack) [5]bool {
	return [5]bool{s.Key.Given(), s.AccessLogs.Given(), s.FlowLog.Given(), s.WebACL.Given(), s.Database.MonitoringInterval > 0 && s.Database.PerformanceInsights}
}

// Rules that share a port stand with the most particular first.
func TestRules(t *testing.T) {
	app, list := resolved(t, manifest, spec)
	if app == nil {
		t.Fatal(list)
	}
	var got []stack.EndpointKind
	for _, e := range app.Stages[0].Balancer.Rules() {
		got = append(got, e.Kind)
	}
	if diff := cmp.Diff([]stack.EndpointKind{stack.Shards, stack.WebSocket, stack.SSE, stack.HTTP}, got); diff != "" {
		t.Error(diff)
	}
	if e, ok := app.Stages[0].Balancer.Endpoint(stack.SSE); !ok || e.Path != "/events" {
		t.Errorf("sse: %+v", e)
	}
	if _, ok := (stack.LoadBalancer{}).Endpoint(stack.HTTP); ok {
		t.Error("an endpoint of nothing")
	}
}

// The real name of a pattern stage is as long as its host names have room for.
func TestLongestStageName(t *testing.T) {
	fill := func(n int) string { return strings.Repeat("a", n) + ".example.com" } // n+12 characters
	const arn = "arn:aws:acm:us-east-1:123456789012:certificate/x-y"
	for name, c := range map[string]struct {
		stage string
		want  int
	}{
		"no names":                {"origins: [https://a.b]", 20},
		"room for all":            {"domain: { name: '{stage}." + fill(31) + "' }", 20},
		"one character too few":   {"domain: { name: '{stage}." + fill(32) + "' }", 19},
		"twice":                   {"domain: { name: '{stage}.{stage}." + fill(32) + "' }", 9},
		"a certificate is given":  {"domain: { name: '{stage}." + fill(40) + "', certificate: '" + arn + "' }", 20},
		"an alias may be longer":  {"domain: { name: '{stage}.example.com', aliases: ['{stage}." + fill(60) + "'] }", 20},
		"a label of an alias":     {"domain: { name: '{stage}.example.com', aliases: ['{stage}-" + fill(50) + "'] }", 12},
		"the CDN's name":          {"domain: { name: '{stage}.example.com' }\ncdn: { domain: '{stage}." + fill(40) + "' }", 11},
		"the CDN's, a given one":  {"domain: { name: '{stage}.example.com' }\ncdn: { domain: '{stage}." + fill(40) + "', certificate: '" + arn + "' }", 20},
		"another's load balancer": {existing + shared + "domain: { name: '{stage}." + fill(40) + "' }", 20},
	} {
		app, list := resolved(t, manifest, strings.Replace(withStage(c.stage), "production:", "'pr-*':", 1))
		if app == nil {
			t.Errorf("%s: %v", name, list)
			continue
		}
		if got := app.Stages[0].Stage.MaxName; got != c.want {
			t.Errorf("%s: %d characters, want %d", name, got, c.want)
		}
	}
	app, list := resolved(t, manifest, withStage(named))
	if app == nil || app.Stages[0].Stage.MaxName != 0 {
		t.Errorf("a plain stage has a limit: %v", list)
	}
}
