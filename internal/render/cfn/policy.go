package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// statement is one statement of an IAM policy document.
type statement struct {
	Deny      bool
	Principal aws.Value // absent in policies that belong to a principal
	Action    []string
	Resource  []aws.Value // absent in trust policies
	Condition aws.Value   // absent when there is none
}

// policyDocument is an IAM policy document.
func policyDocument(statements ...statement) aws.Value {
	list := make([]aws.Value, len(statements))
	for i, s := range statements {
		effect := "Allow"
		if s.Deny {
			effect = "Deny"
		}
		list[i] = aws.Map(
			aws.Member{Name: "Effect", Value: aws.Str(effect)},
			aws.Member{Name: "Principal", Value: s.Principal},
			aws.Member{Name: "Action", Value: oneOrMore(aws.Strs(s.Action...))},
			aws.Member{Name: "Resource", Value: oneOrMore(s.Resource)},
			aws.Member{Name: "Condition", Value: s.Condition},
		)
	}
	return aws.Map(
		aws.Member{Name: "Version", Value: aws.Str("2012-10-17")},
		aws.Member{Name: "Statement", Value: aws.List(list...)},
	)
}

func oneOrMore(values []aws.Value) aws.Value {
	switch len(values) {
	case 0:
		return aws.Value{}
	case 1:
		return values[0]
	}
	return aws.List(values...)
}

// when is a condition: operator, key, value.
func when(operator, key string, value aws.Value) aws.Value {
	return aws.Map(aws.Member{Name: operator, Value: aws.Map(aws.Member{Name: key, Value: value})})
}

// everybody is the principal of statements that deny.
func everybody() aws.Value { return aws.Map(aws.Member{Name: "AWS", Value: aws.Str("*")}) }

// withoutTLS is the condition that a request came over plain HTTP.
func withoutTLS() aws.Value { return when("Bool", "aws:SecureTransport", aws.Str("false")) }

// serviceOf is the principal of an AWS service.
func serviceOf(name aws.Value) aws.Value {
	return aws.Map(aws.Member{Name: "Service", Value: name})
}

// thisAccount is the condition that a service acts for this account.
func thisAccount() aws.Value {
	return when("StringEquals", "aws:SourceAccount", aws.Ref("AWS::AccountId"))
}

// trust lets a service take a role, and no one else.
func trust(t stack.Trust) aws.Value {
	return policyDocument(statement{
		Principal: serviceOf(aws.Str(t.Service)),
		Action:    []string{"sts:AssumeRole"},
		Condition: circumstance(t.When),
	})
}
