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
	Scaling Scaling `yaml:"scaling"`
	// Spot runs tasks beyond the first on Fargate Spot. Not supported yet.
	Spot Value[bool] `yaml:"spot" jsonschema:"default=false"`
	// Env are plain environment variables of the container. Never put a secret here.
	Env Map[Value[string]] `yaml:"env"`
	// Secrets are the names of further environment variables whose values are secrets: each becomes a secret in AWS that a person fills in.
	Secrets Value[[]string] `yaml:"secrets"`
	// Drain is how long a task that is going away keeps its connections.
	Drain Value[Duration] `yaml:"drain" jsonschema:"default=60 seconds"`
	// StopTimeout is the time between SIGTERM and SIGKILL, at most 120 seconds.
	StopTimeout Value[Duration] `yaml:"stopTimeout" jsonschema:"default=30 seconds"`
	// GracePeriod is how long failing health checks of a new task are ignored.
	GracePeriod Value[Duration] `yaml:"gracePeriod" jsonschema:"default=120 seconds"`
	// Exec allows ECS Exec into running tasks. Not supported yet.
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
	// Version of PostgreSQL: a major version, or an exact one in quotes. The local container follows the major.
	Version Value[Version] `yaml:"version" jsonschema:"default=16,example=16.8"`
	// Capacity is the range of Aurora capacity units.
	Capacity Capacity `yaml:"capacity"`
	// TLS to the database. require needs Amazon's RDS certificate authority in the image; disable is the explicit way out.
	TLS Value[string] `yaml:"tls" jsonschema:"default=require,enum=require,enum=disable"`
	// BackupRetention is how long automatic backups are kept, 1 to 35 days.
	BackupRetention Value[Duration] `yaml:"backupRetention" jsonschema:"default=7 days"`
	// Readers is the number of reader instances beside the writer.
	Readers Value[int] `yaml:"readers" jsonschema:"default=0,minimum=0,maximum=15"`
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
	// Credentials says how the runtime gets at the bucket. access-key where the runtime takes only static keys, task-role otherwise.
	Credentials Value[string] `yaml:"credentials" jsonschema:"enum=access-key,enum=task-role"`
	// Lifecycle are rules that delete uploads after some time.
	Lifecycle Value[[]LifecycleRule] `yaml:"lifecycle"`
	// Versioning keeps old versions of uploads.
	Versioning Value[bool] `yaml:"versioning" jsonschema:"default=false"`
	// Origins may upload from a browser. Taken from the stage's origins when left out.
	Origins Value[[]string] `yaml:"origins"`
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
	// Mode says how tasks reach the internet. Only public is supported yet.
	Mode Value[string] `yaml:"mode" jsonschema:"default=public,enum=public,enum=nat-gateway,enum=nat-instance,enum=endpoints"`
	// Zones is the number of availability zones.
	Zones Value[int] `yaml:"zones" jsonschema:"default=2,minimum=2,maximum=3"`
	// NAT is single or per-zone. Not supported yet.
	NAT Value[string] `yaml:"nat" jsonschema:"enum=single,enum=per-zone"`
	// VPC is the id of an existing VPC. Not supported yet.
	VPC Value[string] `yaml:"vpc"`
	// Subnets of an existing VPC. Not supported yet.
	Subnets Later `yaml:"subnets"`
}

// Observability is logs, metrics, traces and alarms.
type Observability struct {
	// Logs is how the service's log is kept.
	Logs Logs `yaml:"logs"`
	// Metrics is Prometheus scraping. Not supported yet.
	Metrics Later `yaml:"metrics"`
	// Traces is OpenTelemetry or X-Ray. Not supported yet.
	Traces Later `yaml:"traces"`
	// Alarms is who is told when something is wrong. Not supported yet.
	Alarms Later `yaml:"alarms"`
}

// Logs is how the service's log is kept.
type Logs struct {
	// Retention is one of the periods that CloudWatch Logs knows, such as 30 days.
	Retention Value[Duration] `yaml:"retention" jsonschema:"default=30 days"`
}
