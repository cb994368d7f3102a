package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

// holdsData are the types whose loss is a loss of data, and the policy that a
// stage which keeps its data has for them.
var holdsData = map[string]string{
	"AWS::EFS::FileSystem":               "Retain",
	"AWS::ElastiCache::ReplicationGroup": "Snapshot",
	"AWS::KMS::Key":                      "Retain",
	"AWS::Logs::LogGroup":                "Retain",
	"AWS::RDS::DBCluster":                "Snapshot",
	"AWS::S3::Bucket":                    "Retain",
	"AWS::SecretsManager::Secret":        "Retain",
}

// tagsOf are the types whose tags have another name, or that take none ("").
var tagsOf = map[string]string{
	"AWS::EFS::FileSystem": "FileSystemTags", "AWS::EFS::AccessPoint": "AccessPointTags",
	"AWS::ApplicationAutoScaling::ScalableTarget": "", "AWS::ApplicationAutoScaling::ScalingPolicy": "",
	"AWS::EC2::Route": "", "AWS::EC2::SecurityGroupIngress": "", "AWS::EC2::SubnetRouteTableAssociation": "", "AWS::EC2::VPCGatewayAttachment": "",
	"AWS::EFS::MountTarget": "", "AWS::ElasticLoadBalancingV2::Listener": "", "AWS::ElasticLoadBalancingV2::ListenerCertificate": "",
	"AWS::ElasticLoadBalancingV2::ListenerRule": "", "AWS::IAM::AccessKey": "", "AWS::IAM::ManagedPolicy": "", "AWS::Route53::RecordSetGroup": "",
	"AWS::S3::BucketPolicy": "", "AWS::SNS::TopicPolicy": "", "AWS::WAFv2::LoggingConfiguration": "", "AWS::WAFv2::WebACLAssociation": "",
}

// noNames are properties that are called like names and are none.
var noNames = []string{"AWS::EC2::VPCEndpoint.ServiceName", "AWS::RDS::DBClusterParameterGroup.Family"}

var document = []Expectation{
	{"every reference leads to something that exists and is of the right kind", func(s *Stage) {
		for _, fault := range s.Template.Faults {
			s.Fail("%s", fault)
		}
	}},
	{"what holds data is kept or goes as the stage wants, and says both explicitly", func(s *Stage) {
		for _, r := range s.Resources {
			want := holdsData[r.Type]
			switch {
			case r.Type == "AWS::RDS::DBInstance":
				want = "Delete" // the data is the cluster's
			case want != "" && !s.Retain:
				want = "Delete"
			}
			if got := s.Template.Policies[r.Name]; got.Deletion != want || got.UpdateReplace != want {
				s.Fail("%s: deletion %q, replacement %q, not %q", r.Name, got.Deletion, got.UpdateReplace, want)
			}
		}
	}},
	{"what keeps data or an address cannot be deleted by mistake where the stage is protected", func(s *Stage) {
		for _, db := range s.All("AWS::RDS::DBCluster") {
			db.Is("DeletionProtection", s.Protect)
		}
		for _, b := range s.All(loadBalancer) {
			if got := property(b, "LoadBalancerAttributes", "deletion_protection.enabled"); got != yes(s.Protect) {
				b.Fail("deletion protection is %q", got)
			}
		}
	}},
	{"everything that takes tags has the app's, the stage's and the user's", func(s *Stage) {
		want := map[string]string{"pylon:app": s.App, "pylon:stage": s.Name}
		for _, tag := range s.Tags {
			want[tag.Key] = tag.Value
		}
		for _, r := range s.All(s.types()...) {
			list, special := tagsOf[r.Type]
			if !special {
				list = "Tags"
			}
			if list == "" {
				continue
			}
			for key, value := range want {
				if got := property(r, list, key); got != value {
					r.Fail("the tag %s is %q, not %q", key, got, value)
				}
			}
		}
	}},
	{"no name is fixed, so that a replacement never meets what it replaces", func(s *Stage) {
		for _, r := range s.All(s.types()...) {
			for _, name := range []string{
				"BucketName", "ClusterName", "ServiceName", "RoleName", "UserName", "ManagedPolicyName", "GroupName", "Family", "AlarmName", "TopicName",
				"DBClusterIdentifier", "DBInstanceIdentifier", "DBSubnetGroupName", "ReplicationGroupId", "CacheSubnetGroupName", "LogGroupName",
			} {
				got := r.Text(name)
				if got == "" || strings.HasPrefix(got, "<") || slices.Contains(noNames, r.Type+"."+name) {
					continue
				}
				// AWS insists on this one's prefix; the rest comes from the stack's id.
				if !strings.HasPrefix(got, "aws-waf-logs-") || strings.Contains(got, s.App) {
					r.Fail("%s is %q", name, got)
				}
			}
		}
	}},
	{"text of the user arrives as it is, with the stage's name in its holes", func(s *Stage) {
		c, ok := s.container("pylon")
		if !ok {
			return
		}
		got := map[string]string{}
		for _, v := range c.Parts("Environment") {
			got[v.Text("Name")] = v.Text("Value")
		}
		for _, v := range s.Service.Env {
			want := s.Fill(v.Text)
			switch v.Ref {
			case stack.RefRegion:
				want = s.Region
			case stack.RefBucket:
				want = ref(s.uploads())
			}
			if got[v.Name] != want {
				c.Fail("%s is %q, not %q", v.Name, got[v.Name], want)
			}
			delete(got, v.Name)
		}
		delete(got, "TMPDIR")
		for name := range got {
			c.Fail("%s is a variable that nobody wants", name)
		}
		if command := c.Texts("Command"); !slices.Equal(command, s.Service.Command) {
			c.Fail("the command is %q, not %q", command, s.Service.Command)
		}
	}},
	{"outputs tell addresses, names and ARNs, and never a secret", func(s *Stage) {
		table.EachText(s.Template.Outputs, "", func(at, text string) {
			if strings.Contains(text, "{{resolve") || strings.Contains(text, "SecretAccessKey") {
				s.Fail("the output %s shows a secret", at)
			}
		})
		url, _ := s.Template.Outputs["Url"].(string)
		switch {
		case s.HasDomain() && url != "https://"+s.Fill(s.Domain.Name):
			s.Fail("Url is %q", url)
		case !s.HasDomain() && !strings.HasPrefix(url, "http://<"):
			s.Fail("Url is %q", url)
		}
		for _, e := range s.Balancer.Endpoints {
			name := map[stack.EndpointKind]string{stack.HTTP: "Url", stack.WebSocket: "WebSocketUrl", stack.SSE: "SseUrl", stack.Shards: "ShardsUrl"}[e.Kind]
			if s.Template.Outputs[name] == nil {
				s.Fail("there is no output %s", name)
			}
		}
	}},
}

// types are all types of the template, each once.
func (s *Stage) types() []string {
	var all []string
	for _, r := range s.Resources {
		all = append(all, r.Type)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
