package diff

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// right is one action that a statement of a policy allows or denies.
type right struct {
	holder string // the resource that has the policy, or the role that it is attached to
	who    string // the principal of a resource's own policy, "" for the holder itself
	deny   bool
	action string
	on     string
	when   string // the condition, "" for always
}

// rights finds what may newly be done, and what is no longer refused.
func (c *comparison) rights() {
	old, now := rightsOf(c.resources(c.old)), rightsOf(c.resources(c.new))
	type subject struct{ holder, who, on string }
	var order []subject
	actions := map[subject][]string{}
	note := func(r right) {
		s := subject{r.holder, r.who, r.on}
		if len(actions[s]) == 0 {
			order = append(order, s)
		}
		if !slices.Contains(actions[s], r.action) {
			actions[s] = append(actions[s], r.action)
		}
	}
	for _, r := range now {
		if !r.deny && c.widens(r) && !slices.ContainsFunc(old, func(o right) bool { return !o.deny && o.covers(r) }) {
			note(r)
		}
	}
	for _, s := range order {
		who := c.holder(s.holder)
		switch s.who {
		case "":
		case "*":
			who = "anybody"
		default:
			who = plain(s.who)
		}
		e := c.about(s.holder, Opens, "update", fmt.Sprintf("%s may newly do %s on %s", who, list(actions[s]), onWhat(s.on)))
		what := strings.Join(actions[s], " ")
		e.New = value(what)
		e.Property = strings.TrimSpace(plain(s.who) + " " + short(what) + " on " + plain(s.on))
		c.add(e)
	}
	for _, r := range old {
		if !r.deny || !c.existed(r.holder) || slices.ContainsFunc(now, func(n right) bool { return n.deny && n.covers(r) }) {
			continue
		}
		e := c.about(r.holder, GuardRemoved, "update", fmt.Sprintf("%s is no longer refused on %s", r.action, c.holder(r.holder)))
		e.Property, e.Old = "deny "+r.action, value(r.when)
		c.add(e)
	}
}

// widens reports whether a right is one for others: its holder existed, and so
// did what it is on. A right on what is made in the same change widens nothing.
func (c *comparison) widens(r right) bool {
	switch made := find(c.resources(c.new), r.holder).ID != ""; {
	case !made || c.existed(r.holder): // what is not in the template was there before
	case r.who == "" && c.roleOfTasks(r.holder):
	case r.who != "" && !strings.HasPrefix(r.who, "[Service="): // an outside principal gets a new role or resource
	default:
		return false
	}
	if r.who != "" && !c.existed(r.holder) {
		return r.action == "sts:AssumeRole" || r.who == "*"
	}
	for _, id := range references(r.on) {
		if find(c.resources(c.new), id).ID != "" && !c.existed(id) {
			return false
		}
	}
	return true
}

// roleOfTasks reports whether a role is one of tasks that ran before: who has its
// rights is the app, which existed.
func (c *comparison) roleOfTasks(id string) bool {
	task := find(c.resources(c.new), "TaskDefinition")
	return c.existed(task.ID) && (idOf(text(task, "TaskRoleArn")) == id || idOf(text(task, "ExecutionRoleArn")) == id)
}

// references are the ids that a text refers to.
func references(text string) []string {
	var out []string
	for {
		_, rest, more := strings.Cut(text, "<")
		if !more {
			return out
		}
		name, after, _ := strings.Cut(rest, ">")
		id, _, _ := strings.Cut(name, ".")
		out = append(out, id)
		text = after
	}
}

func (c *comparison) holder(id string) string {
	switch id {
	case "TaskRole":
		return "the app (the task role)"
	case "ExecutionRole":
		return "ECS at the start of a task (the execution role)"
	}
	return noun(id, find(c.resources(c.new), id).Type)
}

func onWhat(on string) string {
	if on == "*" {
		return "* (anything)"
	}
	return short(plain(on))
}

// covers reports whether a right includes another one.
func (r right) covers(x right) bool {
	return r.holder == x.holder && (r.who == x.who || r.who == "*") && r.deny == x.deny && (r.when == "" || r.when == x.when) &&
		like(strings.ToLower(r.action), strings.ToLower(x.action)) && like(r.on, x.on)
}

// allBut is in front of what NotAction, NotResource and NotPrincipal leave out.
const allBut = "all but "

