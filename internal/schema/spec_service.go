package schema

// Service is the ECS Fargate service that runs Pylon.
type Service struct {
	// CPU of one task.
	CPU Value[MilliCPU] `yaml:"cpu" jsonschema:"default=0.25 vCPU"`
	// Memory of one task. Fargate takes only certain pairs of cpu and memory.
	Memory Value[MiB] `yaml:"memory" jsonschema:"default=512 MB"`
	// Architecture of the image. Pylon's published image is x86_64 only.
	Architecture Value[string] `yaml:"architecture" jsonschema:"default=x86_64,enum=x86_64,enum=arm64"`
	// Scaling is the range of tasks and what moves it.
	Scaling Scaling `yaml:"scaling" example:"{ min: 2, max: 6, cpu: 70 }"`
	// Spot runs tasks on Spot capacity at about a third of the price; AWS may reclaim them with two minutes' notice. The first task stays on on-demand capacity when there can be more than one.
	Spot Value[bool] `yaml:"spot" jsonschema:"default=false"`
	// Env are plain environment variables of the app's container. Never put a secret here.
	Env Map[Value[string]] `yaml:"env" example:"{ LOG_LEVEL: debug }"`
	// Secrets are the names of further environment variables whose values are secrets: each becomes a secret in AWS that a person fills in.
	Secrets Value[[]string] `yaml:"secrets" example:"[WEATHER_API_KEY]"`
	// Drain is how long a task that is going away keeps its connections.
	Drain Value[Duration] `yaml:"drain" jsonschema:"default=60 seconds"`
	// StopTimeout is the time between SIGTERM and SIGKILL, at most 120 seconds.
	StopTimeout Value[Duration] `yaml:"stopTimeout" jsonschema:"default=30 seconds"`
	// GracePeriod is how long failing health checks of a new task are ignored.
	GracePeriod Value[Duration] `yaml:"gracePeriod" jsonschema:"default=120 seconds"`
	// Exec allows ECS Exec, a shell in a running task. The root file system of the container becomes writable, which ECS Exec needs.
	Exec Value[bool] `yaml:"exec" jsonschema:"default=false"`
}

// Scaling is the range of tasks and what moves it.
type Scaling struct {
	// Min is the least number of tasks.
	Min Value[int] `yaml:"min" jsonschema:"default=1,minimum=1,maximum=100"`
	// Max is the greatest number of tasks. More than 1 is impossible with single-replica.
	Max Value[int] `yaml:"max" jsonschema:"default=4,minimum=1,maximum=100"`
	// CPU is the target of average CPU use in percent.
	CPU Value[int] `yaml:"cpu" jsonschema:"default=70,minimum=10,maximum=100"`
	// Memory is the target of average memory use in percent; none when left out.
	Memory Value[int] `yaml:"memory" jsonschema:"minimum=10,maximum=100"`
	// Requests is the target of requests per task and minute; none when left out.
	Requests Value[int] `yaml:"requests" jsonschema:"minimum=1,maximum=1000000"`
}

// Database is the Aurora Serverless v2 PostgreSQL cluster.
type Database struct {
	// Version of PostgreSQL: a major version, or an exact one in quotes. Outputs name a minor version either way. When AWS has upgraded the database, name the version that runs: RDS refuses an older one. The local container follows the major.
	Version Value[Version] `yaml:"version" jsonschema:"default=16,example=16.8"`
	// Capacity is the range of Aurora capacity units.
	Capacity Capacity `yaml:"capacity"`
	// TLS to the database. require needs Amazon's RDS certificate authority in the image; disable turns it off explicitly.
	TLS Value[string] `yaml:"tls" jsonschema:"default=require,enum=require,enum=disable"`
	// BackupRetention is how long automatic backups are kept, 1 to 35 days.
	BackupRetention Value[Duration] `yaml:"backupRetention" jsonschema:"default=7 days"`
	// Readers is the number of reader instances alongside the writer.
	Readers Value[int] `yaml:"readers" jsonschema:"default=0,minimum=0,maximum=15"`
	// IAMAuthentication lets people and programs log in with their rights in AWS, as a user of the database that is granted rds_iam; the runtime itself has a password. It has no price of its own, but Amazon's guide asks for 300 to 1000 MiB of free memory, and 0.5 ACU has 1 GiB. true with strict hardening.
	IAMAuthentication Value[bool] `yaml:"iamAuthentication" jsonschema:"default=false"`
}

