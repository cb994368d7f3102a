package resolve

import (
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// decideEndpoints decides how requests for the endpoints are told apart where
// they share a port. The runtime itself has a port for each, so what tells them
// is what its clients send.
func decideEndpoints(lb *stack.LoadBalancer) {
	upgrade := stack.Condition{Header: "Upgrade", Value: "websocket"}
	for i := range lb.Endpoints {
		e := &lb.Endpoints[i]
		e.Priority = stack.DefaultPriority(e.Kind)
		switch e.Kind {
		case stack.Shards: // a WebSocket too: before the others
			e.WebSocket = true
			e.Conditions = []stack.Condition{upgrade, {Query: "shard", Value: "*"}}
			e.Order = 0
		case stack.WebSocket:
			e.WebSocket = true
			e.Conditions = []stack.Condition{upgrade}
			e.Order = 1
		case stack.SSE:
			e.Path = pylon.EventsPath
			e.Conditions = []stack.Condition{{Path: pylon.EventsPath}}
			e.Order = 2
		case stack.HTTP: // everything else
			e.Order = 3
		}
	}
}
