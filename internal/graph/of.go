package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Of is the picture of a stage. findings are those of the stage's app; the picture
// counts errors and warnings.
func Of(s *stack.Stack, findings diag.List) Picture {
	p := &painter{Stack: s, estimate: cost.Of(s, s.Region)}
	p.front()
	p.compute()
	p.data()
	p.ways()
	p.badges(findings)
	slices.SortStableFunc(p.Nodes, byPlace)
	p.Title = fmt.Sprintf("%s, stage %s", s.App, s.Stage.Name)
	p.describe()
	return p.Picture
}

func byPlace(a, b Node) int {
	return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Row, b.Row))
}

// painter is the picture in the making.
type painter struct {
	*stack.Stack
	Picture
	estimate cost.Estimate
}

func (p *painter) node(id string, column Column, row int, title string, lines ...string) {
	p.Nodes = append(p.Nodes, Node{ID: id, Column: column, Row: row, Title: title, Lines: slices.DeleteFunc(lines, func(l string) bool { return l == "" })})
}

// edge adds a connection. One more label joins the edge that is there.
func (p *painter) edge(from, to string, labels ...string) {
	if i := slices.IndexFunc(p.Edges, func(e Edge) bool { return e.From == from && e.To == to }); i >= 0 {
		for _, l := range labels {
			if !slices.Contains(p.Edges[i].Labels, l) {
				p.Edges[i].Labels = append(p.Edges[i].Labels, l)
			}
		}
		return
	}
	p.Edges = append(p.Edges, Edge{From: from, To: to, Labels: labels})
}

// front paints who calls, and what is in front of the load balancer.
func (p *painter) front() {
	p.node("clients", Internet, 0, "Browsers and apps", origins(p.Origins)...)
	if p.Domain.Given() {
		p.node("dns", Front, 0, "DNS", p.Domain.Name.String(), dnsNames[p.Domain.DNS])
	}
	if p.CDN.Enabled {
		p.node("cdn", Front, 1, "CloudFront", p.CDN.Domain.String(), fmt.Sprintf("caches %s", diag.Count(len(p.CDN.CachePaths), "path")))
		p.edge("clients", "cdn", "443 HTTPS")
		p.edge("cdn", "balancer", "443 HTTPS")
	}
	if p.WebACL.Given() {
		p.node("firewall", Front, 2, "Web ACL", diag.Count(len(p.WebACL.RuleGroups), "rule group"))
	}
	title := "Load balancer"
	if !p.OwnBalancer() {
		title = "Shared load balancer"
	}
	p.node("balancer", Public, 0, title, p.ports()...)
}

var dnsNames = map[stack.DNS]string{stack.Route53: "Route 53", stack.Cloudflare: "Cloudflare", stack.Vercel: "Vercel", stack.External: "records by hand"}

// most is how many origins are written out.
const most = 2

func origins(all []stack.Staged) []string {
	var lines []string
	for _, o := range all[:min(len(all), most)] {
		lines = append(lines, o.String())
	}
	if n := len(all) - most; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return lines
}

// ports are the lines of the load balancer, one for each endpoint.
func (p *painter) ports() []string {
	scheme := "HTTP"
	if p.Secure() {
		scheme = "HTTPS"
	}
	var lines []string
	for _, e := range p.Balancer.Endpoints {
		line := fmt.Sprintf("%d %s %s", e.Listener, scheme, e.Kind)
		if e.Path != "" {
			line += " " + e.Path
		}
		lines = append(lines, line)
	}
	for _, a := range p.Balancer.Main {
		lines = append(lines, fmt.Sprintf("%d %s %s %s", a.Listener, scheme, a.Kind, a.Path))
	}
	return lines
}

// compute paints tasks and their egress.
func (p *painter) compute() {
	s, column, row := p.Service, PrivateTasks, 0
	if p.Network.TasksPublic() {
		column, row = Public, 1
	}
	size := fmt.Sprintf("%v vCPU, %d MiB, %s", float64(s.CPU)/1024, s.Memory, s.Architecture)
	spot := ""
	if s.Spot {
		spot = fmt.Sprintf("Spot, %d on demand", s.OnDemand)
	}
	peers := ""
	for _, o := range p.Open(stack.Tasks, stack.Peers) {
		peers = fmt.Sprintf("reach each other on %d", o.Port)
	}
	p.node("tasks", column, row, tasks(s.Scaling), "Pylon "+p.PylonVersion, size, spot, peers)
	switch p.Network.Mode {
	case stack.NATGateway:
		n := 1
		if p.Network.NATPerZone {
			n = p.Network.Zones
		}
		p.node("nat", Public, 2, "NAT", diag.Count(n, "gateway"))
	case stack.NATInstance:
		p.node("nat", Public, 2, "NAT", fmt.Sprintf("%s, %s", diag.Count(p.Network.Zones, "instance"), p.Network.NATInstanceType))
	case stack.Endpoints:
		p.node("endpoints", PrivateTasks, 1, "Interface endpoints", diag.Count(len(p.Network.Endpoints), "service"))
	}
	if p.Network.Mode != stack.Endpoints {
		p.node("providers", Internet, 2, "AWS and providers")
	}
	if len(p.Balancer.Guests) > 0 {
		p.node("guests", Public, 3, "Tasks of other stages")
	}
}

