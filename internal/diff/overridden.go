package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// patched is a value that an override of the SST configuration puts there or takes
// away.
type patched struct {
	component, class string
	path             string // dotted, without the indexes of lists
	old, new         string // "" for none
}

// overridden finds what overrides of the SST configuration newly do. They patch
// the arguments of components, which are expressions: a patch is judged by the
// names on its path and by its value. Those of templates need no such care: their
// resources are compared as they are patched.
func (c *comparison) overridden() {
	if c.target != SST {
		return
	}
	c.patched = map[string]bool{}
	before, after := patchesOf(c.old), patchesOf(c.new)
	for _, p := range after {
		if !slices.Contains(before, p) {
			c.judge(p)
		}
	}
	for _, p := range before { // a patch that goes is the patch back
		if !slices.Contains(after, p) && (c.new.Components == nil || find(c.new.Components, p.component).ID != "") {
			c.judge(patched{p.component, p.class, p.path, p.new, p.old})
		}
	}
}

// patchesOf are the differences between the components with overrides and without.
func patchesOf(s *Stage) []patched {
	var out []patched
	for _, r := range s.Components {
		plain := find(s.Unpatched, r.ID)
		old, now := leaves("", plain.Properties), leaves("", r.Properties)
		for _, l := range now {
			if !slices.Contains(old, l) {
				p := patched{r.ID, r.Type, l.path, "", l.text}
				if i := slices.IndexFunc(old, func(o leaf) bool { return o.path == l.path && !slices.Contains(now, o) }); i >= 0 {
					p.old = old[i].text
				}
				out = append(out, p)
			}
		}
		for _, o := range old {
			if !slices.Contains(now, o) && !slices.ContainsFunc(out, func(p patched) bool { return p.component == r.ID && p.path == o.path }) {
				out = append(out, patched{r.ID, r.Type, o.path, o.text, ""})
			}
		}
	}
	return out
}

// leaf is a value in the arguments of a component.
type leaf struct{ path, text string }

func leaves(path string, v resource.Value) []leaf {
	if !v.Container() {
		text := engine.Text(v)
		if v.Kind == resource.Code {
			text = "an expression"
		}
		return []leaf{{path, text}}
	}
	var out []leaf
	for _, m := range v.Present() {
		below := path
		if m.Name != "" {
			below = strings.TrimPrefix(path+"."+m.Name, ".")
		}
		out = append(out, leaves(below, m.Value)...)
	}
	return out
}

// resourceOf is what the provider calls the resource that a part of a component's
// transform is about.
var resourceOf = map[string]string{
	"sst.aws.Aurora.cluster": "aws:rds/cluster:Cluster", "sst.aws.Aurora.instance": "aws:rds/clusterInstance:ClusterInstance",
	"sst.aws.Aurora.clusterParameterGroup": "aws:rds/clusterParameterGroup:ClusterParameterGroup",
	"sst.aws.Bucket.bucket":                "aws:s3/bucket:Bucket", "sst.aws.Efs.fileSystem": "aws:efs/fileSystem:FileSystem",
	"sst.aws.Redis.cluster": "aws:elasticache/replicationGroup:ReplicationGroup", "sst.aws.Service.service": "aws:ecs/service:Service",
	"sst.aws.Service.loadBalancer": "aws:lb/loadBalancer:LoadBalancer", "sst.aws.Service.target": "aws:lb/targetGroup:TargetGroup",
	"sst.aws.Service.listener": "aws:lb/listener:Listener", "sst.aws.Vpc.vpc": "aws:ec2/vpc:Vpc",
	"aws.ec2.SecurityGroup": "aws:ec2/securityGroup:SecurityGroup", "aws.kms.Key": "aws:kms/key:Key",
	"aws.cloudwatch.LogGroup": "aws:cloudwatch/logGroup:LogGroup", "aws.secretsmanager.Secret": "aws:secretsmanager/secret:Secret",
}

// arguments are those of components that are a property of one resource.
var arguments = map[string][2]string{
	"sst.aws.Aurora.username": {"aws:rds/cluster:Cluster", "masterUsername"}, "sst.aws.Aurora.database": {"aws:rds/cluster:Cluster", "databaseName"},
	"sst.aws.Redis.engine": {"aws:elasticache/replicationGroup:ReplicationGroup", "engine"}, "sst.aws.Vpc.az": {"aws:ec2/subnet:Subnet", "availabilityZone"},
}