// like reports whether a text matches a pattern of IAM, in which * is anything.
func like(pattern, text string) bool {
	if pattern == "*" || pattern == text {
		return true
	}
	if strings.HasPrefix(pattern, allBut) || strings.HasPrefix(text, allBut) {
		return false // what is left out of one is not compared with what the other leaves out
	}
	escape := strings.NewReplacer("/", "\x01", "[", "\\[")
	ok, err := path.Match(escape.Replace(pattern), escape.Replace(text))
	return err == nil && ok
}

// rightsOf returns all rights of a template, in the order of its resources.
func rightsOf(list []resource.Resource) []right {
	var out []right
	for _, r := range list {
		switch r.Type {
		case "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group":
			for _, policy := range r.Properties.Get("Policies").Present() {
				out = append(out, statements(policy.Value.Get("PolicyDocument"), r.ID, "")...)
			}
			for _, arn := range r.Properties.Get("ManagedPolicyArns").Present() {
				out = append(out, right{holder: r.ID, action: engine.Text(arn.Value), on: "*"})
			}
			out = append(out, statements(r.Properties.Get("AssumeRolePolicyDocument"), r.ID, "itself")...)
		case "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy":
			for _, holders := range []string{"Roles", "Users", "Groups"} {
				for _, h := range r.Properties.Get(holders).Present() {
					out = append(out, statements(r.Properties.Get("PolicyDocument"), idOf(engine.Text(h.Value)), "")...)
				}
			}
		case "AWS::S3::BucketPolicy":
			out = append(out, statements(r.Properties.Get("PolicyDocument"), idOf(engine.Text(r.Properties.Get("Bucket"))), "itself")...)
		case "AWS::SNS::TopicPolicy":
			for _, topic := range r.Properties.Get("Topics").Present() {
				out = append(out, statements(r.Properties.Get("PolicyDocument"), idOf(engine.Text(topic.Value)), "itself")...)
			}
		case "AWS::KMS::Key":
			out = append(out, statements(r.Properties.Get("KeyPolicy"), r.ID, "itself")...)
		case "AWS::EFS::FileSystem":
			out = append(out, statements(r.Properties.Get("FileSystemPolicy"), r.ID, "itself")...)
		case "AWS::SecretsManager::ResourcePolicy":
			out = append(out, statements(r.Properties.Get("ResourcePolicy"), idOf(engine.Text(r.Properties.Get("SecretId"))), "itself")...)
		}
	}
	return out
}

// statements are the rights of a policy. On is what they are on where they do not
// say it: "itself" for a resource's own policy.
func statements(policy resource.Value, holder, on string) []right {
	var out []right
	for _, m := range policy.Get("Statement").Present() {
		s := m.Value
		base := right{holder: holder, deny: engine.Text(s.Get("Effect")) == "Deny", when: engine.Text(s.Get("Condition")), on: on}
		if on != "" {
			base.who = principal(s)
		}
		var actions, objects []string
		for _, name := range []string{"Action", "NotAction"} {
			actions = append(actions, each(name, s.Get(name))...)
		}
		for _, name := range []string{"Resource", "NotResource"} {
			objects = append(objects, each(name, s.Get(name))...)
		}
		if len(objects) == 0 {
			objects = []string{on}
		}
		for _, action := range actions {
			for _, object := range objects {
				r := base
				r.action, r.on = action, object
				out = append(out, r)
			}
		}
	}
	return out
}

// principal is who a statement speaks of.
func principal(statement resource.Value) string {
	if v := statement.Get("NotPrincipal"); v.Kind != resource.Absent {
		return allBut + engine.Text(v)
	}
	v := statement.Get("Principal")
	if aws := v.Get("AWS"); aws.Kind != resource.Absent && engine.Text(aws) == "*" {
		return "*"
	}
	return engine.Text(v)
}

// each are the items of a list, or the value itself.
func each(name string, v resource.Value) []string {
	prefix := ""
	if strings.HasPrefix(name, "Not") {
		prefix = allBut
	}
	if v.Kind == resource.Absent {
		return nil
	}
	if v.Kind != resource.List || v.Function != resource.None {
		return []string{prefix + engine.Text(v)}
	}
	var out []string
	for _, m := range v.Present() {
		out = append(out, prefix+engine.Text(m.Value))
	}
	return out
}
