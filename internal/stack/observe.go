package stack

// Logs is how the service's log output is kept.
type Logs struct {
	// RetentionDays is one of the periods that CloudWatch Logs knows.
	RetentionDays int
}

// Alarms is who is told when something is wrong. There are none while both
// fields are empty.
type Alarms struct {
	Email string // an address that gets a topic of its own
	Topic string // the ARN of an existing SNS topic
}

// Wanted says whether there are alarms.
func (a Alarms) Wanted() bool { return a.Email != "" || a.Topic != "" }

// Collector is the OpenTelemetry collector that runs beside the app in every
// task. Image is "" when there is none.
type Collector struct {
	Image string
	// Config is the collector's configuration, YAML that holds no secret.
	Config string
	// XRay: traces go to AWS X-Ray.
	XRay bool
	// Workspace is the ARN of the Amazon Managed Service for Prometheus
	// workspace that takes the scraped metrics; "" when nothing is scraped.
	Workspace string
	// TokenEnv is the variable that holds the token for scraping, and the
	// secret variable of the app that it comes from; "" without scraping.
	TokenEnv string
}
