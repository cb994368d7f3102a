package diff

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// interruptions finds changes that take something away for a while.
func (c *comparison) interruptions() {
	for _, p := range c.pairs("AWS::RDS::DBCluster") {
		c.databaseVersion(p)
		if p.differs("Port") {
			e := c.changed(p, Outage, "Port", "the database answers on another port: connections drop until all tasks have the new address")
			e.Confidence, e.Source = Documented, "CloudFormation user guide, DBCluster"
			c.add(e)
		}
	}
	for _, p := range c.pairs("AWS::RDS::DBInstance") {
		if p.differs("DBInstanceClass") {
			e := c.changed(p, Outage, "DBInstanceClass", fmt.Sprintf("%s restarts with another class: 1 to 5 minutes without it", noun(p.id, p.new.Type)))
			e.Confidence, e.Source = Documented, "CloudFormation user guide, DBInstance: some interruptions"
			c.add(e)
		}
	}
	for _, p := range c.pairs("AWS::ElastiCache::ReplicationGroup") {
		c.cache(p)
	}
	for _, p := range c.pairs("AWS::EC2::Instance") {
		for _, property := range []string{"InstanceType", "UserData"} {
			if p.differs(property) {
				e := c.changed(p, Outage, property, "the NAT instance stops and starts: tasks of its zone do not reach the internet meanwhile")
				e.Confidence, e.Source = Documented, "CloudFormation user guide, Instance: some interruptions"
				c.add(e)
			}
		}
	}
	c.noTasks()
	c.replacedParts()
}

// noTasks finds that no task has to run any more.
func (c *comparison) noTasks() {
	for _, none := range []struct{ kind, property string }{{"AWS::ECS::Service", "DesiredCount"}, {"AWS::ApplicationAutoScaling::ScalableTarget", "MinCapacity"}, {"AWS::ApplicationAutoScaling::ScalableTarget", "MaxCapacity"}} {
		for _, p := range c.pairs(none.kind) {
			if p.differs(none.property) && text(p.new, none.property) == "0" {
				c.add(c.changed(p, Outage, none.property, "the service may run without a task: no requests are served then"))
			}
		}
	}
}

// databaseVersion is an upgrade of the database, in place.
func (c *comparison) databaseVersion(p pair) {
	from, to := text(p.old, "EngineVersion"), text(p.new, "EngineVersion")
	if !older(from, to) {
		return
	}
	e := c.changed(p, Outage, "EngineVersion", "all instances of the database restart: 1 to 2 minutes without it")
	e.AppSees, e.Confidence, e.Source = "same", Documented, "Aurora user guide, upgrading; CloudFormation user guide: some interruptions"
	e.Why = "RDS installs another version in place"
	if major(from) == major(to) {
		c.add(e)
		return
	}
	e.Message = "the database is upgraded to a new major version: 10 to 30 minutes without it, and there is no way back"
	e.Fix = "try the upgrade on a copy first"
	c.add(e)
	cluster := c.physical(p.id)
	m := c.about(p.id, Manual, "", "take a snapshot of the database first: it is the only way back")
	m.Property, m.When, m.Confidence = "EngineVersion", "before", Documented
	m.Run = command(fmt.Sprintf("aws rds create-db-cluster-snapshot --region %s --db-cluster-identifier %s --db-cluster-snapshot-identifier %s-before-%s",
		c.new.Region, cluster, c.stackName(), major(to)))
	c.add(m)
}

func major(version string) string {
	m, _, _ := strings.Cut(version, ".")
	return m
}

// cache are changes of the cache that its connections feel.
func (c *comparison) cache(p pair) {
	alone := "a second or two"
	if nodes, _ := number(p.old, "NumCacheClusters"); nodes < 2 {
		alone = "minutes, as there is no replica"
	}
	if older(text(p.old, "EngineVersion"), text(p.new, "EngineVersion")) && !p.differs("Engine") {
		e := c.changed(p, Outage, "EngineVersion", "the cache is upgraded in place: its connections drop, and it is away for "+alone)
		e.AppSees, e.Confidence, e.Source = "same", Documented, "ElastiCache user guide, upgrading"
		c.add(e)
	}
	if p.differs("CacheNodeType") {
		e := c.changed(p, Outage, "CacheNodeType", "the cache moves to other nodes: its connections drop at the end, for seconds")
		e.AppSees, e.Confidence, e.Source = "same", Documented, "ElastiCache user guide, scaling"
		c.add(e)
	}
	if a, b := transit(p.old), transit(p.new); a != b && a != stack.TLSPreferred && b != stack.TLSPreferred {
		e := c.changed(p, Refused, "TransitEncryptionEnabled", "ElastiCache refuses to go from TLS only to none, or back, in one step")
		e.Confidence, e.Source = Assumed, "ElastiCache user guide, in-transit encryption"
		e.Fix = "deploy with cache.redis.tls: preferred first, then with the other value"
		c.add(e)
		return
	}
	for _, property := range []string{"TransitEncryptionEnabled", "TransitEncryptionMode"} {
		if !p.differs(property) {
			continue
		}
		e := c.changed(p, Outage, property, "running tasks may lose the cache until all of them are replaced: it takes other connections than before")
		e.AppSees, e.Confidence, e.Source = "same", Assumed, "ElastiCache user guide, in-transit encryption"
		c.add(e)
		return
	}
}

