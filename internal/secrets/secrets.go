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
	"github.com/pylon-gen/pylon-gen/internal/shell"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Target is what the stage is deployed with.
type Target string

// The targets.
const (
	SST            Target = "sst"
	CloudFormation Target = "cloudformation"
)

// Script returns the commands for one stage and one target, with LF line ends. What
// is set already stays as it is: the commands may run as often as one likes. Rotate
// is the variable of the one secret that gets a new value instead, "" for none.
// Name is the stage's real name; "" in a pattern stage leaves it to the shell
// variable STAGE. Template are the resources of the stage's CloudFormation
// template, which only that target needs.
func Script(s *stack.Stack, name string, target Target, template []resource.Resource, rotate string) string {
	w := &script{Stack: s, rotate: rotate, template: template, stage: shell.Quote(name), shown: name}
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
	rotate   string // the only variable that is set, whatever it has
	text     strings.Builder
}

func (w *script) line(format string, args ...any) {
	fmt.Fprintf(&w.text, format+"\n", args...)
}

// ownSST has sst be the one among the project's packages where none is in PATH.
func (w *script) ownSST() {
	w.line(`command -v sst >/dev/null || sst() { npx --no-install sst "$@"; }`)
}

// sst sets the secrets of sst.Secret: in a stage that goes with its data,
// what only a person has.
func (w *script) sst() {
	var byHand []stack.Secret
	for _, v := range w.Service.Secrets {
		if w.SetByHand(v) && w.asked(v) {
			byHand = append(byHand, v)
		}
	}
	switch {
	case len(byHand) == 0:
		w.line("# Secrets of stage %s for SST. There is nothing to set.", w.shown)
	case w.rotate != "":
		w.line("# A new value for %s in stage %s for SST. A deployment starts new tasks with it.", w.rotate, w.shown)
	default:
		w.line("# Secrets of stage %s for SST, to set before the first deployment. What is set", w.shown)
		w.line("# already stays as it is. A deployment starts new tasks when a value has changed.")
		w.ownSST()
		w.line("pylon_listed=$(sst secret list --stage %s 2>&1) || case $pylon_listed in *'No secrets found'*) ;; *) pylon_listed=failed ;; esac", w.stage)
		w.line("pylon_missing() {")
		w.line("  if [ \"$pylon_listed\" = failed ]; then echo 'sst secret list failed: nothing is set' >&2; return 1; fi")
		w.line("  if printf '%%s\\n' \"$pylon_listed\" | grep -q \"^$1=\"; then echo \"$1 is set: kept\" >&2; return 1; fi")
		w.line("}")
	}
	if len(byHand) > 0 && w.rotate != "" {
		w.ownSST()
	}
	for _, v := range byHand {
		w.set(v, "pylon_missing "+shell.Quote(v.Name), "sst secret set "+shell.Quote(v.Name)+" --stage "+w.stage)
	}
	w.made(w.SetByHand)
}

// asked reports whether a secret is one of those to set.
func (w *script) asked(v stack.Secret) bool { return w.rotate == "" || w.rotate == v.Env }

// cloudFormation puts the values that the template cannot generate.
func (w *script) cloudFormation() {
	region := " --region " + shell.Quote(w.Region)
	stackName := shell.Quote(w.App + "-" + w.shown)
	if w.stage == `"$STAGE"` {
		stackName = `"` + w.App + `-$STAGE"`
	}
	physical := func(id string) string {
		return "$(aws cloudformation describe-stack-resource" + region + " --stack-name " + stackName + " \\\n" +
			"  --logical-resource-id " + id + " --query StackResourceDetail.PhysicalResourceId --output text)"
	}
	some := false
	for _, v := range w.Service.Secrets {
		id := w.secretOf(v.Env)
		if id == "" || !w.asked(v) || v.Source != stack.Provided && (w.rotate == "" || v.Source != stack.GeneratedHex) {
			continue
		}
		if !some {
			w.keepsVersions(region)
		}
		some = true
		w.set(v, "pylon_missing "+v.Env+" \""+physical(id)+"\"", "aws secretsmanager put-secret-value"+region+" \\\n"+
			"  --secret-id \""+physical(id)+"\" \\\n  --secret-string file:///dev/stdin && pylon_changed=yes")
	}
	cluster, service := w.first("AWS::ECS::Cluster"), w.first("AWS::ECS::Service")
	if some && cluster != "" && service != "" {
		w.line("")
		w.line("# Tasks read values when they start.")
		w.line("[ -z \"${pylon_changed-}\" ] || aws ecs update-service%s --force-new-deployment \\\n  --cluster \"%s\" \\\n  --service \"%s\"", region, physical(cluster), physical(service))
	}
	if !some {
		w.line("# Secrets of stage %s for CloudFormation. There is nothing to set.", w.shown)
	}
	w.made(func(v stack.Secret) bool { return v.Source == stack.Provided })
}

// keepsVersions starts the script: a secret is set when it has a version besides the
// placeholder that the template made.
func (w *script) keepsVersions(region string) {
	if w.rotate != "" {
		w.line("# A new value for %s in stage %s for CloudFormation.", w.rotate, w.shown)
		return
	}
	w.line("# Secrets of stage %s for CloudFormation, to set after the stack has been created.", w.shown)
	w.line("# What is set already stays as it is.")
	w.line("pylon_missing() {")
	w.line("  pylon_versions=$(aws secretsmanager list-secret-version-ids%s --secret-id \"$2\" --include-deprecated \\\n    --query 'length(Versions)' --output text) || return 1", region)
	w.line("  if [ \"$pylon_versions\" -gt 1 ]; then echo \"$1 is set: kept\" >&2; return 1; fi")
	w.line("}")
}

// set writes the command that sets one secret, unless it is set.
func (w *script) set(v stack.Secret, missing, set string) {
	w.line("")
	w.line("# %s: %s", v.Env, v.Why)
	command := hex(v.Length) + " | " + set
	if v.Source == stack.Provided {
		command = w.provided(v, set)
	} else if keepsData[v.Env] {
		w.line("# What the old key encrypted cannot be read with a new one.")
	}
	if w.rotate != "" {
		w.line("%s", command)
		return
	}
	w.line("if %s; then\n  %s\nfi", missing, indented(command))
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

// provided is the command that sets a value that only a person has, from a variable
// of the shell. A variable that is not set stops it: an empty value would be stored
// otherwise.
func (w *script) provided(v stack.Secret, set string) string {
	if from := pylon.SecretOrigin(v.Env); from != "" {
		w.line("# From %s.", from)
	}
	if callback := w.callback(v.Env); callback != "" {
		w.line("# The callback URL to register there: %s", callback)
	}
	return fmt.Sprintf(": \"${%s:?set it first}\" &&\n  printf %%s \"$%s\" | %s", v.Env, v.Env, indented(set))
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

// made names the secrets that the deployment makes itself, so that no user
// looks for them.
func (w *script) made(byHand func(stack.Secret) bool) {
	if w.rotate != "" {
		return
	}
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