func tasks(s stack.Scaling) string {
	if s.Min == s.Max {
		return diag.Count(s.Min, "task")
	}
	return fmt.Sprintf("%d to %d tasks", s.Min, s.Max)
}

// data paints what keeps something.
func (p *painter) data() {
	if d := p.Database; d.Given() {
		readers := ""
		if d.Readers > 0 {
			readers = diag.Count(d.Readers, "reader")
		}
		p.node("database", PrivateData, 0, "Aurora PostgreSQL", d.Version, fmt.Sprintf("%v to %v ACU", d.MinACU, d.MaxACU), readers)
	}
	if c := p.Cache; c.Given() {
		p.node("cache", PrivateData, 1, "Cache", c.Engine+" "+c.Version, fmt.Sprintf("%s, %s", c.Node, diag.Count(1+c.Replicas, "node")))
	}
	switch {
	case p.FileSystem.Given():
		p.node("files", PrivateData, 2, "EFS", "SQLite and uploads")
	case p.Files.Given():
		p.node("files", PrivateData, 2, "S3", "uploads")
	}
	names := map[string]bool{}
	for _, x := range p.Service.Secrets {
		names[x.Name] = true
	}
	key := ""
	if p.Key.Given() {
		key = "a key of its own"
	}
	p.node("secrets", PrivateData, 3, "Secrets Manager", diag.Count(len(names), "secret"), key)
	alarms := ""
	if p.Alarms.Wanted() {
		alarms = "alarms"
	}
	collector := ""
	switch c := p.Service.Collector; {
	case c.XRay:
		collector = "traces"
	case c.Given():
		collector = "metrics"
	}
	p.node("observability", PrivateData, 4, "CloudWatch", fmt.Sprintf("logs for %s", diag.Count(p.Logs.RetentionDays, "day")), alarms, collector)
}

// partyNodes are the nodes of the parties of the firewalls.
var partyNodes = map[stack.Party]string{
	stack.World: "clients", stack.Internet: "providers", stack.Balancer: "balancer", stack.Tasks: "tasks", stack.Guests: "guests",
	stack.DatabaseNode: "database", stack.FileStore: "files", stack.CacheNode: "cache", stack.AWSServices: "endpoints", stack.NATInstances: "nat",
}

// ways paints what the firewalls allow, and what needs no firewall: names, and services
// of AWS that are asked with rights.
func (p *painter) ways() {
	if p.Domain.Given() {
		p.edge("clients", "dns", "asks for the address")
	}
	if p.WebACL.Given() {
		p.edge("firewall", "balancer", "looks at requests")
	}
	if !p.OwnBalancer() {
		p.edge("clients", "balancer", "443 HTTPS")
	}
	throughNAT := p.Node("nat") != nil
	for _, o := range p.Openings {
		from, to := partyNodes[o.From], partyNodes[o.To]
		if from == "" || to == "" {
			continue
		}
		protocol := o.Protocol
		if o.From == stack.World && p.Secure() && o.Port != stack.HTTPPort {
			protocol = "HTTPS"
		}
		label := fmt.Sprintf("%d %s", o.Port, protocol)
		if throughNAT && o.From == stack.Tasks && o.To == stack.Internet {
			p.edge("tasks", "nat", label)
			from = "nat"
		}
		p.edge(from, to, label)
	}
	if p.Files.Given() {
		p.edge("tasks", "files", "443 HTTPS")
	}
	p.edge("secrets", "tasks", "at the start")
	p.edge("tasks", "observability", "logs")
}

// describe says in words what the picture shows.
func (p *painter) describe() {
	var all []string
	for _, n := range p.Nodes {
		all = append(all, strings.Join(append([]string{n.Title}, n.Lines...), ", "))
	}
	var ways []string
	for _, e := range p.Edges {
		ways = append(ways, fmt.Sprintf("%s to %s on %s", p.Node(e.From).Title, p.Node(e.To).Title, strings.Join(e.Labels, ", ")))
	}
	p.Description = strings.Join(all, "; ") + ". Connections: " + strings.Join(ways, "; ") + "."
}
