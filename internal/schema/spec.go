// Package schema defines the two inputs, pylon.manifest.json and
// pylon.stack.yaml: their Go structs, the JSON Schemas made from them, and how
// they are loaded and validated.
//
// It takes the spec as it is written: it fills in no default, knows no overlay
// and makes no choice. That is the business of package resolve.
package schema

//go:generate go run ./gen

import "gopkg.in/yaml.v3"

// Spec is the stack spec, pylon.stack.yaml: how one Pylon app is run on AWS, in
// all its stages.
type Spec struct {
	// Version of the spec's format, always 1.
	Version Value[int] `yaml:"version" jsonschema:"required,enum=1"`
	// App is the prefix of resource names. Letters, digits and dashes, a letter first. Taken from the manifest's name when left out.
	App Value[string] `yaml:"app" jsonschema:"example=todo"`
	// Manifest is the path of the app's manifest, as `pylon codegen` writes it.
	Manifest Value[string] `yaml:"manifest" jsonschema:"default=pylon.manifest.json,minLength=1"`
	// Stages are the environments. Each is an overlay of the keys above it: mappings merge key by key, lists and scalars replace, null removes. A name may be a pattern with one star, such as pr-*. Those named production or prod, or production- or prod- and more, in upper or lower case, are production: they keep and protect their data.
	Stages Map[Settings] `yaml:"stages" jsonschema:"required" example:"{ production: { domain: { name: api.example.com } }, staging: { domain: { name: staging.example.com }, service: { scaling: { max: 1 } } } }"`
	// Dev is the local stack of docker-compose.dev.yml. Versions follow production.
	Dev Dev `yaml:"dev"`
	// Outputs are the paths of the rendered files, inside the project; false switches one off.
	Outputs Outputs `yaml:"outputs"`
	// Overrides are patches of an output, the last resort, applied after everything else. One that no longer applies is an error.
	Overrides Value[[]Override] `yaml:"overrides" example:"[{ target: sst, component: Database, reason: why the patch is needed, patch: [{ op: replace, path: /transform/cluster/backupRetentionPeriod, value: 14 }] }]"`
	// Ignore silences rules of pylon-gen check, each with a reason. One that silences nothing is reported.
	Ignore Value[[]Ignore] `yaml:"ignore" example:"[{ rule: PG308, reason: why the finding is accepted }]"`
	// Accept lets effects of pylon-gen diff pass its gates, each with a reason, in the change that adds it.
	Accept Value[[]Accept] `yaml:"accept" example:"[{ change: '9f86d081884c', reason: why the effect is accepted }]"`

	Settings `yaml:",inline"`

	// File is where the spec was read.
	File File `yaml:"-" json:"-"`
}

// File returns positions of a loaded spec.
type File struct {
	Name string
	Root *yaml.Node
	// EmptyVariables are the names under service.env that have no value and remove
	// nothing.
	EmptyVariables []*yaml.Node
}

// Settings are the keys that every stage has and may overlay.
type Settings struct {
	// Pylon is the runtime that the app is pinned to.
	Pylon Pylon `yaml:"pylon" example:"{ version: 0.5.0, entry: app.ts }"`
	// AWS is the account's side: Region and tags.
	AWS AWS `yaml:"aws"`
	// Shape of the deployment. stateless runs on Aurora and S3; single-replica runs one task with SQLite and uploads on EFS.
	Shape Value[string] `yaml:"shape" jsonschema:"default=stateless,enum=stateless,enum=single-replica"`
	// Service is the ECS Fargate service that runs Pylon.
	Service Service `yaml:"service" example:"{ cpu: 0.5 vCPU, memory: 1 GB, scaling: { min: 2, max: 6 }, env: { LOG_LEVEL: debug }, secrets: [WEATHER_API_KEY] }"`
	// Database is the Aurora Serverless v2 PostgreSQL cluster of the stateless shape.
	Database Database `yaml:"database"`
	// Files is the S3 bucket for uploads of the stateless shape.
	Files Files `yaml:"files" example:"{ versioning: true, lifecycle: [{ prefix: tmp/, expireAfter: 7 days }] }"`
	// Cache is what several tasks share alongside the database.
	Cache Cache `yaml:"cache"`
	// Network is the VPC that the stage lives in.
	Network Network `yaml:"network" example:"{ mode: nat-gateway, nat: per-zone, zones: 3 }"`
	// LoadBalancer is the public application load balancer.
	LoadBalancer LoadBalancer `yaml:"loadBalancer" example:"{ idleTimeout: 1h, ports: single }"`
	// Domain is the public name of the API. Without one all is plain HTTP under the load balancer's own name.
	Domain Domain `yaml:"domain" example:"{ name: api.example.com, aliases: [api2.example.com] }"`
	// CDN is a CloudFront distribution in front of the API, on when there is a domain; false for none. It keeps static files near the people who load them; realtime connections never pass it.
	CDN Switch[CDN] `yaml:"cdn" example:"{ domain: cdn.example.com, cache: [/assets/*] }"`
	// Origins are the web origins (https://host) that may call the API from a browser. They feed CORS, CSRF, the trusted origins and the bucket's CORS. Taken from the domains when left out.
	Origins Value[[]string] `yaml:"origins" example:"[https://app.example.com]"`
	// Auth is how users log in.
	Auth Auth `yaml:"auth"`
	// Email is the provider that sends mail.
	Email Value[Email] `yaml:"email" example:"{ provider: resend, from: hello@example.com }"`
	// SMS is the provider that sends text messages.
	SMS Value[SMS] `yaml:"sms" example:"{ provider: twilio, accountSid: AC0123456789, from: '+15550100' }"`
	// Captcha is the provider of bot checks.
	Captcha Value[Captcha] `yaml:"captcha" example:"{ provider: turnstile }"`
	// Stripe switches on billing with Stripe.
	Stripe Value[Stripe] `yaml:"stripe"`
	// AI is the provider behind the runtime's AI endpoint.
	AI Value[AI] `yaml:"ai" example:"{ provider: anthropic, model: claude-sonnet-4-5 }"`
	// JWT lets the runtime issue and accept JSON Web Tokens.
	JWT Value[JWT] `yaml:"jwt" example:"{ issuer: https://api.example.com, lifetime: 1h }"`
	// Observability is logs, metrics, traces and alarms.
	Observability Observability `yaml:"observability" example:"{ logs: { retention: 90 days }, alarms: { email: ops@example.com } }"`
	// Budget is what a month of the stage may cost, a gate of pylon-gen cost and pylon-gen diff.
	Budget Budget `yaml:"budget"`
	// Usage is what a month uses, for pylon-gen cost to price what is paid by use.
	Usage Usage `yaml:"usage" example:"{ requests: 5, dataOut: 50, stored: 100, logs: 10 }"`
	// Protect refuses the deletion of the database and the load balancer. True in stages named production, prod, production-* or prod-*, false elsewhere.
	Protect Value[bool] `yaml:"protect"`
	// Removal is what happens to data when the stage is removed. retain in stages named production, prod, production-* or prod-*, remove elsewhere.
	Removal Value[string] `yaml:"removal" jsonschema:"enum=retain,enum=remove"`
	// Hardening is the level of protection. strict adds what costs money or attention: a customer-managed key for data, secrets and logs, access and flow logs, enhanced monitoring and IAM authentication of the database, Container Insights, a web ACL with AWS's rule sets, and longer backups and logs.
	Hardening Value[string] `yaml:"hardening" jsonschema:"default=standard,enum=standard,enum=strict"`
}

