package difference

// All are all differences.
var All = []Difference{
	{
		What: "the name of the app", Why: "one sst.config.ts serves all stages, so it reads the app's own field",
		Fields: []Field{{Path: "App", By: "sst"}},
	},
	{
		What: "what other fields have been derived from",
		Why: "Origins are in variables and in the bucket's CORS, Sticky is in the endpoints, Guests are in the openings, XRay in the collector's configuration and a grant, Strict in what it adds; " +
			"the version of the runtime and whether a stage is production decide other fields, and the rules ask for them",
		Fields: []Field{
			{Path: "Origins[]", By: "both"}, {Path: "Balancer.Sticky", By: "both"}, {Path: "Balancer.Guests[]", By: "both"}, {Path: "PylonVersion", By: "both"}, {Path: "Stage.Production", By: "both"},
			{Path: "Service.Collector.XRay", By: "both"}, {Path: "Strict", By: "both"},
		},
	},
	{
		What: "words for people", SST: "comments of the file", CloudFormation: "descriptions of rules and secrets", Why: "rules of security groups and statements have descriptions or comments in templates; SST's file has comments of its own",
		Fields: []Field{{Path: "Grants[].Why", By: "sst"}, {Path: "Openings[].Protocol", By: "sst"}, {Path: "Openings[].Why", By: "sst"}},
		Facts:  []Fact{{"sst", "* firewall: says", "*", ""}, {"sst", "secret *: says | database password: says | cache token: says", "*", ""}, {"sst", "nat firewall: called", "NAT instances", "*"}},
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
			{"Database.Class", "sst", "db.serverless"},          // aurora.ts
			{"Database.MinorUpgrades", "sst", "false"},          // aurora.ts
			{"Database.Port", "sst", "5432"},                    // the engine's default
			{"FileSystem.Performance", "sst", "generalPurpose"}, // efs.ts
			{"FileSystem.Throughput", "sst", "elastic"},         // efs.ts
			{"Network.NATInstanceType", "sst", "t4g.nano"},      // vpc.ts
			{"Service.Rollout.CircuitBreaker", "sst", "true"},   // service.ts
		},
	},
	{
		What: "the stage as a whole", SST: "app() says the Region, and what becomes of the stage", CloudFormation: "the deploy command says the Region, each resource what becomes of it",
		Why: "a template is deployed to the Region of the deploying command (docs/cloudformation.md)",
		Facts: []Fact{
			{"cloudformation", "stage: region", "*", ""}, {"cloudformation", "stage: app", "*", ""},
			{"cloudformation", "stage: protected", "*", ""}, {"cloudformation", "stage: removal", "*", ""},
		},
	},
	{
		What: "the tags of app and stage", SST: "sst:app, sst:stage", CloudFormation: "pylon:app, pylon:stage", Why: "SST tags everything itself",
		Facts: []Fact{{"sst", "stage: tag", "pylon:app=*", "sst:app=*"}, {"sst", "stage: tag", "pylon:stage=*", "sst:stage=*"}},
	},
	{
		What: "further outputs", SST: "none: sst shell and the console know them", CloudFormation: "names and ARNs for commands in the docs and for stages that share the load balancer", Why: "aws cloudformation describe-stacks is how people ask a stack, and exports are how other stacks do; SST finds what it shares by its tags",
		Facts: []Fact{
			{"sst", "output: ClusterName | output: ServiceName | output: LogGroupName | output: Database* | output: *DnsRecord* | output: CacheEndpoint | output: FileSystemId | output: AccessLogsBucketName | output: Shared*", "*", ""},
			{"cloudformation", "output: *SecretArn", "", "secret *"},
		},
	},
	{
		What: "the order in which things are made", SST: "follows from references", CloudFormation: "follows from references and DependsOn",
		Why: "both keep the order of references. A stack fails at the first refusal, so what no reference leads to is waited for; the provider of SST asks again until a listener, a right or a rule is there",
		Facts: []Fact{
			{"sst", "load balancer: waits for | fixed address: waits for | public subnet *: waits for | cdn: waits for | database instance: waits for | flow log: waits for", "*", ""},
			{"cloudformation", "nat instance in *: waits for", "", "public subnet *"},
			{"sst", "service: waits for", "listener * | arn:*:listener/* | * firewall: tcp * | execution role | app role | database instance | files | public subnet * | private subnet *", ""},
			{"cloudformation", "service: waits for", "", "endpoint *.s3"},
		},
	},
	{
		What: "addresses in public subnets", SST: "public ones by default", CloudFormation: "each resource that needs a public address says so", Why: "SST's Vpc component says so itself (vpc.ts)",
		Facts: []Fact{
			{"sst", "public subnet *: public by default", "false", "true"},
		},
	},
	{
		What: "addresses, images and rights of NAT instances", SST: "fixed addresses, fck-nat's image, managed by SSM", CloudFormation: "an address each while it runs, Amazon Linux that sets itself up, no rights",
		Why: "SST's Vpc component makes them itself; a template has no image of others",
		Facts: []Fact{
			{"sst", "nat instance in *: address", "", "fixed address"}, {"sst", "nat instance in *: profile", "", "instance profile"}, {"sst", "nat instance in *: image", "", "ami-*"},
			{"sst", "fixed address: in", "", "vpc"}, {"sst", "instance profile: role", "", "nat role"}, {"sst", "nat role: allow sts:AssumeRole", "", "service ec2.amazonaws.com"},
			{"sst", "nat role: managed policy", "", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"},
			{"sst", "nat firewall: open to", "tcp 443 from <tasks firewall>", "tcp 443 from *"},
			{"cloudformation", "nat instance in *: image", "", "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"},
			{"cloudformation", "nat instance in *: starts with", "", "IyEvYmluL2Jhc2gK*"}, {"cloudformation", "nat instance in *: public address", "", "true"},
			{"cloudformation", "nat instance in *: interface", "", "0"}, {"cloudformation", "nat instance in *: volume", "", "gp3"},
			{"cloudformation", "nat instance in *: volume in GiB", "", "8"}, {"cloudformation", "nat instance in *: volume at", "", "/dev/xvda"},
		},
	},
	{
		What: "the VPC's default security group", SST: "without rules", CloudFormation: "as AWS makes it",
		Why: "a template cannot change it; nothing uses it (docs/security.md)",
		Facts: []Fact{
			{"cloudformation", "default firewall: *", "*", ""},
		},
	},
	{
		What: "the way to AWS's services where tasks have no way to the internet", SST: "HTTPS to the endpoints and to S3's prefix list", CloudFormation: "HTTPS to anywhere, where no route leads",
		Why: "S3's gateway endpoint is reached by a prefix list, whose id no function of CloudFormation tells; without a route nothing but the endpoints and S3 answers",
		Facts: []Fact{
			{"sst", "tasks firewall: opens to", "", "tcp 443 to <endpoint com.amazonaws.*.s3 prefix list>"},
			{"cloudformation", "tasks firewall: opens to", "tcp 443 to <endpoints firewall>", "tcp 443 to 0.0.0.0/0"},
		},
	},
	{
		What: "groups without members", SST: "the group of its Service's load balancer, and that of its file system", CloudFormation: "none",
		Why: "SST's components make them even where ours take their place; they let nothing through",
		Facts: []Fact{
			{"cloudformation", "unused aws:ec2/securityGroup:SecurityGroup: *", "*", ""},
		},
	},
	{
		What: "names of services within the VPC", SST: "a namespace of Cloud Map with the service in it", CloudFormation: "none", Why: "SST's Vpc and Service make them; nothing asks there",
		Facts: []Fact{
			{"cloudformation", "service: registered in | service name: * | service names: *", "*", ""},
		},
	},
	{
		What: "programs of SST's own", SST: "look for the zone of a name, and wait for a distribution", CloudFormation: "takes the zone as a parameter, and waits by itself",
		Why:   "Route 53's zones are not found by a stack",
		Facts: []Fact{{"cloudformation", "zone: *", "*", ""}},
	},
	{
		What: "objects in a bucket that goes", SST: "go with it where the stage keeps no data", CloudFormation: "have to be deleted first", Why: "CloudFormation deletes empty buckets only (docs/cloudformation.md)",
		Facts: []Fact{{"cloudformation", "uploads: goes with its objects | access logs: goes with its objects", "true | false", ""}},
	},
	{
		What: "the health of a distribution", SST: "is asked for", CloudFormation: "is not", Why: "SST sets it on every alias; Route 53 knows no health of CloudFront",
		Facts: []Fact{{"sst", "dns: * if healthy", "false", "true"}},
	},
	{
		What: "IPv6 records", SST: "an AAAA alias for each name", CloudFormation: "none for the load balancer", Why: "SST makes both (dns.ts); a load balancer with IPv4 only answers it with nothing",
		Facts: []Fact{
			{"cloudformation", "dns: * AAAA* | dns: * AAAA's target in", "<load balancer *> | *.elb.amazonaws.com | that of the Region's load balancers | aws | true | <zone> | Z*", ""},
		},
	},
	{
		What: "the proof of a certificate", SST: "records and a wait", CloudFormation: "ACM and CloudFormation prove it in the given zone", Why: "CloudFormation's certificate makes its record itself",
		Facts: []Fact{
			{"cloudformation", "*certificate: awaited", "true", ""},
			{"cloudformation", "dns: proof of *", "CNAME with *", ""},
			{"sst", "*certificate: proof", "domainname *", ""},
		},
	},
	{
		What: "names that Cloudflare or Vercel answers for", SST: "makes records and certificates", CloudFormation: "takes a certificate, and says in outputs what must point where",
		Why: "a stack makes nothing outside of AWS (docs/cloudformation.md)", If: "dns: * CNAME",
		Facts: []Fact{
			{"cloudformation", "dns: * CNAME", "*", ""}, {"cloudformation", "dns: * CNAME in | dns: * CNAME with | dns: * CNAME proxied", "*", ""},
			{"cloudformation", "certificate: * | cdn certificate: *", "*", ""},
		},
	},
	{
		What: "the certificate of a CDN outside of us-east-1", SST: "is made in us-east-1, where CloudFront looks", CloudFormation: "is a parameter", Why: "a stack makes certificates in its own Region only", If: "cdn certificate: region",
		Facts: []Fact{
			{"sst", "cdn certificate: awaited in | dns: asked in", "", "us-east-1"},
			{"cloudformation", "cdn certificate: *", "*", ""},
		},
	},
	{
		What: "the name of a shared load balancer", SST: "is asked for", CloudFormation: "is the spec's", Why: "SST looks it up by the ARN", Fields: []Field{{Path: "Balancer.Shared.DNSName", By: "sst"}},
		Facts: []Fact{
			{"sst", "dns: *", "*.elb.amazonaws.com", "loadbalancer*.elb.amazonaws.com"},
			{"sst", "dns: *'s target in", "that of the Region's load balancers", "Z35SXDOTRQ7X7K"}, {"cloudformation", "dns: *'s target in", "that of the Region's load balancers", "Z*"},
		},
	},
	{
		What: "rules on a shared listener", SST: "have a condition on the path too; a preview's priorities follow from its name", CloudFormation: "a preview's priorities come from the parameter RuleSlot",
		Why: "SST's rules need a path, /* is every one; a template cannot count (docs/cloudformation.md)",
		Facts: []Fact{
			{"sst", "arn:*: rule", "*. *host *", "*. *host * & path /*"},
			{"cloudformation", "arn:*: rule", "*. *host *", "1230. * | 1231. * | 1232. * | 1233. *"},
		},
	},
	{
		What: "the image", SST: "builds it from the Dockerfile, and keeps it in its own repository", CloudFormation: "takes the parameter ImageUri, and its repository from there",
		Why: "CloudFormation builds nothing", Fields: []Field{{Path: "Service.Image.Context", By: "cloudformation"}, {Path: "Service.Image.Dockerfile", By: "cloudformation"}},
		Facts: []Fact{
			{"cloudformation", "image: *", "*", ""},
			{"sst", "task: pylon image", "image", "*@<image digest>"},
			{"sst", "execution role: allow ecr:*", "on arn:aws:ecr:*", "on arn:aws:ecr:*:123456789012:repository/sst-asset"},
		},
	},
	{
		What: "the role of an app that calls nothing of AWS", SST: "has one without rights", CloudFormation: "has none", Why: "SST's Service always makes a role", Unless: "service: waits for = app role",
		Facts: []Fact{
			{"cloudformation", "task: role", "app role", ""},
			{"cloudformation", "app role: allow sts:AssumeRole", "service ecs-tasks.amazonaws.com*", ""},
		},
	},
	{
		What: "what the cluster offers", SST: "both kinds of capacity", CloudFormation: "those that the service uses", Why: "SST's Cluster always offers both; the service names the kind that it uses",
		Facts: []Fact{{"sst", "cluster: capacity", "", "FARGATE | FARGATE_SPOT"}},
	},
	{
		What: "names of target groups", SST: "begin with HTTP, or with what tells the shared load balancer from another", CloudFormation: "made by it",
		Why:   "SST's Service decides how they begin; a group belongs to one load balancer, and in a template a move to another is another logical id",
		Facts: []Fact{{"cloudformation", "target *: named", "*", ""}},
	},
	{
		What: "the number of tasks at the first deployment", SST: "the least", CloudFormation: "one, until the autoscaler raises it", Why: "SST's Service always says a number; later deployments leave it alone in both",
		Facts: []Fact{{"cloudformation", "service: tasks at first", "*", ""}},
	},
	{
		What: "autoscaling of a fixed number", SST: "from that number to that number", CloudFormation: "none", Why: "SST's Service always makes a scalable target; without a policy it does nothing",
		Facts: []Fact{
			{"cloudformation", "scaling: *", "*", ""},
		},
	},
	{
		What: "what a scaling policy says it scales", SST: "the service", CloudFormation: "the scalable target", Why: "the provider finds the target by the service's name",
		Facts: []Fact{
			{"sst", "scaling by *: of", "scaling", "service/<cluster>/<service>"},
			{"cloudformation", "scaling by *: what | scaling by *: namespace", "*", ""},
		},
	},
	{
		What: "names of log streams", SST: "/service", CloudFormation: "the container", Why: "SST's own prefix (fargate.ts); it only names streams",
		Facts: []Fact{{"sst", "task: * logconfiguration options awslogs-stream-prefix", "*", "/service"}},
	},
	{
		What: "a variable of SST's", SST: "SST_RESOURCE_App", CloudFormation: "none", Why: "SST puts its links into every container (service.ts); the runtime does not read it",
		Facts: []Fact{
			{"cloudformation", "task: pylon has SST_RESOURCE_App", "*", ""},
		},
	},
	{
		What: "what replaces tasks when the address in a secret changes", SST: "the version in the reference to the secret", CloudFormation: "a label with the address, without a password",
		Why:   "CloudFormation knows no version of a secret",
		Facts: []Fact{{"sst", "task: pylon dockerlabels *", "*", ""}},
	},
	{
		What: "versions of secrets", SST: "a task has the version that was deployed", CloudFormation: "a task has the latest when it starts",
		Why:   "SST writes the value itself, so a new one makes a new task definition; secrets of a stack are filled in outside of it (docs/secrets.md)",
		Facts: []Fact{{"sst", "task: * has secret *", "secret *", "<secret *> of one version"}, {"sst", "task: * has secret *", "<secret *> key *", "<secret *> key * of one version"}},
	},
	{
		What: "the length of generated passwords", SST: "32 characters", CloudFormation: "40 characters (database), 64 (cache)",
		Why:    "SST's components make their own; all are longer than what AWS asks for",
		Fields: []Field{{Path: "Database.PasswordLength", By: "sst"}, {Path: "Cache.TokenLength", By: "sst"}},
		Facts: []Fact{
			{"cloudformation", "database password: length | cache token: length", "32", ""},
			{"cloudformation", "database password: special characters | cache token: special characters", "true | false", ""},
			{"cloudformation", "cache token: of", "!&#$^<>-", ""},
			{"cloudformation", "password: *", "*", ""}, // with cache.redis.tls: disable SST still makes a token, which nothing takes
			{"sst", "database password: holds | cache token: holds", "generated: *", ""},
			{"sst", "database password: removed | database password: replaced | cache token: removed | cache token: replaced", "kept | deleted", ""},
			{"sst", "database password: key | cache token: key", "key", ""},
		},
	},
	{
		What: "copies of generated passwords", SST: "a secret of each component", CloudFormation: "none", Why: "aurora.ts and redis.ts make them for links; the passwords are in DATABASE_URL and REDIS_URL, which are kept",
		Facts: []Fact{
			{"cloudformation", "copy of *", "*", ""},
		},
	},
	{
		What: "the escaped token in the cache's URLs", SST: "a token with special characters", CloudFormation: "a token of letters and digits",
		Why: "SST's component makes its own token, which a URL must escape",
		Facts: []Fact{
			{"sst", "secret *: holds", "rediss://:<cache token>@*", "rediss://:<cache token escaped password>@<cache address>:6379"},
			{"sst", "secret PYLON_CLUSTER_BUS: holds", "redis://:<cache token>@*", "redis://:<cache token escaped password>@<cache address>:6379"},
		},
	},
	{
		What: "ports in URLs", SST: "the engine's", CloudFormation: "asked of the database and the cache", Why: "a template can ask; it is the same port",
		Facts: []Fact{{"cloudformation", "secret *: holds", "postgresql://*:5432/*", "postgresql://pylon:<database password>@<database address>:<database port>/pylon?sslmode=require | postgresql://pylon:<database password>@<database address>:<database port>/pylon?sslmode=disable"},
			{"cloudformation", "secret *: holds", "rediss://:<cache token>@<cache address>:6379", "rediss://:<cache token>@<cache address>:<cache port>"},
			{"cloudformation", "secret PYLON_CLUSTER_BUS: holds", "redis://:<cache token>@<cache address>:6379", "redis://:<cache token>@<cache address>:<cache port>"},
			{"cloudformation", "task: pylon has *", "redis://<cache address>:6379", "redis://<cache address>:<cache port>"}},
	},
	{
		What: "values that no person has to know, in stages that keep their data", SST: "set with sst secret set", CloudFormation: "generated",
		Why: "in SST a value has to outlive the stage and its state: a person sets it, and can set it again; where the stage goes with its data, both generate it", Unless: "stage: removal = remove",
		Facts: []Fact{{"sst", "secret *: holds", "generated: *", "set by hand"}},
	},
	{
		What: "values that only a person has", SST: "set with sst secret set", CloudFormation: "a random placeholder until the value is put in its place",
		Why:   "a template creates a secret before anybody can fill it in (docs/secrets.md)",
		Facts: []Fact{{"cloudformation", "secret *: holds", "set by hand", "generated: 32 hexadecimal digits"}},
	},
	{
		What: "the name of the firewall's log", SST: "starts with aws-waf-logs-, app and stage", CloudFormation: "aws-waf-logs- and the stack's id", Why: "AWS WAF takes no other names; the rest keeps stages apart",
		Facts: []Fact{{"cloudformation", "web acl's log: named", "as AWS WAF wants it", "aws-waf-logs-00000000-1111-2222-3333-444444444444"}, {"sst", "web acl's log: named", "as AWS WAF wants it", ""}},
	},
	{
		What: "deleted secrets", SST: "can be brought back for as long as the model says", CloudFormation: "Secrets Manager's own period",
		Why: "a template cannot express it", Fields: []Field{{Path: "SecretRecoveryDays", By: "cloudformation"}},
		Facts: []Fact{{"cloudformation", "secret *: days to bring back", "*", ""}},
	},
	{
		What: "a database that is kept", SST: "stays", CloudFormation: "leaves a snapshot", Why: "both keep the data; a cluster that stays alone in an account costs money (docs/cloudformation.md)",
		Facts: []Fact{
			{"cloudformation", "database: removed | database: replaced", "kept", "snapshot"},
			{"cloudformation", "database: snapshot at its deletion | cache: snapshot at its deletion", "true | false", ""},
			{"cloudformation", "database: last snapshot | cache: last snapshot", "*", ""},
		},
	},
	{
		What: "the name of the cluster", SST: "has the id of the database's security group; its log is made before it", CloudFormation: "made by it; the log is made between the cluster and its first instance",
		Why:    "SST's Aurora makes cluster and instances at once; neither name is in use already, also after the stage was removed and made again",
		Fields: []Field{{Path: "Database.NameSuffix", By: "cloudformation"}},
		Facts:  []Fact{{"sst", "log of the database: named", "*", ""}, {"cloudformation", "database: waits for", "log of the database", ""}},
	},
	{
		What: "the family of the database's parameters", Why: "SST's component takes it from the engine version",
		Fields: []Field{{Path: "Database.Major", By: "sst"}},
	},
	{
		What: "what is declared twice for database and cache", SST: "instances repeat version, subnets and an empty group of parameters; the cache has a group that repeats the default", CloudFormation: "the cluster says it",
		Why: "aurora.ts and redis.ts; AWS takes the same from the cluster",
		Facts: []Fact{
			{"cloudformation", "database instance: parameters | database instance: subnets | database instance: version | database: instances' parameters | instance parameters: *", "*", ""},
			{"cloudformation", "cache: parameters | cache parameters: * | cache: new token by", "*", ""},
		},
	},
	{
		What: "which instance takes over", SST: "the writer says nothing, which is the first", CloudFormation: "1, like its readers", Why: "tiers 0 and 1 are the same to Aurora Serverless v2: they scale with the writer",
		Facts: []Fact{{"sst", "database instance: takes over", "1", ""}},
	},
	{
		What: "what is S3's default", SST: "is not said", CloudFormation: "is said", Why: "since 2023 buckets encrypt with AES256 and objects belong to the bucket's owner",
		Facts: []Fact{{"sst", "uploads: encrypted with | access logs: encrypted with", "AES256", ""}, {"sst", "uploads: owner", "BucketOwnerEnforced", ""}},
	},
	{
		What: "rights of the user who signs uploads", SST: "through a group", CloudFormation: "a managed policy attached to the user",
		Why: "the same statements; SST's way also satisfies CIS 1.15 where it is judged by account",
		Facts: []Fact{
			{"cloudformation", "uploads user: rights through", "uploads user", ""},
		},
	},
}
