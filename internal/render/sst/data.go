package sst

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	incompleteDays = 7  // after which the parts of an abandoned upload go
	oldVersionDays = 30 // after which overwritten and deleted objects go
)

// data writes what outlives a task: database and bucket, or a file system.
func (p *program) data() {
	if stateless, either := p.stateless(); !stateless.none() {
		p.database(stateless, either)
		p.bucket(stateless, either)
	}
	if single, either := p.singleReplica(); !single.none() {
		p.files(single, either)
	}
}

// database writes the Aurora Serverless v2 cluster.
func (p *program) database(f fold, either string) {
	p.section("Database: Aurora Serverless v2, PostgreSQL.")
	capacity := func(name string, of func(stack.Database) float64) doc {
		return f.pick(name, "`${number} ACU`", func(s *stack.Stack) doc { return str(decimal(of(s.Database)) + " ACU") })
	}
	forceTLS := f.word("forceSsl", func(s *stack.Stack) string {
		if s.Database.TLS {
			return "1"
		}
		return "0"
	})
	readers := f.int("readers", func(s *stack.Stack) int { return s.Database.Readers })
	retain := f.bool("retain", func(s *stack.Stack) bool { return s.Retain })
	cluster := []property{
		prop("backupRetentionPeriod", f.int("backupDays", func(s *stack.Stack) int { return s.Database.BackupRetentionDays })),
		prop("copyTagsToSnapshot", boolean(true)),
		prop("deletionProtection", f.bool("protect", func(s *stack.Stack) bool { return s.Protect })),
		prop("enabledCloudwatchLogsExports", strs([]string{"postgresql"})),
		prop("iamDatabaseAuthenticationEnabled", boolean(true)),
		prop("preferredBackupWindow", str("03:00-04:00")),
		prop("preferredMaintenanceWindow", str("sun:04:30-sun:05:30")),
		prop("skipFinalSnapshot", not(retain)),
		when(retain.text != "false", prop("finalSnapshotIdentifier",
			text("snapshot"))),
	}
	if retain.text != "false" {
		p.add(
			text("// RDS refuses names with two dashes in a row."),
			text("const snapshot = `${$app.name}-${$app.stage}-final`.replace(/-+/g, \"-\");"))
	}
	monitored, some := p.hardened(f)
	if !monitored.none() {
		cluster = append(cluster, prop("kmsKeyId", keyID(some)))
		p.monitoring(some)
	}
	aurora := p.make("sst.aws.Aurora", "Database", object(
		prop("engine", str("postgres")),
		prop("version", f.string("databaseVersion", func(s *stack.Stack) string { return s.Database.Version })),
		prop("username", f.string("databaseUser", func(s *stack.Stack) string { return s.Database.User })),
		prop("database", f.string("databaseName", func(s *stack.Stack) string { return s.Database.Name })),
		prop("scaling", inline(
			prop("min", capacity("minCapacity", func(d stack.Database) float64 { return d.MinACU })),
			prop("max", capacity("maxCapacity", func(d stack.Database) float64 { return d.MaxACU })),
		)),
		when(readers.text != "0", prop("replicas", readers)),
		prop("vpc", object(
			prop("subnets", text(p.net()+".privateSubnets")),
			prop("securityGroups", array(text("databaseGroup.id"))),
		)),
		prop("transform", object(
			prop("clusterParameterGroup", object(prop("parameters", array(
				inline(prop("name", str("log_min_duration_statement")), prop("value", str("1000"))), // milliseconds
				inline(prop("name", str("rds.force_ssl")), prop("value", f.sure(forceTLS, `"1"`))),
			)))),
			prop("cluster", object(cluster...)),
			when(!monitored.none(), prop("instance", monitor(some))),
		)),
	))
	p.add(let("database", optional(guard(either, "databaseGroup"), aurora)))
}

// monitoring writes the role that sends the database's figures to CloudWatch.
func (p *program) monitoring(some string) {
	p.add(let("monitoring", optional(some, p.make("aws.iam.Role", "DatabaseMonitoringRole", object(
		prop("assumeRolePolicy", trust("monitoring.rds.amazonaws.com")),
		prop("managedPolicyArns", array(text("$interpolate`arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`"))),
	)))))
}