// Pylon is the runtime that the app is pinned to.
type Pylon struct {
	// Version is the exact runtime version. It decides what the runtime can do.
	Version Value[string] `yaml:"version" jsonschema:"pattern=^[0-9]+\\.[0-9]+\\.[0-9]+$,example=0.5.0"`
	// Entry is the app's entry file; the container runs pylon start with it.
	Entry Value[string] `yaml:"entry" jsonschema:"default=app.ts,minLength=1"`
	// Image is where the container image comes from: built from a Dockerfile, or a given uri.
	Image Image `yaml:"image" example:"{ dockerfile: Dockerfile, context: . }"`
}

// Image is where the container image comes from.
type Image struct {
	// Dockerfile is the path of the Dockerfile, relative to the context.
	Dockerfile Value[string] `yaml:"dockerfile" jsonschema:"default=Dockerfile,minLength=1"`
	// Context is the directory that the image is built from, relative to the spec.
	Context Value[string] `yaml:"context" jsonschema:"default=.,minLength=1"`
	// URI is an image in a registry, with a tag or digest, instead of a Dockerfile. Never latest.
	URI Value[string] `yaml:"uri" jsonschema:"minLength=1"`
	// Credentials is the ARN of an existing secret in Secrets Manager with the user name and password of the registry that uri is in. An image in Amazon ECR needs none.
	Credentials Value[string] `yaml:"credentials" jsonschema:"example=arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-a1B2c3"`
}

// Budget is what a month may cost.
type Budget struct {
	// Monthly is the limit of the fixed part of the month, before taxes and what is paid by use.
	Monthly Value[USD] `yaml:"monthly" jsonschema:"example=100 USD"`
}

// Usage is what a month uses. Nothing is rendered from it.
type Usage struct {
	// Requests are the millions of requests that the web ACL looks at.
	Requests Value[int] `yaml:"requests" jsonschema:"minimum=0"`
	// DataOut are the gigabytes that go to the internet.
	DataOut Value[int] `yaml:"dataOut" jsonschema:"minimum=0"`
	// Stored are the gigabytes of uploads that are kept.
	Stored Value[int] `yaml:"stored" jsonschema:"minimum=0"`
	// Logs are the gigabytes of logs that are written.
	Logs Value[int] `yaml:"logs" jsonschema:"minimum=0"`
}

// AWS is the account's side of a stage.
type AWS struct {
	// Region is the AWS Region of the stage. GovCloud has no CDN; China is not supported.
	Region Value[string] `yaml:"region" jsonschema:"default=us-east-1,pattern=^[a-z0-9-]+$"`
	// Tags are the tags that are put on every resource that takes some, along with the app and the stage. They tell whose a resource is on a bill, in a search and in a policy.
	Tags Map[Value[string]] `yaml:"tags" example:"{ team: platform }"`
}

// Outputs are the paths of the rendered files. False switches one off.
type Outputs struct {
	// SST is the path of the SST configuration, or false for none.
	SST OutputPath `yaml:"sst" jsonschema:"default=sst.config.ts"`
	// CloudFormation is the path of the templates, or false for none; {stage} stands for the stage's name.
	CloudFormation OutputPath `yaml:"cloudformation" jsonschema:"default=infra/cloudformation/{stage}.yaml"`
	// Compose is the path of the compose file for local development, or false for none.
	Compose OutputPath `yaml:"compose" jsonschema:"default=docker-compose.dev.yml"`
	// Dotenv is the path of the example of local environment variables, or false for none.
	Dotenv OutputPath `yaml:"dotenv" jsonschema:"default=.env.example"`
}
