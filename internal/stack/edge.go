package stack

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
)

// LoadBalancer is the public application load balancer.
type LoadBalancer struct {
	IdleTimeout int // seconds, 1 to 4000
	// Sticky pins a browser to a task with the lb_cookie. Only one target group
	// of a host may be sticky (AWS documents one cookie name for all groups):
	// the one of Endpoint.Sticky.
	Sticky bool
	// SinglePort puts everything behind port 443 (80 without a domain) with
	// rules; otherwise each endpoint has a listener of its own.
	SinglePort bool
	// Endpoints are the ports of Pylon that are reachable, in the order of
	// their container ports, each with a target group of its own. The first is
	// always http.
	Endpoints []Endpoint
	// Main are what the http endpoint serves too, at a path of its own: sockets
	// and shards of newer runtimes. They need no port, target group or rule.
	Main []Address
	// Redirect sends plain HTTP at port 80 to HTTPS at port 443, for good.
	Redirect bool
	// TLSPolicy is AWS's name for the versions and ciphers of TLS that the
	// listeners speak; without a domain they speak none.
	TLSPolicy string
	// StickyDuration is how long the cookie pins a browser, in seconds.
	StickyDuration int
	// Health is how every target group asks whether a task is well.
	Health TargetHealth
	// DropInvalidHeaders drops headers whose names are not valid in HTTP,
	// instead of handing them on.
	DropInvalidHeaders bool
	// Desync is how requests are treated that could be read in two ways
	// (request smuggling): "monitor", "defensive" or "strictest".
	Desync string
	// Shared is an existing load balancer that takes the place of the stage's
	// own, if it is given. SinglePort is true then.
	Shared SharedBalancer
	// Guests are the container ports, ascending, that tasks of other stages have
	// behind this load balancer; nil when no stage shares it.
	Guests []int
}

// The values of loadBalancer.ports: LoadBalancer.SinglePort in the spec's words.
const (
	SeparatePorts = "separate"
	SinglePorts   = "single"
)

// TargetHealth is the load balancer's check of a task.
type TargetHealth struct {
	Protocol string // "HTTP"
	// Port is that of the container which answers, whatever port the target
	// group has.
	Port     int
	Path     string
	Codes    string // HTTP status codes that mean well, "200"
	Interval int    // seconds from one check to the next
	Timeout  int    // seconds until a check without an answer has failed
	// Healthy and Unhealthy are the checks in a row that make a task well or
	// unwell.
	Healthy, Unhealthy int
}

// SharedBalancer is a load balancer that is not the stage's own. The stage adds target
// groups and rules that look at the host name; timeouts, certificates, logs and
// protection are its owner's.
type SharedBalancer struct {
	// Owner is the stage of the same app that makes it, "" when it is not of this
	// app. What follows is known when it is deployed then, and "" here.
	Owner         string
	ARN           string
	Listener      string // ARN of its HTTPS listener on port 443
	SecurityGroup string // its security group's id, "sg-..."
	DNSName       string // where the records of the stage's names point to
	// Priority is what the stage's rules start at: an endpoint's is that plus its
	// Order. 0 in a pattern stage: RulePriority of its real name is used then.
	Priority int
}

// Mark returns a short name of the load balancer: an s and five hexadecimal
// digits. A target group belongs to one load balancer, so it is in the group's
// name, and a stage that moves gets other groups.
func (b SharedBalancer) Mark() string {
	sum := fnv.New32a()
	sum.Write([]byte(cmp.Or(b.Owner, b.ARN)))
	return fmt.Sprintf("s%05x", sum.Sum32()&0xfffff)
}

// Given reports whether the stage lives on a load balancer that it does not make.
func (b SharedBalancer) Given() bool { return b.Owner != "" || b.ARN != "" }

// Endpoint returns the endpoint of a kind, false if none has a port of its own
// that can be reached.
func (b LoadBalancer) Endpoint(kind EndpointKind) (Endpoint, bool) {
	for _, e := range b.Endpoints {
		if e.Kind == kind {
			return e, true
		}
	}
	return Endpoint{}, false
}

// AtMain returns where the http endpoint serves a kind of endpoint too, false if
// it does not.
func (b LoadBalancer) AtMain(kind EndpointKind) (Address, bool) {
	for _, a := range b.Main {
		if a.Kind == kind {
			return a, true
		}
	}
	return Address{}, false
}

// Address returns where clients open a kind of endpoint, false if they cannot:
// on the main port where it is served there, else on its own.
func (b LoadBalancer) Address(kind EndpointKind) (Address, bool) {
	if a, ok := b.AtMain(kind); ok {
		return a, true
	}
	e, ok := b.Endpoint(kind)
	return Address{e.Kind, e.Listener, e.WebSocket, e.Path}, ok
}

