package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// rules are the statements of a resource's own policy.
func rules(list []stack.Rule, resource ...aws.Value) []statement {
	statements := make([]statement, len(list))
	for i, r := range list {
		statements[i] = rule(r, resource...)
	}
	return statements
}

// rule is one statement of a resource's own policy.
func rule(r stack.Rule, resource ...aws.Value) statement {
	return statement{Deny: r.Deny, Principal: principal(r.Who), Action: r.Actions, Resource: resource, Condition: circumstance(r.When)}
}

// principal is who a rule speaks of.
func principal(p stack.Principal) aws.Value {
	switch p {
	case stack.Everybody:
		return everybody()
	case stack.Account:
		return aws.Map(aws.Member{Name: "AWS", Value: aws.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")})
	case stack.RunningApp:
		return aws.Map(aws.Member{Name: "AWS", Value: aws.GetAtt(taskRole, "Arn")})
	case stack.LogService:
		return serviceOf(aws.Sub("logs.${AWS::Region}.amazonaws.com"))
	case stack.AlarmService:
		return serviceOf(aws.Str("cloudwatch.amazonaws.com"))
	}
	panic("cfn: a rule for an unknown principal:  " + string(p))
}

// circumstance is the condition under which a rule holds; absent when it always
// does.
func circumstance(c stack.Circumstance) aws.Value {
	switch c {
	case "":
		return aws.Value{}
	case stack.OverPlainHTTP:
		return withoutTLS()
	case stack.ForThisAccount:
		return thisAccount()
	case stack.ForItsLogs:
		return when("ArnLike", "kms:EncryptionContext:aws:logs:arn",
			aws.Sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"))
	case stack.ThroughMountTarget:
		return when("Bool", "elasticfilesystem:AccessedViaMountTarget", aws.Str("true"))
	case stack.NotForAWS:
		return aws.Map(aws.Member{Name: "BoolIfExists", Value: aws.Map(
			aws.Member{Name: "kms:GrantIsForAWSResource", Value: aws.Str("false")},
			aws.Member{Name: "aws:PrincipalIsAWSService", Value: aws.Str("false")},
		)})
	}
	panic("cfn: a rule with an unknown condition: " + string(c))
}
