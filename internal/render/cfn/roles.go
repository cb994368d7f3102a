package cfn

import (
	"regexp"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	executionRole   = "ExecutionRole"
	executionPolicy = "ExecutionPolicy"
	taskRole        = "TaskRole"
	taskPolicy      = "TaskPolicy"

	tasks = "ecs-tasks.amazonaws.com"
)

// roles adds the role that starts tasks and, where Pylon itself calls AWS, the
// role that it runs as.
func (t *template) roles() {
	t.section("Roles: one starts the task, the other is the running app's.")
	t.plain(executionRole, &aws.IAMRole{AssumeRolePolicyDocument: trust(tasks), Tags: t.tags})
	t.plain(executionPolicy, &aws.IAMManagedPolicy{
		PolicyDocument: policyDocument(t.executionStatements()...),
		Roles:          aws.Refs(executionRole),
	})
	if statements := t.taskStatements(); len(statements) > 0 {
		t.plain(taskRole, &aws.IAMRole{AssumeRolePolicyDocument: trust(tasks), Tags: t.tags})
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
			Resource: []aws.Value{t.repository()},
		},
		{
			Action:   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resource: []aws.Value{aws.GetAtt(logGroup, "Arn")},
		},
	}
	if len(t.Service.Secrets) > 0 {
		read := statement{Action: []string{"secretsmanager:GetSecretValue"}}
		for _, s := range t.storedSecrets() {
			read.Resource = append(read.Resource, aws.Ref(secretID(s)))
		}
		statements = append(statements, read)
		if t.Strict {
			statements = append(statements, useKey("secretsmanager", "kms:Decrypt"))
		}
	}
	return statements
}

// ecrImage is an image in ECR: account, Region, repository.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
var ecrImage = regexp.MustCompile(`^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([a-z0-9._/-]+)[:@]`)

// repository is the ARN of the image's repository. An image that the template
// does not know comes from some repository of this account, or from elsewhere
// and then needs no right at all.
func (t *template) repository() aws.Value {
	if m := ecrImage.FindStringSubmatch(t.Service.Image.URI); m != nil {
		return aws.Sub("arn:${AWS::Partition}:ecr:" + m[2] + ":" + m[1] + ":repository/" + m[3])
	}
	return aws.Sub("arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*")
}

// taskStatements are what the running app may do; none when it calls no AWS
// API with rights of its own.
func (t *template) taskStatements() []statement {
	var statements []statement
	switch {
	case t.Shape == stack.SingleReplica:
		statements = append(statements, mountStatement())
	case t.Files.Credentials == stack.TaskRole:
		statements = append(statements, t.bucketStatements()...)
	}
	if t.Service.Exec {
		statements = append(statements, statement{
			Action: []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			},
			Resource: []aws.Value{aws.Str("*").Note("ECS Exec: has no resource level")},
		})
	}
	return append(statements, t.collectorStatements()...)
}
