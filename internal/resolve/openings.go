package resolve

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// openings are the connections that a stage needs: a chain of which each link
// knows only the next one. World, load balancer, tasks, data.
func openings(s *stack.Stack) []stack.Opening {
	var list []stack.Opening
	if s.OwnBalancer() {
		for _, port := range publicPorts(s) {
			list = append(list, stack.Opening{From: stack.World, To: stack.Balancer, Port: port, Protocol: "HTTP", Why: "Public API"})
		}
	}
	for _, e := range s.Balancer.Endpoints {
		list = append(list, stack.Opening{From: stack.Balancer, To: stack.Tasks, Port: e.Container, Protocol: string(e.Kind)})
	}
	for _, port := range s.Balancer.Guests {
		list = append(list, stack.Opening{From: stack.Balancer, To: stack.Guests, Port: port, Protocol: "Tasks of other stages"})
	}
	if s.Network.Mode == stack.Endpoints {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.AWSServices, Port: stack.HTTPSPort, Protocol: "HTTPS", Why: "AWS APIs; there is no route to the internet"})
	} else {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.Internet, Port: stack.HTTPSPort, Protocol: "HTTPS", Why: "AWS APIs and the providers that the app calls"})
	}
	if s.Service.Advertise != "" {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.Peers, Port: s.Balancer.Endpoints[0].Container, Protocol: "Shards"})
	}
	if s.Database.Given() {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.DatabaseNode, Port: s.Database.Port, Protocol: "PostgreSQL"})
	}
	if s.FileSystem.Given() {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.FileStore, Port: stack.NFSPort, Protocol: "NFS"})
	}
	if s.Cache.Given() {
		list = append(list, stack.Opening{From: stack.Tasks, To: stack.CacheNode, Port: stack.RedisPort, Protocol: "Redis"})
	}
	if s.Network.Mode == stack.NATInstance {
		list = append(list,
			stack.Opening{From: stack.Tasks, To: stack.NATInstances, Port: stack.HTTPSPort, Protocol: "HTTPS", Why: "What tasks send to the internet"},
			stack.Opening{From: stack.NATInstances, To: stack.Internet, Port: stack.HTTPSPort, Protocol: "HTTPS", Why: "The internet"})
	}
	return list
}

// publicPorts are the ports of the stage's own load balancer, ascending, each
// once.
func publicPorts(s *stack.Stack) []int {
	var ports []int
	if s.Balancer.Redirect {
		ports = append(ports, stack.HTTPPort)
	}
	for _, e := range s.Balancer.Endpoints {
		ports = append(ports, e.Listener)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}
