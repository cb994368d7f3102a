package security

import "github.com/pylon-gen/pylon-gen/internal/cost"

// Scanned is what other scanners find in the default template, or in the
// Dockerfile that init writes, and why it stays. The suite does not run them: it
// holds the keys against the schema and against what they render.
type Scanned struct {
	// Trivy are ids of trivy, seen with TrivyVersion.
	Trivy []string
	// Checkov are ids of checkov that ask for the same, by their source.
	Checkov []string
	// Says is the finding.
	Says string
	Why  string
	// Closes are the keys of the spec of which each one closes the finding, as a
	// spec has them: "files.versioning: true".
	Closes []string
	// But is what stays all the same, or what the keys take with them.
	But string
	// Price is that of Closes a month, as in Reason; "" is none.
	Price string

	// Where matches the logical ids of the resources that are found, and Property is
	// the one that they lack, with dots; "" where it is about no property.
	Where, Property string
}

// TrivyVersion is the version of trivy that found what Others says.
const TrivyVersion = "0.65"

const strict = "hardening: strict"

// Others is the table.
var Others = []Scanned{
	{
		Trivy: []string{"AVD-AWS-0010"}, Checkov: []string{"CKV_AWS_86"}, Says: "The CDN has no access logs.",
		Why: "No access logs by default.", Closes: []string{strict, "cdn: false"}, But: "The latter leaves no CDN.", Price: usd(cost.Stored) + " a GB of log for 90 days; how much depends on traffic",
		Where: "Distribution", Property: "DistributionConfig.Logging",
	},
	{
		Trivy: []string{"AVD-AWS-0011"}, Checkov: []string{"CKV_AWS_68"}, Says: "The CDN has no web firewall.",
		Why: "The web firewall is at the load balancer, and only with `hardening: strict`: everything passes it but what the CDN has cached.", Closes: []string{"cdn: false"},
		But:   "It leaves no CDN. The firewall at the load balancer does not close the finding.",
		Price: "none; the firewall of strict costs " + usd(cost.WebACL) + " and " + usd(cost.WebACLRule) + " for each of two rule groups, and " + usd(cost.Requests) + " a million requests",
		Where: "Distribution", Property: "DistributionConfig.WebACLId",
	},
	{
		Trivy: []string{"AVD-AWS-0013"}, Checkov: []string{"CKV_AWS_174"}, Says: "The CDN accepts old versions of TLS.",
		Why: "The name `*.cloudfront.net` has CloudFront's certificate and CloudFront's choice of TLS versions. A name of one's own has TLS 1.2 or newer.", Closes: []string{"cdn.domain: cdn.example.com", "cdn: false"},
		But: "The latter leaves no CDN.", Price: "depends on the name; its price is not known here",
		Where: "Distribution", Property: "DistributionConfig.ViewerCertificate.MinimumProtocolVersion",
	},
	{
		Trivy: []string{"AVD-AWS-0017"}, Checkov: []string{"CKV_AWS_158"}, Says: "Log groups have no customer-managed key.",
		Why: "CloudWatch's own key encrypts.", Closes: []string{strict}, Price: key,
		Where: "LogGroup|DatabaseLog", Property: "KmsKeyId",
	},
	{
		Trivy: []string{"AVD-AWS-0098"}, Checkov: []string{"CKV_AWS_149"}, Says: "Secrets have no customer-managed key.",
		Why: "Secrets Manager encrypts with its own key.", Closes: []string{strict}, Price: key,
		Where: ".*(Secret|Credentials|Token)", Property: "KmsKeyId",
	},
	{
		Trivy: []string{"AVD-AWS-0034"}, Checkov: []string{"CKV_AWS_65"}, Says: "The cluster has no Container Insights.",
		Why: "Off by default. CPU, memory and what the alarms look at are measured without it.", Closes: []string{"observability.containerInsights: enabled", strict},
		Price: usd(cost.Metric) + " a metric; how many there are is not known here",
	},
	{
		Trivy: []string{"AVD-AWS-0035"}, Says: "A volume of the task has no encryption in transit.",
		Why: "The rule takes the scratch volume for EFS. It is the task's own disk, and nothing of it is in transit. The volume on EFS, with `shape: single-replica`, is mounted with TLS and is not found.",
	},
	{
		Trivy: []string{"AVD-AWS-0053"}, Checkov: []string{"CKV_AWS_260"}, Says: "The load balancer is public, at port 80 too.",
		Why: "The API is public. With a domain, port 80 only redirects to HTTPS.",
	},
	{
		Trivy: []string{"AVD-AWS-0079"}, Says: "The database's cluster is encrypted without a named key.",
		Why: "RDS encrypts with its own key.", Closes: []string{strict}, But: "Choose it before there is data: RDS replaces a cluster whose key changes.", Price: key,
		Where: "Database", Property: "KmsKeyId",
	},
	{
		Trivy: []string{"AVD-AWS-0089"}, Checkov: []string{"CKV_AWS_18"}, Says: "The bucket has no access logs.",
		Why: "No access logs by default.", Closes: []string{strict}, But: "It adds the bucket of the logs, which cannot log into itself: checkov's rule is about every bucket.", Price: usd(cost.Stored) + " a GB of log for 90 days; how much depends on traffic",
		Where: "Uploads", Property: "LoggingConfiguration",
	},
	{
		Trivy: []string{"AVD-AWS-0090"}, Checkov: []string{"CKV_AWS_21"}, Says: "The bucket keeps no versions.",
		Why: "Versions are kept where they are asked for.", Closes: []string{"files.versioning: true", strict}, Price: usd(cost.Stored) + " a GB of overwritten and deleted objects, for 30 days",
		Where: "Uploads", Property: "VersioningConfiguration",
	},
	{
		Trivy: []string{"AVD-AWS-0132"}, Says: "The bucket has no customer-managed key.",
		Why: "S3's own key encrypts.", Closes: []string{strict}, But: "It adds the bucket of the logs, which is found instead: load balancers cannot write to a bucket with a key of one's own.", Price: key,
		Where: "Uploads", Property: "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID",
	},
	{
		Trivy: []string{"AVD-AWS-0133"}, Says: "The database's instance has no Performance Insights.",
		Why: "Off by default, with the other figures of the database's system.", Closes: []string{strict}, Price: "not known here",
		Where: "DatabaseWriter", Property: "EnablePerformanceInsights",
	},
	{
		Trivy: []string{"AVD-AWS-0178"}, Says: "The VPC has no flow logs.",
		Why: "No flow logs by default.", Closes: []string{strict}, Price: usd(cost.Logged) + " a GB of refused connections; how much depends on traffic",
		Where: "FlowLog", Property: "ResourceId",
	},
	{
		Trivy: []string{"AVD-AWS-0104"}, Says: "Tasks reach any address.",
		Why: "At port 443 alone: AWS's APIs and the providers that the app calls have no addresses that a group could name.",
	},
	{
		Trivy: []string{"DS026"}, Checkov: []string{"CKV_DOCKER_2"}, Says: "The Dockerfile has no HEALTHCHECK.",
		Why: "ECS does not run it. The task definition has a health check of its own, and the load balancer has another.",
	},
	{
		Checkov: []string{"CKV_DOCKER_4"}, Says: "The Dockerfile has ADD where COPY is expected.",
		Why: "ADD fetches the authority of RDS by its address, which COPY cannot.",
	},
	{
		Checkov: []string{"CKV_AWS_91"}, Says: "The load balancer has no access logs.",
		Why: "No access logs by default.", Closes: []string{strict}, Price: usd(cost.Stored) + " a GB of log for 90 days; how much depends on traffic",
	},
	{
		Checkov: []string{"CKV_AWS_162"}, Says: "The database has no logins with rights in AWS.",
		Why: "The runtime has a password.", Closes: []string{"database.iamAuthentication: true", strict}, Price: "none; 300 to 1000 MiB of the database's memory",
		Where: "Database", Property: "EnableIAMDatabaseAuthentication",
	},
	{
		Checkov: []string{"CKV_AWS_157"}, Says: "The database's instance is not in several zones.",
		Why: "MultiAZ is not for instances of Aurora, of which the rule knows no `aurora-postgresql`. Aurora's storage is in three zones, and `database.readers` adds instances that take over.",
	},
}

// key is the price of the stage's own key.
var key = usd(cost.Key) + " for the key, once for everything that it encrypts"
