package sst

import (
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
// and never delete. Its name holds that of the cluster, so that is given: by the
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
