package resolve

import (
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// decideBalancer decides what a load balancer does that nobody asks for in a
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
