package parity

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// roleNames are what the roles of the model are called.
var roleNames = map[stack.Role]string{
	stack.ExecutionRole: "execution role", stack.AppRole: "app role", stack.UploadsUser: "uploads user", stack.MonitoringRole: "monitoring role", stack.FlowLogRole: "flow log role",
}

// rights are who may take a role, and what it may do.
func (m *model) rights() {
	for _, t := range m.Trusts {
		if t.Role == stack.AppRole && len(m.GrantsOf(stack.AppRole)) == 0 {
			continue // a role without rights is as good as none
		}
		m.is(roleNames[t.Role], "allow sts:AssumeRole", "service "+t.Service+m.when(t.When))
		if t.Managed != "" {
			m.is(roleNames[t.Role], "managed policy", "arn:aws:iam::aws:policy/"+t.Managed)
		}
	}
	for _, g := range m.Grants {
		when := ""
		if g.Via != "" {
			when = " if stringequals kms:viaservice " + g.Via + "." + m.Region + ".amazonaws.com"
		}
		for _, action := range g.Actions {
			for _, on := range m.objects(g) {
				m.is(roleNames[g.Role], "allow "+action, "on "+on+when)
			}
		}
	}
}

// objects are what a right is on.
func (m *model) objects(g stack.Grant) []string {
	switch g.On {
	case stack.OnAnything:
		return []string{"*"}
	case stack.OnImages:
		r := stack.Repository{Account: Account, Region: m.Region, Name: m.App} // see Deployment
		if m.Service.Image.Repository.Given() {
			r = m.Service.Image.Repository
		}
		return []string{"arn:aws:ecr:" + r.Region + ":" + r.Account + ":repository/" + r.Name}
	case stack.OnRegistry:
		return []string{m.Service.Image.Credentials}
	case stack.OnLog:
		if g.Role == stack.FlowLogRole {
			return []string{"<flow log's log>:*"}
		}
		return []string{"<log>:*"}
	case stack.OnSecrets:
		return m.secretNames()
	case stack.OnUploads:
		return []string{"<uploads>"}
	case stack.OnObjects:
		return []string{"<uploads>/*"}
	case stack.OnFileSystem:
		return []string{"<files> if stringequals elasticfilesystem:accesspointarn <access point>"}
	case stack.OnWorkspace:
		return []string{m.Service.Collector.Workspace}
	case stack.OnKey:
		return []string{"<key>"}
	}
	panic("a right on something unknown: " + string(g.On))
}

// when is a circumstance as conditions say it.
func (m *model) when(c stack.Circumstance) string {
	conditions := map[stack.Circumstance]string{
		"":                       "",
		stack.OverPlainHTTP:      "bool aws:securetransport false",
		stack.ForThisAccount:     "stringequals aws:sourceaccount " + Account,
		stack.ForItsLogs:         "arnlike kms:encryptioncontext:aws:logs:arn arn:aws:logs:" + m.Region + ":" + Account + ":log-group:*",
		stack.ThroughMountTarget: "bool elasticfilesystem:accessedviamounttarget true",
		stack.NotForAWS:          "boolifexists aws:principalisawsservice false, boolifexists kms:grantisforawsresource false",
	}
	said, known := conditions[c]
	if !known {
		panic("an unknown circumstance: " + string(c))
	}
	if said == "" {
		return ""
	}
	return " if " + said
}

// rules are statements of a resource's own policy.
func (m *model) rules(thing, on string, rules []stack.Rule) {
	who := map[stack.Principal]string{
		stack.Everybody: "*", stack.Account: "aws arn:aws:iam::" + Account + ":root", stack.RunningApp: "aws <app role>",
		stack.LogService: "service logs." + m.Region + ".amazonaws.com", stack.AlarmService: "service cloudwatch.amazonaws.com",
	}
	for _, r := range rules {
		verb := "allow "
		if r.Deny {
			verb = "deny "
		}
		for _, action := range r.Actions {
			m.is(thing, verb+action, strings.TrimSpace(who[r.Who]+" "+on)+m.when(r.When))
		}
	}
}
