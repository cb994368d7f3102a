package diff

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// appStores are the types that the app's data is in.
var appStores = []string{"AWS::RDS::DBCluster", "AWS::S3::Bucket", "AWS::EFS::FileSystem", "AWS::ElastiCache::ReplicationGroup"}

// stores finds what becomes of data: stores that go or that another one takes the
// place of, and logs and keys that nothing remains of.
func (c *comparison) stores() {
	for _, x := range c.changes {
		t := c.thing(x.Name)
		kind := c.templateType(t)
		store := t.Store && slices.Contains(appStores, kind) && t.Twin != "AccessLogs"
		switch {
		case x.Kind == engine.Removed && store:
			e := c.about(t.Twin, DataLoss, "remove", fmt.Sprintf("%s is removed: the app does not find its data", noun(t.Twin, kind)))
			e.AppSees = "empty"
			c.remains(&e, t)
			c.add(e)
		case x.Kind == engine.Replaced && store:
			e := c.replacement(x, t, DataLoss, fmt.Sprintf("%s is replaced: the app finds it empty", noun(t.Twin, kind)))
			e.AppSees = "empty"
			c.remains(&e, t)
			c.add(e)
		case x.Kind == engine.PerhapsReplaced && store:
			c.perhapsReplaced(x, t, kind)
		case x.Kind == engine.Replaced && kind == "AWS::SecretsManager::Secret" && c.deletes(t, kind):
			e := c.replacement(x, t, DataLoss, noun(t.Twin, kind)+" is replaced: its value is another one")
			e.AppSees = "stale"
			c.add(e)
		case x.Kind == engine.Lost && !store && c.deletes(t, kind):
			action := "replace"
			if _, stays := c.after[x.Name]; !stays {
				action = "remove"
			}
			e := c.about(t.Twin, DataLoss, action, fmt.Sprintf("%s is deleted with all that is in it", noun(t.Twin, kind)))
			if kind == "AWS::KMS::Key" {
				e.Message = "the stage's key is deleted: what it encrypts can no longer be read once its waiting time is over"
			}
			e.OldStays = "deleted"
			c.add(e)
		}
	}
}

// deletes reports whether the deletion of what holds data is a loss by itself. That
// of a secret is where no one else has its value: a store's address is made again.
func (c *comparison) deletes(t engine.Thing, kind string) bool {
	for _, v := range c.old.Service.Secrets {
		if v.Name+"Secret" == t.Twin {
			return v.Source == stack.Provided || v.Source == stack.GeneratedHex
		}
	}
	return kind == "AWS::Logs::LogGroup" || kind == "AWS::KMS::Key" || kind == "AWS::S3::Bucket"
}

// templateType is the type in the template of what a thing is.
func (c *comparison) templateType(t engine.Thing) string {
	for _, s := range []*Stage{c.new, c.old} {
		if r := find(c.resources(s), t.Twin); r.ID != "" {
			return r.Type
		}
	}
	return t.Type
}

// replacement makes an effect of a thing that is replaced.
func (c *comparison) replacement(x engine.Change, t engine.Thing, word Word, message string) Effect {
	e := Effect{Word: word, Resource: x.Name, Type: t.Type, Action: "replace", Property: x.Why, Message: message, Confidence: Documented}
	was, is := c.before[x.Name], c.after[x.Name]
	old, now := was.Fixed[x.Why]+was.Perhaps[x.Why], is.Fixed[x.Why]+is.Perhaps[x.Why]
	if old != now {
		e.Old, e.New = value(plain(old)), value(plain(now))
	} else {
		e.Why = "it refers to something that is replaced"
	}
	fact, known := engine.FactOf(t.Type, x.Why)
	e.Source = fact.Source
	if e.Why == "" {
		e.Why = fact.Why
	}
	if e.Why == "" {
		e.Why = x.Why + " cannot change in place"
	}
	if !known || fact.Assumed {
		e.Confidence = Assumed
	}
	return e
}

// remains reports what becomes of the old thing.
func (c *comparison) remains(e *Effect, t engine.Thing) {
	was := c.before[t.Name]
	e.thing = noun(t.Twin, c.templateType(t))
	keep := was.Keep
	if e.Action == "replace" {
		keep = was.Replaced
	}
	protected := slices.Contains(was.Guards, "deletion protection")
	switch {
	case keep == resource.Retain:
		e.OldStays = "retained"
		if c.templateType(t) == "AWS::RDS::DBCluster" {
			e.Message += "; the old cluster is kept, without an instance, and its storage is charged"
		} else {
			e.Message += "; the old one is kept and is still charged"
		}
	case protected && c.target == CloudFormation:
		e.OldStays = "protected"
		e.Message += "; the old one is protected, so its deletion fails and it stays, without an instance, and is charged"
		e.Fix = "delete it by hand once its data is safe: switch its deletion protection off first"
	case keep == resource.Snapshot:
		e.OldStays = "snapshot"
		e.Message += "; a final snapshot of the old one is kept"
	default:
		e.OldStays = "deleted"
	}
	if e.Fix == "" {
		e.Fix = "copy the data first, or restore it from a snapshot afterwards"
	}
}

// perhapsReplaced is a store that some changes of a property replace.
func (c *comparison) perhapsReplaced(x engine.Change, t engine.Thing, kind string) {
	old, now := c.before[x.Name].Perhaps[x.Why], c.after[x.Name].Perhaps[x.Why]
	inPlace := kind == "AWS::ElastiCache::ReplicationGroup" && old == "redis" && now == "valkey" && c.target == SST
	if inPlace {
		e := c.replacement(x, t, Outage, "the cache changes its engine in place: its connections drop, for minutes without a replica")
		e.Action, e.AppSees, e.Confidence, e.Why = "update", "same", Documented, "the provider changes redis to valkey in place"
		c.add(e)
		return
	}
	e := c.replacement(x, t, DataLoss, fmt.Sprintf("%s may be replaced: the app would find it empty", noun(t.Twin, kind)))
	e.AppSees, e.Confidence = "empty", Assumed
	if kind == "AWS::ElastiCache::ReplicationGroup" && old == "valkey" {
		e.Message = "the cache is replaced: the app finds it empty"
	}
	c.remains(&e, t)
	c.add(e)
}
