package expect

import (
	"fmt"
	"slices"
	"strings"
)

// takesKey are the properties that name the key which encrypts a resource.
var takesKey = map[string]string{
	"AWS::EFS::FileSystem": "KmsKeyId", "AWS::Logs::LogGroup": "KmsKeyId", dbCluster: "KmsKeyId", redis: "KmsKeyId", secret: "KmsKeyId",
	dbInstance: "PerformanceInsightsKMSKeyId", topic: "KmsMasterKeyId",
}

var hardening = []Expectation{
	{"with strict hardening one key of the stage's own encrypts everything, and only the account has it", func(s *Stage) {
		if !s.Strict {
			s.Number("AWS::KMS::Key", 0)
			for _, r := range s.All(s.types()...) {
				if property := takesKey[r.Type]; property != "" {
					r.Is(property, nil)
				}
			}
			return
		}
		k, ok := s.One("AWS::KMS::Key")
		if !ok {
			return
		}
		k.Is("EnableKeyRotation", true)
		k.Is("PendingWindowInDays", 30)
		for _, r := range s.All(s.types()...) {
			if property := takesKey[r.Type]; property != "" {
				r.Is(property, att(k, "Arn"))
			}
		}
		if s.stateless() {
			b := s.uploads()
			const by = "BucketEncryption.ServerSideEncryptionConfiguration[0]."
			b.Is(by+"ServerSideEncryptionByDefault.SSEAlgorithm", "aws:kms")
			b.Is(by+"ServerSideEncryptionByDefault.KMSMasterKeyID", att(k, "Arn"))
			b.Is(by+"BucketKeyEnabled", true)
		}
		var got []string
		for _, st := range k.Parts("KeyPolicy.Statement") {
			who := st.Text("Principal.AWS") + st.Text("Principal.Service")
			condition := st.Text("Condition.StringEquals.aws:SourceAccount") + st.Text("Condition.ArnLike.kms:EncryptionContext:aws:logs:arn") +
				st.Text("Condition.BoolIfExists.kms:GrantIsForAWSResource") + st.Text("Condition.BoolIfExists.aws:PrincipalIsAWSService")
			got = append(got, strings.TrimSpace(st.Text("Effect")+" "+who+" "+condition))
		}
		s.SameSet("the key's policy", got, []string{
			"Allow arn:aws:iam::" + account + ":root",
			"Allow logs." + s.Region + ".amazonaws.com arn:aws:logs:" + s.Region + ":" + account + ":log-group:*",
			"Allow cloudwatch.amazonaws.com " + account,
			"Deny * falsefalse",
		})
	}},
	{"with strict hardening calls to the load balancer, the uploads and the CDN are logged, into a bucket that takes nothing else", func(s *Stage) {
		b, own := s.named(s.balancer())
		enabled := own && property(b, "LoadBalancerAttributes", "access_logs.s3.enabled") == "true"
		if enabled != (own && s.Strict) {
			s.Fail("the load balancer logs: %t", enabled)
		}
		uploads := s.uploads()
		if got := uploads.Text("LoggingConfiguration.DestinationBucketName") != ""; got != (s.Strict && s.stateless()) {
			s.Fail("the uploads are logged: %t", got)
		}
		for _, d := range s.All(distribution) {
			if got := d.Text("DistributionConfig.Logging.Bucket") != ""; got != s.Strict {
				d.Fail("logs: %t", got)
			}
		}
		if !s.Strict {
			return
		}
		var logs Item
		for _, b := range s.All(bucket) {
			if ref(b) != ref(uploads) || !s.stateless() {
				logs = b
			}
		}
		logs.Is("OwnershipControls.Rules[0].ObjectOwnership", "BucketOwnerPreferred")
		logs.Is("LifecycleConfiguration.Rules[0].ExpirationInDays", 90)
		if own && property(b, "LoadBalancerAttributes", "access_logs.s3.bucket") != ref(logs) {
			b.Fail("logs into another bucket")
		}
		var got []string
		policy := ""
		for _, p := range s.All("AWS::S3::BucketPolicy") {
			if p.Text("Bucket") == ref(logs) {
				policy = p.Name
				for _, st := range p.Parts("PolicyDocument.Statement") {
					if st.Text("Effect") == "Allow" {
						got = append(got, st.Text("Principal.Service")+" "+st.Text("Action")+" "+st.Text("Resource"))
					}
				}
			}
		}
		s.SameSet("who may write logs", got, []string{
			"logdelivery.elasticloadbalancing.amazonaws.com s3:PutObject " + att(logs, "Arn") + "/balancer/AWSLogs/" + account + "/*",
			"logging.s3.amazonaws.com s3:PutObject " + att(logs, "Arn") + "/uploads/*",
		})
		for _, r := range s.All(loadBalancer, distribution) {
			if !slices.Contains(r.DependsOn, policy) {
				r.Fail("does not wait for the right to log")
			}
		}
	}},
	{"with strict hardening the network's refusals are logged", func(s *Stage) {
		want := 0
		if s.Strict && s.Network.Made() {
			want = 1
		}
		s.Number("AWS::EC2::FlowLog", want)
		for _, f := range s.All("AWS::EC2::FlowLog") {
			f.Is("TrafficType", "REJECT")
			f.Is("ResourceType", "VPC")
			l, _ := s.named(f.Text("LogGroupName"))
			role, _ := s.named(f.Text("DeliverLogsPermissionArn"))
			role.Is("AssumeRolePolicyDocument.Statement[0].Principal.Service", "vpc-flow-logs.amazonaws.com")
			for _, p := range s.All("AWS::IAM::ManagedPolicy") {
				if slices.Contains(p.Texts("Roles"), ref(role)) {
					s.SameSet("the right to log", lines(p.Parts("PolicyDocument.Statement")),
						[]string{"logs:CreateLogStream+logs:DescribeLogStreams+logs:PutLogEvents " + att(l, "Arn")})
					if !slices.Contains(f.DependsOn, p.Name) {
						f.Fail("does not wait for %s", p.Name)
					}
				}
			}
		}
	}},
	{"with strict hardening the database is watched closely", func(s *Stage) {
		for _, i := range s.All(dbInstance) {
			if !s.Strict {
				i.Is("MonitoringInterval", nil)
				continue
			}
			i.Is("MonitoringInterval", 60)
			i.Is("EnablePerformanceInsights", true)
			role, _ := s.named(i.Text("MonitoringRoleArn"))
			role.Is("AssumeRolePolicyDocument.Statement[0].Principal.Service", "monitoring.rds.amazonaws.com")
			role.Is("ManagedPolicyArns", []string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"})
		}
	}},
	{"with strict hardening a web firewall is before the stage's own load balancer, and its log shows no credentials", func(s *Stage) {
		want := 0
		if s.Strict && !s.Shared() {
			want = 1
		}
		for _, kind := range []string{"AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation", "AWS::WAFv2::LoggingConfiguration"} {
			s.Number(kind, want)
		}
		if want == 0 {
			return
		}
		acl, _ := s.One("AWS::WAFv2::WebACL")
		acl.Is("Scope", "REGIONAL")
		var rules []string
		for _, r := range acl.Parts("Rules") {
			rules = append(rules, fmt.Sprintf("%s %s", r.Text("Statement.ManagedRuleGroupStatement.VendorName"), r.Text("Statement.ManagedRuleGroupStatement.Name")))
		}
		s.SameSet("the rules", rules, []string{"AWS AWSManagedRulesAmazonIpReputationList", "AWS AWSManagedRulesKnownBadInputsRuleSet"})
		a, _ := s.One("AWS::WAFv2::WebACLAssociation")
		a.Is("ResourceArn", s.balancer())
		a.Is("WebACLArn", att(acl, "Arn"))
		l, _ := s.One("AWS::WAFv2::LoggingConfiguration")
		l.Is("ResourceArn", att(acl, "Arn"))
		// Without the ":*" at the end of the log group's own Arn, which AWS WAF refuses.
		name := strings.TrimPrefix(l.Text("LogDestinationConfigs[0]"), "arn:aws:logs:"+s.Region+":"+account+":log-group:")
		group, _ := s.named(name)
		if name != ref(group) {
			l.Fail("logs to %s", l.Text("LogDestinationConfigs[0]"))
		}
		if !strings.HasPrefix(group.Text("LogGroupName"), "aws-waf-logs-") {
			group.Fail("AWS takes no other prefix than aws-waf-logs-")
		}
		var redacted []string
		for _, f := range l.Parts("RedactedFields") {
			redacted = append(redacted, f.Text("SingleHeader.Name"))
		}
		s.SameSet("the redacted headers", redacted, []string{"authorization", "cookie"})
	}},
}

// keyARN is the stage's own key.
func (s *Stage) keyARN() string {
	for _, k := range s.All("AWS::KMS::Key") {
		return att(k, "Arn")
	}
	return "no key"
}