// monitor are the instances' arguments that monitoring needs.
func monitor(some string) doc {
	args := object(
		prop("monitoringInterval", num(60)),
		prop("monitoringRoleArn", text("monitoring.arn")),
		prop("performanceInsightsEnabled", boolean(true)),
		prop("performanceInsightsKmsKeyId", text("key.arn")),
	)
	if some == "" {
		return args
	}
	return choice("key && monitoring", args, object())
}

// bucket writes the bucket for uploads, and what may use it.
func (p *program) bucket(f fold, either string) {
	p.section("Uploads. SST makes the bucket private and refuses plain HTTP.")
	versioning := f.bool("versioning", func(s *stack.Stack) bool { return s.Files.Versioning })
	bucket := p.make("sst.aws.Bucket", "Uploads", object(
		prop("cors", object(
			prop("allowHeaders", strs([]string{"*"})),
			prop("allowMethods", strs([]string{"GET", "HEAD", "POST", "PUT"})),
			prop("allowOrigins", f.texts("uploadOrigins", func(s *stack.Stack) []stack.Staged { return s.Files.Origins })),
			prop("exposeHeaders", strs([]string{"ETag"})),
			prop("maxAge", str("1 hour")),
		)),
		when(versioning.text != "false", prop("versioning", versioning)),
		prop("transform", object(prop("bucket", inline(prop("forceDestroy", not(p.retain())))))),
	))
	p.add(let("uploads", optional(either, bucket)))

	rules := []doc{object(
		prop("id", str("leftovers")),
		prop("status", str("Enabled")),
		prop("filter", object()),
		prop("abortIncompleteMultipartUpload", inline(prop("daysAfterInitiation", num(incompleteDays)))),
		when(versioning.text != "false", prop("noncurrentVersionExpiration",
			optional(condition(versioning), inline(prop("noncurrentDays", num(oldVersionDays)))))),
	)}
	rules = append(rules, f.items("expiry", "aws.types.input.s3.BucketLifecycleConfigurationRule[]", lifecycle)...)
	p.add(guarded(either, "uploads", do(p.make("aws.s3.BucketLifecycleConfiguration", "UploadsLifecycle", object(
		prop("bucket", text("uploads.name")),
		prop("rules", array(rules...)),
	)))))
	if strict, some := p.hardened(f); !strict.none() {
		code := join(separated([]doc{
			do(p.make("aws.s3.BucketServerSideEncryptionConfiguration", "UploadsEncryption", object(
				prop("bucket", text("uploads.name")),
				prop("rules", array(object(
					prop("applyServerSideEncryptionByDefault", inline(prop("sseAlgorithm", str("aws:kms")), prop("kmsMasterKeyId", text("key.arn")))),
					prop("bucketKeyEnabled", boolean(true)),
				))),
			))),
			do(p.make("aws.s3.BucketLogging", "UploadsLogging", object(
				prop("bucket", text("uploads.name")),
				prop("targetBucket", text("accessLogs.name")),
				prop("targetPrefix", str("uploads/")),
			))),
		}, hardline))
		condition := both(guard(either, "uploads"), guard(some, "key && accessLogs"))
		if condition != "" {
			code = block("if ("+condition+")", code)
		}
		p.add(code)
	}
	p.access(f, either)
}

// lifecycle are the user's rules that delete objects.
func lifecycle(s *stack.Stack) []doc {
	var rules []doc
	for i, r := range s.Files.Lifecycle {
		rules = append(rules, object(
			prop("id", str(fmt.Sprintf("expire-%d", i+1))),
			prop("status", str("Enabled")),
			prop("filter", inline(prop("prefix", str(r.Prefix)))),
			prop("expiration", inline(prop("days", num(r.ExpireDays)))),
		))
	}
	return rules
}

