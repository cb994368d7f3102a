// Package security explains why findings of security rules remain in rendered
// templates. The suite reads the table and fails on a finding without a reason,
// and on a reason without a finding; docs/security.md is made from it.
package security

//go:generate go run ./gen ../../../../docs/security.md

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
)

// Reason is why some findings stay.
type Reason struct {
	// Rules are ids without the pack's prefix: "EC23", "CT.EC2.PR.3".
	Rules []string
	// Where matches the logical ids of the resources.
	Where string
	// When says in which stages; "" is all.
	When string
	Why  string
	// Price is what it costs a month to close the finding by hardening: strict;
	// "" where strict does not close it. Prices are those of cost.Reference, in US
	// dollars; an assumed one has a ~.
	Price string
}

// Reasons is the table.
var Reasons = []Reason{
	{
		Rules: []string{"EC23", "CT.EC2.PR.3"}, Where: "LoadBalancerSecurityGroup",
		Why: "The API is public. The world reaches the load balancer's own ports and nothing else; each group behind it takes only the one before it.",
	},
	{
		Rules: []string{"ELBv2ACMCertificateRequired"}, Where: "HttpListener",
		Why: "Port 80 only redirects to HTTPS.",
	},
	{
		Rules: []string{"ALBHttpToHttpsRedirection", "ELBv2ACMCertificateRequired", "CT.ELASTICLOADBALANCING.PR.1"}, Where: "(Http|WebSocket|Sse|Shards)Listener",
		When: "without a domain",
		Why:  "No certificate can cover a load balancer's own name, so the stage speaks plain HTTP. pylon-gen warns of it (PG209); a domain ends it.",
	},
	{
		Rules: []string{"ECS2"}, Where: "TaskDefinition",
		Why: "Plain variables hold no secret: secrets come by ValueFrom, and the suite looks for them in every other place.",
	},
	{
		Rules: []string{"CT.ECS.PR.7"}, Where: "TaskDefinition",
		Why: "Fargate limits the memory of the task as a whole.",
	},
	{
		Rules: []string{"CT.ECS.PR.6"}, Where: "TaskDefinition", When: "with service.exec",
		Why: "ECS Exec writes to the root file system, so it cannot be read-only. Exec is off by default.",
	},
	{
		Rules: []string{"CT.ECS.PR.9"}, Where: "Service", When: "with network.mode: public",
		Why: "A public address takes the place of a NAT gateway. Inbound is open for the load balancer only; any other network mode closes the finding.",
	},
	{
		Rules: []string{"IAM5"}, Where: "ExecutionPolicy",
		Why: "AWS knows no resource for ecr:GetAuthorizationToken. Images are pulled, read-only, from the one repository that pylon.image.uri or the parameter ImageUri names.",
	},
	{
		Rules: []string{"IAM5"}, Where: "TaskPolicy",
		Why: "The objects of the stage's own bucket; and AWS knows no resources for ECS Exec's channels and for X-Ray.",
	},
	{
		Rules: []string{"IAM5"}, Where: "UploadsUserPolicy",
		Why: "The objects of the stage's own bucket.",
	},
	{
		Rules: []string{"IAMUserGroupMembership", "IAMUserNoPolicies", "CT.IAM.PR.4"}, Where: "UploadsUser(Policy)?", When: "with files.credentials: access-key",
		Why: "The runtime signs S3 requests with static keys only, so a user must own them. It may use one bucket and nothing else; a group would hold the same one member.",
	},
	{
		Rules: []string{"IAM4"}, Where: "DatabaseMonitoringRole", When: "with hardening: strict",
		Why: "AWS's own policy for enhanced monitoring, which AWS keeps up to date.",
	},
	{
		Rules: []string{"SMG4", "SecretsManagerRotationEnabled"}, Where: ".*(Secret|Credentials|Token)",
		Why: "The runtime reads secrets when it starts, and providers have no API to rotate theirs: rotation is a step of the operator (docs/secrets.md).",
	},
	{
		Rules: []string{"SecretsManagerUsingKMSKey"}, Where: ".*(Secret|Credentials|Token)",
		Why: "Secrets Manager encrypts with its own key.", Price: usd(cost.Key) + " for the key, once for everything that it encrypts",
	},
	{
		Rules: []string{"CFR1"}, Where: "Distribution",
		Why: "The app is for the whole world.",
	},
	{
		Rules: []string{"CFR2"}, Where: "Distribution",
		Why: "The web firewall of hardening: strict protects the load balancer, which every request passes.",
	},
	{
		Rules: []string{"CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"}, Where: "Distribution",
		Why: "The origin is an API that answers / itself, in one Region: there is no root object and no other origin.",
	},
	{
		Rules: []string{"CFR4", "CT.CLOUDFRONT.PR.6", "CT.CLOUDFRONT.PR.7", "CT.CLOUDFRONT.PR.9"}, Where: "Distribution", When: "without cdn.domain",
		Why: "The name *.cloudfront.net has CloudFront's certificate and CloudFront's choice of TLS versions. A name of one's own closes it.",
	},
	{
		Rules: []string{"CFR3", "CT.CLOUDFRONT.PR.5"}, Where: "Distribution",
		Why: "No access logs by default.", Price: usd(cost.Stored) + " a GB of log for 90 days",
	},
	{
		Rules: []string{"ELB2", "ELBLoggingEnabled", "CT.ELASTICLOADBALANCING.PR.6"}, Where: "LoadBalancer",
		Why: "No access logs by default.", Price: usd(cost.Stored) + " a GB of log for 90 days",
	},
	{
		Rules: []string{"ALBWAFEnabled"}, Where: "LoadBalancer",
		Why: "No web firewall by default.", Price: usd(cost.WebACL) + " and " + usd(cost.WebACLRule) + " for each of two rule groups, and " + usd(cost.Requests) + " a million requests",
	},
	{
		Rules: []string{"CT.S3.PR.4", "CT.S3.PR.9", "S3BucketReplicationEnabled"}, Where: "Uploads|AccessLogs",
		Why: "No component uses events, versions take the place of object lock, and the app lives in one Region.",
	},
	{
		Rules: []string{"S1", "CT.S3.PR.2", "S3BucketLoggingEnabled", "CT.S3.PR.10", "S3DefaultEncryptionKMS"}, Where: "AccessLogs", When: "with hardening: strict",
		Why: "A bucket cannot log into itself, and load balancers cannot write to a bucket with a key of one's own: S3's key encrypts it.",
	},
	{
		Rules: []string{"S1", "CT.S3.PR.2", "S3BucketLoggingEnabled"}, Where: "Uploads",
		Why: "No access logs by default.", Price: usd(cost.Stored) + " a GB of log for 90 days",
	},
	{
		Rules: []string{"CT.S3.PR.10", "S3DefaultEncryptionKMS"}, Where: "Uploads",
		Why: "S3's own key encrypts.", Price: usd(cost.Key) + " for the key, once for everything that it encrypts",
	},
	{
		Rules: []string{"S3BucketVersioningEnabled", "CT.S3.PR.11"}, Where: "Uploads",
		Why: "Versions are kept where files.versioning asks for them.", Price: usd(cost.Stored) + " a GB of overwritten and deleted objects, for 30 days",
	},
	{
		Rules: []string{"RDSAutomaticMinorVersionUpgradeEnabled", "CT.RDS.PR.5"}, Where: "Database(Writer|Reader[0-9]+)",
		Why: "The template names a minor version. An upgrade that RDS makes on its own would be undone, or refused, by the next deployment; raise database.version instead.",
	},
	{
		Rules: []string{"RDSInBackupPlan"}, Where: "Database(Writer|Reader[0-9]+)",
		Why: "Aurora backs itself up without a pause, for as long as database.backupRetention says; the instances hold no data.",
	},
	{
		Rules: []string{"EFSInBackupPlan"}, Where: "FileSystem",
		Why: "EFS's own automatic backups are on where the stage keeps its data.",
	},
	{
		Rules: []string{"CT.ELASTICFILESYSYSTEM.PR.2"}, Where: "FileSystem", When: "without removal: retain",
		Why: "A stage that leaves nothing behind makes no backups.",
	},
	{
		Rules: []string{"RDS10", "RDSInstanceDeletionProtectionEnabled", "CT.RDS.PR.3", "ELBDeletionProtectionEnabled", "CT.ELASTICLOADBALANCING.PR.5"}, Where: "Database|LoadBalancer",
		When: "without protect",
		Why:  "Only stages with protect refuse to be deleted; production has it by default.",
	},
	{
		Rules: []string{"CT.RDS.PR.27"}, Where: "DatabaseParameters", When: "with database.tls: disable",
		Why: "The spec turns TLS off, for an image without the authority of RDS.",
	},
	{
		Rules: []string{"RDSEnhancedMonitoringEnabled", "CT.RDS.PR.2"}, Where: "Database(Writer|Reader[0-9]+)",
		Why: "Metrics of the operating system are off by default.", Price: usd(cost.Logged) + " a GB of figures, about 1 GB an instance",
	},
	{
		Rules: []string{"RDS6", "CT.RDS.PR.4"}, Where: "Database",
		Why: "The runtime has a password; database.iamAuthentication turns on logins with rights in AWS.", Price: "none; 300 to 1000 MiB of the database's memory",
	},
	{
		Rules: []string{"ECS4", "CT.ECS.PR.2"}, Where: "Cluster",
		Why: "Container Insights is off by default; observability.containerInsights turns it on. CPU, memory and what the alarms look at are measured without it.", Price: usd(cost.Metric) + " a metric; how many there are is not known here",
	},
	{
		Rules: []string{"CT.ECS.PR.2"}, Where: "Cluster", When: "with observability.containerInsights: enhanced",
		Why: "The rule knows enabled only; enhanced measures the same and more.", // ECS4 still finds a strict stage without either
	},
	{
		Rules: []string{"AEC4"}, Where: "Cache", When: "with replicas: 0",
		Why: "A cache may be lost; cache.redis.replicas: 1 makes a copy in another zone.",
	},
	{
		Rules: []string{"AEC5"}, Where: "Cache",
		Why: "A port is not a secret: the cache takes tasks of this service only, and with a token unless TLS is off.",
	},
	{
		Rules: []string{"AEC3", "AEC6"}, Where: "Cache", When: "with cache.redis.tls: disable",
		Why: "TLS was turned off, and with it the token, which ElastiCache has together with TLS only; the security group alone keeps others out (PG613).",
	},
	{
		Rules: []string{"CT.ELASTICACHE.PR.8"}, Where: "Cache", When: "with engine: redis",
		Why: "The one client has one token of 64 characters; users and roles would tell apart what is the same.",
	},
	{
		Rules: []string{"ElastiCacheRedisClusterAutomaticBackup"}, Where: "Cache",
		Why: "Copies are kept for 7 days.", Price: usd(cost.CacheCopies) + " a GB of copies beyond the first; strict keeps 15 days",
	},
	{
		Rules: []string{"ElastiCacheRedisClusterAutomaticBackup"}, Where: "Cache", When: "without removal: retain",
		Why: "A stage that leaves nothing behind keeps copies for one day.",
	},
	{
		Rules: []string{"VPCDefaultSecurityGroupClosed"}, Where: "Vpc",
		Why: "CloudFormation cannot change a VPC's default security group; nothing uses it. (SST closes it.)",
	},
	{
		Rules: []string{"VPCNoUnrestrictedRouteToIGW"}, Where: "InternetRoute",
		Why: "The load balancer, NAT and, with network.mode: public, tasks need the internet. Data lives in subnets without this route.",
	},
	{
		Rules: []string{"VPC7", "VPCFlowLogsEnabled"}, Where: "Vpc",
		Why: "No flow logs by default.", Price: usd(cost.Logged) + " a GB of refused connections",
	},
	{
		Rules: []string{"CloudWatchLogGroupEncrypted", "CT.CLOUDWATCH.PR.3"}, Where: "LogGroup|DatabaseLog",
		Why: "CloudWatch's own key encrypts.", Price: usd(cost.Key) + " for the key, once for everything that it encrypts",
	},
	{
		Rules: []string{"CT.CLOUDWATCH.PR.2"}, Where: "LogGroup|DatabaseLog|FlowLogs|WebAclLog", When: "with logs kept for less than a year",
		Why: "Logs are kept for a month, and for a year with hardening: strict in production; observability.logs.retention says otherwise.",
	},
	{
		Rules: []string{"SNSEncryptedKMS"}, Where: "AlarmTopic",
		Why: "CloudWatch cannot publish to a topic with Amazon's own key. Alarms hold no data of the app.", Price: usd(cost.Key) + " for the key, once for everything that it encrypts",
	},
	{
		Rules: []string{"EC2InstanceNoPublicIp", "CT.EC2.PR.8"}, Where: "NatInstance[0-9]+", When: "with network.mode: nat-instance",
		Why: "A NAT needs an address. It takes HTTPS from the tasks only.",
	},
	{
		Rules: []string{"EC28", "EC2InstanceDetailedMonitoringEnabled", "CT.EC2.PR.13", "EC29", "EC2InstanceProfileAttached", "CT.EC2.PR.19"}, Where: "NatInstance[0-9]+",
		When: "with network.mode: nat-instance",
		Why:  "The instance holds nothing, has no rights and is replaced at will; what it forwards is TLS already. A NAT gateway is the choice for more.",
	},
	{
		Rules: []string{"EC2InstancesInVPC"}, Where: "NatInstance[0-9]+", When: "with network.mode: nat-instance",
		Why: "Its network interface names the subnet, which the rule does not look at.",
	},
}

// packs are the prefixes of rules.
var packs = []string{"AwsSolutions-", "NIST.800.53.R5-", "HIPAA.Security-", "PCI.DSS.321-"}

// Short returns a rule's id without its pack, and without its text in
// brackets: "IAM5" for "AwsSolutions-IAM5[Resource::*]".
func Short(rule string) string {
	for _, pack := range packs {
		rule = strings.TrimPrefix(rule, pack)
	}
	rule, _, _ = strings.Cut(rule, "[")
	return rule
}

// usd is the list price of a unit.
func usd(what string) string {
	price, known := cost.In(cost.Reference, what)
	if !known {
		panic("no price of " + what)
	}
	text := strconv.FormatFloat(price.USD, 'f', -1, 64)
	if cents := strconv.FormatFloat(price.USD, 'f', 2, 64); len(cents) > len(text) {
		text = cents
	}
	if price.Assumed {
		return "~" + text
	}
	return text
}

// Accepts reports whether the reason is about a finding, and in a stage with strict
// hardening or without.
func (r Reason) Accepts(rule, resource string, strict bool) bool {
	return slices.Contains(r.Rules, Short(rule)) && !(strict && r.Price != "") && regexp.MustCompile("^(?:"+r.Where+")$").MatchString(resource)
}
