package stack

// Logs is how the service's log output is kept.
type Logs struct {
	// RetentionDays is one of the periods that CloudWatch Logs knows.
	RetentionDays int
	// Mode is "blocking" (the app waits for the log) or "non-blocking" (lines
	// are lost while the log cannot be reached).
	Mode string
	// BufferMiB is how much of the output waits in memory in the mode
	// "non-blocking".
	BufferMiB int
}

// Alarms is who is told when something is wrong. There are none while Email and
// Topic are empty.
type Alarms struct {
	Email string // an address that gets a topic of its own
	Topic string // the ARN of an existing SNS topic
	// Recovery: they are notified again on recovery.
	Recovery bool
}

// Wanted reports whether alarms are configured.
func (a Alarms) Wanted() bool { return a.Email != "" || a.Topic != "" }

// Watch is one thing that an alarm looks at, minute by minute.
type Watch struct {
	Name string // "ServerErrors"
	Why  string // what it means when the alarm goes off, one sentence
	Of   Watched
	// Namespace, Metric and Statistic are CloudWatch's names.
	Namespace, Metric, Statistic string
	Below                        bool // the alarm goes off below the threshold, not above it
	Threshold                    int
	Period                       int  // seconds of which one value tells
	Minutes                      int  // in a row, one value each
	Breaching                    bool // no data is as bad as a bad value; otherwise the state is OK
}

// Watched is what a Watch belongs to, and by what its metric is found.
type Watched string

// The things that are watched. Alarms on the last two are there only in stages
// that have them.
const (
	WatchedTargets  Watched = "targets" // the target group of the HTTP port
	WatchedService  Watched = "service"
	WatchedDatabase Watched = "database"
	WatchedCache    Watched = "cache" // its first node
)

// Watches are the alarms of a stage that wants any.
var Watches = []Watch{
	{
		Name: "ServerErrors", Why: "More than 10 answers a minute are server errors.", Of: WatchedTargets,
		Namespace: "AWS/ApplicationELB", Metric: "HTTPCode_Target_5XX_Count", Statistic: "Sum", Period: 60, Threshold: 10, Minutes: 5,
	},
	{
		Name: "NoHealthyTask", Why: "No task passes its health check.", Of: WatchedTargets,
		Namespace: "AWS/ApplicationELB", Metric: "HealthyHostCount", Statistic: "Minimum", Period: 60, Below: true, Threshold: 1, Minutes: 3, Breaching: true,
	},
	{
		Name: "ServiceMemory", Why: "Tasks use more than 90 % of their memory.", Of: WatchedService,
		Namespace: "AWS/ECS", Metric: "MemoryUtilization", Statistic: "Average", Period: 60, Threshold: 90, Minutes: 5,
	},
	{
		Name: "DatabaseCapacity", Why: "The database uses more than 90 % of its greatest capacity.", Of: WatchedDatabase,
		Namespace: "AWS/RDS", Metric: "ACUUtilization", Statistic: "Average", Period: 60, Threshold: 90, Minutes: 10,
	},
	{
		Name: "CacheMemory", Why: "The cache uses more than 80 % of its memory.", Of: WatchedCache,
		Namespace: "AWS/ElastiCache", Metric: "DatabaseMemoryUsagePercentage", Statistic: "Maximum", Period: 60, Threshold: 80, Minutes: 5,
	},
}

// Has reports whether the stage has what a Watch belongs to.
func (s *Stack) Has(w Watched) bool {
	switch w {
	case WatchedDatabase:
		return s.Database.Given()
	case WatchedCache:
		return s.Cache.Given()
	}
	return true
}

// Collector is the OpenTelemetry collector that runs alongside the app in every
// task. Image is "" when there is none.
type Collector struct {
	Image string
	// Config is the collector's configuration, YAML that holds no secret. It is
	// the same text for all stages that a pattern stands for: what differs between
	// them is in Env.
	Config string
	// Env are the plain variables that Config refers to, sorted by Name.
	Env []Variable
	// MemoryMiB is the container's hard limit: above it, the collector is killed
	// and the app is not.
	MemoryMiB int
	// XRay: traces go to AWS X-Ray.
	XRay bool
	// Workspace is the ARN of the Amazon Managed Service for Prometheus
	// workspace that takes the scraped metrics; "" when nothing is scraped.
	Workspace string
	// TokenEnv is the variable that holds the token for scraping, and the
	// secret variable of the app that it comes from; "" without scraping.
	TokenEnv string
}

// Given reports whether there is a collector.
func (c Collector) Given() bool { return c.Image != "" }