// access writes what may use the bucket: a policy, and where the runtime signs
// with static keys the IAM user who owns them. The user's rights come through a
// group: account-wide rules (CIS 1.15) refuse users with policies of their own.
func (p *program) access(f fold, either string) {
	encrypted := []doc{}
	if strict, some := p.hardened(f); !strict.none() {
		encrypted = append(encrypted, listed(guard(some, "key"), p.useKey([]string{"kms:Decrypt", "kms:GenerateDataKey"}, "s3")))
	}
	p.add(let("uploadsPolicy", optional(guard(either, "uploads"), policy(append([]doc{
		object(
			prop("actions", strs([]string{"s3:ListBucket"})),
			prop("resources", array(text("uploads.arn"))),
		),
		object(
			prop("actions", strs([]string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"})),
			prop("resources", array(text("$interpolate`${uploads.arn}/*`"))),
		),
	}, encrypted...)...))))
	keys, some := f.where("accessKeys", func(s *stack.Stack) bool { return s.Files.Credentials == stack.AccessKey })
	if keys.none() {
		return
	}
	p.section("The runtime signs S3 requests with static keys: those of a user who may use\nthis bucket and nothing else.")
	user := []doc{
		let("group", call("new aws.iam.Group", str("UploadsUsers"))),
		do(p.make("aws.iam.GroupPolicy", "UploadsUsersPolicy", object(
			prop("group", text("group.name")),
			prop("policy", text("uploadsPolicy.json")),
		))),
		let("user", call("new aws.iam.User", str("UploadsUser"))),
		do(p.make("aws.iam.UserGroupMembership", "UploadsUserMembership", object(
			prop("user", text("user.name")),
			prop("groups", array(text("group.name"))),
		))),
	}
	key := p.make("aws.iam.AccessKey", "UploadsAccessKey", object(prop("user", text("user.name"))))
	condition := both(guard(either, "uploadsPolicy"), some)
	if condition == "" {
		p.add(append(user, let("accessKey", key))...)
		return
	}
	p.add(text("let accessKey: aws.iam.AccessKey | undefined;"))
	p.add(block("if ("+condition+")", append(user, join(text("accessKey = "), key, text(";")))...))
}

// filesVPC is where the file system has its mount targets.
func (p *program) filesVPC() doc {
	if p.net() == "vpc" {
		return text("vpc")
	}
	return inline(prop("id", text("network.id")), prop("subnets", text("network.privateSubnets")))
}

// The user and group that the runtime's image runs as (Dockerfile of pylon 0.3.23).
const runtimeUser = 10001

// files writes the file system of the single-replica shape.
func (p *program) files(f fold, either string) {
	p.section("Data: SQLite and uploads on EFS.")
	strict, some := p.hardened(f)
	owner := func(prefix string) []property {
		names := map[string][2]string{"": {"uid", "gid"}, "owner": {"ownerUid", "ownerGid"}}[prefix]
		return []property{prop(names[0], num(runtimeUser)), prop(names[1], num(runtimeUser))}
	}
	p.add(let("files", optional(either, p.make("sst.aws.Efs", "Files", object(
		prop("vpc", p.filesVPC()),
		prop("transform", object(
			when(!strict.none(), prop("fileSystem", inline(prop("kmsKeyId", keyID(some))))),
			prop("accessPoint", object(
				prop("posixUser", inline(owner("")...)),
				prop("rootDirectory", object(
					prop("path", str("/pylon")),
					prop("creationInfo", object(append(owner("owner"), prop("permissions", str("0750")))...)),
				)),
			)),
			prop("securityGroup", object(
				prop("ingress", array(object(
					spread(call("tcp", num(nfsPort))),
					prop("securityGroups", array(text("serviceGroup.id"))),
				))),
				prop("egress", array()),
			)),
		)),
	), object(
		prop("retainOnDelete", p.retain()),
		prop("protect", p.protect()),
	)))))
	p.add(guarded(either, "files", do(p.make("aws.efs.BackupPolicy", "FilesBackup", object(
		prop("fileSystemId", text("files.id")),
		prop("backupPolicy", inline(prop("status", choose(p.retain(), `"ENABLED"`, `"DISABLED"`)))),
	)))))
	p.add(let("filesPolicy", optional(guard(either, "files"), policy(object(
		prop("actions", strs(mount)),
		prop("resources", array(text("files.nodes.fileSystem.arn"))),
		prop("conditions", array(object(
			prop("test", str("StringEquals")),
			prop("variable", str("elasticfilesystem:AccessPointArn")),
			prop("values", array(text("files.nodes.accessPoint.arn"))),
		))),
	)))))
}

// mount are the rights that a task needs to read and write the file system.
var mount = []string{"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"}
