package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// decideHardening decides what strict hardening adds.
func decideHardening(s *stack.Stack) {
	s.Key, s.AccessLogs, s.FlowLog, s.WebACL = stack.Key{}, stack.AccessLogs{}, stack.FlowLog{}, stack.WebACL{}
	if !s.Strict {
		return
	}
	s.Key = stack.Key{Rotation: true, DeletionDays: 30}
	if s.OwnBalancer() || s.Files.Given() || s.CDN.Enabled { // the services that write such logs
		s.AccessLogs = stack.AccessLogs{
			Days: 90, Versioning: true, OldVersionDays: 7, AbortDays: abortDays,
			BalancerPrefix: "balancer", FilesPrefix: "uploads/", CDNPrefix: "cdn/",
			Cookies: false, // sessions
		}
	}
	if s.Network.Made() {
		s.FlowLog.Traffic = "REJECT" // what the network refuses
	}
	if !s.Balancer.Shared.Given() {
		s.WebACL = stack.WebACL{
			// Bad addresses and known attacks. No rule counts requests by address:
			// all viewers behind the CDN share its addresses.
			RuleGroups: []string{"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"},
			Redacted:   []string{"authorization", "cookie"}, // tokens and sessions
			LogPrefix:  "aws-waf-logs-",
		}
	}
}
