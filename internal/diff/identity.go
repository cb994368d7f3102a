package diff

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// elsewhere finds that the stage becomes another stack, and reports whether it
// does. A template has no changed row then: the name and the Region are in the
// command that deploys it, and in SST the app and the stage are the key of the
// state.
func (c *comparison) elsewhere() bool {
	for _, x := range []struct{ setting, old, new string }{{"aws.region", c.old.Region, c.new.Region}, {"app", c.old.App, c.new.App}} {
		if x.old == x.new {
			continue
		}
		c.moved = true
		e := Effect{
			Word: NewStack, Resource: c.old.App + "-" + c.name(), Action: "add", Property: x.setting, Old: value(x.old), New: value(x.new), Confidence: Proven, AppSees: "empty", OldStays: "retained",
			Message: fmt.Sprintf("a second, empty stack is made: the one in %s runs on%s, and the app finds none of its data", c.old.Region, monthly(c.old)),
			Why:     "name and Region are the identity of a stack: nothing moves",
			Fix:     "move the data by hand, then remove the old one" + held(c.old, c.new),
			Run:     command(remove(c.old, c.target)),
		}
		if c.target == SST {
			e.Fix += "; sst remove has to run in a checkout of the base, whose app and Region it takes"
		}
		c.add(e)
	}
	if !c.moved {
		return false
	}
	c.secretsOf(func(stack.Secret) bool { return false })
	if c.target == CloudFormation {
		message := "the new stack asks for its parameters again"
		if c.old.Region != c.new.Region {
			message = "the image and the certificate have to be in the new Region, and the parameters are asked for again"
		}
		c.add(act(stackName(c.new), "deploy", "before", message, deploy(c.new, required(c.new))))
	}
	c.month()
	return true
}

// held reports which records an old stack still holds that a new one wants: Route 53
// refuses a second one of a name.
func held(old, now *Stage) string {
	var names []string
	for _, host := range hostsOf(now) {
		if slices.Contains(hostsOf(old), host) {
			names = append(names, host)
		}
	}
	if len(names) == 0 || now.Domain.DNS != stack.Route53 {
		return ""
	}
	return "; Route 53 refuses another record of " + list(names) + " while the old stack is there"
}

// monthly reports what a stage costs, "" when it is not known.
func monthly(s *Stage) string {
	e := cost.Of(s.Stack, s.Region)
	least, _ := e.Sum()
	if least == 0 {
		return " and costs"
	}
	return fmt.Sprintf(" and costs %s%.2f USD a month", e.Mark(), least)
}

// remove is the command that removes a stage.
func remove(s *Stage, target Target) string {
	if target == SST {
		return "npx sst remove --stage " + stageWord(s)
	}
	return fmt.Sprintf("aws cloudformation delete-stack --region %s --stack-name %s", s.Region, stackName(s))
}

// firstDeployment is a stage that did not exist: all of it is new.
func (c *comparison) firstDeployment() {
	if c.target == CloudFormation {
		e := act(stackName(c.new), "deploy", "before", "the first deployment asks for the image and the parameters", deploy(c.new, required(c.new)))
		c.add(e)
	}
	c.secretsOf(func(stack.Secret) bool { return false })
	if c.target == SST && len(c.effects) == 0 {
		c.add(act(c.new.App+"-"+c.name(), "deploy", "before", "the stage is deployed for the first time", "npx sst deploy --stage "+stageWord(c.new)))
	}
	c.month()
}

// leftBehind is a stage that the spec has no longer. What runs is not removed.
func (c *comparison) leftBehind() {
	if s := c.pattern(); s != "" {
		c.add(act(c.old.App+"-"+c.name(), "stage", "after", fmt.Sprintf("deploy %s as one of %s from now on: it has no output of its own any more", c.name(), s), ""))
		return
	}
	renamed := c.renamed()
	name := c.old.App + "-" + c.name()
	if renamed != "" {
		e := Effect{
			Word: NewStack, Resource: name, Action: "none", Property: "stage", Old: value(c.name()), New: value(renamed), Confidence: Proven, AppSees: "empty", OldStays: "retained",
			Message: fmt.Sprintf("the stage is left behind: it runs on%s, and %s starts empty", monthly(c.old), renamed),
			Why:     "a stage's name is part of its stack's identity", Fix: "remove it once it is no longer needed" + held(c.old, c.head.stage(renamed)), Run: command(remove(c.old, c.target)),
		}
		c.add(e)
		return
	}
	e := act(name, "stage", "after", fmt.Sprintf("remove the stage by hand: it runs on%s, and no output describes it any more", monthly(c.old)), remove(c.old, c.target))
	c.add(e)
}

// renamed is the stage that the old one is called now: the only new one, where it is
// the only one that goes; "" otherwise.
func (c *comparison) renamed() string {
	var come, gone []string
	for _, s := range stagesOf(c.head) {
		if name := s.Stack.Stage.Name; c.base.stage(name) == nil {
			come = append(come, name)
		}
	}
	for _, s := range stagesOf(c.base) {
		if name := s.Stack.Stage.Name; c.head.stage(name) == nil {
			gone = append(gone, name)
		}
	}
	if len(come) != 1 || len(gone) != 1 {
		return ""
	}
	return come[0]
}

// pattern is the pattern stage of the head that the old stage's name matches, ""
// when there is none.
func (c *comparison) pattern() string {
	if c.head == nil {
		return ""
	}
	if s := c.head.App.Stage(c.name()); s != nil {
		return s.Stage.Name
	}
	return ""
}

func stagesOf(s *Side) []*Stage {
	if s == nil {
		return nil
	}
	return s.Stages
}
