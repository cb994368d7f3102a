package diff

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// kept are properties that say how long something is kept, in days. A shorter
// time deletes what is older, although the property changes in place.
var kept = []struct{ kind, property, what, source string }{
	{"AWS::Logs::LogGroup", "RetentionInDays", "events older than %s days are deleted for good", "CloudWatch Logs user guide, PutRetentionPolicy"},
	{"AWS::RDS::DBCluster", "BackupRetentionPeriod", "points in time older than %s days can no longer be restored", "Aurora user guide, backup retention"},
	{"AWS::ElastiCache::ReplicationGroup", "SnapshotRetentionLimit", "snapshots older than %s days are deleted", "ElastiCache user guide, automatic backups"},
}

// shorter finds changes in place that delete data: shorter times of keeping it.
func (c *comparison) shorter() {
	for _, k := range kept {
		for _, p := range c.pairs(k.kind) {
			old, set := number(p.old, k.property)
			now, limited := number(p.new, k.property)
			if !limited && text(p.new, k.property) != "" {
				continue // an expression, whose value is not known here
			}
			forever := k.kind == "AWS::Logs::LogGroup" && !set
			if !p.differs(k.property) || !limited && k.kind == "AWS::Logs::LogGroup" || !forever && now >= old {
				continue
			}
			e := c.changed(p, DataLoss, k.property, fmt.Sprintf("%s keeps less: "+k.what, noun(p.id, k.kind), strconv.FormatFloat(now, 'f', -1, 64)))
			e.AppSees, e.Source, e.Confidence = "same", k.source, Documented
			e.Why = "the property changes in place, and what is older goes at once"
			e.Fix = "export first what is still needed"
			c.add(e)
		}
	}
	for _, p := range c.pairs("AWS::S3::Bucket") {
		c.expirations(p)
	}
}

// expirations finds rules that delete current objects sooner.
func (c *comparison) expirations(p pair) {
	old := expiring(p.old)
	now := expiring(p.new)
	for _, prefix := range slices.Sorted(maps.Keys(now)) {
		days := now[prefix]
		before, limited := old[prefix]
		for wider, d := range old { // a rule for more has deleted them all along
			if strings.HasPrefix(prefix, wider) && (!limited || d < before) {
				before, limited = d, true
			}
		}
		if limited && days >= before {
			continue
		}
		where := "in the bucket"
		if prefix != "" {
			where = "under " + prefix
		}
		e := c.changed(p, DataLoss, "LifecycleConfiguration", fmt.Sprintf("objects %s that are older than %v days are deleted, within a day", where, days))
		e.Property = strings.TrimSpace(e.Property + " " + prefix)
		e.AppSees, e.Source, e.Confidence, e.Why = "stale", "S3 user guide, expiring objects", Documented, "a rule of expiry holds for objects that exist already"
		e.Fix = "copy first what is still needed"
		c.add(e)
	}
}

// expiring are the days after which current objects go, by prefix.
func expiring(bucket resource.Resource) map[string]float64 {
	out := map[string]float64{}
	for _, m := range bucket.Properties.Get("LifecycleConfiguration", "Rules").Present() {
		days, err := strconv.ParseFloat(engine.Text(m.Value.Get("ExpirationInDays")), 64)
		if err != nil || engine.Text(m.Value.Get("Status")) != "Enabled" {
			continue
		}
		prefix := engine.Text(m.Value.Get("Prefix"))
		if known, there := out[prefix]; !there || days < known {
			out[prefix] = days
		}
	}
	return out
}
