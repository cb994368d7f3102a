// Package difference lists where the two clouds do not render the same from one
// model, each place with its reason. What is not listed is the same.
//
// Sources named *.ts are SST 4.17.1's components, platform/src/components/aws.
package difference

// Difference is one place, and why it is there.
type Difference struct {
	What string // the thing, for people
	// SST and CloudFormation say what each has, "" where the model decides.
	SST, CloudFormation string
	Why                 string
	// Fields are the fields of the model that one of them does not read.
	Fields []Field
}

// Field is a field of stack.Stack that a target does not read.
type Field struct {
	Path string // "Database.Class"; [] is an item of a list
	// By is the target that does not read it: "sst", "cloudformation" or "both".
	By string
	// Is is the only value that the model may have, because the target has it
	// whatever the model says; "" where the value does not matter to the target.
	Is string
}

// All are all differences.
var All = []Difference{
	{
		What: "the name of the app", Why: "one sst.config.ts serves all stages, so it reads the app's own field",
		Fields: []Field{{Path: "App", By: "sst"}},
	},
	{
		What: "what other fields have been derived from",
		Why: "Origins are in variables and in the bucket's CORS, Sticky is in the endpoints, XRay in the collector's configuration and a grant, Strict in what it adds; " +
			"the version of the runtime and whether a stage is production decide other fields, and the rules ask for them",
		Fields: []Field{
			{Path: "Origins[]", By: "both"}, {Path: "Balancer.Sticky", By: "both"}, {Path: "PylonVersion", By: "both"}, {Path: "Stage.Production", By: "both"},
			{Path: "Service.Collector.XRay", By: "both"}, {Path: "Strict", By: "both"},
		},
	},
	{
		What: "words for people", Why: "rules of security groups and statements have descriptions or comments in templates; SST's file has comments of its own",
		Fields: []Field{{Path: "Grants[].Why", By: "sst"}, {Path: "Openings[].Protocol", By: "sst"}, {Path: "Openings[].Why", By: "sst"}},
	},
	{
		What: "names of managed policies of the CDN", Why: "the id is what counts; the name is a comment where there is an id",
		Fields: []Field{{Path: "CDN.Cached.Origin.Name", By: "both"}},
	},
	{
		What: "what SST's components set themselves", Why: "they have no argument for it, or the same value without one; the model must not say anything else",
		Fields: []Field{
			{"Balancer.Desync", "sst", "defensive"},             // the default of the aws.lb.LoadBalancer resource
			{"CDN.ViewerTLS", "sst", "TLSv1.2_2021"},            // cdn.ts
			{"Cache.MinorUpgrades", "sst", "false"},             // redis.ts
			{"Cache.TransitEncryption", "sst", "required"},      // redis.ts
			{"Database.Class", "sst", "db.serverless"},          // aurora.ts
			{"Database.MinorUpgrades", "sst", "false"},          // aurora.ts
			{"Database.Port", "sst", "5432"},                    // the engine's default
			{"FileSystem.Performance", "sst", "generalPurpose"}, // efs.ts
			{"FileSystem.Throughput", "sst", "elastic"},         // efs.ts
			{"Network.NATInstanceType", "sst", "t4g.nano"},      // vpc.ts
			{"Network.Range", "sst", "10.0.0.0/16"},             // vpc.ts
			{"Service.Rollout.CircuitBreaker", "sst", "true"},   // service.ts
		},
	},
	{
		What: "the family of the database's parameters", Why: "SST's component takes it from the engine version",
		Fields: []Field{{Path: "Database.Major", By: "sst"}},
	},
	{
		What: "the length of generated passwords", SST: "32 characters", CloudFormation: "40 characters (database), 64 (cache)",
		Why:    "SST's components make their own; all are longer than what AWS asks for",
		Fields: []Field{{Path: "Database.PasswordLength", By: "sst"}, {Path: "Cache.TokenLength", By: "sst"}},
	},
	{
		What: "values of secrets", SST: "set with sst secret set", CloudFormation: "generated where they can be",
		Why: "a template can generate a value, sst.Secret cannot", Fields: []Field{{Path: "Service.Secrets[].Length", By: "sst"}},
	},
	{
		What: "deleted secrets", SST: "can be brought back for as long as the model says", CloudFormation: "Secrets Manager's own period",
		Why: "a template cannot say it", Fields: []Field{{Path: "SecretRecoveryDays", By: "cloudformation"}},
	},
	{
		What: "the image", SST: "builds it from the Dockerfile", CloudFormation: "takes the parameter ImageUri",
		Why: "CloudFormation builds nothing", Fields: []Field{{Path: "Service.Image.Context", By: "cloudformation"}, {Path: "Service.Image.Dockerfile", By: "cloudformation"}},
	},
	{
		What: "the name of a shared load balancer", Why: "SST looks it up by the ARN", Fields: []Field{{Path: "Balancer.Shared.DNSName", By: "sst"}},
	},
	{
		What: "rights of the user who signs uploads", SST: "through a group", CloudFormation: "a managed policy attached to the user",
		Why: "the same statements; SST's way also satisfies CIS 1.15 where it is judged by account",
	},
	{
		What: "egress of tasks to the file system", SST: "NFS to the range of the VPC", CloudFormation: "NFS to the file system's group",
		Why: "SST's Efs component makes the file system's group itself and lets in the tasks' group: two groups that name each other inline would wait for one another. What answers is the same: the file system's group lets in nothing but the tasks",
	},
	{
		What: "rights of the execution role on logs", SST: "log groups of the cluster", CloudFormation: "the app's log group",
		Why: "SST's Service makes the log group together with the role, under /sst/cluster/NAME/; nothing else logs there",
	},
	{
		What: "how tasks are placed where no spare capacity is asked for", SST: "launch type FARGATE", CloudFormation: "the capacity provider FARGATE",
		Why: "SST's Service has a capacity provider only with the argument capacity; both run the same tasks at the same price",
	},
	{
		What: "the VPC's default security group", SST: "without rules", CloudFormation: "as AWS makes it",
		Why: "a template cannot change it; nothing uses it (docs/security.md)",
	},
}
