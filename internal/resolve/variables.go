package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var (
	variableName = pattern.Of(`^[A-Za-z_][A-Za-z0-9_]*$`)
	// reservedEnv are variables that ECS, SST and the targets set themselves.
	reservedEnv = pattern.Of(`^(AWS_|ECS_|SST_|TMPDIR$)`)
)

func (b *stageResolver) userEnv() {
	for _, e := range b.in.Service.Env.Entries {
		known, _ := pylon.Lookup(e.Key)
		credential := credentialIn(e.Value.V)
		before := len(b.list)
		switch {
		case !variableName.MatchString(e.Key):
			b.fail(CodeName, e.Node, fmt.Sprintf("%q is not a valid name of an environment variable", e.Key), "", "use letters, digits and underscores")
		case e.Key == "__proto__":
			b.fail(CodeName, e.Node, "variable __proto__ would not reach the container", "to SST, which is JavaScript, it is not a member of an object but the object's prototype", "choose another name")
		case reservedEnv.MatchString(e.Key):
			b.fail(CodeConflict, e.Node, fmt.Sprintf("variable %s is set by the platform", e.Key), "", "choose another name")
		case known.Secret || b.isSecret(e.Key) || oauthSecret.MatchString(e.Key):
			b.fail(CodeSecret, e.Node, fmt.Sprintf("%s is a secret", e.Key), "its value would be in plain text in the outputs and the task definition", b.secretFix(e.Key))
		case known.Key != "" || strings.HasPrefix(e.Key, "PYLON_OAUTH_") && b.isSet(e.Key):
			b.fail(CodeSecret, e.Node, fmt.Sprintf("%s is set by the stack itself", e.Key), "it would be set in two places", "set "+cmp.Or(known.Key, "auth.oauth")+" instead")
		case credential != nil && credential.sure:
			b.fail(CodeCredential, e.Node, fmt.Sprintf("%s holds %s", e.Key, credential.what), "", "")
		case b.isSet(e.Key):
			b.warn(CodeReplaced, e.Node, fmt.Sprintf("service.env replaces %s, which the stack sets", e.Key), "", "")
		case credential != nil:
			b.warn(CodeLooksSecret, e.Node, fmt.Sprintf("%s holds %s", e.Key, credential.what), "", "")
		case looksSecret.MatchString(e.Key) && !publishable.MatchString(e.Value.V):
			b.warn(CodeLooksSecret, e.Node, fmt.Sprintf("%s looks like a secret", e.Key), "", "")
		}
		for i := range b.list[before:] {
			b.list[before+i].Sensitive = true // the line holds the value
		}
		if b.list[before:].HasErrors() {
			continue
		}
		b.env(e.Key, stack.Staged(pick(b, "service.env."+e.Key, e.Value, "")))
	}
	b.tooLong()
}

// maxTaskDefinition is the size of a task definition in bytes, of which variables are
// the part that can be large. Source: Amazon ECS service quotas.
const maxTaskDefinition = 64 << 10

// tooLong refuses variables that fill a task definition by themselves.
func (b *stageResolver) tooLong() {
	sum := 0
	var longest schema.Entry[schema.Value[string]]
	for _, e := range b.in.Service.Env.Entries {
		sum += len(e.Key) + len(e.Value.V) + len(`{"name":"","value":""},`)
		if longest.Node == nil || len(e.Value.V) > len(longest.Value.V) {
			longest = e
		}
	}
	if sum > maxTaskDefinition {
		b.fail(CodeRange, longest.Node, fmt.Sprintf("service.env is %d KiB long, most of it is %s", sum>>10, longest.Key), "ECS refuses a task definition of more than 64 KiB", "put long values into the image, or into a file in S3")
		b.list[len(b.list)-1].Sensitive = true
	}
}

// emptyVariables mentions variables that are written without a value: null removes a
// variable, and here there is none to remove.
func (r *resolver) emptyVariables() {
	for _, key := range r.spec.File.EmptyVariables {
		r.note(CodeEmptyVariable, key, fmt.Sprintf("service.env.%s has no value and is not set", key.Value), "", fmt.Sprintf(`write %s: "" for an empty value, or remove it`, key.Value))
		r.list[len(r.list)-1].Sensitive = true // the line may hold other values
	}
}

// secretFix reports where a secret belongs that is written as a plain variable.
func (b *stageResolver) secretFix(name string) string {
	if b.isSecret(name) {
		return "remove it: the stack makes this secret itself"
	}
	return "remove it here and list its name under service.secrets"
}

func (b *stageResolver) userSecrets() {
	v := b.in.Service.Secrets
	for i, name := range given(b, "service.secrets", v) {
		n := v.Node.Content[i]
		switch {
		case !variableName.MatchString(name) || len(name) > maxSecretName || !secretName.MatchString(pascal(name)):
			b.fail(CodeName, n, fmt.Sprintf("service.secrets[%d] is not a valid name of a secret variable", i), "service.secrets holds names only, never values", fmt.Sprintf("use letters, digits and underscores, a letter first, at most %d characters", maxSecretName))
			b.list[len(b.list)-1].Sensitive = true
		case reservedEnv.MatchString(name):
			b.fail(CodeConflict, n, fmt.Sprintf("variable %s is set by the platform", name), "", "choose another name")
		case b.isSet(name):
			b.fail(CodeConflict, n, fmt.Sprintf("%s is a plain variable too", name), "a variable cannot be both", "keep one of them")
		case slices.Contains(v.V[:i], name):
			b.fail(CodeConflict, n, fmt.Sprintf("%s is listed twice", name), "", "remove one")
		case b.isSecret(name):
			b.warn(CodeNoEffect, n, fmt.Sprintf("service.secrets: the stack makes %s itself", name), "its value is not one that a person sets", "remove it")
		default:
			b.secret(name, stack.Provided)
		}
	}
	if len(b.s.Service.Secrets) > maxSecrets {
		b.fail(CodeRange, v.Node, fmt.Sprintf("%d secrets are too many", len(b.s.Service.Secrets)), "a template has room for 200 outputs", fmt.Sprintf("keep at most %d", maxSecrets))
	}
	seen := map[string]string{}
	for _, s := range b.s.Service.Secrets {
		if other := seen[strings.ToLower(s.Name)]; other != "" && s.Key == "" {
			b.fail(CodeName, v.Node, fmt.Sprintf("secrets %s and %s would have the same name in AWS", other, s.Env), "", "rename one of them")
		}
		seen[strings.ToLower(s.Name)] = s.Env
	}
}

var (
	// oauthSecret are secrets of login providers, whether they are set up or not.
	oauthSecret = pattern.Of(`^PYLON_OAUTH_[A-Z0-9_]+_(CLIENT_SECRET|PRIVATE_KEY)$`)
	looksSecret = pattern.Of(`(?i)(SECRET|TOKEN|PASSWORD|PRIVATE_KEY|SECRET_KEY|API_KEY)$`)
	// secretName is what SST takes as the name of a secret.
	secretName = pattern.Of(`^[A-Z][A-Za-z0-9]*$`)
)

// Bounds of secrets: a template has at most 200 outputs, and SST and
// CloudFormation make names of the variables.
const (
	maxSecrets    = 100
	maxSecretName = 64
)
