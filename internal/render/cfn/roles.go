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
	t.role(executionRole, stack.ExecutionRole)
	t.plain(executionPolicy, &aws.IAMManagedPolicy{
		PolicyDocument: policyDocument(t.statements(stack.ExecutionRole)...),
		Roles:          aws.Refs(executionRole),
	})
	if t.hasTaskRole() {
		t.role(taskRole, stack.AppRole)
		t.plain(taskPolicy, &aws.IAMManagedPolicy{
			PolicyDocument: policyDocument(t.statements(stack.AppRole)...),
			Roles:          aws.Refs(taskRole),
		})
	}
}

// hasTaskRole reports whether the running app calls AWS with rights of its own.
func (t *template) hasTaskRole() bool { return len(t.GrantsOf(stack.AppRole)) > 0 }

// role adds a role that one service may take.
func (t *template) role(id string, role stack.Role) {
	trusted := t.TrustOf(role)
	var managed []aws.Value
	if trusted.Managed != "" {
		managed = []aws.Value{aws.Sub("arn:${AWS::Partition}:iam::aws:policy/" + trusted.Managed)}
	}
	t.plain(id, &aws.IAMRole{AssumeRolePolicyDocument: trust(trusted), ManagedPolicyArns: managed, Tags: t.tags})
}

// statements are the rights of a role.
func (t *template) statements(role stack.Role) []statement {
	var list []statement
	for _, g := range t.GrantsOf(role) {
		s := statement{Action: g.Actions}
		switch g.On {
		case stack.OnAnything:
			s.Resource = []aws.Value{aws.Str("*").Note(g.Why)}
		case stack.OnImages:
			s.Resource = []aws.Value{t.repository()}
		case stack.OnRegistry:
			s.Resource = []aws.Value{literal(t.Service.Image.Credentials)}
		case stack.OnLog:
			s.Resource = []aws.Value{aws.GetAtt(logOf(role), "Arn")}
		case stack.OnSecrets:
			for _, secret := range t.storedSecrets() {
				s.Resource = append(s.Resource, aws.Ref(secretID(secret)))
			}
		case stack.OnUploads:
			s.Resource = []aws.Value{aws.GetAtt(uploads, "Arn")}
		case stack.OnObjects:
			s.Resource = []aws.Value{objects(uploads, "*")}
		case stack.OnFileSystem:
			s.Resource = []aws.Value{aws.GetAtt(fileSystem, "Arn")}
			s.Condition = when("StringEquals", "elasticfilesystem:AccessPointArn", aws.GetAtt(accessPoint, "Arn"))
		case stack.OnWorkspace:
			s.Resource = []aws.Value{literal(t.Service.Collector.Workspace)}
		case stack.OnKey:
			s.Resource = []aws.Value{aws.GetAtt(key, "Arn")}
			s.Condition = when("StringEquals", "kms:ViaService", aws.Sub(g.Via+".${AWS::Region}.amazonaws.com"))
		default:
			panic("cfn: a right on something unknown: " + string(g.On))
		}
		list = append(list, s)
	}
	return list
}

// logOf is the log that a role writes to.
func logOf(role stack.Role) string {
	if role == stack.FlowLogRole {
		return flowLogs
	}
	return logGroup
}

// noRepository cannot be the name of a repository: it starts with no letter or
// digit.
const noRepository = "-"

// repository is the ARN of the image's repository. Of an image that only the
// deployment knows it is cut out of the URI: what is between the registry's host
// and the tag or digest. The end that is put to the URI is there for Select,
// which must find something in the URI of another registry too; the right is on
// nothing then. Account and Region are the stack's own: without Conditions they
// cannot be told from the host of another registry.
func (t *template) repository() aws.Value {
	if r := t.Service.Image.Repository; r.Given() {
		return aws.Sub("arn:${AWS::Partition}:ecr:" + r.Region + ":" + r.Account + ":repository/" + r.Name)
	}
	const host = "amazonaws.com/"
	image := aws.Select(1, aws.Split(host, aws.Sub("${"+imageURI+"}"+host+noRepository).Note("no repository where the image is elsewhere")))
	name := aws.Select(0, aws.Split("@", aws.Select(0, aws.Split(":", image))))
	return aws.Join(aws.Sub("arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/"), name)
}
