package rules

import (
	"encoding/json"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// overrideRules are about patches of the outputs: the only way to undo what is
// always rendered right. They look at the words of a patch, since what it makes
// of the output is not in the model.
var overrideRules = []*Rule{
	{
		ID: "PG203", Severity: diag.Error, Since: firstRelease,
		Title:    "an override makes another target group sticky",
		Why:      "AWS documents one cookie name for all groups of a host: two sticky groups overwrite each other's cookie, and clients end at random tasks",
		Fix:      "remove it; loadBalancer.stickySessions makes the one group sticky that gains by it",
		Evidence: "Elastic Load Balancing user guide, sticky sessions; the clash is deduced from it and RFC 6265, not seen on a real account.",
		Fires: overrideExample("cloudformation", "", "stay at one task", "add", "/Resources/HttpTargetGroup/Properties/TargetGroupAttributes/-",
			"{ Key: stickiness.enabled, Value: \"true\" }"),
		Silent: Example{Spec: "loadBalancer: { stickySessions: true }"},
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && p.mentions(stickiness) {
				return "the override makes a target group sticky"
			}
			return ""
		}),
	},
	{
		ID: "PG207", Severity: diag.Error, Since: firstRelease,
		Title:    "an override changes a target group's health check",
		Why:      "only port 4321 answers /health: the WebSocket port closes without an answer, the event stream answers anything with 200, and healthy tasks would be replaced or dead ones kept",
		Fix:      "remove it",
		Evidence: "crates/runtime/src/{ws,sse,server}.rs at 0.3.23; /readyz is documented and does not exist.",
		Fires:    overrideExample("cloudformation", "", "ask what the documentation says", "replace", "/Resources/HttpTargetGroup/Properties/HealthCheckPath", "/readyz"),
		Silent:   labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.changes() && p.mentions(healthCheck) {
				return "the override changes a health check"
			}
			return ""
		}),
	},
	{
		ID: "PG211", Severity: diag.Error, Since: firstRelease,
		Title:    "an override opens a port to the world",
		Why:      "tasks, database and file system are to be reached by the load balancer or the tasks only",
		Fix:      "name a security group or a network of your own",
		Evidence: "CIS AWS Foundations; the outputs' own security groups.",
		Fires: overrideExample("cloudformation", "", "debug from home", "add", "/Resources/ServiceSecurityGroup/Properties/SecurityGroupIngress",
			"[{ IpProtocol: tcp, FromPort: 4321, ToPort: 4321, CidrIp: 0.0.0.0/0 }]"),
		Silent: labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && anywhere.MatchString(p.value) && !strings.Contains(strings.ToLower(p.path+p.value), "egress") {
				return "the override lets anybody in"
			}
			return ""
		}),
	},
	{
		ID: "PG212", Severity: diag.Error, Since: firstRelease,
		Title:    "an override makes the set of endpoints incomplete",
		Why:      "without ecr.api, ecr.dkr, logs, secretsmanager and S3 no task starts: ResourceInitializationError",
		Fix:      "remove it, or use a NAT",
		Evidence: "Amazon ECR user guide, interface endpoints; Fargate platform version 1.4 sends all its own traffic through the task's network.",
		Fires: Example{Spec: "network: { mode: endpoints }\n" +
			overrideExample("cloudformation", "", "save 14 dollars", "remove", "/Resources/LogsEndpoint", "").Spec},
		Silent: Example{Spec: "network: { mode: endpoints }"},
		check: onPatch(func(j *judge, p patch) string {
			if p.Op == "remove" && j.s.Network.Mode == stack.Endpoints && endpointPath.MatchString(p.path) {
				return "the override removes an endpoint that tasks need"
			}
			return ""
		}),
	},
	{
		ID: "PG216", Severity: diag.Warning, Since: firstRelease,
		Title:    "an override chooses an older TLS policy",
		Why:      "the load balancer would speak TLS 1.0 or 1.1, or weak ciphers",
		Fix:      "use a policy whose name holds TLS13",
		Evidence: "Elastic Load Balancing user guide, security policies.",
		Fires:    overrideExample("cloudformation", "", "an old device", "replace", "/Resources/HttpsListener/Properties/SslPolicy", "ELBSecurityPolicy-2016-08"),
		Silent:   overrideExample("cloudformation", "", "stricter", "replace", "/Resources/HttpsListener/Properties/SslPolicy", "ELBSecurityPolicy-TLS13-1-3-2021-06"),
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && p.mentions(tlsPolicy) && !strings.Contains(p.value, "TLS13") {
				return "the override chooses a TLS policy without TLS 1.3"
			}
			return ""
		}),
	},
	{
		ID: "PG311", Severity: diag.Error, Since: firstRelease,
		Title:    "an override switches development mode on",
		Why:      "anybody gets a session, Studio is open, and login codes stand in the answers",
		Fix:      "remove it",
		Evidence: "crates/runtime/src/server.rs at 0.3.23; the image says PYLON_DEV_MODE=true, the stack false.",
		Fires:    overrideExample("cloudformation", "", "try something", "add", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Environment/-", "{ Name: PYLON_DEV_MODE, Value: \"true\" }"),
		Silent:   labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.changes() && strings.Contains(p.path+p.value, "PYLON_DEV_MODE") && !strings.Contains(p.value, "false") {
				return "the override changes PYLON_DEV_MODE"
			}
			return ""
		}),
	},
	{
		ID: "PG312", Severity: diag.Error, Since: firstRelease,
		Title:    "an override takes secrets from the container",
		Why:      "without the admin token the admin API and metrics are closed, without its keys the runtime uses public constants or stores plain text",
		Fix:      "remove it; names of further secrets go into service.secrets",
		Evidence: "crates/runtime/src/server.rs and crates/auth at 0.3.23.",
		Fires:    overrideExample("cloudformation", "", "the token is set elsewhere", "remove", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Secrets/0", ""),
		Silent:   Example{Spec: "service: { secrets: [MAILBOX_TOKEN] }"},
		check: onPatch(func(_ *judge, p patch) string {
			if (p.Op == "remove" || p.Op == "replace") && containerSecrets.MatchString(p.path) {
				return "the override changes the container's secrets"
			}
			return ""
		}),
	},
	{
		ID: "PG324", Severity: diag.Error, Since: firstRelease,
		Title:    "an override lets two tasks of the single-replica shape overlap",
		Why:      "during a deployment both would write to the same SQLite files",
		Fix:      "remove it: 0 and 100 percent mean that the old task ends first",
		Evidence: "sqlite.org/wal.html: no network file systems.",
		Fires: Example{Spec: "shape: single-replica\n" +
			overrideExample("cloudformation", "", "no outage", "replace", "/Resources/Service/Properties/DeploymentConfiguration/MaximumPercent", "200").Spec},
		Silent: Example{Spec: "shape: single-replica"},
		check: onPatch(func(j *judge, p patch) string {
			if j.s.Shape == stack.SingleReplica && p.changes() && p.mentions(overlap) {
				return "the override lets two tasks run at once"
			}
			return ""
		}),
	},
	{
		ID: "PG408", Severity: diag.Error, Since: firstRelease,
		Title:    "an override takes protection from data",
		Why:      "removing the stage, or a property that replaces a resource, would delete its data",
		Fix:      "remove it, or say it with protect and removal",
		Evidence: "CloudFormation user guide, DeletionPolicy and UpdateReplacePolicy.",
		Fires:    overrideExample("cloudformation", "", "clean up", "replace", "/Resources/Database/DeletionPolicy", "Delete"),
		Silent:   overrideExample("cloudformation", "", "keep it as it is", "replace", "/Resources/Database/DeletionPolicy", "Retain"),
		check: onPatch(func(j *judge, p patch) string {
			if j.s.Retain && p.changes() && p.mentions(protection) && (p.Op == "remove" || lost.MatchString(p.value)) {
				return "the override lets data be deleted"
			}
			return ""
		}),
	},
	{
		ID: "PG501", Severity: diag.Error, Since: firstRelease,
		Title:    "an override lets the database rotate its password",
		Why:      "DATABASE_URL is composed once and read once at each start: after the first rotation no task can connect",
		Fix:      "remove it; the password is generated once and never leaves AWS",
		Evidence: "AWS Secrets Manager user guide, managed rotation; Amazon ECS: secrets are read when a task starts.",
		Fires:    overrideExample("cloudformation", "", "rotation", "add", "/Resources/Database/Properties/ManageMasterUserPassword", "true"),
		Silent:   labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && strings.Contains(strings.ToLower(p.path+p.value), "managemasteruserpassword") {
				return "the override has the database rotate its password"
			}
			return ""
		}),
	},
	{
		ID: "PG502", Severity: diag.Warning, Since: firstRelease,
		Title:    "an override grants rights on everything",
		Why:      "a task that is taken over could use them on the whole account",
		Fix:      "name the actions and the ARNs",
		Evidence: "AWS IAM user guide, least privilege.",
		Fires: overrideExample("cloudformation", "", "read other tables", "add", "/Resources/ExecutionRole/Properties/Policies",
			"[{ PolicyName: tables, PolicyDocument: { Statement: [{ Effect: Allow, Action: \"dynamodb:GetItem\", Resource: \"*\" }] } }]"),
		Silent: overrideExample("cloudformation", "", "read one table", "add", "/Resources/ExecutionRole/Properties/Policies",
			"[{ PolicyName: tables, PolicyDocument: { Statement: [{ Effect: Allow, Action: \"dynamodb:GetItem\", Resource: \"arn:aws:dynamodb:us-east-1:123456789012:table/rates\" }] } }]"),
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && everything.MatchString(p.value) {
				return "the override grants rights on everything"
			}
			return ""
		}),
	},
	{
		ID: "PG601", Severity: diag.Error, Since: firstRelease,
		Title:    "an override points the CDN at the load balancer's own name",
		Why:      "no certificate covers that name, and CloudFront answers 502",
		Fix:      "remove it: the CDN finds the API by its domain",
		Evidence: "Amazon CloudFront developer guide, HTTP 502.",
		Fires: overrideExample("cloudformation", "", "direct", "replace", "/Resources/Distribution/Properties/DistributionConfig/Origins/0/DomainName",
			"todo-1234567890.us-east-1.elb.amazonaws.com"),
		Silent: labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && strings.Contains(p.value, ".elb.amazonaws.com") {
				return "the override names a host that no certificate covers"
			}
			return ""
		}),
	},
	{
		ID: "PG604", Severity: diag.Warning, Since: firstRelease,
		Title:    "an override gives a bucket a fixed name",
		Why:      "names of buckets are taken worldwide: a second stage, or the same one after it was removed, cannot be deployed",
		Fix:      "remove it; the name is in PYLON_S3_BUCKET and the stack's outputs",
		Evidence: "Amazon S3 user guide, bucket naming rules.",
		Fires:    overrideExample("cloudformation", "", "a nice name", "add", "/Resources/Uploads/Properties/BucketName", "todo-uploads"),
		Silent:   labelled,
		check: onPatch(func(_ *judge, p patch) string {
			if p.writes() && p.mentions(bucketName) {
				return "the override gives a bucket a fixed name"
			}
			return ""
		}),
	},
}

