package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
)

// refusals finds what AWS, CloudFormation or SST will refuse.
func (c *comparison) refusals() {
	for _, x := range c.changes {
		if x.Kind != engine.Collides {
			continue
		}
		t := c.thing(x.Name)
		e := Effect{Word: Refused, Resource: x.Name, Type: t.Type, Action: "add", Property: x.Why, Confidence: Documented}
		if on, hangs := strings.CutPrefix(x.Why, "hangs on "); hangs {
			e.Action, e.Property = "update", "its place"
			e.Message = fmt.Sprintf("%s cannot leave %s", x.Name, plain(on))
			e.Why = "AWS ties it to what it was made in"
			e.Fix = "make another stage, move what is in this one, and remove it"
		} else {
			e.Message = fmt.Sprintf("%s takes what another one still holds: %s", x.Name, plain(x.Why))
			e.Why = "the new one is made before the old one is deleted, and AWS allows only one"
			e.Fix = "deploy in two steps: first without the old one, then with the new one"
		}
		c.add(e)
	}
	c.versions()
	c.takenSubnets()
	if c.target == CloudFormation {
		c.onlyPolicies()
		c.otherTypes()
	}
	for _, p := range c.pairs("AWS::S3::Bucket") {
		if text(p.old, "ObjectLockEnabled") == "true" && text(p.new, "ObjectLockEnabled") != "true" {
			e := c.changed(p, Refused, "ObjectLockEnabled", "S3 does not let Object Lock be switched off")
			e.Confidence, e.Source = Documented, "S3 user guide, Object Lock"
			c.add(e)
		}
	}
}

// plain is a text of the engine without the marks of its references.
func plain(text string) string { return strings.NewReplacer("<", "", ">", "").Replace(text) }

// versions finds engines that would go backwards.
func (c *comparison) versions() {
	for _, p := range c.pairs("AWS::RDS::DBCluster", "AWS::ElastiCache::ReplicationGroup") {
		if !older(text(p.new, "EngineVersion"), text(p.old, "EngineVersion")) || p.differs("Engine") {
			continue
		}
		cache := p.new.Type == "AWS::ElastiCache::ReplicationGroup"
		e := c.changed(p, Refused, "EngineVersion", "RDS does not go back to an older version")
		e.Confidence, e.Source, e.Why = Documented, "Aurora user guide, upgrading", "versions go forward only, although the registry's schema lets the property change"
		e.Fix = "restore a snapshot that was taken before the upgrade into another stage"
		if cache {
			e.Message, e.Source = "ElastiCache does not go back to an older version", "ElastiCache user guide, upgrading"
			e.Fix = "make another cache"
		}
		if cache && c.target == SST {
			e.Word, e.Action, e.AppSees = DataLoss, "replace", "empty"
			e.Message = "the cache is replaced by one of an older version: the app finds it empty"
			e.Source, e.Why = "terraform-provider-aws internal/service/elasticache/engine_version.go", "the provider replaces a cache whose version falls"
		}
		c.add(e)
	}
}

// older reports whether a version comes before another, number by number.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, err := strconv.Atoi(x[i])
		n, err2 := strconv.Atoi(y[i])
		if err != nil || err2 != nil {
			return false
		}
		if m != n {
			return m < n
		}
	}
	return false
}

// takenSubnets finds subnets that go while the database may sit in them.
func (c *comparison) takenSubnets() {
	for _, p := range c.pairs("AWS::RDS::DBSubnetGroup") {
		if now := p.new.Properties.Get("SubnetIds"); loses(text(p.old, "SubnetIds"), engine.Text(now)) {
			e := c.changed(p, Refused, "SubnetIds", "RDS may refuse: an instance of the database may be in a subnet that is removed")
			e.Confidence = Assumed
			e.Why = "which subnet an instance is in is known to AWS only"
			e.Fix = "look first: aws rds describe-db-instances --query 'DBInstances[].AvailabilityZone'"
			c.add(e)
		}
	}
}

// onlyPolicies finds an update that changes nothing but what becomes of resources.
func (c *comparison) onlyPolicies() {
	if len(c.changes) == 0 {
		return
	}
	first := ""
	for _, x := range c.changes {
		switch {
		case x.Kind == engine.Unguarded:
		case x.Kind == engine.Updated && slices.Contains([]string{engine.DeletionPolicy, engine.ReplacePolicy}, x.Why):
			first = x.Name
		default:
			return
		}
	}
	e := Effect{
		Word: Refused, Resource: first, Type: c.thing(first).Type, Action: "update", Property: engine.DeletionPolicy, Confidence: Documented,
		Message: "CloudFormation refuses an update in which only DeletionPolicy or UpdateReplacePolicy changes",
		Source:  "CloudFormation user guide, DeletionPolicy attribute", Fix: "change a property in the same deployment, such as a tag",
	}
	c.add(e)
}

// otherTypes finds logical ids that get another type.
func (c *comparison) otherTypes() {
	for _, r := range c.new.Template {
		if old := find(c.old.Template, r.ID); old.ID != "" && old.Type != r.Type {
			e := Effect{
				Word: Refused, Resource: r.ID, Type: r.Type, Action: "update", Property: "Type", Old: value(old.Type), New: value(r.Type), Confidence: Documented,
				Message: "CloudFormation does not let a logical id have another type", Source: "CloudFormation user guide, update behaviours", Fix: "call the new resource something else",
			}
			c.add(e)
		}
	}
}
