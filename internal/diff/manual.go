package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// command is a command for a person, nil for none.
func command(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// stageWord is the stage's real name as a word of the shell: a variable in a
// pattern stage.
func stageWord(s *Stage) string {
	if s.Stack.Stage.Pattern {
		return `"$STAGE"`
	}
	return s.Stack.Stage.Name
}

// stackName is the name of the stage's stack as a word of the shell.
func stackName(s *Stage) string {
	if s.Stack.Stage.Pattern {
		return `"` + s.App + `-$STAGE"`
	}
	return s.App + "-" + s.Stack.Stage.Name
}

func (c *comparison) stackName() string { return stackName(c.new) }

// physical is a command that finds the name that AWS knows a resource of the
// template by; in SST the cluster's, by its tags.
func (c *comparison) physical(id string) string {
	if c.target == SST {
		s := c.new
		return fmt.Sprintf(`"$(aws resourcegroupstaggingapi get-resources --region %s --resource-type-filters rds:cluster --tag-filters Key=sst:app,Values=%s Key=sst:stage,Values=%s --query 'ResourceTagMappingList[0].ResourceARN' --output text | cut -d: -f7)"`,
			s.Region, s.App, stageWord(s))
	}
	return physical(c.new, id)
}

func physical(s *Stage, id string) string {
	return fmt.Sprintf(`"$(aws cloudformation describe-stack-resource --region %s --stack-name %s --logical-resource-id %s --query StackResourceDetail.PhysicalResourceId --output text)"`,
		s.Region, stackName(s), id)
}

// redeploy is the command that starts all tasks again.
func redeploy(s *Stage) string {
	return fmt.Sprintf("aws ecs update-service --region %s --force-new-deployment --cluster %s --service %s", s.Region, physical(s, "Cluster"), physical(s, "Service"))
}

// act makes an effect of something that a person does.
func act(resource, property, when, message, run string) Effect {
	return Effect{Word: Manual, Resource: resource, Property: property, When: when, Message: message, Run: command(run), Confidence: Proven}
}

// secrets finds values that a person has to set.
func (c *comparison) secrets() {
	there := func(s *Stage, v stack.Secret) bool {
		return slices.ContainsFunc(s.Service.Secrets, func(o stack.Secret) bool { return o.Name == v.Name && o.Source == v.Source })
	}
	c.secretsOf(func(v stack.Secret) bool {
		return there(c.old, v) && (c.target != SST || c.old.SetByHand(v) || !c.new.SetByHand(v))
	})
	if c.target != SST {
		return
	}
	for _, v := range c.new.Service.Secrets { // a value that was set by hand, and that the deployment makes from now on
		if there(c.old, v) && c.old.SetByHand(v) && !c.new.SetByHand(v) {
			e := Effect{Word: DataLoss, Resource: v.Env, Type: "sst.Secret", Action: "update", Property: "value", AppSees: "stale", OldStays: "deleted", Confidence: Proven,
				Message: v.Env + " gets a new random value: what was made with the old one is no longer valid",
				Why:     v.Why, Fix: "keep removal: retain while the data matters"}
			c.add(e)
		}
	}
}

// secretsOf reports how to set the secrets of the new side that are not known.
func (c *comparison) secretsOf(known func(stack.Secret) bool) {
	s := c.new
	for _, v := range s.Service.Secrets {
		if known(v) {
			continue
		}
		switch {
		case c.target == SST && s.SetByHand(v):
			from := v.Env
			if old := c.carried(v); old != "" {
				from = old
			}
			run := fmt.Sprintf(`printf %%s "$%s" | npx sst secret set %s --stage %s`, from, v.Name, stageWord(s))
			if v.Source == stack.GeneratedHex && from == v.Env {
				run = fmt.Sprintf(`openssl rand -hex %d | tr -d '\n' | npx sst secret set %s --stage %s`, v.Length/2, v.Name, stageWord(s))
			}
			message := fmt.Sprintf("set %s: without it the deployment fails", v.Name)
			if c.old != nil && c.generated(v) {
				message = fmt.Sprintf("set %s to the value that it has now: the deployment made it so far", v.Name)
				run = fmt.Sprintf(`printf %%s "$%s" | npx sst secret set %s --stage %s`, v.Env, v.Name, stageWord(s))
			}
			e := act(v.Env, "", "before", message, run)
			e.Why, e.Source, e.Confidence = v.Why, "SST, Secret", Documented
			c.add(e)
		case c.target == CloudFormation && v.Source == stack.Provided:
			id := v.Name + "Secret"
			run := fmt.Sprintf(`printf %%s "$%s" | aws secretsmanager put-secret-value --region %s --secret-id %s --secret-string file:///dev/stdin && %s`,
				v.Env, s.Region, physical(s, id), redeploy(s))
			e := act(v.Env, "", "after", fmt.Sprintf("set %s and start the tasks again: they start with a random placeholder", v.Env), run)
			e.Why, e.Source, e.Confidence = v.Why, "a template holds no secret; tasks read values when they start", Documented
			c.add(e)
		}
	}
}

// generated reports whether the old side has a secret whose value the deployment
// made.
func (c *comparison) generated(v stack.Secret) bool {
	return !c.moved && slices.ContainsFunc(c.old.Service.Secrets, func(o stack.Secret) bool { return o.Name == v.Name && !c.old.SetByHand(o) })
}

// byHand finds what else a person has to do.
func (c *comparison) byHand() {
	if c.target == CloudFormation {
		c.parameters()
		c.newPassword()
		c.redeployed()
		c.image()
	}
	c.callbacks()
	c.records()
	c.zones()
	c.mail()
	c.protectedBalancer()
}

// image finds an image that has to be built and named.
func (c *comparison) image() {
	if !c.newImage() {
		return
	}
	e := act("ImageUri", "ImageUri", "before", "build the image, push it, and deploy with its reference: without it the old image goes on running",
		deploy(c.new, []string{"ImageUri"}))
	e.Why, e.Source, e.Confidence = "aws cloudformation deploy sends the previous value of every parameter that is not given", "awscli, deploy.py", Documented
	c.add(e)
}

// deploy is the command that deploys a stage, with parameters that have no value
// yet.
func deploy(s *Stage, parameters []string) string {
	run := fmt.Sprintf("aws cloudformation deploy --template-file %s --stack-name %s --region %s --capabilities CAPABILITY_IAM", word(s.File), stackName(s), s.Region)
	if len(parameters) > 0 {
		run += " --parameter-overrides"
		for _, p := range parameters {
			run += " " + p + "=..."
		}
	}
	return run
}

// required are the parameters of a template without a default.
func required(s *Stage) []string {
	var out []string
	for _, m := range s.Parameters.Present() {
		if m.Value.Get("Default").Kind == resource.Absent {
			out = append(out, m.Name)
		}
	}
	return out
}

// parameters finds values that the deploy command has to be given.
func (c *comparison) parameters() {
	before := required(c.old)
	for _, name := range required(c.new) {
		if !slices.Contains(before, name) {
			e := act(name, name, "before", fmt.Sprintf("deploy with a value for the new parameter %s: CloudFormation refuses the deployment without it", name), deploy(c.new, []string{name}))
			e.Source, e.Confidence = "CloudFormation user guide, parameters", Documented
			c.add(e)
		}
	}
	for _, m := range c.new.Parameters.Present() {
		old, now := engine.Text(c.old.Parameters.Get(m.Name, "Default")), engine.Text(m.Value.Get("Default"))
		if c.old.Parameters.Get(m.Name).Kind == resource.Absent || old == now || now == "" {
			continue
		}
		e := act(m.Name, m.Name, "before", fmt.Sprintf("deploy with the value of %s: a changed default reaches new stacks only", m.Name),
			deploy(c.new, nil)+" --parameter-overrides "+m.Name+"="+quoted(now))
		e.Old, e.New = value(old), value(now)
		e.Source, e.Confidence = "awscli, deploy.py: UsePreviousValue", Documented
		c.add(e)
	}
}

// word is a text as one word of the shell, in quotes only where it needs them.
func word(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") == "" {
		return text
	}
	return quoted(text)
}

