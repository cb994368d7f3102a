package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// protections are properties that protect. Lost reports whether a value protects
// less than another one.
var protections = []struct {
	kind, property string
	lost           func(old, new string) bool
	message        string
}{
	{"AWS::RDS::DBCluster", "StorageEncrypted", noLonger("true"), "is not encrypted any more"},
	{"AWS::RDS::DBCluster", "EnableIAMDatabaseAuthentication", noLonger("true"), "takes passwords only, no logins by IAM"},
	{"AWS::RDS::DBCluster", "EnableCloudwatchLogsExports", loses, "sends fewer logs to CloudWatch"},
	{"AWS::RDS::DBClusterParameterGroup", "Parameters/rds.force_ssl", noLonger("1"), "lets clients connect to the database without TLS"},
	{"AWS::S3::Bucket", "VersioningConfiguration.Status", noLonger("Enabled"), "keeps no old versions: the next overwrite is final"},
	{"AWS::S3::Bucket", "BucketEncryption", noLonger(""), "is encrypted as S3 does by default"},
	{"AWS::S3::Bucket", "LoggingConfiguration", noLonger(""), "logs no requests any more"},
	{"AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled", noLonger("true"), "is not encrypted on its disks any more"},
	{"AWS::ElastiCache::ReplicationGroup", "TransitEncryptionEnabled", noLonger("true"), "takes connections without TLS"},
	{"AWS::ElastiCache::ReplicationGroup", "TransitEncryptionMode", noLonger("required"), "takes connections without TLS"},
	{"AWS::ElastiCache::ReplicationGroup", "AuthToken", noLonger(""), "asks for no token any more"},
	{"AWS::EFS::FileSystem", "BackupPolicy.Status", noLonger("ENABLED"), "has no daily copies any more"},
	{"AWS::EFS::FileSystem", "Encrypted", noLonger("true"), "is not encrypted any more"},
	{"AWS::KMS::Key", "EnableKeyRotation", noLonger("true"), "is not rotated any more"},
	{"AWS::KMS::Key", "Enabled", becomes("false"), "is disabled: what it encrypts cannot be read"},
	{"AWS::Logs::LogGroup", "KmsKeyId", noLonger(""), "is no longer encrypted with the stage's key"},
	{"AWS::SecretsManager::Secret", "KmsKeyId", noLonger(""), "is no longer encrypted with the stage's key"},
	{"AWS::ElasticLoadBalancingV2::Listener", "Protocol", noLonger("HTTPS"), "speaks plain HTTP: nothing is encrypted on the way"},
	{"AWS::ElasticLoadBalancingV2::Listener", "SslPolicy", olderTLS, "takes older versions of TLS"},
	{"AWS::CloudFront::Distribution", "DistributionConfig.Logging", noLonger(""), "logs no requests any more"},
	{"AWS::CloudFront::Distribution", "DistributionConfig.WebACLId", noLonger(""), "has no web ACL any more"},
	{"AWS::CloudFront::Distribution", "DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy", becomes("allow-all"), "answers plain HTTP"},
	{"AWS::ECS::Cluster", "Configuration.ExecuteCommandConfiguration.Logging", becomes("NONE"), "does not log what is typed in a task"},
	{"AWS::WAFv2::WebACL", "DefaultAction", noLonger("[Block=[]]"), "lets pass what no rule stops"},
}

// noLonger finds that a value is not there any more; "" is any value.
func noLonger(protects string) func(old, new string) bool {
	return func(old, new string) bool {
		if protects == "" {
			return old != "" && new == ""
		}
		return old == protects && new != protects
	}
}

func becomes(harms string) func(old, new string) bool {
	return func(old, new string) bool { return old != harms && new == harms }
}

// loses finds that a list has lost an item.
func loses(old, new string) bool {
	has := strings.Split(strings.Trim(new, "[]"), ", ")
	return slices.ContainsFunc(strings.Split(strings.Trim(old, "[]"), ", "), func(item string) bool { return item != "" && !slices.Contains(has, item) })
}

// olderTLS finds a policy that takes older versions: those with TLS13 in their
// names start at 1.2.
func olderTLS(old, new string) bool {
	return strings.Contains(old, "TLS13") && !strings.Contains(new, "TLS13") && new != "" || strings.Contains(old, "TLS13-1-3") && !strings.Contains(new, "TLS13-1-3")
}

// watchers are types that protect by being there.
var watchers = map[string]string{
	"AWS::WAFv2::WebACL": "the web application firewall", "AWS::WAFv2::WebACLAssociation": "the web ACL of the load balancer",
	"AWS::WAFv2::LoggingConfiguration": "the log of the web ACL", "AWS::EC2::FlowLog": "the log of connections", "AWS::KMS::Key": "the stage's key",
}

