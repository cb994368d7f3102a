// Package stack is the provider-neutral model of one Pylon app and its stages.
//
// It holds data only: every choice has been made, every default filled in and
// every unit parsed, so that the renderers, the rules, the price and the diff
// look at the same facts. It never reads a file and never judges.
//
// A field that describes a part which may be absent (a domain, a CDN, a
// database in the single-replica shape) says in its comment which value means
// "there is none".
package stack

import "github.com/pylon-gen/pylon-gen/internal/source"

// App is everything that is rendered together: all stages of one app, and the
// local stack that mirrors one of them.
type App struct {
	// Name is the prefix of resource names: a letter, then letters, digits and
	// dashes; at most 40 characters.
	Name string
	// PylonVersion is the exact runtime version, for example "0.5.0".
	PylonVersion string
	// Stages are sorted: plain names first, then patterns, each by name.
	Stages []*Stack
	// Dev is the local stack; it mirrors the stage named in Dev.Mirrors.
	Dev Dev
	// Overrides are patches of the SST configuration, in declared order.
	Overrides []Override
	// Outputs are where the renderings go.
	Outputs Outputs
	// Features are what the manifest asks for, of each kind in its order there.
	Features []Feature
	// Ignores are the rules to silence, in declared order.
	Ignores []Ignore
	// Accepts are effects of a change that may pass, in declared order.
	Accepts []Accept
}

// Outputs holds the paths of rendered files: relative to the project's root,
// with slashes, never outside of it. One that is switched off is "".
type Outputs struct {
	SST     string
	Compose string
	Dotenv  string
	// CloudFormation maps each stage's name (Stage.Name) to its template's path.
	CloudFormation map[string]string
}

// Stack is one app in one stage.
type Stack struct {
	App          string // App.Name
	PylonVersion string // App.PylonVersion
	Stage        Stage
	Region       string // an AWS Region, for example "us-east-1"
	Tags         []Tag  // sorted by Key; the user's only
	Shape        Shape
	// Retain keeps data (database, bucket, file system, secrets, logs) when the
	// stage is removed; false lets all of it go.
	Retain bool
	// Protect refuses deletion of the database and the load balancer, and in
	// SST of the whole stage.
	Protect  bool
	Network  Network
	Service  Service
	Balancer LoadBalancer
	// Database is there only in the Stateless shape; Version is "" otherwise.
	Database Database
	// Files is the bucket for uploads, only in the Stateless shape.
	Files Files
	// FileSystem is there only in the SingleReplica shape.
	FileSystem FileSystem
	// Domain.Name is "" when the stage has no domain: then all is plain HTTP
	// under the load balancer's own name.
	Domain Domain
	CDN    CDN
	// Origins are the web origins that may call the API from a browser
	// ("https://host[:port]"), never empty, in declared order.
	Origins []Staged
	Cache   Cache
	Logs    Logs
	Alarms  Alarms
	// Strict adds what costs money or attention: a customer-managed key, access
	// and flow logs, enhanced database monitoring, Container Insights, logins by
	// IAM to the database and a web ACL.
	Strict bool
	// What Strict adds; in other stages there is none of it.
	Key        Key
	AccessLogs AccessLogs
	FlowLog    FlowLog // only in a VPC of the stage's own
	WebACL     WebACL  // only with a load balancer of the stage's own
	// Openings, Grants and Trusts are all that is allowed: who may connect to
	// whom, who may do what, and who may act as whom.
	Openings []Opening
	Grants   []Grant
	Trusts   []Trust
	// Budget limits what a month costs at least, in USD; 0 means no limit.
	Budget float64
	// Usage is what a month uses, for prices only.
	Usage Usage
	// SecretRecoveryDays is how long a deleted secret can be brought back: 7 to
	// 30, or 0 for not at all. A template of CloudFormation cannot express it.
	SecretRecoveryDays int
	// Overrides are patches of this stage's CloudFormation template, in declared
	// order.
	Overrides []Override

	// Settings are all values of the spec as this stage has them, each with
	// where it came from; sorted by Path.
	Settings []Setting
}

// Usage is what a month of a stage uses; 0 where it is not configured.
type Usage struct {
	Requests int // millions
	// DataOut, Stored and Logs are gigabytes: sent to the internet, kept as uploads,
	// and written as logs.
	DataOut, Stored, Logs int
}

// Stage names a stage, or a family of stages.
type Stage struct {
	// Name as written in the spec: "production", or a pattern with one star
	// such as "pr-*".
	Name string
	// Pattern says that Name is a pattern: the stage's real name is known only
	// when it is deployed.
	Pattern bool
	// MaxName is the greatest length of a pattern stage's real name: MaxStageName,
	// or less where the stage's host names have no room for it. 0 in a plain stage.
	MaxName int
	// Production: data is kept and protected by default. It follows from Name
	// alone.
	Production bool
	// Pos is where the stage's name is written.
	Pos source.Pos
}

// Shape is one of the two ways to run Pylon on AWS.
type Shape string

// The shapes.
const (
	Stateless     Shape = "stateless"      // Aurora + S3; tasks hold nothing
	SingleReplica Shape = "single-replica" // SQLite and uploads on EFS; one task, never two at once
)

// Tag is a resource tag.
type Tag struct{ Key, Value string }

// Staged is text of a stage. In a pattern stage every Placeholder in it stands for the
// stage's real name, known at deploy time only; a plain stage's text has no such
// hole left. Use Split to render it.
type Staged string

// Setting is one value of the resolved spec.
type Setting struct {
	Path   string // dotted, as in the spec: "service.scaling.max"
	Value  string // canonical text, "0.25 vCPU"
	Origin Origin
}

// Origin is where a value came from.
type Origin struct {
	Kind OriginKind
	// Pos is where it is written; the zero Pos for a default.
	Pos source.Pos
	// Why completes a derived or default origin: "domain.name", "production".
	Why string
}

// OriginKind is the kind of an Origin.
type OriginKind string

// The kinds of origin.
const (
	FromSpec     OriginKind = "spec"     // written for all stages
	FromStage    OriginKind = "stage"    // written in the stage's overlay
	FromManifest OriginKind = "manifest" // taken from the manifest
	FromDefault  OriginKind = "default"  // it is not written
	Derived      OriginKind = "derived"  // follows from another setting, see Why
)