// quoted is a text in the shell's quotes.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// newPassword finds generated secrets that get another value.
func (c *comparison) newPassword() {
	for _, p := range c.pairs("AWS::SecretsManager::Secret") {
		if p.differs("GenerateSecretString") && text(p.old, "GenerateSecretString") != "" {
			if c.deletes(c.thing(c.named(p.id)), p.new.Type) {
				loss := c.changed(p, DataLoss, "GenerateSecretString", noun(p.id, p.new.Type)+" gets a new random value: what was made with the old one is no longer valid")
				loss.AppSees, loss.Confidence, loss.Source = "stale", Documented, "CloudFormation user guide, Secret"
				c.add(loss)
			}
			e := act(c.named(p.id), "GenerateSecretString", "after", noun(p.id, p.new.Type)+" gets a new value: running tasks keep the old one until they are started again", redeploy(c.new))
			e.Type, e.Action = p.new.Type, "update"
			e.Source, e.Confidence = "CloudFormation user guide, Secret", Documented
			c.add(e)
		}
	}
}

// redeployed finds stores that are replaced while no task is: running tasks keep
// the old address.
func (c *comparison) redeployed() {
	if !c.storesReplaced() || c.rolled {
		return
	}
	e := act("Service", "TaskDefinition", "after", "start the tasks again: running ones keep the address of what was replaced", redeploy(c.new))
	e.Resource, e.Confidence = c.named("Service"), Documented
	e.Source = "a task reads a secret when it starts"
	c.add(e)
}

