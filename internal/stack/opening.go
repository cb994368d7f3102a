package stack

import "slices"

// Opening is a connection that the stage's firewalls allow. What is not listed
// is refused.
type Opening struct {
	From, To Party
	Port     int    // TCP
	Protocol string // for people: "PostgreSQL"
	Why      string // one line for people; "" where the parties make it clear
}

// Party is an end of a connection.
type Party string

// The parties.
const (
	World        Party = "world"         // anybody, as a client
	Internet     Party = "internet"      // any address, as a server
	Balancer     Party = "load balancer" // the stage's own, or a shared one
	Tasks        Party = "tasks"
	Peers        Party = "peers"  // tasks, as what other tasks of the service reach
	Guests       Party = "guests" // tasks of other stages behind the stage's load balancer
	DatabaseNode Party = "database"
	FileStore    Party = "file system"
	CacheNode    Party = "cache"
	AWSServices  Party = "aws services" // by endpoints in the VPC
	NATInstances Party = "nat instances"
)

// TCP ports of the protocols.
const (
	HTTPPort     = 80
	HTTPSPort    = 443
	PostgresPort = 5432
	RedisPort    = 6379
	NFSPort      = 2049
)

// Open returns the openings between two parties, in the order of the list.
func (s *Stack) Open(from, to Party) []Opening {
	var out []Opening
	for _, o := range s.Openings {
		if o.From == from && o.To == to {
			out = append(out, o)
		}
	}
	return out
}

// OpenPorts returns the ports that one party may reach another at, in the order
// of the list.
func (s *Stack) OpenPorts(from, to Party) []int {
	var ports []int
	for _, o := range s.Open(from, to) {
		ports = append(ports, o.Port)
	}
	return ports
}

// WayOut returns the opening by which tasks reach servers outside of the stage:
// the internet, or AWS's services only.
func (s *Stack) WayOut() Opening {
	i := slices.IndexFunc(s.Openings, func(o Opening) bool { return o.From == Tasks && (o.To == Internet || o.To == AWSServices) })
	return s.Openings[i]
}

// Secure reports whether the stage speaks TLS: with a domain only, since a
// certificate cannot cover the load balancer's own name.
func (s *Stack) Secure() bool { return s.Domain.Given() }

// OwnBalancer reports whether the stage makes its load balancer. Otherwise it
// adds target groups and rules to a shared one.
func (s *Stack) OwnBalancer() bool { return !s.Balancer.Shared.Given() }
