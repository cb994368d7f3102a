package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// overrideRules are about patches of the outputs: the only way to undo what is
// always rendered right. They look at what each operation makes of the resources.
func overrideRules() []*Rule {
	return []*Rule{
		{
			ID: "PG203", Severity: diag.Error, Since: firstRelease,
			Title:    "an override makes another target group sticky",
			Why:      "AWS documents one cookie name for all groups of a host: two sticky groups overwrite each other's cookie, and clients end at random tasks",
			Fix:      "remove it; loadBalancer.stickySessions makes the one group sticky that gains by it",
			Evidence: "Elastic Load Balancing user guide, sticky sessions; the clash is deduced from it and RFC 6265, not seen on a real account.",
			Fires: overrideExample("cloudformation", "", "stay at one task", "add", "/Resources/WebSocketTargetGroup/Properties/TargetGroupAttributes/-",
				"{ Key: stickiness.enabled, Value: \"true\" }"),
			Silent: Example{Spec: "loadBalancer: { stickySessions: true }"},
			check: onResult(func(c *checker, r result) string {
				on := stickyGroups(r.after)
				if n := len(on); n > len(stickyGroups(r.before)) {
					if !r.template() && slices.ContainsFunc(c.s.Balancer.Endpoints, func(e stack.Endpoint) bool { return e.Sticky }) {
						n++ // the file turns it on in code
					}
					if n > 1 {
						return fmt.Sprintf("stickiness is now on for %d target groups", n)
					}
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
			Silent:   labelled(),
			check: onResult(func(_ *checker, r result) string {
				for _, f := range slices.Concat(r.added, r.lost) {
					if healthCheck.MatchString(f.key) {
						return "the override changes a health check"
					}
				}
				return ""
			}),
		},
		{
			ID: "PG211", Severity: diag.Error, Since: firstRelease,
			Title:    "an override opens a port to the world",
			Why:      "tasks, database and file system must be reachable from the load balancer or the tasks only",
			Fix:      "name a security group or a network of your own",
			Evidence: "CIS AWS Foundations; the outputs' own security groups.",
			Fires: overrideExample("cloudformation", "", "debug from home", "add", "/Resources/ServiceSecurityGroup/Properties/SecurityGroupIngress",
				"[{ IpProtocol: tcp, FromPort: 4321, ToPort: 4321, CidrIp: 0.0.0.0/0 }]"),
			Silent: labelled(),
			check: whenAdded("the override opens the service to everyone", func(_ *checker, f fact) bool {
				where := strings.ToLower(f.in.Type + f.key)
				return (f.holds("0.0.0.0/0") || f.holds("::/0")) && f.is(networks...) && !strings.Contains(where, "egress")
			}),
		},
		{
			ID: "PG212", Severity: diag.Error, Since: firstRelease,
			Title:    "an override makes the set of endpoints incomplete",
			Why:      "without ecr.api, ecr.dkr, logs, secretsmanager and S3 no task starts: ResourceInitializationError",
			Fix:      "remove it, or use a NAT",
			Evidence: "Amazon ECR user guide, interface endpoints; Fargate platform version 1.4 sends all its own traffic through the task's network.",
			Fires: Example{Spec: "network: { mode: endpoints }\n" +
				overrideExample("cloudformation", "", "save money", "remove", "/Resources/LogsEndpoint", "").Spec},
			Silent: Example{Spec: "network: { mode: endpoints }"},
			check: onResult(func(c *checker, r result) string {
				if c.s.Network.Mode != stack.Endpoints {
					return ""
				}
				now := endpointServices(r.after)
				for _, service := range endpointServices(r.before) {
					if !slices.Contains(now, service) {
						return "the override takes away an endpoint that tasks need"
					}
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
			check: onResult(func(_ *checker, r result) string {
				policy := func(f fact) bool { return f.is("sslpolicy") }
				old := func(f fact) bool { return policy(f) && !strings.Contains(f.value.Text, "TLS13") }
				if slices.ContainsFunc(r.added, old) || r.unset(policy) { // the default is ELBSecurityPolicy-2016-08
					return "the override chooses a TLS policy without TLS 1.3"
				}
				return ""
			}),
		},
		{
			ID: "PG311", Severity: diag.Error, Since: firstRelease,
			Title:    "an override switches development mode on",
			Why:      "anyone can get a session, Studio is open, and responses contain login codes",
			Fix:      "remove it",
			Evidence: "crates/runtime/src/server.rs at 0.3.23; the image says PYLON_DEV_MODE=true, the stack false.",
			Fires:    overrideExample("cloudformation", "", "try something", "add", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Environment/-", "{ Name: PYLON_DEV_MODE, Value: \"true\" }"),
			Silent:   labelled(),
			check: onResult(func(_ *checker, r result) string {
				mode := func(f fact) bool { return f.below(plain("PYLON_DEV_MODE")) && !f.is("name") }
				on := func(f fact) bool { return mode(f) && !f.holds("false") }
				if slices.ContainsFunc(r.added, on) || r.unset(mode) { // the image says true
					return "PYLON_DEV_MODE is no longer false"
				}
				return ""
			}),
		},
		{
			ID: "PG312", Severity: diag.Error, Since: firstRelease,
			Title:    "an override removes secrets from the container",
			Why:      "without the admin token the admin API and metrics are closed, without its keys the runtime uses public constants or stores plain text",
			Fix:      "remove it; names of further secrets go into service.secrets",
			Evidence: "crates/runtime/src/server.rs and crates/auth at 0.3.23.",
			Fires:    overrideExample("cloudformation", "", "the token is set elsewhere", "remove", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Secrets/0", ""),
			Silent:   Example{Spec: "service: { secrets: [MAILBOX_TOKEN] }"},
			check: onResult(func(_ *checker, r result) string {
				if slices.ContainsFunc(r.lost, func(f fact) bool { return f.below("secrets", "ssm") }) {
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
			check: onResult(func(c *checker, r result) string {
				most := func(f fact) bool { return f.is("maximumpercent", "deploymentmaximumpercent") }
				least := func(f fact) bool { return f.is("minimumhealthypercent", "deploymentminimumhealthypercent") }
				two := func(f fact) bool {
					return most(f) && f.number() > 100 || least(f) && f.number() > 0 || f.is("desiredcount") && f.number() > 1
				}
				// The defaults are 200 and 100 percent.
				if c.s.Shape == stack.SingleReplica && (slices.ContainsFunc(r.added, two) || r.unset(most) || r.unset(least)) {
					return "the override lets two tasks run at once"
				}
				return ""
			}),
		},
		{
			ID: "PG408", Severity: diag.Error, Since: firstRelease,
			Title:    "an override removes protection from data",
			Why:      "removing the stage, or a property that replaces a resource, would delete its data",
			Fix:      "remove it, or use protect and removal",
			Evidence: "CloudFormation user guide, DeletionPolicy and UpdateReplacePolicy.",
			Fires:    overrideExample("cloudformation", "", "clean up", "replace", "/Resources/Database/DeletionPolicy", "Delete"),
			Silent:   overrideExample("cloudformation", "", "keep it as it is", "replace", "/Resources/Database/DeletionPolicy", "Retain"),
			check: onResult(func(c *checker, r result) string {
				if !c.s.Retain {
					return ""
				}
				on := func(f fact) bool { return f.is("deletionprotection", "deletionprotectionenabled", "retainondelete") }
				off := func(f fact) bool { return f.is("skipfinalsnapshot", "forcedestroy") }
				if slices.ContainsFunc(r.added, func(f fact) bool { return on(f) && !f.holds("true") || off(f) && !f.holds("false") }) ||
					r.unset(func(f fact) bool { return on(f) && f.holds("true") }) ||
					slices.ContainsFunc(r.After, func(x resource.Resource) bool { return lessKept(r.Before, x) }) {
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
			Silent:   labelled(),
			check: whenAdded("the override has the database rotate its password", func(_ *checker, f fact) bool {
				return f.is("managemasteruserpassword") && !f.holds("false")
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
			check: onResult(func(_ *checker, r result) string {
				had := allowedOnEverything(r.Before)
				for _, statement := range allowedOnEverything(r.After) {
					if !slices.Contains(had, statement) {
						return "the override grants rights on everything"
					}
				}
				return ""
			}),
		},
		{
			ID: "PG516", Severity: diag.Error, Since: firstRelease,
			Title:    "an override changes how a secret is generated",
			Why:      "CloudFormation generates a new value when GenerateSecretString changes, or when the secret is replaced, as by a name: tasks could not read what was encrypted with the old key, or could not log in to the database",
			Fix:      "remove it; a secret with a value of its own goes into service.secrets",
			Evidence: "CloudFormation template reference, AWS::SecretsManager::Secret: a change of GenerateSecretString creates a new version of the secret. Not tried on AWS.",
			Fires:    overrideExample("cloudformation", "", "a longer password", "replace", "/Resources/DatabaseCredentials/Properties/GenerateSecretString/PasswordLength", "64"),
			Silent:   overrideExample("cloudformation", "", "say whose it is", "replace", "/Resources/DatabaseCredentials/Properties/Description", "Master user of the database, kept by team A"),
			check: onResult(func(_ *checker, r result) string {
				if id := generatedAnew(r.Before, r.After); id != "" {
					return "the override changes how " + id + " is generated"
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
			Silent: labelled(),
			check: whenAdded("the override names a host that no certificate covers", func(_ *checker, f fact) bool {
				own := f.value.Function == resource.GetAtt && strings.HasSuffix(f.value.Text, ".DNSName")
				return f.below("origins", "domainname") && own || strings.Contains(f.value.Text, ".elb.amazonaws.com")
			}),
		},
		{
			ID: "PG604", Severity: diag.Warning, Since: firstRelease,
			Title:    "an override sets a fixed name for a bucket",
			Why:      "names of buckets are taken worldwide: a second stage, or the same one after it was removed, cannot be deployed",
			Fix:      "remove it; the name is in PYLON_S3_BUCKET and the stack's outputs",
			Evidence: "Amazon S3 user guide, bucket naming rules.",
			Fires:    overrideExample("cloudformation", "", "a nice name", "add", "/Resources/Uploads/Properties/BucketName", "todo-uploads"),
			Silent:   labelled(),
			check: whenAdded("the override sets a fixed name for the bucket", func(_ *checker, f fact) bool {
				named := f.is("bucketname") || f.is("bucket") && strings.Contains(f.in.Type, "Bucket")
				return named && f.value.Kind == resource.String && f.value.Function == resource.None
			}),
		},
	}
}

// labelled is an override that is harmless.
func labelled() Example {
	return overrideExample("cloudformation", "", "a label for the inventory", "add", "/Metadata", "{ owner: team-a }")
}

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

// healthCheck is the way to a setting of a load balancer's health check.
var healthCheck = pattern.Of(`healthcheck(path|port|protocol|enabled)|/target/healthcheck|/loadbalancer/health`)