// callbacks finds URLs that are registered with providers of logins.
func (c *comparison) callbacks() {
	for _, v := range c.new.Service.Env {
		name, redirect := strings.CutSuffix(v.Name, "_REDIRECT")
		if !redirect {
			continue
		}
		old := ""
		for _, o := range c.old.Service.Env {
			if o.Name == v.Name {
				old = o.Text.String()
			}
		}
		if url := v.Text.String(); old != "" && old != url {
			provider := strings.ToLower(strings.TrimPrefix(name, "PYLON_OAUTH_"))
			e := act(v.Name, v.Name, "before", fmt.Sprintf("register the redirect URL %s with %s: logins with it fail otherwise", url, provider), "")
			e.Old, e.New, e.Fix = value(old), value(url), "add the new URL in the provider's console, and remove the old one afterwards"
			c.add(e)
		}
	}
}

// records finds names whose records are written by hand.
func (c *comparison) records() {
	d := c.new.Domain
	if d.DNS == stack.Route53 || !d.Given() || c.target == SST && d.DNS != stack.External {
		return
	}
	old := hostsOf(c.old)
	moved := c.old.OwnBalancer() != c.new.OwnBalancer() || c.replaced("LoadBalancer") || c.old.Domain.DNS != d.DNS
	for _, host := range hostsOf(c.new) {
		if slices.Contains(old, host) && !moved {
			continue
		}
		run := fmt.Sprintf("aws cloudformation describe-stacks --region %s --stack-name %s --query 'Stacks[0].Outputs'", c.new.Region, stackName(c.new))
		if c.target == SST {
			run = "npx sst deploy --stage " + stageWord(c.new)
		}
		c.add(act(host, "dns", "after", fmt.Sprintf("point %s to the load balancer at the DNS provider by hand: the outputs have its name", host), run))
	}
}

// zones finds records that move to another zone.
func (c *comparison) zones() {
	old, now := c.old.Domain, c.new.Domain
	if !old.Given() || !now.Given() || old.DNS != now.DNS || old.Zone == now.Zone || old.Zone == "" || now.Zone == "" {
		return
	}
	e := act(now.Name.String(), "domain.zone", "before", "check that the name servers of the domain are those of the new zone: the records move there", "aws route53 get-hosted-zone --id "+word(now.Zone)+" --query DelegationSet")
	e.Old, e.New = value(old.Zone), value(now.Zone)
	if now.DNS != stack.Route53 {
		e.Run = nil
	}
	c.add(e)
}

// mail finds addresses that have to confirm that they get alarms.
func (c *comparison) mail() {
	if email := c.new.Alarms.Email; email != "" && c.old.Alarms.Email != email {
		e := act(email, "observability.alarms", "after", fmt.Sprintf("confirm the subscription in the mail to %s: no alarm arrives before", email), "aws sns list-subscriptions --region "+c.new.Region)
		e.Confidence, e.Source = Documented, "SNS developer guide, email notifications"
		c.add(e)
	}
}

// protectedBalancer finds a load balancer that has to go and is protected.
func (c *comparison) protectedBalancer() {
	for _, r := range c.removed("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		if attributesOf(r)["deletion_protection.enabled"] != "true" {
			continue
		}
		e := act(c.named(r.ID), "deletion_protection.enabled", "before", "deploy once with protect: false first: a protected load balancer cannot be deleted, stays and costs",
			fmt.Sprintf("pylon-gen render && %s", deploy(c.new, nil)))
		if c.target == SST {
			e.Run = command("pylon-gen render && npx sst deploy --stage " + stageWord(c.new))
		}
		e.Confidence = Documented
		c.add(e)
	}
}
