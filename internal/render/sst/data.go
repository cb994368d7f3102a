package sst

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// database writes the Aurora Serverless v2 cluster.
func (p *program) database() {
	f, either := p.stateless()
	if f.none() {
		return
	}
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
	slow := f.string("slowQuery", func(s *stack.Stack) string { return strconv.Itoa(s.Database.SlowQuery) })
	readers := f.int("readers", func(s *stack.Stack) int { return s.Database.Readers })
	retain := f.bool("retain", func(s *stack.Stack) bool { return s.Retain })
	if !retain.is(false) {
		p.snapshotName()
	}
	p.databaseLog(f, either)
	suffix := f.string("databaseSuffix", func(s *stack.Stack) string { return s.Database.NameSuffix })
	cluster := []property{
		prop("clusterIdentifier", join(p.use("databaseLog.name.apply(", "databaseLog.name"),
			indent(hardline, raw("(name) => name.split(\"/\")[4],")), hardline, raw(")"))),
		prop("backupRetentionPeriod", f.int("backupDays", func(s *stack.Stack) int { return s.Database.BackupRetentionDays })),
		prop("copyTagsToSnapshot", f.bool("tagSnapshots", func(s *stack.Stack) bool { return s.Database.TagSnapshots })),
		prop("deletionProtection", f.bool("protect", func(s *stack.Stack) bool { return s.Protect })),
		prop("enabledCloudwatchLogsExports", array(f.string("databaseLog", func(s *stack.Stack) string { return s.Database.Log }))),
		prop("iamDatabaseAuthenticationEnabled", f.bool("iamAuth", func(s *stack.Stack) bool { return s.Database.IAMAuth })),
		prop("preferredBackupWindow", f.string("backupWindow", func(s *stack.Stack) string { return s.Database.BackupWindow })),
		prop("preferredMaintenanceWindow", f.string("maintenanceWindow", func(s *stack.Stack) string { return s.Database.MaintenanceWindow })),
		prop("skipFinalSnapshot", not(retain)),
		when(!retain.is(false), prop("finalSnapshotIdentifier", choose(retain, p.lastSnapshot("databaseGroup", suffix), undefined))),
	}
	if strict, _ := p.hardened(f); !strict.none() {
		cluster = append(cluster, prop("kmsKeyId", p.keyARN()))
	}
	monitored := f.some(func(s *stack.Stack) bool { return s.Database.MonitoringInterval > 0 })
	_, some := p.strict()
	if !monitored.none() {
		p.monitoring(either.by("databaseGroup").and(some))
	}
	instance := p.instance(monitored, some, f.some(func(s *stack.Stack) bool { return s.Database.Readers > 0 }))
	aurora := p.make("sst.aws.Aurora", "Database", object(
		prop("engine", str("postgres")),
		prop("version", f.string("databaseVersion", func(s *stack.Stack) string { return s.Database.Version })),
		prop("username", f.string("databaseUser", func(s *stack.Stack) string { return s.Database.User })),
		prop("database", f.string("databaseName", func(s *stack.Stack) string { return s.Database.Name })),
		prop("scaling", inline(
			prop("min", capacity("minCapacity", func(d stack.Database) float64 { return d.MinACU })),
			prop("max", capacity("maxCapacity", func(d stack.Database) float64 { return d.MaxACU })),
		)),
		when(!readers.is(0), prop("replicas", readers)),
		prop("vpc", object(
			prop("subnets", p.use(p.net()+".privateSubnets")),
			prop("securityGroups", array(p.use("databaseGroup.id"))),
		)),
		prop("transform", object(
			prop("clusterParameterGroup", object(prop("parameters", array(
				inline(prop("name", str("log_min_duration_statement")), required("value", withDefault(slow, `"-1"`))), // milliseconds; -1 is never
				inline(prop("name", str("rds.force_ssl")), prop("value", withDefault(forceTLS, `"1"`))),
			)))),
			prop("cluster", object(cluster...)),
			when(!instance.isEmpty(), prop("instance", instance)),
		)),
	))
	p.declare("database", onlyIf(either.by("databaseGroup"), aurora))
}

