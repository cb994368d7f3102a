package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// rules are the statements of the own policy of a resource, whose ARN is on. Lay
// lays out their conditions.
func (p *program) rules(list []stack.Rule, on doc, lay func(...property) doc) []doc {
	statements := make([]doc, len(list))
	for i, r := range list {
		conditions := p.circumstance(r.When, lay)
		statements[i] = object(
			when(r.Deny, prop("effect", str("Deny"))),
			prop("principals", array(p.principal(r.Who))),
			prop("actions", strs(r.Actions)),
			prop("resources", array(on)),
			when(len(conditions) > 0, prop("conditions", array(conditions...))),
		)
	}
	return statements
}

// thisResource stands for the resource itself in a policy of its own.
var thisResource = str("*")

// principal is who a rule speaks of.
func (p *program) principal(who stack.Principal) doc {
	identity := func(lay func(...property) doc, kind string, identifier doc) doc {
		return lay(prop("type", str(kind)), prop("identifiers", array(identifier)))
	}
	switch who {
	case stack.Everybody:
		return identity(inline, "AWS", str("*"))
	case stack.Account:
		return identity(object, "AWS", raw("$interpolate`arn:${partition}:iam::${accountId}:root`"))
	case stack.RunningApp:
		return identity(object, "AWS", p.use("service.nodes.taskRole.arn"))
	case stack.LogService:
		return identity(inline, "Service", raw("`logs."+p.regionHole()+".amazonaws.com`"))
	case stack.AlarmService:
		return identity(inline, "Service", str("cloudwatch.amazonaws.com"))
	}
	panic("sst: a rule for an unknown principal:  " + string(who))
}

// circumstance are the conditions of a rule; none when it always holds.
func (p *program) circumstance(c stack.Circumstance, lay func(...property) doc) []doc {
	test := func(operator, variable string, value doc) doc {
		return lay(prop("test", str(operator)), prop("variable", str(variable)), prop("values", array(value)))
	}
	switch c {
	case "":
		return nil
	case stack.OverPlainHTTP:
		return []doc{test("Bool", "aws:SecureTransport", str("false"))}
	case stack.ForThisAccount:
		return []doc{test("StringEquals", "aws:SourceAccount", raw("accountId"))}
	case stack.ForItsLogs:
		return []doc{test("ArnLike", "kms:EncryptionContext:aws:logs:arn", raw("$interpolate`arn:${partition}:logs:"+p.regionHole()+":${accountId}:log-group:*`"))}
	case stack.ThroughMountTarget:
		return []doc{test("Bool", "elasticfilesystem:AccessedViaMountTarget", str("true"))}
	case stack.NotForAWS:
		return []doc{
			test("BoolIfExists", "kms:GrantIsForAWSResource", str("false")),
			test("BoolIfExists", "aws:PrincipalIsAWSService", str("false")),
		}
	}
	panic("sst: a rule with an unknown condition: " + string(c))
}
