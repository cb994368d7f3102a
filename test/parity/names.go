package parity

import (
	"slices"
	"strings"
)

// kinds are all kinds of resources that the two clouds have.
var kinds = slices.Concat(network, edge, service, rights, data, watching)

// names say what a resource is called by who uses it: whatever a fact of a kind
// leads to. The first that fits counts.
var names = []struct{ kind, fact, name string }{
	{"load balancer", "firewall", "load balancer firewall"},
	{"service", "firewall", "tasks firewall"},
	{"database", "firewall", "database firewall"},
	{"cache", "firewall", "cache firewall"},
	{"mount target", "firewall", "files firewall"},
	{"endpoint", "firewall", "endpoints firewall"},
	{"nat instance in", "firewall", "nat firewall"},
	{"load balancer", "subnet", "public subnet"},
	{"database subnets", "subnet", "private subnet"},
	{"cache subnets", "subnet", "private subnet"},
	{"mount target", "subnet", "private subnet"},
	{"task", "execution role", "execution role"},
	{"task", "role", "app role"},
	{"database instance", "monitoring role", "monitoring role"},
	{"flow log", "role", "flow log role"},
	{"instance profile", "role", "nat role"},
	{"task", "pylon logconfiguration options awslogs-group", "log"},
	{"task", "collector logconfiguration options awslogs-group", "collector log"},
	{"flow log", "log", "flow log's log"},
	{"web acl logging", "log", "web acl's log"},
	{"task", "pylon has PYLON_S3_BUCKET", "uploads"},
	{"load balancer", "logs to", "access logs"},
	{"bucket", "logs to", "access logs"},
	{"cdn", "logs to", "access logs"},
	{"listener", "certificate", "certificate"},
	{"cdn", "certificate", "cdn certificate"},
	{"database", "password", "database password"},
	{"cache", "token", "cache token"},
}

// peers is what the firewall that lets tasks reach each other is called. It and
// that of the tasks are both the service's.
const peers = "Shards of other tasks"

// giveNames calls every thing by its kind, or by who uses it.
func giveNames(things []*thing, byKey map[string]*thing) {
	leadsTo := func(value string) *thing {
		m := referenceTo.FindStringSubmatch(value)
		if m == nil || byKey[m[1]] == nil {
			return nil
		}
		return byKey[m[1]]
	}
	for _, t := range things {
		if slices.Contains(t.seen, observation{"called", titles["guests firewall"]}) {
			t.names = []string{"guests firewall"}
		}
		if t.kind.name != "" && t.kind.of == "" {
			t.names = []string{t.kind.name}
		}
		if slices.Contains(t.seen, observation{"called", peers}) {
			t.names = []string{"peers firewall"}
		}
		for _, key := range t.Waits { // its name holds the cluster's, nothing else tells whose it is
			if awaited := byKey[key]; strings.HasPrefix(t.kind.name, "database") && awaited != nil && strings.HasSuffix(strings.ToLower(awaited.Type), "loggroup") {
				awaited.names = []string{"log of the database"}
			}
		}
	}
	for _, n := range names {
		for _, t := range things {
			for _, o := range t.seen {
				if o.fact != n.fact || t.kind.name != n.kind && t.kind.label != n.kind {
					continue
				}
				if used := leadsTo(o.value); used != nil && (len(used.names) == 0 || used.kind.name == "password") {
					used.names = []string{n.name}
				}
			}
		}
	}
	nameSecrets(things, leadsTo)
	for _, t := range things {
		if zone, _ := t.get("availabilityzone").(string); t.kind.label == "subnet" && len(t.names) > 0 && zone != "" {
			t.names[0] += " " + zone[len(zone)-1:]
		}
	}
	for _, t := range things {
		if t.kind.label == "association" {
			id, of := text(t.get("routetableid")), text(t.get("subnetid"))
			if table, subnet := leadsTo(id), leadsTo(of); table != nil && subnet != nil && strings.HasSuffix(id, ">") && strings.HasSuffix(of, ">") {
				table.names = append(table.names, subnet.names...)
			}
		}
	}
	for _, t := range things {
		for _, path := range strings.Split(t.kind.key, "|") {
			if key := t.get(path); key != nil {
				t.names = []string{t.kind.name + " " + strings.Join(resolved(text(key), byKey), ", ")}
			}
		}
		if len(t.names) == 0 {
			t.names = []string{"unused " + t.Type}
		}
	}
}

// nameSecrets calls secrets by the variables that they are for, and the rest by
// what they hold.
func nameSecrets(things []*thing, leadsTo func(string) *thing) {
	for _, t := range things {
		seen := slices.Clone(t.seen)
		slices.SortFunc(seen, func(a, b observation) int { return strings.Compare(a.fact, b.fact) })
		for _, o := range seen {
			variable, ok := strings.CutPrefix(o.fact, "pylon has secret ")
			if used := leadsTo(o.value); ok && used != nil {
				used.names = []string{strings.TrimSpace(strings.Join(append(used.names, variable), " "))}
			}
		}
	}
	for _, t := range things {
		if t.kind.label == "secret" && len(t.names) > 0 && !strings.HasSuffix(t.names[0], "password") && !strings.HasSuffix(t.names[0], "token") {
			t.names[0] = "secret " + t.names[0]
		}
		used := leadsTo(text(t.get("secretid")))
		if t.kind.label != "secret version" || used == nil || len(used.names) > 0 {
			continue
		}
		for _, o := range t.seen {
			if held := leadsTo(o.value); held != nil {
				used.names = []string{"copy of " + held.names[0]}
			}
		}
	}
}