// databaseLog writes the group of the database's log, which RDS would make itself
// and keep for ever. Its name holds that of the cluster, so that is given: by the
// security group, no other stage has it, and no earlier one of the same name.
func (p *program) databaseLog(f fold, either condition) {
	suffix := hole(f.string("databaseSuffix", func(s *stack.Stack) string { return s.Database.NameSuffix }))
	log := f.string("databaseLog", func(s *stack.Stack) string { return s.Database.Log })
	strict, _ := p.hardened(f)
	group := p.make("aws.cloudwatch.LogGroup", "DatabaseLog", object(
		prop("name", p.use("$interpolate`/aws/rds/cluster/pylon-${databaseGroup.id}"+suffix+"/"+hole(log)+"`", "databaseGroup.id")),
		prop("retentionInDays", f.int("logDays", func(s *stack.Stack) int { return s.Logs.RetentionDays })),
		when(!strict.none(), prop("kmsKeyId", p.keyARN())),
	), p.use("keep"))
	p.declare("databaseLog", onlyIf(either.by("databaseGroup"), group))
}

// lastSnapshot is the name of the snapshot that is taken of a store before it is
// deleted. It must not meet that of an earlier stage of the same name, so it has
// the id of the store's security group, and a suffix that may be "".
func (p *program) lastSnapshot(group string, suffix doc) doc {
	id := p.use(group + ".id")
	if !suffix.is("") {
		id = p.use("$interpolate`${"+group+".id}"+hole(suffix)+"`", group+".id")
	}
	return call("lastSnapshot", id)
}

// snapshotName declares how last snapshots are called. RDS and ElastiCache refuse
// names with two dashes in a row.
func (p *program) snapshotName() {
	if _, known := p.constants["lastSnapshot"]; known {
		return
	}
	p.know("lastSnapshot", doc{})
	p.add(
		raw("// The name must be new: an earlier stage of this name may have left one."),
		raw("const lastSnapshot = (id: $util.Input<string>) =>"),
		raw("  $interpolate`${$app.name}-${$app.stage}-${id}`.apply((name) =>"),
		raw("    name.replace(/-+/g, \"-\"),"),
		raw("  );"))
}

// monitoring writes the role that sends the database's figures to CloudWatch.
func (p *program) monitoring(some condition) {
	roles := p.some(func(s *stack.Stack) bool { return s.TrustOf(stack.MonitoringRole).Managed != "" })
	managed := roles.string("monitoringPolicy", func(s *stack.Stack) string { return s.TrustOf(stack.MonitoringRole).Managed })
	p.declare("monitoring", onlyIf(some, p.make("aws.iam.Role", "DatabaseMonitoringRole", object(
		prop("assumeRolePolicy", p.trust(stack.MonitoringRole)),
		prop("managedPolicyArns", array(raw("$interpolate`arn:${partition}:iam::aws:policy/"+hole(managed)+"`"))),
	))))
}

// instance are the arguments of the database's instances: what monitoring needs
// in some stages, and in which order readers take over.
func (p *program) instance(monitored fold, some condition, read fold) doc {
	tier := whenSome(!read.none(), "promotionTier", func() doc {
		return read.int("promotionTier", func(s *stack.Stack) int { return s.Database.PromotionTier })
	})
	if monitored.none() {
		return object(tier)
	}
	args := p.monitored(monitored)
	if some = some.by("key").narrowed(object(args...)); some.always() {
		return object(append(args, tier)...)
	}
	d := choice(some.code(), object(args...), object())
	d.setNeeds()
	if read.none() {
		return d
	}
	return object(tier, property{value: spreadBy(d)})
}

// monitored are the arguments that monitoring needs.
func (p *program) monitored(f fold) []property {
	return []property{
		prop("monitoringInterval", f.int("monitoringInterval", func(s *stack.Stack) int { return s.Database.MonitoringInterval })),
		prop("monitoringRoleArn", p.use("monitoring.arn")),
		prop("performanceInsightsEnabled", f.bool("performanceInsights", func(s *stack.Stack) bool { return s.Database.PerformanceInsights })),
		prop("performanceInsightsKmsKeyId", p.use("key.arn")),
	}
}

