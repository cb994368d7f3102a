package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// webACL writes the web application firewall in front of the load balancer. It
// has no rule by address: all viewers behind the CDN share its addresses.
func (p *program) webACL() {
	f := p.some(func(s *stack.Stack) bool { return s.WebACL.Given() })
	if f.none() {
		return
	}
	p.section("Web firewall: AWS's lists of bad addresses and of known attacks.")
	_, some := p.where("webFirewall", func(s *stack.Stack) bool { return s.WebACL.Given() })
	metric := func(name string) property {
		return prop("visibilityConfig", object(
			prop("cloudwatchMetricsEnabled", boolean(true)),
			prop("metricName", str(name)),
			prop("sampledRequestsEnabled", boolean(true)),
		))
	}
	rules := f.pick("webRules", "aws.types.input.wafv2.WebAclRule[]", func(s *stack.Stack) doc {
		var rules []doc
		for i, name := range s.WebACL.RuleGroups {
			rules = append(rules, object(
				prop("name", str(name)),
				prop("priority", num(i)),
				prop("overrideAction", inline(prop("none", object()))),
				prop("statement", object(prop("managedRuleGroupStatement", object(
					prop("vendorName", str("AWS")),
					prop("name", str(name)),
				)))),
				metric(name),
			))
		}
		return array(rules...)
	})
	redacted := f.pick("redactedFields", "aws.types.input.wafv2.WebAclLoggingConfigurationRedactedField[]", func(s *stack.Stack) doc {
		var fields []doc
		for _, name := range s.WebACL.Redacted {
			fields = append(fields, inline(prop("singleHeader", inline(prop("name", str(name))))))
		}
		return array(fields...)
	})
	days := p.int("logDays", func(s *stack.Stack) int { return s.Logs.RetentionDays })
	code := []doc{
		p.let("webAcl", p.make("aws.wafv2.WebAcl", "WebAcl", object(
			prop("scope", str("REGIONAL")),
			prop("defaultAction", inline(prop("allow", object()))),
			prop("rules", rules),
			metric("WebAcl"),
		))),
		do(p.make("aws.wafv2.WebAclAssociation", "WebAclAssociation", object(
			prop("resourceArn", p.use("service.nodes.loadBalancer.arn")),
			prop("webAclArn", p.use("webAcl.arn")),
		))),
		raw("// AWS takes no other prefix."),
		p.let("webAclLog", p.make("aws.cloudwatch.LogGroup", "WebAclLog", object(
			prop("namePrefix", raw("`"+hole(f.string("webLogPrefix", func(s *stack.Stack) string { return s.WebACL.LogPrefix }))+"${$app.name}-${$app.stage}-`")),
			prop("retentionInDays", days),
		), p.use("keep"))),
		do(p.make("aws.wafv2.WebAclLoggingConfiguration", "WebAclLogging", object(
			prop("resourceArn", p.use("webAcl.arn")),
			prop("logDestinationConfigs", array(p.use("webAclLog.arn"))),
			prop("redactedFields", redacted),
		))),
	}
	p.add(guarded(some, code...))
}
