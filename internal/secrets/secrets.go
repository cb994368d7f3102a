// Package secrets writes the shell commands that set the secrets of a stage.
//
// It knows names, never values: it neither reads one nor prints one. What it
// writes can be pasted or run, and keeps values out of arguments, which other
// people on the machine can see.
package secrets

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Target is what the stage is deployed with.
type Target string

// The targets.
const (
	SST            Target = "sst"
	CloudFormation Target = "cloudformation"
)

// Script returns the commands for one stage and one target, with LF line ends.
// Name is the stage's real name; "" in a pattern stage leaves it to the shell
// variable STAGE. Template are the resources of the stage's CloudFormation
// template, which only that target needs.
func Script(s *stack.Stack, name string, target Target, template []resource.Resource) string {
	w := &script{Stack: s, template: template, stage: Quote(name), shown: name}
	if name == "" {
		prefix, suffix := s.Stage.Affixes()
		w.stage, w.shown = `"$STAGE"`, s.Stage.Name
		w.line(": \"${STAGE:?set it to the name of the stage, such as %s42%s}\"", prefix, suffix)
		w.line("")
	}
	if target == SST {
		w.sst()
	} else {
		w.cloudFormation()
	}
	return w.text.String()
}

// script is the text in the making.
type script struct {
	*stack.Stack
	template []resource.Resource
	stage    string // the stage's name as a word of the shell
	shown    string // and in comments
	text     strings.Builder
}

func (w *script) line(format string, args ...any) {
	fmt.Fprintf(&w.text, format+"\n", args...)
}

// sst sets the secrets of sst.Secret: in a stage that goes with its data,
// what only a person has.
func (w *script) sst() {
	var byHand []stack.Secret
	for _, v := range w.Service.Secrets {
		if w.SetByHand(v) {
			byHand = append(byHand, v)
		}
	}
	if len(byHand) > 0 {
		w.line("# Secrets of stage %s for SST. Set each once before the first deployment.", w.shown)
		w.line("# A deployment starts new tasks when a value has changed.")
	} else {
		w.line("# Secrets of stage %s for SST. There is nothing to set.", w.shown)
	}
	for _, v := range byHand {
		set := "sst secret set " + Quote(v.Name) + " --stage " + w.stage
		switch v.Source {
		case stack.GeneratedHex:
			w.line("")
			w.line("# %s: %s", v.Env, v.Why)
			if keepsData[v.Env] {
				w.line("# Once only: what the old key encrypted cannot be read with a new one.")
			}
			w.line("%s | %s", hex(v.Length), set)
		case stack.Provided:
			w.provided(v, set)
		}
	}
	w.made(w.SetByHand)
}

// cloudFormation puts the values that the template cannot generate.
func (w *script) cloudFormation() {
	region := " --region " + Quote(w.Region)
	stackName := Quote(w.App + "-" + w.shown)
	if w.stage == `"$STAGE"` {
		stackName = `"` + w.App + `-$STAGE"`
	}
	physical := func(id string) string {
		return "$(aws cloudformation describe-stack-resource" + region + " --stack-name " + stackName + " \\\n" +
			"  --logical-resource-id " + id + " --query StackResourceDetail.PhysicalResourceId --output text)"
	}
	w.line("# Secrets of stage %s for CloudFormation: after the stack has been created.", w.shown)
	some := false
	for _, v := range w.Service.Secrets {
		id := w.secretOf(v.Env)
		if v.Source != stack.Provided || id == "" {
			continue
		}
		some = true
		w.provided(v, "aws secretsmanager put-secret-value"+region+" \\\n"+
			"  --secret-id \""+physical(id)+"\" \\\n  --secret-string file:///dev/stdin")
	}
	cluster, service := w.first("AWS::ECS::Cluster"), w.first("AWS::ECS::Service")
	if some && cluster != "" && service != "" {
		w.line("")
		w.line("# Tasks read values when they start.")
		w.line("aws ecs update-service%s --force-new-deployment \\\n  --cluster \"%s\" \\\n  --service \"%s\"", region, physical(cluster), physical(service))
	}
	if !some {
		w.line("# There is nothing to set.")
	}
	w.made(func(v stack.Secret) bool { return v.Source == stack.Provided })
}

// first is the logical id of the template's first resource of a type, "" when an
// override took it away.
func (w *script) first(typ string) string {
	for _, r := range w.template {
		if r.Type == typ {
			return r.ID
		}
	}
	return ""
}

// secretOf is the logical id of the secret that a variable of the container is
// taken from, "" when an override took it away.
func (w *script) secretOf(variable string) string {
	for _, r := range w.template {
		for _, container := range r.Properties.Get("ContainerDefinitions").Present() {
			for _, s := range container.Value.Get("Secrets").Present() {
				if to := s.Value.Get("ValueFrom").References(); s.Value.Get("Name").Text == variable && len(to) > 0 {
					return to[0].ID
				}
			}
		}
	}
	return ""
}

// provided sets a value that only a person has, from a variable of the shell.
// A variable that is not set stops it: an empty value would be stored
// otherwise.
func (w *script) provided(v stack.Secret, set string) {
	w.line("")
	w.line("# %s: %s", v.Env, v.Why)
	if from := pylon.SecretOrigin(v.Env); from != "" {
		w.line("# From %s.", from)
	}
	if callback := w.callback(v.Env); callback != "" {
		w.line("# The callback URL to register there: %s", callback)
	}
	w.line(": \"${%s:?set it first}\" &&\n  printf %%s \"$%s\" | %s", v.Env, v.Env, indented(set))
}

// callback is the URL that a login provider must know, "" for other secrets.
func (w *script) callback(env string) string {
	name, ok := strings.CutSuffix(env, "_CLIENT_SECRET")
	if !ok {
		name, ok = strings.CutSuffix(env, "_PRIVATE_KEY")
	}
	if !ok {
		return ""
	}
	for _, v := range w.Service.Env {
		if v.Name == name+"_REDIRECT" {
			return v.Text.Fill(cmp.Or(strings.Trim(w.stage, `"'`), w.shown))
		}
	}
	return ""
}

// made names the secrets that the deployment makes itself, so that nobody
// looks for them.
func (w *script) made(byHand func(stack.Secret) bool) {
	var names []string
	for _, v := range w.Service.Secrets {
		if !byHand(v) {
			names = append(names, v.Env)
		}
	}
	if len(names) > 0 {
		w.line("")
		w.line("# Made by the deployment itself: %s.", strings.Join(names, ", "))
	}
}

// keepsData are the keys that stored data depends on.
var keepsData = map[string]bool{
	"PYLON_API_KEY_PEPPER": true, "PYLON_ENCRYPTION_KEY": true, "PYLON_SECRET": true,
	"PYLON_SSO_ENCRYPTION_KEY": true, "PYLON_TOTP_ENCRYPTION_KEY": true,
}

// hex generates digits, without the line's end that the runtime would take for
// part of the key.
func hex(digits int) string {
	return fmt.Sprintf("openssl rand -hex %d | tr -d '\\n'", digits/2)
}

// indented puts the further lines of a command two columns to the right.
func indented(command string) string { return strings.ReplaceAll(command, "\n", "\n  ") }