// bucket writes the bucket for uploads, and what may use it.
func (p *program) bucket() {
	f, either := p.stateless()
	if f.none() {
		return
	}
	p.section("Uploads. SST makes the bucket private and refuses plain HTTP.")
	versioning := f.bool("versioning", func(s *stack.Stack) bool { return s.Files.Versioning })
	bucket := p.make("sst.aws.Bucket", "Uploads", object(
		prop("cors", p.cors(f)),
		when(!versioning.is(false), prop("versioning", versioning)),
		prop("transform", object(prop("bucket", inline(prop("forceDestroy", not(p.retain())))))),
	))
	p.declare("uploads", onlyIf(either, bucket))

	rules := []doc{object(
		prop("id", str("leftovers")),
		prop("status", str("Enabled")),
		prop("filter", object()),
		prop("abortIncompleteMultipartUpload", inline(prop("daysAfterInitiation", f.int("abortDays", func(s *stack.Stack) int { return s.Files.AbortDays })))),
		when(!versioning.is(false), prop("noncurrentVersionExpiration",
			onlyIf(flagged(versioning), inline(prop("noncurrentDays", f.int("oldVersionDays", func(s *stack.Stack) int { return s.Files.OldVersionDays })))))),
	)}
	rules = append(rules, f.items("expiry", "aws.types.input.s3.BucketLifecycleConfigurationRule[]", lifecycle)...)
	p.add(guarded(either.by("uploads"), do(p.make("aws.s3.BucketLifecycleConfiguration", "UploadsLifecycle", object(
		prop("bucket", p.use("uploads.name")),
		prop("rules", array(rules...)),
	)))))
	if strict, some := p.hardened(f); !strict.none() {
		p.add(guarded(either.by("uploads").and(some.by("key")).and(some.by("accessLogs")),
			do(p.make("aws.s3.BucketServerSideEncryptionConfiguration", "UploadsEncryption", object(
				prop("bucket", p.use("uploads.name")),
				prop("rules", array(object(
					prop("applyServerSideEncryptionByDefault", inline(prop("sseAlgorithm", str("aws:kms")), prop("kmsMasterKeyId", p.use("key.arn")))),
					prop("bucketKeyEnabled", boolean(true)),
				))),
			))),
			do(p.make("aws.s3.BucketLogging", "UploadsLogging", object(
				prop("bucket", p.use("uploads.name")),
				prop("targetBucket", p.use("accessLogs.name")),
				prop("targetPrefix", strict.string("filesPrefix", func(s *stack.Stack) string { return s.AccessLogs.FilesPrefix })),
			))),
		))
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

// cors is what pages of the origins may do with the bucket. S3 refuses a rule
// without an origin.
func (p *program) cors(f fold) doc {
	asked, some := f.where("uploadsByPages", func(s *stack.Stack) bool { return len(s.Files.Origins) > 0 })
	if asked.none() {
		return boolean(false)
	}
	rule := object(
		prop("allowHeaders", f.strings("corsHeaders", func(s *stack.Stack) []string { return s.Files.CORS.AllowHeaders })),
		prop("allowMethods", f.pick("corsMethods", "sst.aws.BucketCorsArgs[\"allowMethods\"]", func(s *stack.Stack) doc { return strs(s.Files.CORS.Methods) })),
		prop("allowOrigins", f.texts("uploadOrigins", func(s *stack.Stack) []stack.Staged { return s.Files.Origins })),
		prop("exposeHeaders", f.strings("corsExposed", func(s *stack.Stack) []string { return s.Files.CORS.ExposeHeaders })),
		prop("maxAge", f.pick("corsMaxAge", "`${number} seconds`", func(s *stack.Stack) doc { return str(duration(s.Files.CORS.MaxAge)) })),
	)
	if some.always() {
		return rule
	}
	return choice(some.code(), rule, boolean(false))
}

// access writes what may use the bucket: a policy, and where the runtime signs
// with static keys the IAM user who owns them. The user's rights come through a
// group: account-wide rules (CIS 1.15) refuse users with policies of their own.
func (p *program) access(f fold, either condition) {
	// The same rights, of a user in some stages and of the app in others.
	rights := p.grants(f, func(s *stack.Stack) []stack.Grant {
		return append(s.GrantsOf(stack.UploadsUser, stack.ForUploads), s.GrantsOf(stack.AppRole, stack.ForUploads)...)
	})
	p.declare("uploadsPolicy", onlyIf(either.by("uploads"), policy(rights...)))
	keys, some := f.where("accessKeys", signs)
	if keys.none() {
		return
	}
	p.section("The runtime signs S3 requests with static keys: those of a user who may use\nthis bucket and nothing else.")
	user := []doc{
		p.let("group", p.make("aws.iam.Group", "UploadsUsers", nothing)),
		do(p.make("aws.iam.GroupPolicy", "UploadsUsersPolicy", object(
			prop("group", p.use("group.name")),
			prop("policy", p.use("uploadsPolicy.json")),
		))),
		p.let("user", p.make("aws.iam.User", "UploadsUser", nothing)),
		do(p.make("aws.iam.UserGroupMembership", "UploadsUserMembership", object(
			prop("user", p.use("user.name")),
			prop("groups", array(p.use("group.name"))),
		))),
	}
	key := p.make("aws.iam.AccessKey", "UploadsAccessKey", object(prop("user", p.use("user.name"))))
	either = either.by("uploadsPolicy").and(some)
	if either.always() {
		p.add(append(user, p.let("accessKey", key))...)
		return
	}
	key.optional = true
	p.know("accessKey", key)
	p.add(raw("let accessKey: aws.iam.AccessKey | undefined;"))
	p.add(guarded(either, append(user, join(raw("accessKey = "), key, raw(";")))...))
}

// duration is a number of seconds as SST takes it, in hours where it is whole.
func duration(seconds int) string {
	switch {
	case seconds == 3600:
		return "1 hour"
	case seconds%3600 == 0:
		return fmt.Sprintf("%d hours", seconds/3600)
	}
	return fmt.Sprintf("%d seconds", seconds)
}

// backups is whether AWS Backup copies the file system: where data is retained,
// if the model has no other reason.
func (p *program) backups(f fold) doc {
	word := map[bool]string{true: "ENABLED", false: "DISABLED"}
	if !slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return s.FileSystem.Backups != s.Retain }) {
		return choose(p.retain(), str(word[true]), str(word[false]))
	}
	return f.word("fileBackups", func(s *stack.Stack) string { return word[s.FileSystem.Backups] })
}

