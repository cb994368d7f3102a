package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// webACL writes the web application firewall in front of the load balancer. It
// has no rule by address: all viewers behind the CDN share its addresses.
func (p *program) webACL() {
	f := p.some(logged)
	if f.none() {
		return
	}
	p.section("Web firewall: AWS's lists of bad addresses and of known attacks.")
	_, some := p.where("webFirewall", logged)
	metric := func(name string) property {
		return prop("visibilityConfig", object(
			prop("cloudwatchMetricsEnabled", boolean(true)),
			prop("metricName", str(name)),
			prop("sampledRequestsEnabled", boolean(true)),
		))
	}
	var rules []doc
	for i, name := range []string{"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"} {
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
	days := p.int("logDays", func(s *stack.Stack) int { return s.Logs.RetentionDays })
	code := []doc{
		p.let("webAcl", p.make("aws.wafv2.WebAcl", "WebAcl", object(
			prop("scope", str("REGIONAL")),
			prop("defaultAction", inline(prop("allow", object()))),
			prop("rules", array(rules...)),
			metric("WebAcl"),
		))),
		do(p.make("aws.wafv2.WebAclAssociation", "WebAclAssociation", object(
			prop("resourceArn", p.use("service.nodes.loadBalancer.arn")),
			prop("webAclArn", p.use("webAcl.arn")),
		))),
		text("// AWS takes no other prefix."),
		p.let("webAclLog", p.make("aws.cloudwatch.LogGroup", "WebAclLog", object(
			prop("namePrefix", text("`aws-waf-logs-${$app.name}-${$app.stage}-`")),
			prop("retentionInDays", days),
		), p.use("keep"))),
		do(p.make("aws.wafv2.WebAclLoggingConfiguration", "WebAclLogging", object(
			prop("resourceArn", p.use("webAcl.arn")),
			prop("logDestinationConfigs", array(p.use("webAclLog.arn"))),
			prop("redactedFields", array(
				inline(prop("singleHeader", inline(prop("name", str("authorization"))))),
				inline(prop("singleHeader", inline(prop("name", str("cookie"))))),
			)),
		))),
	}
	p.add(guarded(some, code...))
}