// Rules are the endpoints in the order in which rules must look at a request.
func (b LoadBalancer) Rules() []Endpoint {
	return slices.SortedFunc(slices.Values(b.Endpoints), func(x, y Endpoint) int { return cmp.Compare(x.Order, y.Order) })
}

// RulePriority is where the rules of a stage start on a shared listener: a
// number from 100 to 49960 that depends on the names only, in steps of 5, so
// that stages and apps rarely meet. The listener refuses a priority that is
// taken; nothing is overwritten.
func RulePriority(app, stage string) int {
	h := 7
	for _, c := range []byte(app + "/" + stage) {
		h = (h*31 + int(c)) % RuleSlots
	}
	return 100 + 5*h
}

// RuleSlots is the number of priorities that RulePriority returns, a prime.
const RuleSlots = 9973

// Address is where clients open an endpoint.
type Address struct {
	Kind     EndpointKind
	Listener int // the public port
	// WebSocket: clients speak WebSocket there (ws, wss), otherwise HTTP.
	WebSocket bool
	Path      string // "" is the root
}

// Endpoint is one protocol that Pylon speaks, on its way from the listener to
// the container.
type Endpoint struct {
	Kind      EndpointKind
	Container int // container and target group port: 4321, 4322, ...
	// Listener is the public port: 443 (80 without a domain) for http, the
	// container port for the others; with SinglePort always 443 or 80.
	Listener int
	// Sticky: this endpoint's target group carries the sticky cookie.
	Sticky bool
	// WebSocket: clients speak WebSocket here (ws, wss), otherwise HTTP.
	WebSocket bool
	// Path is where clients open it, "/events"; "" is the root.
	Path string
	// Conditions tell a request for this endpoint from those for others at the
	// same port: all of them hold. Without any it takes what is left.
	Conditions []Condition
	// Order is the kind's place, from 0 to 3, among the rules of a port that all
	// share: the most particular first, so that none hides another. It does not
	// depend on which others there are, as two rules cannot swap their priorities.
	Order int
	// Priority is that of its rule on a listener of the stage's own (1 to
	// 50000, the lowest is looked at first); 0: it is the listener's default
	// action and has no rule.
	Priority int
}

// DefaultPriority is the priority of an endpoint's rule on a listener of the
// stage's own; 0 for the listener's default action. The gaps leave room for
// rules of the user's.
func DefaultPriority(kind EndpointKind) int {
	switch kind {
	case Shards:
		return 10
	case WebSocket:
		return 20
	case SSE:
		return 30
	}
	return 0
}

// Condition is one thing about a request. One of Header, Query and Path is set.
type Condition struct {
	Header string // name of a header, which has Value
	Query  string // key in the query string, which has Value
	Value  string // a star stands for anything
	Path   string // pattern of the path
}

// EndpointKind is the protocol of an Endpoint.
type EndpointKind string

// The endpoints of the runtime.
const (
	HTTP      EndpointKind = "http"
	WebSocket EndpointKind = "websocket"
	SSE       EndpointKind = "sse"
	Shards    EndpointKind = "shards"
)

// Domain is the public name of the API.
type Domain struct {
	Name Staged // "" when there is none
	DNS  DNS
	// Zone is the id of a Route 53 hosted zone or of a Cloudflare zone, or the
	// domain of a Vercel zone; "" lets the target find it (SST) or ask for it
	// (CloudFormation).
	Zone string
	// Certificate is the ARN of an existing ACM certificate in the stage's
	// Region; "" has one made (possible with Route 53; with the other DNS kinds
	// in SST only).
	Certificate string
	Aliases     []Staged
}

// Given reports whether the stage has a domain.
func (d Domain) Given() bool { return d.Name != "" }

// Names are the domain's name and its aliases, nil without a domain.
func (d Domain) Names() []Staged {
	if !d.Given() {
		return nil
	}
	return append([]Staged{d.Name}, d.Aliases...)
}

// MakesCertificate reports whether the deployment makes the load balancer's
// certificate, where its target can. That of a shared one is its owner's.
func (s *Stack) MakesCertificate() bool {
	return s.Domain.Given() && s.Domain.Certificate == "" && s.OwnBalancer()
}

// DNS is who answers for the domain.
type DNS string

// The kinds of DNS.
const (
	Route53    DNS = "route53"
	Cloudflare DNS = "cloudflare"
	Vercel     DNS = "vercel"
	External   DNS = "external" // records are made by hand; Certificate is given
)