// transit is how a cache takes connections, in the words of the model.
func transit(cache resource.Resource) string {
	switch {
	case text(cache, "TransitEncryptionEnabled") != "true":
		return stack.TLSOff
	case text(cache, "TransitEncryptionMode") == stack.TLSPreferred:
		return stack.TLSPreferred
	}
	return stack.TLSRequired
}

// replacedParts are things that are replaced, hold no data, and are missed while
// the new one is not there.
func (c *comparison) replacedParts() {
	lost := c.storesReplaced()
	if r := find(c.resources(c.old), "DatabaseWriter"); r.ID != "" && c.existed("Database") && find(c.resources(c.new), r.ID).ID == "" {
		c.add(c.about(r.ID, Outage, "remove", "the database loses its writer: nothing answers without another instance"))
	}
	for _, x := range c.changes {
		if x.Kind != engine.Replaced {
			continue
		}
		t := c.thing(x.Name)
		switch c.templateType(t) {
		case "AWS::ECS::Service":
			message := "the service is replaced: no requests are served until the new tasks are healthy, 2 to 4 minutes"
			c.add(c.replacement(x, t, Outage, message))
		case "AWS::RDS::DBInstance":
			if !lost {
				c.add(c.replacement(x, t, Outage, "an instance of the database is replaced: minutes without it"))
			}
		case "AWS::ElasticLoadBalancingV2::LoadBalancer":
			c.add(c.replacement(x, t, Outage, "the load balancer is replaced: its addresses change, and connections end"))
		}
	}
}

// storesReplaced reports whether a store is replaced: what hangs on it is judged
// with it.
func (c *comparison) storesReplaced() bool {
	for _, x := range c.changes {
		if x.Kind == engine.Emptied {
			return true
		}
	}
	return false
}

// service finds what becomes of the tasks.
func (c *comparison) service() {
	why, property := c.newTasks()
	if why == "" {
		return
	}
	c.rolled = true
	e := c.about("Service", Rolls, "update", "tasks are replaced one by one, and sockets reconnect: "+why)
	e.Property = property
	gap := c.gap()
	if gap {
		e.Word = Outage
		e.Message = "the only task stops before the next one starts, a minute or two without the app: " + why
		e.Why = "two tasks must never use the file system at once"
	}
	c.add(e)
}

// gap reports whether a deployment stops all tasks before it starts others.
func (c *comparison) gap() bool {
	s := find(c.resources(c.new), "Service")
	healthy, said := number(s, "DeploymentConfiguration.MinimumHealthyPercent")
	return said && healthy == 0
}

// restarts are the properties of the service with which ECS starts new tasks.
var restarts = []string{"TaskDefinition", "NetworkConfiguration", "LoadBalancers", "CapacityProviderStrategy", "LaunchType", "PlatformVersion", "ServiceRegistries"}

// newTasks reports why tasks are replaced, "" when they are not, and the property.
func (c *comparison) newTasks() (why, property string) {
	task, service := c.named("TaskDefinition"), c.named("Service")
	for _, x := range c.changes {
		if x.Kind != engine.Updated || x.Why == "Tags" || x.Why == engine.DeletionPolicy || x.Why == engine.ReplacePolicy || x.Why == engine.DependsOn {
			continue
		}
		switch {
		case x.Name == task:
			return "the task has a new revision", x.Why
		case x.Name == service:
			for _, r := range restarts {
				if x.Why == r {
					return "the service changes (" + words(r) + ")", r
				}
			}
		}
	}
	if c.newImage() && c.target == SST {
		return "a new image is built", "image"
	}
	if c.newImage() {
		return "a new image is deployed", "image"
	}
	return "", ""
}

// newImage reports whether the image that is built from the project is another.
func (c *comparison) newImage() bool {
	return c.old.Service.Image.URI == "" && c.new.Service.Image.URI == "" &&
		(c.old.PylonVersion != c.new.PylonVersion || c.base.Image != c.head.Image || c.old.Service.Image != c.new.Service.Image)
}

// words are those of a property's name: "network configuration".
func words(name string) string {
	var out strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return strings.ToLower(out.String())
}
