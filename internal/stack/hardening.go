package stack

// Key is the stage's own key in AWS KMS for data, secrets and logs; without one
// AWS's keys encrypt. DeletionDays is 0 when there is none.
type Key struct {
	// Rotation has KMS make new key material every year.
	Rotation bool
	// DeletionDays is how long a deleted key can be brought back, 7 to 30.
	DeletionDays int
}

// Given reports whether the stage has a key of its own.
func (k Key) Given() bool { return k.DeletionDays > 0 }

// AccessLogs is the bucket that the load balancer, the uploads and the CDN log
// their requests to.
type AccessLogs struct {
	// Days is how long logs are kept; 0 means there are no logs.
	Days int
	// Versioning keeps overwritten and deleted logs, for OldVersionDays.
	Versioning     bool
	OldVersionDays int
	// AbortDays is after how many days the parts of an abandoned upload go.
	AbortDays int
	// The first parts of the logs' keys. A load balancer puts a slash behind
	// its own.
	BalancerPrefix, FilesPrefix, CDNPrefix string
	// Cookies: the CDN logs those of its viewers.
	Cookies bool
}

// Given reports whether requests are logged.
func (a AccessLogs) Given() bool { return a.Days > 0 }

// FlowLog is the log of connections in a VPC of the stage's own, kept like the
// app's log.
type FlowLog struct {
	Traffic string // "ACCEPT", "REJECT" or "ALL"; "" means there is no log
}

// Given reports whether connections are logged.
func (f FlowLog) Given() bool { return f.Traffic != "" }

// WebACL is the web application firewall in front of the stage's own load
// balancer. It lets pass what no rule stops.
type WebACL struct {
	// RuleGroups are managed by AWS, in the order in which they look at a
	// request; none means there is no firewall.
	RuleGroups []string
	// Redacted are the headers whose values the log leaves out.
	Redacted []string
	// LogPrefix is how the name of its log starts: AWS WAF takes no other.
	LogPrefix string
}

// Given reports whether there is a web application firewall.
func (w WebACL) Given() bool { return len(w.RuleGroups) > 0 }