// labelled is an override that harms nobody.
var labelled = overrideExample("cloudformation", "", "a label for the inventory", "add", "/Metadata", "{ owner: team-a }")

// overrideExample is a spec with one override of one operation.
func overrideExample(target, component, reason, op, path, value string) Example {
	spec := "overrides:\n  - target: " + target + "\n"
	if component != "" {
		spec += "    component: " + component + "\n"
	}
	spec += "    reason: " + reason + "\n    patch:\n      - { op: " + op + ", path: " + path
	if value != "" {
		spec += ", value: " + value
	}
	return Example{Spec: spec + " }"}
}

// What the words of a patch are about.
var (
	stickiness       = pattern.Of(`(?i)stickiness`)
	healthCheck      = pattern.Of(`(?i)healthcheck(path|port|protocol|enabled)|/target/healthcheck|/loadbalancer/health`)
	anywhere         = pattern.Of(`\b0\.0\.0\.0/0|::/0`)
	endpointPath     = pattern.Of(`^/Resources/[A-Za-z0-9]*Endpoint$`)
	tlsPolicy        = pattern.Of(`(?i)ssl_?policy`)
	containerSecrets = pattern.Of(`(?i)/(secrets|ssm)(/|$)`)
	overlap          = pattern.Of(`(?i)maximum_?percent|minimum_?healthy_?percent|desired_?count`)
	protection       = pattern.Of(`(?i)deletionpolicy|updatereplacepolicy|deletionprotection|skipfinalsnapshot|forcedestroy|retainondelete`)
	lost             = pattern.Of(`(?i)"delete"|true|false`)
	everything       = pattern.Of(`(?i)"(resources?|actions?)":\[?"\*"`)
	bucketName       = pattern.Of(`(?i)/bucket(name)?$|"bucketname"`)
)