// filesVPC is where the file system has its mount targets.
func (p *program) filesVPC() doc {
	if p.net() == "vpc" {
		return p.use("vpc")
	}
	return inline(prop("id", p.use("network.id")), prop("subnets", p.use("network.privateSubnets")))
}

// files writes the file system of the single-replica shape.
func (p *program) files() {
	f, either := p.singleReplica()
	if f.none() {
		return
	}
	p.section("Data: SQLite and uploads on EFS.")
	strict, _ := p.hardened(f)
	user := f.int("fileUser", func(s *stack.Stack) int { return s.FileSystem.User })
	owners := f.int("fileGroup", func(s *stack.Stack) int { return s.FileSystem.Group })
	p.add(
		raw("// SST hands out no group of its mount targets, so they get one of ours. They hold"),
		raw("// no data: one goes with its zone."),
		guarded(either.by("filesGroup"), join(block("$transform(aws.efs.MountTarget, (args, opts) =>",
			p.use("args.securityGroups = [filesGroup.id];", "filesGroup.id"),
			raw("opts.retainOnDelete = opts.protect = false;")), raw(");"))),
	)
	p.declare("files", onlyIf(either, p.make("sst.aws.Efs", "Files", object(
		prop("vpc", p.filesVPC()),
		prop("transform", object(
			when(!strict.none(), prop("fileSystem", inline(prop("kmsKeyId", p.keyARN())))),
			prop("accessPoint", object(
				prop("posixUser", inline(prop("uid", user), prop("gid", owners))),
				prop("rootDirectory", object(
					prop("path", f.string("fileRoot", func(s *stack.Stack) string { return s.FileSystem.Root })),
					prop("creationInfo", object(
						prop("ownerUid", user),
						prop("ownerGid", owners),
						prop("permissions", f.string("filePermissions", func(s *stack.Stack) string { return s.FileSystem.Permissions })),
					)),
				)),
			)),
			prop("securityGroup", inline(prop("ingress", array()), prop("egress", array()))),
		)),
	), object(
		prop("retainOnDelete", p.retain()),
		prop("protect", p.protect()),
	))))
	p.add(guarded(either.by("files"), do(p.make("aws.efs.BackupPolicy", "FilesBackup", object(
		prop("fileSystemId", p.use("files.id")),
		prop("backupPolicy", inline(prop("status", p.backups(f)))),
	)))))
	p.declare("filesPolicy", onlyIf(either.by("files"), policy(p.rights(f, stack.AppRole, stack.ForFiles)...)))
}

// signs reports whether the runtime signs S3 requests with keys of a user.
func signs(s *stack.Stack) bool { return s.Files.Credentials == stack.AccessKey }