// judge reports what a patch does, by the names on its path.
func (c *comparison) judge(p patched) {
	c.patched[p.component] = true
	e := Effect{Resource: p.component, Type: p.class, Action: "update", Property: p.path, Old: value(p.old), New: value(p.new), Confidence: Proven}
	name := p.path[strings.LastIndexByte(p.path, '.')+1:]
	has := func(words ...string) bool {
		lower := strings.ToLower(p.path)
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
	}
	say := func(word Word, format string, args ...any) {
		if word == Opens { // several values of a list have one path
			e.Property += " " + short(p.new)
		}
		e.Word, e.Message = word, fmt.Sprintf(format, args...)
		c.add(e)
	}
	switch {
	case p.new != "" && isRange(p.new) && has("cidr") && !has("egress"):
		say(Opens, "an override lets %s reach %s", p.new, p.component)
	case p.new != "" && has("permissions.actions", "managedpolicyarns", "inlinepolicies", "policy"):
		say(Opens, "an override lets %s do %s", p.component, p.new)
	case p.new == "" && p.old != "" && has("policy", "permissions"):
		say(GuardRemoved, "an override takes a policy from %s", p.component)
	case name == "access" && p.new != "":
		say(Opens, "an override lets others read %s (access: %s)", p.component, p.new)
	case name == "days" && has("expiration") && !has("noncurrent") && shorterTime(p.old, p.new):
		say(DataLoss, "an override deletes objects of %s after %s days", p.component, p.new)
	case name == "publiclyAccessible" && p.new == "true", name == "internal" && p.new == "false", name == "public" && p.new == "true":
		say(Opens, "an override makes %s public", p.component)
	case p.new != "true" && slices.Contains([]string{"deletionProtection", "enableDeletionProtection", "storageEncrypted", "encrypted", "atRestEncryptionEnabled", "transitEncryptionEnabled", "enableKeyRotation", "readonlyRootFilesystem", "retainOnDelete", "protect"}, name):
		say(GuardRemoved, "an override takes %s from %s", words(name), p.component)
	case slices.Contains([]string{"backupRetentionPeriod", "retentionInDays", "snapshotRetentionLimit"}, name) && shorterTime(p.old, p.new):
		say(DataLoss, "an override has %s keep less: what is older than %s days is deleted", p.component, p.new)
	case p.new == "" && has("logging", "accesslogs", "versioning", "kmskey"):
		say(GuardRemoved, "an override takes %s from %s", words(name), p.component)
	default:
		c.judgeByTable(e, p, name)
	}
}

// shorterTime reports whether a number of days is less than before; no number is
// the default, which is not known here.
func shorterTime(old, now string) bool {
	a, err := strconv.Atoi(old)
	b, err2 := strconv.Atoi(now)
	return err2 == nil && (err != nil || b < a)
}

// judgeByTable finds out if a patch replaces what it patches.
func (c *comparison) judgeByTable(e Effect, p patched, name string) {
	class := p.class
	if part, inside := strings.CutPrefix(p.path, "transform."); inside {
		part, _, _ = strings.Cut(part, ".")
		class += "." + part
	}
	kind, known := resourceOf[class]
	if argument, own := arguments[p.class+"."+p.path]; own {
		kind, name, known = argument[0], argument[1], true
	}
	fact, listed := engine.FactOf(kind, name)
	store := slices.ContainsFunc([]string{"aws:rds/cluster:", "aws:s3/bucket:", "aws:efs/fileSystem:", "aws:elasticache/replicationGroup:"}, func(t string) bool { return strings.HasPrefix(kind, t) })
	if !known || !listed || fact.Update != engine.Replaces && fact.Update != engine.MayReplace {
		if strings.HasPrefix(p.class, "sst.aws.Service") {
			e.Word, e.Message, e.Confidence = Rolls, "an override changes the service: tasks may be replaced", Assumed
			c.add(e)
		}
		return
	}
	e.Source, e.Why = fact.Source, "an override patches a property that cannot change in place"
	e.Confidence = Documented
	if fact.Assumed || fact.Update == engine.MayReplace {
		e.Confidence = Assumed
	}
	e.Action = "replace"
	switch {
	case store:
		e.Word, e.AppSees, e.Message = DataLoss, "empty", fmt.Sprintf("an override replaces %s: the app finds it empty", p.component)
	case kind == "aws:ecs/service:Service":
		e.Word, e.Message = Outage, "an override replaces the service: no requests are served until the new tasks are healthy"
	default:
		e.Word, e.Message = InPlace, fmt.Sprintf("an override replaces a part of %s", p.component)
	}
	c.add(e)
}
