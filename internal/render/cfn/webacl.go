package cfn

import "github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"

const (
	webACL            = "WebAcl"
	webACLAssociation = "WebAclAssociation"
	webACLLog         = "WebAclLog"
	webACLLogging     = "WebAclLogging"
)

// webACL adds the web application firewall in front of the stage's own load
// balancer. It has no rule by address: all viewers behind the CDN share its
// addresses.
func (t *template) webACL() {
	if !t.WebACL.Given() {
		return
	}
	t.section("Web firewall: AWS's lists of bad addresses and of known attacks.")
	metric := func(name string) *aws.WAFv2WebACL_VisibilityConfig {
		return &aws.WAFv2WebACL_VisibilityConfig{
			CloudWatchMetricsEnabled: aws.Bool(true), MetricName: aws.Str(name), SampledRequestsEnabled: aws.Bool(true),
		}
	}
	var rules []*aws.WAFv2WebACL_Rule
	for i, name := range t.WebACL.RuleGroups {
		rules = append(rules, &aws.WAFv2WebACL_Rule{
			Name:           aws.Str(name),
			Priority:       aws.Int(i),
			OverrideAction: &aws.WAFv2WebACL_OverrideAction{None: aws.Map()},
			Statement: &aws.WAFv2WebACL_Statement{ManagedRuleGroupStatement: &aws.WAFv2WebACL_ManagedRuleGroupStatement{
				Name: aws.Str(name), VendorName: aws.Str("AWS"),
			}},
			VisibilityConfig: metric(name),
		})
	}
	t.plain(webACL, &aws.WAFv2WebACL{
		DefaultAction:    &aws.WAFv2WebACL_DefaultAction{Allow: &aws.WAFv2WebACL_AllowAction{}},
		Scope:            aws.Str("REGIONAL"),
		VisibilityConfig: metric(webACL),
		Rules:            rules,
		Tags:             t.tags,
	})
	t.plain(webACLAssociation, &aws.WAFv2WebACLAssociation{
		ResourceArn: aws.Ref(loadBalancer),
		WebACLArn:   aws.GetAtt(webACL, "Arn"),
	})
	// The last part of the stack's id keeps the name
	// free for a stack of the same name.
	t.logGroup(webACLLog, aws.Join(aws.Str(t.WebACL.LogPrefix), aws.Select(2, aws.Split("/", aws.Ref("AWS::StackId")))))
	header := func(name string) *aws.WAFv2LoggingConfiguration_FieldToMatch {
		return &aws.WAFv2LoggingConfiguration_FieldToMatch{SingleHeader: aws.Map(aws.Member{Name: "Name", Value: aws.Str(name)})}
	}
	var redacted []*aws.WAFv2LoggingConfiguration_FieldToMatch
	for _, name := range t.WebACL.Redacted {
		redacted = append(redacted, header(name))
	}
	t.plain(webACLLogging, &aws.WAFv2LoggingConfiguration{
		// The log group's own Arn ends with ":*", which AWS WAF refuses.
		LogDestinationConfigs: []aws.Value{aws.Sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${" + webACLLog + "}")},
		ResourceArn:           aws.GetAtt(webACL, "Arn"),
		RedactedFields:        redacted,
	})
}