// guards finds protections that go.
func (c *comparison) guards() {
	c.lostGuards()
	for _, g := range protections {
		var lost []pair
		for _, p := range c.pairs(g.kind) {
			if g.lost(text(p.old, g.property), text(p.new, g.property)) {
				lost = append(lost, p)
			}
		}
		if len(lost) > 0 { // many secrets and logs are one line
			var names []string
			for _, p := range lost {
				names = append(names, noun(p.id, g.kind))
			}
			e := c.changed(lost[0], GuardRemoved, g.property, list(names)+" "+g.message)
			c.add(e)
		}
	}
	for _, p := range c.pairs("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		old, now := attributesOf(p.old), attributesOf(p.new)
		for name, message := range map[string]string{
			"access_logs.s3.enabled": "logs no requests any more", "routing.http.drop_invalid_header_fields.enabled": "hands on headers whose names are not valid",
		} {
			if old[name] == "true" && now[name] != "true" {
				e := c.about(p.id, GuardRemoved, "update", noun(p.id, p.new.Type)+" "+message)
				e.Property, e.Old, e.New = name, value(old[name]), value(now[name])
				c.add(e)
			}
		}
	}
	for _, p := range c.pairs("AWS::WAFv2::WebACL") {
		for _, rule := range ruleNames(p.old) {
			if !slices.Contains(ruleNames(p.new), rule) {
				e := c.about(p.id, GuardRemoved, "update", "the web ACL loses its rule "+rule)
				e.Property, e.Old = "Rules "+rule, value(rule)
				c.add(e)
			}
		}
	}
	for _, r := range c.removed("AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation", "AWS::WAFv2::LoggingConfiguration", "AWS::EC2::FlowLog", "AWS::KMS::Key") {
		c.add(c.about(r.ID, GuardRemoved, "remove", watchers[r.Type]+" goes"))
	}
	if r := find(c.removed("AWS::S3::Bucket"), "AccessLogs"); r.ID != "" {
		c.add(c.about(r.ID, GuardRemoved, "remove", "requests are no longer logged"))
	}
	c.container()
}

// lostGuards are what the engine has seen: deletion protection, and policies that
// keep what leaves the stack. Those of one kind are one effect.
func (c *comparison) lostGuards() {
	var kinds []string
	of := map[string][]string{}
	for _, x := range c.changes {
		if x.Kind == engine.Unguarded {
			if of[x.Why] == nil {
				kinds = append(kinds, x.Why)
			}
			of[x.Why] = append(of[x.Why], x.Name)
		}
	}
	for _, kind := range kinds {
		names := of[kind]
		nouns := make([]string, len(names))
		for i, name := range names {
			nouns[i] = noun(c.thing(name).Twin, c.templateType(c.thing(name)))
		}
		message := fmt.Sprintf("deletion protection of %s goes", list(nouns))
		switch kind {
		case "deletion protection", "protected":
		case engine.ReplacePolicy:
			message = fmt.Sprintf("%s would be deleted for good, not kept, once another one takes the place", list(nouns))
		default:
			message = fmt.Sprintf("%s would be deleted for good, not kept, once out of the stack", list(nouns))
		}
		c.add(Effect{Word: GuardRemoved, Resource: strings.Join(names, ", "), Type: c.thing(names[0]).Type, Action: "update", Property: kind, Message: message, Confidence: Proven})
	}
}

// container are guards inside the task.
func (c *comparison) container() {
	for _, p := range c.pairs("AWS::ECS::TaskDefinition") {
		old, now := containersOf(p.old), containersOf(p.new)
		for name, was := range old {
			is, there := now[name]
			if !there {
				continue
			}
			for _, flag := range []struct{ property, protects, message string }{
				{"ReadonlyRootFilesystem", "true", "can write to its root file system"},
				{"Privileged", "false", "is privileged: it may do anything to its host"},
			} {
				a, b := engine.Text(was.Get(flag.property)), engine.Text(is.Get(flag.property))
				if flag.protects == "true" && a == "true" && b != "true" || flag.protects == "false" && a != "true" && b == "true" {
					e := c.about(p.id, GuardRemoved, "update", fmt.Sprintf("the container %s %s", name, flag.message))
					e.Property, e.Old, e.New = flag.property+" of "+name, value(a), value(b)
					c.add(e)
				}
			}
		}
	}
}

func containersOf(task resource.Resource) map[string]resource.Value {
	out := map[string]resource.Value{}
	for _, m := range task.Properties.Get("ContainerDefinitions").Present() {
		out[engine.Text(m.Value.Get("Name"))] = m.Value
	}
	return out
}

func attributesOf(balancer resource.Resource) map[string]string {
	out := map[string]string{}
	for _, m := range balancer.Properties.Get("LoadBalancerAttributes").Present() {
		out[engine.Text(m.Value.Get("Key"))] = engine.Text(m.Value.Get("Value"))
	}
	return out
}

func ruleNames(acl resource.Resource) []string {
	var out []string
	for _, m := range acl.Properties.Get("Rules").Present() {
		out = append(out, engine.Text(m.Value.Get("Name")))
	}
	return out
}
