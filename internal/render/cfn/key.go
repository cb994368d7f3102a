package cfn

import "github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"

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
	itself := func() []aws.Value { return []aws.Value{aws.Str("*").Note("this key")} }
	t.data(key, &aws.KMSKey{
		Description:         aws.Str("Data, secrets and logs"),
		EnableKeyRotation:   aws.Bool(t.Key.Rotation),
		PendingWindowInDays: aws.Int(t.Key.DeletionDays),
		KeyPolicy: policyDocument(
			statement{
				Principal: aws.Map(aws.Member{Name: "AWS", Value: aws.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}),
				Action:    []string{"kms:*"},
				Resource:  itself(),
			},
			statement{
				Principal: serviceOf(aws.Sub("logs.${AWS::Region}.amazonaws.com")),
				Action:    []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
				Resource:  itself(),
				Condition: when("ArnLike", "kms:EncryptionContext:aws:logs:arn",
					aws.Sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*")),
			},
			statement{
				Principal: serviceOf(aws.Str("cloudwatch.amazonaws.com")),
				Action:    []string{"kms:Decrypt", "kms:GenerateDataKey*"},
				Resource:  itself(),
				Condition: thisAccount(),
			},
			statement{
				Deny:      true,
				Principal: everybody(),
				Action:    []string{"kms:CreateGrant"},
				Resource:  itself(),
				Condition: aws.Map(aws.Member{Name: "BoolIfExists", Value: aws.Map(
					aws.Member{Name: "kms:GrantIsForAWSResource", Value: aws.Str("false")},
					aws.Member{Name: "aws:PrincipalIsAWSService", Value: aws.Str("false")},
				)}),
			},
		),
		Tags: t.tags,
	})
}
