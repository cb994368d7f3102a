package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// rules are the statements of a resource's own policy.
func (p *program) rules(list []stack.Rule) []doc {
	statements := make([]doc, len(list))
	for i, r := range list {
		conditions := p.circumstance(r.When)
		statements[i] = object(
			when(r.Deny, prop("effect", str("Deny"))),
			prop("principals", array(p.principal(r.Who))),
			prop("actions", strs(r.Actions)),
			prop("resources", strs([]string{"*"})), // the resource that has the policy
			when(len(conditions) > 0, prop("conditions", array(conditions...))),
		)
	}
	return statements
}

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
	panic("sst: a rule for somebody unknown: " + string(who))
}

// circumstance are the conditions of a rule; none when it always holds.
func (p *program) circumstance(c stack.Circumstance) []doc {
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

// test is one condition of a statement.
func test(operator, variable string, value doc) doc {
	return object(prop("test", str(operator)), prop("variable", str(variable)), prop("values", array(value)))
}