// Capacity is a range of Aurora capacity units.
type Capacity struct {
	// Min is the least capacity, 0.5 ACU or more: Pylon keeps connections open, so Aurora would never pause.
	Min Value[ACU] `yaml:"min" jsonschema:"default=0.5 ACU"`
	// Max is the greatest capacity, at most 256 ACU.
	Max Value[ACU] `yaml:"max" jsonschema:"default=2 ACU"`
}

// Files is the bucket for uploads.
type Files struct {
	// Credentials is how the runtime gets at the bucket. access-key where the runtime takes only static keys, task-role otherwise.
	Credentials Value[string] `yaml:"credentials" jsonschema:"enum=access-key,enum=task-role"`
	// Lifecycle are rules that delete uploads after some time.
	Lifecycle Value[[]LifecycleRule] `yaml:"lifecycle" example:"[{ prefix: tmp/, expireAfter: 7 days }]"`
	// Versioning keeps old versions of uploads. Off by default, on with strict hardening.
	Versioning Value[bool] `yaml:"versioning"`
	// Origins are the web origins that may upload from a browser. Taken from the stage's origins when left out.
	Origins Value[[]string] `yaml:"origins" example:"[https://app.example.com]"`
}

// LifecycleRule deletes uploads after some time.
type LifecycleRule struct {
	// Prefix of the keys; all of the bucket when left out.
	Prefix Value[string] `yaml:"prefix" jsonschema:"example=tmp/"`
	// ExpireAfter is the age at which an upload is deleted, in whole days.
	ExpireAfter Value[Duration] `yaml:"expireAfter" jsonschema:"required,example=7 days"`
}

// Network is the VPC of a stage.
type Network struct {
	// Mode is how tasks reach the internet: public addresses of their own, a NAT gateway, NAT instances, or not at all but for AWS's own services (endpoints). In an existing VPC it is private, where the owner of the VPC provides the egress, or public.
	Mode Value[string] `yaml:"mode" jsonschema:"enum=public,enum=nat-gateway,enum=nat-instance,enum=endpoints,enum=private"`
	// Zones is the number of availability zones. An existing VPC has those of its subnets.
	Zones Value[int] `yaml:"zones" jsonschema:"default=2,minimum=2,maximum=3"`
	// CIDR are the addresses of the stage's own VPC, a /16 to a /20. Stages that will be connected need ranges of their own. It cannot be changed later: AWS refuses to move what is there to another VPC.
	CIDR Value[string] `yaml:"cidr" jsonschema:"default=10.0.0.0/16,example=10.1.0.0/16"`
	// NAT is the number of NAT gateways: single for one, or per-zone for one in each zone.
	NAT Value[string] `yaml:"nat" jsonschema:"default=single,enum=single,enum=per-zone"`
	// VPC is the id of an existing VPC.
	VPC Value[string] `yaml:"vpc" jsonschema:"example=vpc-0a1b2c3d4e5f67890"`
	// Subnets are the subnets of the existing VPC.
	Subnets Subnets `yaml:"subnets" example:"{ public: [subnet-0a1b2c3d4e5f67890, subnet-0a1b2c3d4e5f67891], private: [subnet-0a1b2c3d4e5f67892, subnet-0a1b2c3d4e5f67893] }"`
}

// Subnets are subnets of an existing VPC, in two zones or more.
type Subnets struct {
	// Public subnets have a route to an internet gateway; the load balancer lives there.
	Public Value[[]string] `yaml:"public" example:"[subnet-0a1b2c3d4e5f67890, subnet-0a1b2c3d4e5f67891]"`
	// Private subnets hold the data, and the tasks unless mode is public.
	Private Value[[]string] `yaml:"private" example:"[subnet-0a1b2c3d4e5f67892, subnet-0a1b2c3d4e5f67893]"`
}

