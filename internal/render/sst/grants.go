package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// rights are the statements of a role's policy for some purposes, see grants.
func (p *program) rights(f fold, role stack.Role, purposes ...stack.Purpose) []doc {
	return p.grants(f, func(s *stack.Stack) []stack.Grant { return s.GrantsOf(role, purposes...) })
}

// grants are the statements of a policy: the grants that stages of f have, each
// once. A grant that only some of them have is there under a condition.
func (p *program) grants(f fold, of func(*stack.Stack) []stack.Grant) []doc {
	type kind struct {
		on  stack.Object
		via string
	}
	var kinds []kind
	find := func(s *stack.Stack, k kind) (stack.Grant, bool) {
		for _, g := range of(s) {
			if (kind{g.On, g.Via}) == k {
				return g, true
			}
		}
		return stack.Grant{}, false
	}
	for _, s := range f.stages {
		for _, g := range of(s) {
			if k := (kind{g.On, g.Via}); !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	var statements []doc
	for _, k := range kinds {
		with := f.some(func(s *stack.Stack) bool { _, ok := find(s, k); return ok })
		g, _ := find(with.stages[0], k)
		for _, s := range with.stages {
			if other, _ := find(s, k); !slices.Equal(other.Actions, g.Actions) {
				panic("sst: stages have different rights on " + string(k.on))
			}
		}
		statement := p.statement(f, g)
		switch {
		case len(with.stages) == len(f.stages):
		case len(statement.needs()) > 0:
			statement = listed(nil, statement) // what it needs is the condition
		default:
			_, some := f.where(flagOf(g), func(s *stack.Stack) bool { _, ok := find(s, k); return ok })
			statement = listed(some, statement)
		}
		statements = append(statements, statement)
	}
	return statements
}

// flagOf is the column that tells stages with a grant from those without.
func flagOf(g stack.Grant) string {
	switch g.For {
	case stack.ForTraces:
		return "xray"
	case stack.ForImage:
		return "ecr"
	}
	return "may" + pascal(string(g.For)+" "+string(g.On))
}

// statement is one grant that stages in f have.
func (p *program) statement(f fold, g stack.Grant) doc {
	conditions := property{hidden: true}
	var resources doc
	remark := ""
	switch g.On {
	case stack.OnAnything:
		resources = strs([]string{"*"})
		switch g.For {
		case stack.ForExec:
			remark = "ECS Exec knows no resources for these."
		case stack.ForTraces:
			remark = "X-Ray knows no resources for these."
		}
	case stack.OnImages:
		images := f.some(func(s *stack.Stack) bool {
			return slices.ContainsFunc(s.Grants, func(g stack.Grant) bool { return g.On == stack.OnImages })
		})
		resources = array(images.repository(p.regionHole()))
	case stack.OnRegistry:
		_, secret, _ := f.registrySecrets()
		resources = array(secret)
	case stack.OnLog:
		if g.Role == stack.FlowLogRole {
			resources = array(p.use("$interpolate`${flows.arn}:*`", "flows.arn"))
		} else {
			resources = array(raw("$interpolate`arn:${partition}:logs:" + p.regionHole() + ":${accountId}:log-group:${logName}:*`"))
		}
	case stack.OnSecrets:
		resources = raw("secretArns")
	case stack.OnUploads:
		resources = array(p.use("uploads.arn"))
	case stack.OnObjects:
		resources = array(p.use("$interpolate`${uploads.arn}/*`", "uploads.arn"))
	case stack.OnFileSystem:
		resources = array(p.use("files.nodes.fileSystem.arn"))
		conditions = prop("conditions", array(equals("elasticfilesystem:AccessPointArn", p.use("files.nodes.accessPoint.arn"))))
	case stack.OnWorkspace:
		_, workspace, _ := f.workspaces()
		resources = array(workspace)
	case stack.OnKey:
		resources = array(p.use("key.arn"))
		conditions = prop("conditions", array(equals("kms:ViaService", raw("`"+g.Via+"."+p.regionHole()+".amazonaws.com`"))))
	default:
		panic("sst: a right on something unknown: " + string(g.On))
	}
	return object(
		when(remark != "", note(remark)),
		prop("actions", strs(g.Actions)),
		prop("resources", resources),
		conditions,
	)
}

// assets is the repository that SST pushes images to that it builds, one for
// each Region of an account: bootstrap.ts and fargate.ts of SST 4.17.1 ask its
// CLI for it, which calls it that.
const assets = "sst-asset"

// repository is the ARN of the repository that the image comes from.
func (f fold) repository(region string) doc {
	own := raw("$interpolate`arn:${partition}:ecr:" + region + ":${accountId}:repository/" + assets + "`")
	known, name, some := f.part("repository", "string",
		func(s *stack.Stack) bool { return s.Service.Image.Repository.Given() },
		func(s *stack.Stack) doc {
			r := s.Service.Image.Repository
			return str(r.Region + ":" + r.Account + ":repository/" + r.Name)
		})
	if known.none() {
		return own
	}
	arn := raw("$interpolate`arn:${partition}:ecr:" + hole(name) + "`")
	if some.always() {
		return arn
	}
	return choice(some.code(), arn, own)
}

// registrySecrets are the stages whose image is in a registry that asks for a
// password, and the ARN of the secret with it.
func (f fold) registrySecrets() (stages fold, arn doc, some condition) {
	return f.part("registryCredentials", "string",
		func(s *stack.Stack) bool { return s.Service.Image.Credentials != "" },
		func(s *stack.Stack) doc { return str(s.Service.Image.Credentials) })
}

// equals is a condition of a statement: the variable has exactly this value.
func equals(variable string, value doc) doc {
	return object(prop("test", str("StringEquals")), prop("variable", str(variable)), prop("values", array(value)))
}

// trust lets one service of AWS take a role, and roles that are like it.
func (p *program) trust(role stack.Role, like ...stack.Role) doc {
	f := p.some(func(s *stack.Stack) bool { return s.TrustOf(role) != stack.Trust{} })
	circumstance := f.stages[0].TrustOf(role).When
	for _, s := range f.stages {
		for _, r := range append(like, role) {
			if t := s.TrustOf(r); t.Service != s.TrustOf(role).Service || t.When != circumstance {
				panic("sst: one policy for roles that are trusted differently: " + string(role) + ", " + string(r))
			}
		}
	}
	conditions := p.circumstance(circumstance, object)
	service := f.string("trusted"+pascal(string(role)), func(s *stack.Stack) string { return s.TrustOf(role).Service })
	return policyText(object(
		prop("principals", array(inline(prop("type", str("Service")), prop("identifiers", array(service))))),
		prop("actions", strs([]string{"sts:AssumeRole"})),
		when(len(conditions) > 0, prop("conditions", array(conditions...))),
	))
}

// open is the port by which tasks reach what they reach in the stages of f.
func (f fold) open(column string, to stack.Party) doc {
	return f.int(column, func(s *stack.Stack) int {
		ports := s.OpenPorts(stack.Tasks, to)
		if len(ports) != 1 {
			panic("sst: tasks reach " + string(to) + " at other than one port")
		}
		return ports[0]
	})
}
