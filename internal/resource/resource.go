package resource

import "strings"

// Resource is one thing that a target deploys.
type Resource struct {
	// ID is the logical id in a template, the name of a component in SST.
	ID string
	// Type is the target's: "AWS::RDS::DBCluster", "sst.aws.Aurora".
	Type string
	// Part of the stack that it belongs to.
	Part Part
	// Properties are a Map.
	Properties Value
	// DependsOn are the ids of resources that must be there first although no
	// property refers to them.
	DependsOn []string
	// Keep is what becomes of it when it leaves the stack, Replaced what becomes
	// of it when an update puts another in its place.
	Keep, Replaced Keep
	// HoldsData: what is lost with it cannot be made again.
	HoldsData bool
}

// Keep is what becomes of a resource that its stack no longer needs.
type Keep string

// The ways to keep a resource. Unsaid leaves it to the target.
const (
	Unsaid   Keep = ""
	Delete   Keep = "Delete"
	Retain   Keep = "Retain"
	Snapshot Keep = "Snapshot"
)

// Part is a part of a stack, as a person would name it.
type Part string

// The parts.
const (
	Network    Part = "network"
	Firewall   Part = "firewall"
	Key        Part = "key"
	AccessLogs Part = "access logs"
	FlowLog    Part = "flow log"
	Database   Part = "database"
	Uploads    Part = "uploads"
	FileSystem Part = "file system"
	Cache      Part = "cache"
	Secrets    Part = "secrets"
	Domain     Part = "domain"
	Balancer   Part = "balancer"
	WebACL     Part = "web acl"
	CDN        Part = "cdn"
	Task       Part = "task"
	Roles      Part = "roles"
	Service    Part = "service"
	Scaling    Part = "scaling"
	Alarms     Part = "alarms"
)

// Reference is a place where a value stands for another resource, for a
// parameter or for something of the target's own ("AWS::Region").
type Reference struct {
	ID        string // of what is referred to
	Attribute string // "" for the thing itself
}

// Referrer is an Own value that refers to resources.
type Referrer interface{ References() []Reference }

// References returns what a value refers to, in its order, each place once.
func (v Value) References() []Reference {
	var out []Reference
	switch v.Function {
	case Ref:
		out = append(out, Reference{ID: v.Text})
	case GetAtt:
		id, attribute, _ := strings.Cut(v.Text, ".")
		out = append(out, Reference{id, attribute})
	case Sub:
		out = append(out, substituted(v.Text)...)
	}
	if own, ok := v.Own.(Referrer); ok && len(v.Members) == 0 {
		out = append(out, own.References()...)
	}
	for _, m := range v.Members {
		if !m.Removed {
			out = append(out, m.Value.References()...)
		}
	}
	return out
}

// substituted are the references in a template of Sub: ${Id} and ${Id.Attribute};
// ${!Text} is not one.
func substituted(template string) []Reference {
	var out []Reference
	for {
		_, rest, more := strings.Cut(template, "${")
		if !more {
			return out
		}
		name, after, _ := strings.Cut(rest, "}")
		if !strings.HasPrefix(name, "!") {
			id, attribute, _ := strings.Cut(name, ".")
			out = append(out, Reference{id, attribute})
		}
		template = after
	}
}