// Cache is what tasks share alongside the database.
type Cache struct {
	// Redis is an ElastiCache: true, or a block. The runtime uses it as its cluster bus, and the app finds it under REDIS_URL.
	Redis Switch[Redis] `yaml:"redis"`
}

// Redis is an ElastiCache replication group.
type Redis struct {
	// Node is the node type.
	Node Value[string] `yaml:"node" jsonschema:"default=cache.t4g.micro"`
	// Engine is the software of the nodes: valkey, or redis at about a quarter more.
	Engine Value[string] `yaml:"engine" jsonschema:"default=valkey,enum=valkey,enum=redis"`
	// Replicas are nodes alongside the primary. With one or more a failing primary is replaced at once, from another zone.
	Replicas Value[int] `yaml:"replicas" jsonschema:"default=0,minimum=0,maximum=5"`
	// TLS is how connections are encrypted: preferred accepts them with and without TLS (the runtime's bus speaks none), require with TLS only, and disable has neither TLS nor a token. From require to disable or back, deploy preferred first.
	TLS Value[string] `yaml:"tls" jsonschema:"default=preferred,enum=preferred,enum=require,enum=disable"`
}

// Observability is logs, metrics, traces and alarms.
type Observability struct {
	// Logs is how the service's log is kept.
	Logs Logs `yaml:"logs"`
	// ContainerInsights is how much CloudWatch measures of the ECS cluster beyond the CPU and memory of the service, which are free: enabled adds network, storage and task counts, enhanced also figures of each task and container. Alarms do not need it. enabled costs what custom metrics of CloudWatch cost, a metric and month; enhanced has a price of its own. How many metrics a stage has, and so the sum, is not known here. enabled with strict hardening.
	ContainerInsights Value[string] `yaml:"containerInsights" jsonschema:"default=disabled,enum=disabled,enum=enabled,enum=enhanced"`
	// Metrics is Prometheus scraping.
	Metrics Metrics `yaml:"metrics"`
	// Traces is where traces of the app's functions go. The runtime itself sends none.
	Traces Traces `yaml:"traces" example:"{ xray: true }"`
	// Alarms is who is told when something is wrong.
	Alarms Alarms `yaml:"alarms" example:"{ email: ops@example.com }"`
}

// Logs is how the service's log is kept.
type Logs struct {
	// Retention is one of the periods that CloudWatch Logs knows, such as 30 days. 1 year with strict hardening.
	Retention Value[Duration] `yaml:"retention" jsonschema:"default=30 days"`
}

// Metrics is Prometheus scraping.
type Metrics struct {
	// Scrape reads the runtime's metrics by a collector alongside it, and writes them to a Prometheus workspace of AWS. The labels app, stage and aws_ecs_task_id tell the series of several tasks apart.
	Scrape Value[Scrape] `yaml:"scrape"`
}

// Scrape reads the runtime's metrics.
type Scrape struct {
	// Workspace is the ARN of an Amazon Managed Service for Prometheus workspace.
	Workspace Value[string] `yaml:"workspace" jsonschema:"example=arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"`
	// Interval between two readings, 10 seconds to 10 minutes.
	Interval Value[Duration] `yaml:"interval" jsonschema:"default=60 seconds"`
}

// Traces is where traces go: X-Ray, or an OpenTelemetry endpoint of your own.
type Traces struct {
	// XRay sends traces to AWS X-Ray, by a collector alongside the app.
	XRay Value[bool] `yaml:"xray" jsonschema:"default=false"`
	// OTLP is the URL that takes OpenTelemetry traces over HTTP. A token for it goes into the secret OTEL_EXPORTER_OTLP_HEADERS.
	OTLP Value[string] `yaml:"otlp" jsonschema:"example=https://otlp.example.com"`
}

// Alarms is who is told when something is wrong.
type Alarms struct {
	// Email is an address. AWS asks it for a confirmation once.
	Email Value[string] `yaml:"email" jsonschema:"example=ops@example.com"`
	// Topic is the ARN of an existing SNS topic instead.
	Topic Value[string] `yaml:"topic" jsonschema:"example=arn:aws:sns:us-east-1:123456789012:alarms"`
}
