package stack

import "fmt"

// Service is the ECS Fargate service that runs Pylon.
type Service struct {
	Image Image
	// Command is the container's command: pylon start <entry>.
	Command []string
	// Advertise is the variable by which a task tells other tasks where they
	// reach it; "" when they do not.
	Advertise string
	CPU       int // CPU units, 1024 = 1 vCPU; a valid Fargate pair with Memory
	Memory    int // MiB
	// Architecture is "x86_64" or "arm64".
	Architecture string
	Scaling      Scaling
	// Env are plain variables, sorted by Name. None of them is a secret.
	Env []Variable
	// Secrets are injected by ARN, sorted by Env.
	Secrets []Secret
	// Drain is the deregistration delay of the target groups, in seconds.
	Drain int
	// StopTimeout is the time between SIGTERM and SIGKILL, in seconds, at most 120.
	StopTimeout int
	// GracePeriod is how long failing health checks of a new task are ignored, in seconds.
	GracePeriod int
	// Spot runs tasks on Spot capacity, which AWS may reclaim with two
	// minutes' notice. OnDemand of them stay on on-demand capacity.
	Spot     bool
	OnDemand int
	// Exec lets a person with the right permissions open a shell in a task. The
	// container's root file system cannot be read-only then.
	Exec      bool
	Collector Collector

	// User and Group are the ids that all containers of the task run as.
	User, Group int
	// ReadOnlyRoot: the container's root file system cannot be written.
	ReadOnlyRoot bool
	// Init starts the container with a process that hands signals on.
	Init bool
	// DropCapabilities are the Linux capabilities that the containers give up.
	DropCapabilities []string
	// Volume is the only place that the container may write to: a file system in
	// the SingleReplica shape, otherwise space that goes with the task.
	Volume Volume
	// TempDir is the variable that has temporary files written to the volume. It is
	// none of Env: no user can set or remove it.
	TempDir Variable
	Health  ContainerHealth
	Rollout Rollout
	// ContainerInsights is how much CloudWatch measures of the cluster:
	// "disabled", "enabled" or "enhanced".
	ContainerInsights string
}

// ContainerCommand returns what the container runs: Command, and before it what
// only the task itself knows, its own address. Port is the one that other tasks
// reach it at.
func (s Service) ContainerCommand(port int) []string {
	if s.Advertise == "" {
		return s.Command
	}
	script := fmt.Sprintf(`export %s="http://$(hostname -i | cut -d' ' -f1):%d"; exec "$@"`, s.Advertise, port)
	return append([]string{"sh", "-c", script, "sh"}, s.Command...)
}

// Volume is a place in the container's file system.
type Volume struct {
	Name string // "data"
	Path string // where the container sees it
}

// ContainerHealth is ECS's own check, from inside the container.
type ContainerHealth struct {
	Command  []string // "CMD-SHELL" and a command line
	Interval int      // seconds from one check to the next
	Timeout  int      // seconds until a check without an answer has failed
	// StartPeriod is how long failures of a new container do not count, in
	// seconds.
	StartPeriod int
	Retries     int // failures in a row that make it unwell
}

// Rollout is how a deployment replaces tasks.
type Rollout struct {
	// MinHealthy and Max are the least and the most tasks there are meanwhile,
	// in percent of those configured.
	MinHealthy, Max int
	// CircuitBreaker stops a deployment whose tasks do not start, and goes back
	// to the one before.
	CircuitBreaker bool
	// Rebalance lets ECS move tasks to other zones between deployments; it
	// starts the new task first.
	Rebalance bool
}

// Image is the container image. Exactly one of URI and Dockerfile is set.
type Image struct {
	URI string // a registry reference with a tag or digest
	// Dockerfile is relative to Context.
	Dockerfile string
	// Context is relative to the project's root: "." or "a/b".
	Context string
	// Repository is where URI is in Amazon ECR; elsewhere, and for an image that
	// is built, it is the zero Repository.
	Repository Repository
	// Credentials is the ARN of the secret with the registry's user name and
	// password; "" where the registry asks for none.
	Credentials string
}

// Repository is a repository of Amazon ECR.
type Repository struct{ Account, Region, Name string }

// Given reports whether the repository is known.
func (r Repository) Given() bool { return r.Name != "" }

// Scaling is the range of tasks and the targets that move it. A target of 0
// means "none"; there is none where Min equals Max. In the SingleReplica shape
// both are 1.
type Scaling struct {
	Min, Max int
	CPU      int // percent
	Memory   int // percent
	Requests int // requests per target and minute
	// OutCooldown and InCooldown are the seconds to wait after tasks were added
	// or removed before more are.
	OutCooldown, InCooldown int
}

// Scales reports whether the number of tasks moves by itself.
func (s *Stack) Scales() bool { return s.Service.Scaling.Min < s.Service.Scaling.Max }

// Variable is one plain environment variable of the container.
type Variable struct {
	Name string
	// Text is the value, used when Ref is "".
	Text Staged
	// Ref names something that only the deployment knows.
	Ref Ref
	// Why is a short reason for a reader of the outputs; "" when the name makes it clear.
	Why string
}

// Ref names a value that the cloud decides.
type Ref string

// The references that a Variable can hold.
const (
	RefBucket Ref = "bucket" // the name of the uploads bucket
	RefRegion Ref = "region" // the Region of the stage
	RefCache  Ref = "cache"  // the URL of a cache without a token
)

// Secret is one secret variable of the container. Its value is in no
// output: each is a secret of AWS Secrets Manager, injected by its ARN.
type Secret struct {
	Env string // variable name: "PYLON_ADMIN_TOKEN"
	// Name is Env in PascalCase: "PylonAdminToken". It is the logical id in
	// templates and the name of the SST secret.
	Name string
	// Key is the member of the secret's JSON text that is injected; "" injects
	// the text as it is. Secrets of one Name share one text.
	Key    string
	Source SecretSource
	// Length is the number of characters of a generated value.
	Length int
	// Why is what the runtime uses it for, one short sentence.
	Why string
}

// SetByHand reports whether a person sets the value of a secret in SST, with sst
// secret set. What only a person has is always set so. What no person has to know
// is, where the stage keeps its data: the value has to outlive the stage and may
// never change by accident. Elsewhere the deployment generates it.
func (s *Stack) SetByHand(v Secret) bool {
	return v.Source == Provided || v.Source == GeneratedHex && s.Retain
}

// SecretSource is where a secret's value comes from.
type SecretSource string

// The sources of secrets.
const (
	// GeneratedHex: Length random lower-case hexadecimal digits. CloudFormation
	// generates it; Stack.SetByHand says who does in SST.
	GeneratedHex SecretSource = "generated-hex"
	// Provided: only a person has it (an OAuth client secret, an API key).
	Provided SecretSource = "provided"
	// DatabaseURL: composed from the database's generated credentials.
	DatabaseURL SecretSource = "database-url"
	// BucketKeyID, BucketSecretKey: the two halves of the access key of an IAM
	// user that may use the uploads bucket and nothing else. They are two keys
	// of one secret.
	BucketKeyID     SecretSource = "bucket-key-id"
	BucketSecretKey SecretSource = "bucket-secret-key"
	// RedisURL, BusURL: composed from the cache's address and generated token;
	// Cache.Scheme tells them apart. The cluster bus of the runtime speaks no
	// TLS.
	RedisURL SecretSource = "redis-url"
	BusURL   SecretSource = "bus-url"
)
