package resolve

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// decideContainer decides what the container may do, and how ECS sees whether
// it is well.
func decideContainer(s *stack.Stack) {
	c := &s.Service
	c.Image.Repository = repository(c.Image.URI)
	c.User, c.Group = pylon.User, pylon.Group
	c.ReadOnlyRoot = !c.Exec // ECS Exec writes to the root file system
	c.Init = true            // as PID 1 the runtime would ignore SIGTERM
	c.DropCapabilities = []string{"ALL"}
	c.Volume = stack.Volume{Name: "data", Path: pylon.DataDir}
	c.TempDir = stack.Variable{Name: "TMPDIR", Text: pylon.DataDir, Why: "the root file system is read-only"}
	c.Health = stack.ContainerHealth{
		Command: []string{"CMD-SHELL", fmt.Sprintf("curl -fsS http://localhost:%d%s || exit 1",
			s.Balancer.Endpoints[0].Container, pylon.HealthPath)},
		Interval: 30, Timeout: 10, StartPeriod: 60, Retries: 3,
	}
	// A log outage must not stop the app.
	s.Logs.Mode, s.Logs.BufferMiB = "non-blocking", 4
}

// decideRollout decides how the number of tasks changes.
func decideRollout(s *stack.Stack) {
	c := &s.Service
	// New tasks start before old ones stop.
	c.Rollout = stack.Rollout{MinHealthy: 100, Max: 200, CircuitBreaker: true, Rebalance: true}
	if s.Shape == stack.SingleReplica {
		// Never two tasks on one SQLite file: the old one stops first.
		c.Rollout.MinHealthy, c.Rollout.Max, c.Rollout.Rebalance = 0, 100, false
	}
	// Out sooner than in: too few tasks hurt, one too many only costs.
	c.Scaling.OutCooldown, c.Scaling.InCooldown = 60, 300
}

// ecrImage is an image in a private registry of AWS: account, Region, repository.
// A registry has one more name for FIPS, and two for IPv6.
// https://docs.aws.amazon.com/general/latest/gr/ecr.html
var ecrImage = pattern.Of(`^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/([a-z0-9._/-]+)[:@]`)

// repository is where an image is in Amazon ECR, the zero Repository elsewhere.
func repository(uri string) stack.Repository {
	if m := ecrImage.FindStringSubmatch(uri); m != nil {
		return stack.Repository{Account: m[1], Region: m[2], Name: m[3]}
	}
	return stack.Repository{}
}