// patch is one operation of an override.
type patch struct {
	stack.PatchOperation
	path, value string // value as JSON, "" when there is none
}

// writes says whether the operation puts a value somewhere.
func (p patch) writes() bool { return slices.Contains([]string{"add", "replace"}, p.Op) }

// changes says whether the operation changes something.
func (p patch) changes() bool { return p.Op != "test" }

// mentions says whether the path or the value is about something.
func (p patch) mentions(what *pattern.Pattern) bool {
	return what.MatchString(p.path) || what.MatchString(p.value)
}

// onPatch makes a check of something that is said of one operation; "" says
// nothing.
func onPatch(say func(*judge, patch) string) func(*judge) {
	return func(j *judge) {
		for _, o := range slices.Concat(j.app.Overrides, j.s.Overrides) {
			if o.Stage != "" && o.Stage != j.s.Stage.Name {
				continue
			}
			for _, op := range o.Patch {
				p := patch{PatchOperation: op, path: op.Path}
				if op.Value != nil {
					text, err := json.Marshal(op.Value)
					if err != nil {
						panic("a value of a patch is no JSON: " + err.Error())
					}
					p.value = string(text)
				}
				if message := say(j, p); message != "" {
					j.find(op.Pos, "%s", message)
				}
			}
		}
	}
}
