package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// balancer resolves the load balancer: which endpoints can be reached, and where.
func (b *stageResolver) balancer() {
	in, s := b.in.LoadBalancer, b.s
	lb := &s.Balancer
	lb.IdleTimeout = b.within("loadBalancer.idleTimeout", in.IdleTimeout, 3600, 1, 4000)
	lb.Sticky = pick(b, "loadBalancer.stickySessions", in.StickySessions, true)
	b.shared()
	if lb.Shared.Given() {
		lb.SinglePort = derive(b, "loadBalancer.ports", in.Ports, stack.SinglePorts, "loadBalancer.shared") == stack.SinglePorts
		if !lb.SinglePort {
			b.fail(CodeConflict, in.Ports.Node, "loadBalancer.ports: a shared load balancer has one port for all", "its owner manages the other listeners", "remove ports")
		}
	} else {
		lb.SinglePort = pick(b, "loadBalancer.ports", in.Ports, stack.SeparatePorts) == stack.SinglePorts
	}
	exposed := b.exposed()
	public := 80
	if s.Domain.Given() {
		public = 443
	}
	main := b.servedAtMain(exposed)
	for _, p := range pylon.Ports {
		kind := stack.EndpointKind(p.Name)
		path, atMain := main[kind]
		if atMain {
			lb.Main = append(lb.Main, stack.Address{Kind: kind, Listener: public, WebSocket: true, Path: path})
		}
		if !slices.Contains(exposed, p.Name) || atMain && lb.SinglePort {
			continue
		}
		e := stack.Endpoint{Kind: kind, Container: p.Port, Listener: p.Port}
		if e.Kind == stack.HTTP || lb.SinglePort {
			e.Listener = public
		}
		lb.Endpoints = append(lb.Endpoints, e)
	}
	if lb.Sticky {
		// One group per host: AWS documents one cookie name for all groups. A
		// browser that reconnects its WebSocket gains most.
		sticky := 0
		if _, atMain := main[stack.WebSocket]; !atMain {
			sticky = max(0, slices.IndexFunc(lb.Endpoints, func(e stack.Endpoint) bool { return e.Kind == stack.WebSocket }))
		}
		lb.Endpoints[sticky].Sticky = true
	}
}

// servedAtMain are the kinds of endpoints that this version of the runtime
// serves on its main port, with their paths. Shards are there only where the app
// has some or they are exposed.
func (b *stageResolver) servedAtMain(exposed []string) map[stack.EndpointKind]string {
	main := map[stack.EndpointKind]string{}
	if b.version.Has(pylon.MainSocket.Gate) {
		main[stack.WebSocket] = pylon.SocketPath
	}
	if b.version.Has(pylon.MainShards.Gate) && (len(b.manifest.Shards) > 0 || slices.Contains(exposed, string(stack.Shards))) {
		main[stack.Shards] = pylon.ShardPath
	}
	return main
}

func (b *stageResolver) exposed() []string {
	in := b.in.LoadBalancer.Expose
	var all []string
	why := ""
	for _, p := range pylon.Ports {
		if p.Name == "sse" && !b.version.Has(pylon.SSEAuth.Gate) {
			why = "runtime " + b.version.String() + " serves sse without authentication"
			continue
		}
		all = append(all, p.Name)
	}
	if !in.IsSet() {
		if why != "" {
			return derive(b, "loadBalancer.expose", in, all, why)
		}
		return pick(b, "loadBalancer.expose", in, all)
	}
	known := make([]string, len(pylon.Ports))
	for i, p := range pylon.Ports {
		known[i] = p.Name
	}
	for i, name := range in.V {
		n := in.Node.Content[i]
		if !slices.Contains(known, name) {
			b.fail(schema.CodeSchema, n, fmt.Sprintf("loadBalancer.expose: %q is not a protocol of the runtime", name), "", "use "+strings.Join(known, ", "))
		}
	}
	if !slices.Contains(in.V, "http") {
		b.fail(CodeConflict, in.Node, "loadBalancer.expose: http is missing", "health checks and the API itself are there", "add http")
		return append([]string{"http"}, in.V...)
	}
	return pick(b, "loadBalancer.expose", in, nil)
}

// decideBalancer decides what a load balancer does that is not configured in a
// spec.
func decideBalancer(s *stack.Stack) {
	lb := &s.Balancer
	lb.Redirect = s.Domain.Given() && !lb.Shared.Given()
	// TLS 1.2 and 1.3.
	lb.TLSPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
	lb.StickyDuration = day
	lb.DropInvalidHeaders = true
	lb.Desync = "defensive" // AWS's default
	// Only the HTTP port answers health checks: WebSocket closes them, an event
	// stream never ends.
	lb.Health = stack.TargetHealth{
		Protocol: "HTTP", Port: lb.Endpoints[0].Container, Path: pylon.HealthPath, Codes: "200",
		Interval: 15, Timeout: 10, Healthy: 2, Unhealthy: 3,
	}
}
