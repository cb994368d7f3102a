package parity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// secretName is what the secret of a variable is called: by all variables that
// come from it.
func (m *model) secretName(v stack.Secret) string {
	var all []string
	for _, other := range m.Service.Secrets {
		if other.Name == v.Name {
			all = append(all, other.Env)
		}
	}
	return "secret " + strings.Join(all, " ")
}

// secretNames are references to all secrets of the stage.
func (m *model) secretNames() []string {
	var all []string
	for _, v := range m.Service.Secrets {
		if name := "<" + m.secretName(v) + ">"; !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// secrets are what the task gets by reference.
func (m *model) secrets() {
	done := map[string]bool{}
	for _, v := range m.Service.Secrets {
		name := m.secretName(v)
		from := name
		if v.Key != "" {
			from = "<" + name + "> key " + v.Key
		}
		m.is("task", "pylon has secret "+v.Env, from)
		switch label := "pylon dockerlabels " + strings.ToLower(v.Env); v.Source {
		case stack.DatabaseURL:
			m.is("task", label, fmt.Sprintf("postgresql://%s@<database address>:<database port>/%s?sslmode=%s", m.Database.User, m.Database.Name, m.Database.SSLMode))
		case stack.RedisURL, stack.BusURL:
			m.is("task", label, m.Cache.Scheme(v.Source)+"://<cache address>:<cache port>")
		}
		if done[name] {
			continue
		}
		done[name] = true
		m.kept(name)
		m.is(name, "days to bring back", m.SecretRecoveryDays)
		m.is(name, "holds", m.held(v))
		m.is(name, "says", map[stack.SecretSource]string{
			stack.Provided: v.Why + ". A random placeholder until somebody puts the real value (put-secret-value)", stack.BucketKeyID: "access key of the uploads bucket",
			stack.BucketSecretKey: "access key of the uploads bucket", stack.GeneratedHex: v.Why, stack.DatabaseURL: v.Why, stack.RedisURL: v.Why, stack.BusURL: v.Why,
		}[v.Source])
	}
}

// held is what a secret holds.
func (m *model) held(v stack.Secret) string {
	switch v.Source {
	case stack.GeneratedHex:
		return fmt.Sprintf("generated: %d hexadecimal digits", v.Length)
	case stack.Provided:
		return "set by hand"
	case stack.DatabaseURL:
		return fmt.Sprintf("postgresql://%s:<database password>@<database address>:%d/%s?sslmode=%s", m.Database.User, m.Database.Port, m.Database.Name, m.Database.SSLMode)
	case stack.RedisURL, stack.BusURL:
		return fmt.Sprintf("%s://:<cache token>@<cache address>:%d", m.Cache.Scheme(v.Source), stack.RedisPort)
	}
	return "accesskeyid <access key>, secretaccesskey <access key secret key>"
}

// database are cluster, instances and parameters.
func (m *model) database() {
	d := m.Database
	if !d.Given() {
		return
	}
	const name = "database"
	m.all(name, "engine", "aurora-postgresql", "version", d.Version, "name", d.Name, "user", d.User, "password", "<database password>", "least ACU", d.MinACU, "most ACU", d.MaxACU,
		"port", d.Port, "backup days", d.BackupRetentionDays, "backups at", d.BackupWindow, "maintained at", d.MaintenanceWindow, "tags its snapshots", d.TagSnapshots,
		"protected", m.Protect, "logs in by IAM", d.IAMAuth, "encrypted", true, "firewall", "database firewall", "parameters", "database parameters", "subnets", "database subnets",
		"data API", false, "mode", "provisioned")
	const log = "log of the database"
	m.all(name, "log", d.Log, "waits for", log)
	m.is("database instance", "waits for", log)
	m.is(log, "named", "/aws/rds/cluster/<database>/"+d.Log)
	m.log(log)
	m.kept(name)
	m.is("database subnets", "subnet", m.subnets("private")...)
	m.all("database parameters", "family", fmt.Sprintf("aurora-postgresql%d", d.Major), "log_min_duration_statement", d.SlowQuery, "rds.force_ssl", map[bool]int{true: 1, false: 0}[d.TLS])
	for n := range 1 + d.Readers {
		const instance = "database instance"
		if n > 0 {
			m.is(instance, "waits for", instance)
		}
		m.all(instance, "of", name, "class", d.Class, "engine", "aurora-postgresql", "minor upgrades", d.MinorUpgrades, "public", false, "takes over", d.PromotionTier,
			"monitored every", d.MonitoringInterval, "insights", d.PerformanceInsights, "removed", "deleted", "replaced", "deleted")
		if d.MonitoringInterval > 0 {
			m.is(instance, "monitoring role", "monitoring role")
		}
		if d.PerformanceInsights && m.Key.Given() {
			m.is(instance, "insights' key", "key")
		}
	}
	m.is("database password", "holds", fmt.Sprintf("generated: %d letters and digits, generatestringkey password, secretstringtemplate username %s", d.PasswordLength, d.User))
	m.kept("database password")
	m.is("database password", "says", "Master user of the database")
}

// cache is the replication group.
func (m *model) cache() {
	c := m.Cache
	if !c.Given() {
		return
	}
	m.all("cache", "engine", c.Engine, "version", c.Version, "node", c.Node, "nodes", 1+c.Replicas, "port", stack.RedisPort, "fails over", c.Failover, "in several zones", c.Failover,
		"snapshot days", c.SnapshotDays, "encrypted", true, "tls", c.TransitEncryption != stack.TLSOff, "minor upgrades", c.MinorUpgrades,
		"firewall", "cache firewall", "subnets", "cache subnets", "cluster mode", "disabled", "tiers", false)
	m.snapshot("cache")
	m.is("cache subnets", "subnet", m.subnets("private")...)
	if c.TransitEncryption == stack.TLSOff {
		return
	}
	m.all("cache", "tls is", c.TransitEncryption, "token", "<cache token>")
	m.is("cache token", "holds", fmt.Sprintf("generated: %d letters and digits", c.TokenLength))
	m.kept("cache token")
	m.is("cache token", "says", "Token of the cache")
}

// private are the facts of every bucket.
func (m *model) private(name string) {
	m.all(name, "blocks public ACLs", true, "blocks public policies", true, "ignores public ACLs", true, "keeps out the public", true)
	for _, on := range []string{"<" + name + ">", "<" + name + ">/*"} {
		m.rules(name, "on "+on, []stack.Rule{stack.BucketRule})
	}
}

// uploads is the bucket of the app.
func (m *model) uploads() {
	f := m.Files
	if !f.Given() {
		return
	}
	const name = "uploads"
	m.private(name)
	m.kept(name)
	m.is(name, "owner", "BucketOwnerEnforced")
	m.is(name, "encrypted with", map[bool]string{true: "aws:kms", false: "AES256"}[m.Key.Given()])
	if m.Key.Given() {
		m.is(name, "one data key", true)
	}
	if f.Versioning {
		m.is(name, "versions", "Enabled")
	}
	var pages []string
	for what, list := range map[string][]string{"allowedheaders": f.CORS.AllowHeaders, "allowedmethods": f.CORS.Methods, "exposedheaders": f.CORS.ExposeHeaders} {
		for _, one := range list {
			pages = append(pages, what+" "+one)
		}
	}
	for _, origin := range f.Origins {
		pages = append(pages, "allowedorigins "+m.fill(origin))
	}
	if len(f.Origins) > 0 {
		m.is(name, "pages may", sorted(append(pages, fmt.Sprintf("maxage %d", f.CORS.MaxAge))))
	}
	cleanup := []string{fmt.Sprintf("abortincompletemultipartupload daysafterinitiation %d", f.AbortDays), "status Enabled"}
	if f.Versioning {
		cleanup = append(cleanup, fmt.Sprintf("noncurrentversionexpiration noncurrentdays %d", f.OldVersionDays))
	}
	m.is(name, "cleans up", sorted(cleanup))
	for _, rule := range f.Lifecycle {
		line := []string{fmt.Sprintf("expirationindays %d", rule.ExpireDays), "status Enabled"}
		if rule.Prefix != "" {
			line = append(line, "prefix "+rule.Prefix)
		}
		m.is(name, "cleans up", sorted(line))
	}
	if m.AccessLogs.Given() {
		m.all(name, "logs to", "access logs", "logs under", m.AccessLogs.FilesPrefix)
	}
	if f.Credentials == stack.AccessKey {
		m.is("uploads user", "is there", true)
		m.is("access key", "of", "uploads user")
	}
}

// fileSystem are file system, mount targets and access point.
func (m *model) fileSystem() {
	f := m.FileSystem
	if !f.Given() {
		return
	}
	m.all("files", "encrypted", true, "performance", f.Performance, "throughput", f.Throughput, "backups", map[bool]string{true: "ENABLED", false: "DISABLED"}[f.Backups])
	m.kept("files")
	for range m.subnets("private") {
		m.is("files", "firewall", "files firewall")
	}
	m.is("files", "subnet", m.subnets("private")...)
	m.all("access point", "of", "files", "user", f.User, "group", f.Group, "root", f.Root, "root's owner", f.User, "root's group", f.Group, "root's rights", f.Permissions)
	m.rules("files", "on *", m.FileSystemRules())
}

// hardening are key, access logs and web ACL.
func (m *model) hardening() {
	if m.Key.Given() {
		m.all("key", "rotates", m.Key.Rotation, "days to bring back", m.Key.DeletionDays)
		m.kept("key")
		delete(m.facts, "key: key")
		m.rules("key", "on *", stack.KeyRules)
	}
	if a := m.AccessLogs; a.Given() {
		const name = "access logs"
		m.private(name)
		fate := map[bool]string{true: "kept", false: "deleted"}[m.Retain]
		m.all(name, "removed", fate, "replaced", fate, "encrypted with", "AES256", "owner", "BucketOwnerPreferred")
		if a.Versioning {
			m.is(name, "versions", "Enabled")
		}
		m.is(name, "cleans up", fmt.Sprintf("abortincompletemultipartupload daysafterinitiation %d, expirationindays %d, noncurrentversionexpiration noncurrentdays %d, status Enabled", a.AbortDays, a.Days, a.OldVersionDays))
		m.is(name, "allow s3:PutObject", "service logdelivery.elasticloadbalancing.amazonaws.com on <access logs>/"+a.BalancerPrefix+"/AWSLogs/"+Account+"/*",
			"service logging.s3.amazonaws.com on <access logs>/"+a.FilesPrefix+"*"+m.when(stack.ForThisAccount))
	}
	if w := m.WebACL; w.Given() {
		const name = "web acl"
		m.all(name, "scope", "REGIONAL", "others", "allow {}", "metrics", true, "metric", "WebAcl", "samples", true, "in front of", "load balancer", "log", "web acl's log")
		for n, group := range w.RuleGroups {
			m.is(name, "rule", fmt.Sprintf("name %s, overrideaction none {}, priority %d, statement managedrulegroupstatement name %s, statement managedrulegroupstatement vendorname AWS, "+
				"visibilityconfig cloudwatchmetricsenabled true, visibilityconfig metricname %s, visibilityconfig sampledrequestsenabled true", group, n, group, group))
		}
		for _, header := range w.Redacted {
			m.is(name, "log leaves out", "singleheader name "+header)
		}
		m.log("web acl's log")
		m.is("web acl's log", "named", "as AWS WAF wants it")
	}
}
