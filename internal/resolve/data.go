package resolve

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const day = 86400

// What strict hardening keeps unless the spec says otherwise: backups as long
// as Aurora can, logs for a year, which audits usually ask for.
const (
	strictBackupDays = 35
	strictLogDays    = 365
)

func (b *stageResolver) database() {
	in, s := b.in.Database, b.s
	if s.Shape == stack.SingleReplica {
		b.leftOver("database", "SQLite on EFS is the database there", in.Version.Node, in.Capacity.Min.Node, in.Capacity.Max.Node, in.TLS.Node, in.BackupRetention.Node, in.Readers.Node, in.IAMAuthentication.Node)
		return
	}
	d := &s.Database
	b.engine()
	d.Name, d.User = "pylon", "pylon"
	d.MinACU = float64(pick(b, "database.capacity.min", in.Capacity.Min, 0.5))
	d.MaxACU = float64(pick(b, "database.capacity.max", in.Capacity.Max, schema.ACU(max(2, d.MinACU))))
	switch {
	case d.MinACU == 0:
		b.fail(CodeAutoPause, in.Capacity.Min.Node, "database.capacity: min 0 ACU never pauses", "", "")
	case d.MinACU > 256:
		b.fail(CodeRange, in.Capacity.Min.Node, fmt.Sprintf("database.capacity: min %v ACU is out of range", d.MinACU), "Aurora refuses it", "use 0.5 to 256 ACU")
	case d.MaxACU < 1 || d.MaxACU > 256:
		b.fail(CodeRange, in.Capacity.Max.Node, fmt.Sprintf("database.capacity: max %v ACU is out of range", d.MaxACU), "Aurora refuses it", "use 1 to 256 ACU")
	case d.MaxACU < d.MinACU:
		b.fail(CodeRange, nodeOr(in.Capacity.Max.Node, in.Capacity.Min.Node), fmt.Sprintf("database.capacity: max %v ACU is less than min %v ACU", d.MaxACU, d.MinACU), "", "swap them, or raise max")
	}
	d.TLS = pick(b, "database.tls", in.TLS, "require") == "require"
	backups := 7
	if s.Strict {
		backups = strictBackupDays
	}
	d.BackupRetentionDays = b.days("database.backupRetention", in.BackupRetention, backups, 1, 35)
	d.Readers = pick(b, "database.readers", in.Readers, 0)
	d.IAMAuth = hardened(b, "database.iamAuthentication", in.IAMAuthentication, false, true)
}

// days resolves a duration in whole days between two bounds.
func (b *stageResolver) days(key string, v schema.Value[schema.Duration], def, least, most int) int {
	d := int(pick(b, key, v, schema.Duration(def*day)))
	if d%day != 0 || d < least*day || d > most*day {
		b.fail(CodeRange, v.Node, fmt.Sprintf("%s: %s is out of range", key, schema.Duration(d)), "AWS counts whole days", fmt.Sprintf("use %d to %d days", least, most))
	}
	return d / day
}

// leftOver warns of a block that the single-replica shape has no use for. Above the
// stages it may be there for others, unless they all have that shape.
func (b *stageResolver) leftOver(block, why string, written ...*yaml.Node) {
	n := nodeOr(written...)
	if n == nil || !b.fromStage[n] && slices.ContainsFunc(b.builders, func(other *stageResolver) bool { return other.in.Shape.V != string(stack.SingleReplica) }) {
		return
	}
	b.warn(CodeNoEffect, n, block+" has no effect in the single-replica shape", why, "remove it")
}

