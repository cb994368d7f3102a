package stack

// Database is the Aurora Serverless v2 PostgreSQL cluster.
type Database struct {
	// Version is the exact engine version, "16.8"; "" means there is no
	// database (SingleReplica).
	Version string
	Major   int    // 16
	Name    string // of the database, "pylon"
	User    string // master user, "pylon"
	// MinACU and MaxACU are Aurora capacity units in steps of 0.5 (1 ACU is
	// about 2 GiB of memory).
	MinACU, MaxACU float64
	// TLS: the server refuses plain connections.
	TLS bool
	// SSLMode is what DATABASE_URL says: "require" with TLS, otherwise
	// "disable", inside the VPC.
	SSLMode string
	// BackupRetentionDays is 1 to 35.
	BackupRetentionDays int
	Readers             int // reader instances alongside the writer, 0 to 15

	Port int // TCP
	// Class is the instance class of all instances; "db.serverless" takes
	// MinACU and MaxACU.
	Class string
	// PasswordLength is that of the master user's generated password, in
	// characters.
	PasswordLength int
	// SlowQuery is from how many milliseconds on a statement is logged.
	SlowQuery int
	// Log is the log that goes to CloudWatch, by RDS's name. RDS would make its
	// group itself, and never delete it.
	Log string
	// NameSuffix is the end of the cluster's name, where it is given one. It changes
	// with what replaces the cluster: then there are two for a moment, and RDS
	// refuses a name twice.
	NameSuffix string
	// BackupWindow ("hh:mm-hh:mm") and MaintenanceWindow ("ddd:hh:mm-ddd:hh:mm")
	// are in UTC and do not overlap.
	BackupWindow, MaintenanceWindow string
	// IAMAuth lets users of the database log in with rights of IAM; the runtime
	// has a password. It takes 300 to 1000 MiB of the database's memory (Aurora
	// user guide, limitations of IAM database authentication).
	IAMAuth bool
	// TagSnapshots copies the cluster's tags to its snapshots.
	TagSnapshots bool
	// MinorUpgrades lets RDS install minor versions in the maintenance window.
	MinorUpgrades bool
	// PromotionTier is in what order readers take over a failing writer's work,
	// 0 to 15, the lowest first. All instances have the same.
	PromotionTier int
	// MonitoringInterval is how often the operating system's figures are sent to
	// CloudWatch (enhanced monitoring), in seconds; 0 is never.
	MonitoringInterval int
	// PerformanceInsights keeps what the database waited for, for seven days.
	PerformanceInsights bool
}

// Given reports whether the stage has a database.
func (d Database) Given() bool { return d.Version != "" }

// Files is the bucket for uploads.
type Files struct {
	// Credentials is how the runtime signs its requests; "" means there is no
	// bucket (SingleReplica: uploads are on the file system).
	Credentials FileCredentials
	Versioning  bool
	Lifecycle   []LifecycleRule // in declared order
	// Origins may upload from a browser with presigned URLs (bucket CORS).
	Origins []Staged
	CORS    CORS
	// AbortDays is after how many days the parts of an abandoned upload go.
	AbortDays int
	// OldVersionDays is after how many days overwritten and deleted objects go;
	// there are such only with Versioning.
	OldVersionDays int
}

// CORS is what pages of other origins may do with the bucket.
type CORS struct {
	Methods       []string // HTTP methods, sorted
	AllowHeaders  []string // of requests; "*" is any
	ExposeHeaders []string // of answers, which scripts may read
	MaxAge        int      // seconds that a browser may remember the answer
}

// Given reports whether the stage has a bucket for uploads.
func (f Files) Given() bool { return f.Credentials != "" }

// FileCredentials is how the runtime gets at the bucket.
type FileCredentials string

// The kinds of bucket credentials.
const (
	AccessKey FileCredentials = "access-key" // static keys of an IAM user, as secrets
	TaskRole  FileCredentials = "task-role"  // rights of the task role
)

// LifecycleRule deletes objects under a prefix after some days.
type LifecycleRule struct {
	Prefix     string // "" is the whole bucket
	ExpireDays int
}

// Cache is the ElastiCache replication group that tasks share: the cluster bus
// of the runtime, and a cache for the app.
type Cache struct {
	// Node is the node type, "cache.t4g.micro"; "" means there is no cache.
	Node    string
	Engine  string // "valkey" or "redis"
	Version string // of the engine: "8.0"
	// Replicas are nodes alongside the primary, 0 to 5. With one or more a failing
	// primary is replaced at once, from another zone.
	Replicas int
	// SnapshotDays is how long the daily copies are kept.
	SnapshotDays int

	// Failover: a replica takes over when the primary fails; the nodes are in
	// different zones then.
	Failover bool
	// TransitEncryption is TLSRequired, TLSPreferred or TLSOff.
	TransitEncryption string
	// TokenLength is that of the generated token, in characters; ElastiCache
	// takes 16 to 128, and a token only together with TLS: it is 0 with TLSOff.
	TokenLength int
	// MinorUpgrades lets ElastiCache install minor versions.
	MinorUpgrades bool
}

// How a cache takes connections, in ElastiCache's words but for the last.
const (
	TLSRequired  = "required"  // with TLS only
	TLSPreferred = "preferred" // with TLS and without
	TLSOff       = ""          // without only
)

// TLSWords say for readers of the outputs how a cache takes connections.
var TLSWords = map[string]string{
	TLSRequired:  "Only with a token, over TLS.",
	TLSPreferred: "Only with a token, over TLS or without:\nthe runtime's bus speaks no TLS.",
	TLSOff:       "Without TLS and token: the security group\nlets in the tasks alone.",
}

// Scheme returns the scheme of a URL of the cache: that of the app's own URL,
// which speaks TLS wherever the cache does, or that of the cluster bus, which
// does where it must.
func (c Cache) Scheme(source SecretSource) string {
	if c.TransitEncryption == TLSRequired || c.TransitEncryption == TLSPreferred && source == RedisURL {
		return "rediss"
	}
	return "redis"
}

// Given reports whether the stage has a cache.
func (c Cache) Given() bool { return c.Node != "" }
