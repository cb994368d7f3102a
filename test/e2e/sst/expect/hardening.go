package expect

import "strings"

const kmsKey = "aws:kms/key:Key"

var hardening = []Expectation{
	{"with strict hardening one key of the stage's own, that rotates, encrypts data, secrets and logs", func(s *Stage) {
		if !s.Strict {
			s.Number(kmsKey, 0)
			return
		}
		key, ok := s.One(kmsKey)
		if !ok {
			return
		}
		key.Is("enableKeyRotation", true)
		key.Is("deletionWindowInDays", 30)
		arn := "arn:aws:kms:" + s.Region
		for kind, path := range map[string]string{
			"aws:cloudwatch/logGroup:LogGroup":                  "kmsKeyId",
			"aws:efs/fileSystem:FileSystem":                     "kmsKeyId",
			"aws:elasticache/replicationGroup:ReplicationGroup": "kmsKeyId",
			"aws:rds/cluster:Cluster":                           "kmsKeyId",
			"aws:rds/clusterInstance:ClusterInstance":           "performanceInsightsKmsKeyId",
			"aws:secretsmanager/secret:Secret":                  "kmsKeyId",
			topic:                                               "kmsMasterKeyId",
			"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
		} {
			for _, r := range s.All(kind) {
				if !strings.HasPrefix(r.Text(path), arn) {
					r.Fail("%s is %q", path, r.Text(path))
				}
			}
		}
		if s.stateless() {
			s.Number("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", 1)
		}
	}},
	{"the key is the account's, and services use it for this account only", func(s *Stage) {
		for _, key := range s.All(kmsKey) {
			for _, st := range key.Parts("policy.Statement") {
				switch who := st.Text("Principal.Service"); {
				case st.Text("Effect") == "Deny":
					st.Is("Action", "kms:CreateGrant")
				case who == "" && !strings.HasSuffix(st.Text("Principal.AWS"), ":root"):
					st.Fail("is for %s", st.Text("Principal"))
				case who != "" && st.Get("Condition") == nil:
					st.Fail("is for %s without a condition", who)
				}
			}
		}
	}},
	{"with strict hardening calls, refused connections and the database are recorded", func(s *Stage) {
		count := func(wanted bool) int {
			if wanted {
				return 1
			}
			return 0
		}
		s.Number("aws:ec2/flowLog:FlowLog", count(s.Strict && s.Network.Made()))
		s.Number("aws:s3/bucketLogging:BucketLogging", count(s.Strict && s.stateless()))
		for _, b := range s.All(loadBalancer) {
			if on := b.Text("accessLogs.enabled") == "true"; on != s.Strict {
				b.Fail("access log: %t", on)
			}
		}
		for _, d := range s.All(distribution) {
			if on := d.Text("loggingConfig.bucket") != ""; on != s.Strict {
				d.Fail("access log: %t", on)
			}
		}
		for _, i := range s.All("aws:rds/clusterInstance:ClusterInstance") {
			if on := number(i.Get("monitoringInterval")) > 0; on != s.Strict {
				i.Fail("monitored: %t", on)
			}
		}
	}},
	{"with strict hardening a web ACL of AWS's rule sets is in front of the stage's own load balancer, and hides tokens from its log", func(s *Stage) {
		n := 0
		if s.Strict && !s.Shared() {
			n = 1
		}
		s.Number("aws:wafv2/webAcl:WebAcl", n)
		s.Number("aws:wafv2/webAclAssociation:WebAclAssociation", n)
		s.Number("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", n)
		for _, acl := range s.All("aws:wafv2/webAcl:WebAcl") {
			acl.Is("scope", "REGIONAL")
			for _, r := range acl.Parts("rules") {
				r.Is("statement.managedRuleGroupStatement.vendorName", "AWS")
			}
			if len(acl.Parts("rules")) == 0 {
				acl.Fail("has no rule")
			}
		}
		for _, l := range s.All("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration") {
			var hidden []string
			for _, f := range l.Parts("redactedFields") {
				hidden = append(hidden, f.Text("singleHeader.name"))
			}
			s.SameSet("the headers that are hidden", hidden, []string{"authorization", "cookie"})
			if !strings.Contains(l.Texts("logDestinationConfigs")[0], "aws-waf-logs-") {
				l.Fail("AWS takes log groups that start with aws-waf-logs- only")
			}
		}
	}},
}