func (b *stageResolver) files() {
	in, s := b.in.Files, b.s
	if s.Shape == stack.SingleReplica {
		b.leftOver("files", "uploads are on EFS there", in.Credentials.Node, in.Lifecycle.Node, in.Versioning.Node, in.Origins.Node)
		return
	}
	def, why := string(stack.TaskRole), "runtime "+b.version.String()+" ignores S3 settings"
	if !b.version.Lacks(pylon.S3Files.Gate) {
		def, why = string(stack.AccessKey), "runtime "+b.version.String()+" takes static keys only"
	}
	f := &s.Files
	f.Credentials = stack.FileCredentials(derive(b, "files.credentials", in.Credentials, def, why))
	f.Versioning = pick(b, "files.versioning", in.Versioning, b.s.Strict)
	for i, rule := range in.Lifecycle.V {
		key := fmt.Sprintf("files.lifecycle[%d]", i)
		f.Lifecycle = append(f.Lifecycle, stack.LifecycleRule{
			Prefix:     given(b, key+".prefix", rule.Prefix),
			ExpireDays: b.days(key+".expireAfter", rule.ExpireAfter, 0, 1, 36500),
		})
		if slices.ContainsFunc(in.Lifecycle.V[:i], func(other schema.LifecycleRule) bool { return other.Prefix.V == rule.Prefix.V }) {
			b.fail(CodeRange, nodeOr(rule.Prefix.Node, in.Lifecycle.Node), fmt.Sprintf("%s: there is another rule for the prefix %q", key, rule.Prefix.V), "S3 refuses two rules that expire the same objects", "keep one of them")
		}
		if p := rule.Prefix; len(p.V) > 1024 {
			b.fail(CodeRange, p.Node, key+".prefix is longer than 1024 bytes", "no key of S3 is", "shorten it")
		}
	}
	if in.Origins.IsSet() {
		pick(b, "files.origins", in.Origins, nil)
		for i, o := range in.Origins.V {
			if o := b.origin(o, in.Origins.Node.Content[i]); !slices.Contains(f.Origins, o) {
				f.Origins = append(f.Origins, o)
			}
		}
		return
	}
	f.Origins = slices.Clone(s.Origins)
	b.record("files.origins", shown(f.Origins), stack.Origin{Kind: stack.Derived, Why: "origins"})
}

// logPeriods are the retention periods of CloudWatch Logs in days. Source: API
// reference of PutRetentionPolicy.
var logPeriods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

func (b *stageResolver) logRetention() int {
	v := b.in.Observability.Logs.Retention
	days := 30
	if b.s.Strict {
		days = strictLogDays
	}
	d := int(pick(b, "observability.logs.retention", v, schema.Duration(days*day)))
	if d%day == 0 && slices.Contains(logPeriods, d/day) {
		return d / day
	}
	longer := logPeriods[len(logPeriods)-1]
	for _, p := range slices.Backward(logPeriods) {
		if p*day >= d {
			longer = p
		}
	}
	b.fail(CodeRange, v.Node, fmt.Sprintf("observability.logs.retention: CloudWatch Logs cannot keep a log for %s", schema.Duration(d)), "it supports certain periods only", fmt.Sprintf("use %d days, the next longer one", longer))
	return longer
}

// cacheVersions are the engine versions that are rendered. Source: the versions
// that cfn-lint 1.51 knows, read 2026-11.
var cacheVersions = map[string]string{"valkey": "8.0", "redis": "7.1"}

// cacheTLS are the values of cache.redis.tls.
var cacheTLS = map[string]string{"require": stack.TLSRequired, "preferred": stack.TLSPreferred, "disable": stack.TLSOff}

var nodeType = pattern.Of(`^cache\.[a-z0-9]+\.[a-z0-9]+$`)

// cache resolves the Redis that tasks share.
func (b *stageResolver) cache() {
	in, c := b.in.Cache.Redis, &b.s.Cache
	if !in.On {
		return
	}
	if !in.V.Node.IsSet() && !in.V.Engine.IsSet() && !in.V.Replicas.IsSet() && !in.V.TLS.IsSet() {
		b.record("cache.redis", true, b.written(in.Node))
	}
	c.Node = pick(b, "cache.redis.node", in.V.Node, "cache.t4g.micro")
	c.Engine = pick(b, "cache.redis.engine", in.V.Engine, "valkey")
	c.Version = cacheVersions[c.Engine]
	c.Replicas = pick(b, "cache.redis.replicas", in.V.Replicas, 0)
	c.TransitEncryption = cacheTLS[pick(b, "cache.redis.tls", in.V.TLS, "preferred")]
	switch {
	case !b.s.Retain:
		c.SnapshotDays = 1
	case b.s.Strict:
		c.SnapshotDays = 15 // what HIPAA and NIST 800-53 ask for
	default:
		c.SnapshotDays = 7
	}
	if !nodeType.MatchString(c.Node) {
		b.fail(CodeRange, in.V.Node.Node, fmt.Sprintf("cache.redis.node: %q is not a valid node type", c.Node), "", "write it like cache.t4g.micro")
	}
}
