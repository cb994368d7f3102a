package mix

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

func sorted(t tree) []string { return slices.Sorted(maps.Keys(t)) }

// repair makes settings keep to what is refused: blocks are made without
// regard for each other. stage is "" for the top of the spec.
func (g *gen) repair(t tree, stage string) {
	g.repairImage(t)
	g.repairService(t)
	g.repairNetwork(t)
	g.repairDomain(t)
	g.repairShared(t, stage)
	g.repairProviders(t)
	g.repairObservability(t)
	inRegion(t, regionOf(t))
}

func regionOf(t tree) string {
	if r, ok := at(t, "aws", "region").(string); ok {
		return r
	}
	return "us-east-1"
}

// inRegion moves to the stage's Region what must be there.
func inRegion(t tree, region string) {
	for _, place := range [][]string{{"domain", "certificate"}, {"observability", "alarms", "topic"}, {"loadBalancer", "shared", "arn"}, {"loadBalancer", "shared", "listener"}} {
		if arn, ok := at(t, place...).(string); ok {
			parts := strings.SplitN(arn, ":", 5)
			parts[3] = region
			below(t, place[:len(place)-1]...)[place[len(place)-1]] = strings.Join(parts, ":")
		}
	}
}

// repairImage: an image is built or given, tasks without egress pull from ECR
// only, and ECR takes no password.
func (g *gen) repairImage(t tree) {
	image := below(t, "pylon", "image")
	if _, given := image["uri"]; given {
		delete(image, "dockerfile")
		delete(image, "context")
		if at(t, "network", "mode") == "endpoints" {
			image["uri"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.4.2"
		}
		if uri, _ := image["uri"].(string); strings.Contains(uri, ".dkr.ecr.") {
			delete(image, "credentials")
		}
	}
}

func (g *gen) repairService(t tree) {
	s := below(t, "service")
	cpu, hasCPU := s["cpu"].(string)
	memory, hasMemory := s["memory"].(string)
	if (hasCPU || hasMemory) && !slices.Contains(fargate, [2]string{cpu, memory}) {
		pair := one(g, fargate...)
		s["cpu"], s["memory"] = pair[0], pair[1]
	}
	scaling := below(t, "service", "scaling")
	if t["shape"] == "single-replica" {
		delete(scaling, "min")
		delete(scaling, "max")
		if g.chance(20) && s["scaling"] != nil {
			scaling["max"] = 1
		}
	}
	least, hasMin := scaling["min"].(int)
	if most, ok := scaling["max"].(int); ok && hasMin && most < least {
		scaling["max"] = least
	} else if !hasMin && ok && most < 1 {
		scaling["max"] = 1
	}
	// A variable is plain or a secret.
	if secrets, ok := s["secrets"].([]any); ok {
		env := below(t, "service", "env")
		s["secrets"] = slices.DeleteFunc(secrets, func(name any) bool { return env[name.(string)] != nil })
	}
}

// repairNetwork: an existing VPC has subnets and no NAT of ours.
func (g *gen) repairNetwork(t tree) {
	n := below(t, "network")
	if _, exists := n["vpc"]; exists {
		if n["subnets"] == nil {
			n["subnets"] = tree{"public": subnets(g, "00"), "private": subnets(g, "11")}
		}
		if m := n["mode"]; m != nil && m != "private" && m != "public" {
			delete(n, "mode")
		}
		return
	}
	delete(n, "subnets")
	if n["mode"] == "private" {
		n["mode"] = "nat-gateway"
	}
}

// repairDomain: each kind of DNS has its own zones, and the CDN needs a name.
func (g *gen) repairDomain(t tree) {
	d := below(t, "domain")
	_, named := d["name"]
	if !named {
		if c, there := t["cdn"]; there && c != false {
			t["cdn"] = false
		}
		return
	}
	_, zoned := d["zone"]
	switch d["dns"] {
	case "vercel":
		d["zone"] = "example.com" // as every name does
	case "cloudflare":
		if zoned {
			d["zone"] = strings.Repeat("0af1", 8)
		}
	case "external":
		delete(d, "zone")
		if d["certificate"] == nil {
			d["certificate"] = g.certificate()
		}
	default:
		if zoned {
			d["zone"] = "Z0123456789ABCDEFGHIJ"
		}
	}
	if cdn := below(t, "cdn"); cdn["domain"] != nil && d["dns"] == "external" && cdn["certificate"] == nil {
		cdn["certificate"] = g.certificate()
	}
}

// repairShared: a shared load balancer lives in an existing VPC and serves names.
func (g *gen) repairShared(t tree, stage string) {
	lb := below(t, "loadBalancer")
	shared, is := lb["shared"].(tree)
	if !is {
		return
	}
	d := below(t, "domain")
	if at(t, "network", "vpc") == nil || d["name"] == nil {
		if g.chance(50) || d["name"] == nil {
			delete(lb, "shared")
			return
		}
		t["network"] = tree{"vpc": one(g, vpcs...), "subnets": tree{"public": subnets(g, "00"), "private": subnets(g, "11")}}
	}
	delete(lb, "ports")
	if g.chance(30) {
		lb["ports"] = "single"
	}
	if aliases, ok := d["aliases"].([]any); ok && len(aliases) > 2 {
		d["aliases"] = aliases[:2]
	}
	if strings.Contains(stage, "*") {
		delete(shared, "priority")
	}
}

func (g *gen) repairProviders(t tree) {
	oauth := below(t, "auth", "oauth")
	for _, name := range sorted(oauth) {
		p := oauth[name].(tree)
		if !slices.Contains(oauthNames[:4], name) && p["issuer"] == nil {
			p["issuer"] = "https://id.example.com"
		}
		if at(t, "domain", "name") == nil && p["redirect"] == nil {
			p["redirect"] = g.url()
		}
	}
	if mail := below(t, "email"); mail["provider"] == "webhook" {
		if mail["endpoint"] == nil {
			mail["endpoint"] = g.text()
		}
	} else {
		delete(mail, "endpoint")
	}
}

// repairObservability: one way for traces and one for alarms, and no collector
// without a way to its image.
func (g *gen) repairObservability(t tree) {
	o := below(t, "observability")
	if alarms := below(o, "alarms"); alarms["email"] != nil && alarms["topic"] != nil {
		delete(alarms, one(g, "email", "topic"))
	}
	traces := below(o, "traces")
	if traces["otlp"] != nil && traces["xray"] == true {
		traces["xray"] = false
	}
	if at(t, "network", "mode") == "endpoints" && at(t, "network", "vpc") == nil {
		delete(o, "metrics")
		delete(traces, "xray")
	}
	// The capacity of the database and its bounds.
	c := below(t, "database", "capacity")
	if number(c["min"]) > number(c["max"]) && c["max"] != nil {
		c["max"] = "16 ACU"
	}
}

// number reads "0.5 ACU"; 0 when there is none.
func number(v any) float64 {
	text, _ := v.(string)
	head, _, _ := strings.Cut(text, " ")
	f, _ := strconv.ParseFloat(head, 64)
	return f
}
