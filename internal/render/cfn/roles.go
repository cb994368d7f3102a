package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	executionRole   = "ExecutionRole"
	executionPolicy = "ExecutionPolicy"
	taskRole        = "TaskRole"
	taskPolicy      = "TaskPolicy"
)

// roles adds the role that starts tasks and, where Pylon itself calls AWS, the
// role that it runs as.
func (t *template) roles() {
	t.section("Roles: one starts the task, the other is the running app's.")
	t.plain(executionRole, &aws.IAMRole{AssumeRolePolicyDocument: trustECS(), Tags: t.tags})
	t.plain(executionPolicy, &aws.IAMManagedPolicy{
		PolicyDocument: policyDocument(t.executionStatements()...),
		Roles:          aws.Refs(executionRole),
	})
	if statements := t.taskStatements(); len(statements) > 0 {
		t.plain(taskRole, &aws.IAMRole{AssumeRolePolicyDocument: trustECS(), Tags: t.tags})
		t.plain(taskPolicy, &aws.IAMManagedPolicy{
			PolicyDocument: policyDocument(statements...),
			Roles:          aws.Refs(taskRole),
		})
	}
}

// executionStatements let ECS pull the image, write the log and read the
// secrets that the container gets.
func (t *template) executionStatements() []statement {
	statements := []statement{
		{
			Action:   []string{"ecr:GetAuthorizationToken"},
			Resource: []aws.Value{aws.Str("*").Note("has no resource level")},
		},
		{
			Action:   []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			Resource: []aws.Value{aws.Sub("arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*")},
		},
		{
			Action:   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resource: []aws.Value{aws.GetAtt(logGroup, "Arn")},
		},
	}
	if len(t.Service.Secrets) > 0 {
		read := statement{Action: []string{"secretsmanager:GetSecretValue"}}
		for _, s := range t.Service.Secrets {
			read.Resource = append(read.Resource, aws.Ref(secretID(s)))
		}
		statements = append(statements, read)
	}
	return statements
}

// taskStatements are what the running app may do; none when it calls no AWS
// API with rights of its own.
func (t *template) taskStatements() []statement {
	switch {
	case t.Shape == stack.SingleReplica:
		return []statement{mountStatement()}
	case t.Files.Credentials == stack.TaskRole:
		return bucketStatements()
	}
	return nil
}
