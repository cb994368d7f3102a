package stack

import "slices"

// Grant is a right that one of the stage's roles has. What is not listed is
// denied.
type Grant struct {
	Role    Role
	For     Purpose
	Actions []string // of IAM, sorted
	On      Object
	// Via is the AWS service through which alone a key may be used
	// ("secretsmanager"); "" for other objects.
	Via string
	Why string // one line for people; "" where the actions make it clear
}

// Role is who has rights.
type Role string

// The roles.
const (
	ExecutionRole  Role = "execution"  // ECS, to start a task
	AppRole        Role = "task"       // the running app
	UploadsUser    Role = "uploads"    // the IAM user whose keys sign uploads
	MonitoringRole Role = "monitoring" // the database's figures
	FlowLogRole    Role = "flow log"
)

// Purpose is what a right is for.
type Purpose string

// The purposes.
const (
	ForImage   Purpose = "image"
	ForLog     Purpose = "log"
	ForSecrets Purpose = "secrets"
	ForUploads Purpose = "uploads"
	ForFiles   Purpose = "files"
	ForExec    Purpose = "exec"
	ForTraces  Purpose = "traces"
	ForMetrics Purpose = "metrics"
)

// Object is what a right is on.
type Object string

// The objects.
const (
	OnAnything   Object = "anything" // actions that know no resources
	OnImages     Object = "images"   // the repository that the image comes from
	OnRegistry   Object = "registry" // the secret for the registry that the image comes from
	OnLog        Object = "log"      // the app's, or that of the role's service
	OnSecrets    Object = "secrets"  // those of the stage, by their exact ARNs
	OnUploads    Object = "uploads"  // the bucket itself
	OnObjects    Object = "objects"  // everything in the bucket
	OnFileSystem Object = "files"    // through its access point only
	OnWorkspace  Object = "workspace"
	OnKey        Object = "key"
)

// Trust says who may take a role: one service of AWS.
type Trust struct {
	Role    Role
	Service string // "ecs-tasks.amazonaws.com"
	// When is ForThisAccount: services work for every account, and one could be
	// made to assume the role for another account's.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
	When Circumstance
	// Managed is the path of a policy of AWS's own that the role has besides its
	// grants: "service-role/AmazonRDSEnhancedMonitoringRole"; "" is none.
	Managed string
}

// GrantsOf returns the rights of a role for some purposes, all of them without
// any, in the order of the list.
func (s *Stack) GrantsOf(role Role, purposes ...Purpose) []Grant {
	var out []Grant
	for _, g := range s.Grants {
		if g.Role == role && (len(purposes) == 0 || slices.Contains(purposes, g.For)) {
			out = append(out, g)
		}
	}
	return out
}

// TrustOf returns who may take a role, the zero Trust when there is no such role.
func (s *Stack) TrustOf(role Role) Trust {
	for _, t := range s.Trusts {
		if t.Role == role {
			return t
		}
	}
	return Trust{}
}
