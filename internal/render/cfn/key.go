package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const key = "Key"

// keyARN is the stage's own key; absent without strict hardening, where AWS's
// keys encrypt.
func (t *template) keyARN() aws.Value {
	if !t.Key.Given() {
		return aws.Value{}
	}
	return aws.GetAtt(key, "Arn")
}

// key adds the stage's own key.
func (t *template) key() {
	if !t.Key.Given() {
		return
	}
	t.section("Hardening: a key of the stage's own for data, secrets and logs.")
	t.data(key, &aws.KMSKey{
		Description:         aws.Str("Data, secrets and logs"),
		EnableKeyRotation:   aws.Bool(t.Key.Rotation),
		PendingWindowInDays: aws.Int(t.Key.DeletionDays),
		KeyPolicy:           policyDocument(rules(stack.KeyRules, aws.Str("*").Note("this key"))...),
		Tags:                t.tags,
	})
}
