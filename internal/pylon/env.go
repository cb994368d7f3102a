package pylon

import (
	"net/url"
	"strconv"
)

// Variable is an environment variable that the runtime reads.
type Variable struct {
	Name string
	// Default is what an unset variable means, "" when nothing.
	Default string
	// Form is what its value is, "" for any text.
	Form Form
	// App: the app's own code reads it, the runtime does not.
	App bool
	// Required: the runtime does not start outside of development without it.
	Required bool
	// Secret values never appear in an output.
	Secret bool
	// Key is the key of the stack spec that sets the variable; "" when a person
	// may set it in service.env (or service.secrets).
	Key string
	// Why is what it is for, one short sentence.
	Why string
	// Gate is the versions that read it, Until the first that does not any more;
	// zero for none.
	Gate  Gate
	Until Version
}

// Form is the form of a variable's value.
type Form string

// The forms that are checked.
const (
	Number Form = "a whole number, 0 or more"
	URL    Form = "a URL"
	Host   Form = "a host name"
)

// Takes reports whether a value has the form.
func (f Form) Takes(value string) bool {
	switch f {
	case Number:
		_, err := strconv.ParseUint(value, 10, 63)
		return err == nil
	case URL:
		u, err := url.Parse(value)
		return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
	case Host:
		u, err := url.Parse("https://" + value)
		return err == nil && value != "" && u.Hostname() == value
	}
	return true
}

// Env are the variables that this program sets or must keep people from
// setting by mistake, and those that a production app may want, sorted by name.
// Sources: crates/runtime/src/server.rs, start.rs, crates/auth,
// crates/storage/src/postgres.rs at 0.3.23, where the runtime's
// ServerConfig::from_env is dead code and counts for nothing; the documentation
// and source of 0.5.0 to 0.20.0 for those with a gate.
var Env = []Variable{
	{Name: "ANTHROPIC_API_KEY", Secret: true, Why: "key of the language model that functions use", Gate: by(4, 0)},
	{Name: "DATABASE_URL", Secret: true, Key: "database", Why: "the database with its password"},
	{Name: "OPENAI_API_KEY", Secret: true, Why: "key of the language model that functions use", Gate: by(4, 0)},
	{Name: "OTEL_EXPORTER_OTLP_ENDPOINT", App: true, Why: "where functions send traces; the runtime itself sends none"},
	{Name: "PYLON_ADMIN_EMAILS", Gate: since(3, 64), Why: "e-mail addresses of administrators, with commas between"},
	{Name: "PYLON_ADMIN_TOKEN", Secret: true, Why: "bearer token of the admin API, Studio and metrics"},
	{Name: "PYLON_AI_API_KEY", Secret: true, Key: "ai", Why: "key of the AI provider"},
	{Name: "PYLON_AI_BASE_URL", Key: "ai.baseUrl"},
	{Name: "PYLON_AI_MODEL", Key: "ai.model", Until: ModelDefault.Known},
	{Name: "PYLON_AI_MODELS_ALLOWED", Gate: by(5, 0), Why: "models that callers may name, with commas between"},
	{Name: "PYLON_AI_PROVIDER", Key: "ai.provider"},
	{Name: "PYLON_AI_RATE_LIMIT_MAX", Default: "30", Form: Number, Gate: by(5, 0), Why: "calls of a language model for each user and window"},
	{Name: "PYLON_AI_RATE_LIMIT_WINDOW", Default: "3600", Form: Number, Gate: by(5, 0), Why: "the window in seconds"},
	{Name: "PYLON_API_KEY_PEPPER", Secret: true, Why: "hashes API keys; a public constant otherwise"},
	{Name: "PYLON_CANONICAL_HOST", Form: Host, Gate: by(20, 0), Why: "the host that www and the bare domain are redirected to, whichever of the two it is"},
	{Name: "PYLON_CAPTCHA_MIN_SCORE", Key: "captcha.minScore"},
	{Name: "PYLON_CAPTCHA_PROVIDER", Key: "captcha.provider"},
	{Name: "PYLON_CAPTCHA_SECRET", Secret: true, Key: "captcha", Why: "secret of the captcha provider"},
	{Name: "PYLON_CLUSTER_BUS", Secret: true, Key: "cache", Why: "how tasks tell each other of changes", Gate: ClusterBus.Gate},
	{Name: "PYLON_CLUSTER_NAMESPACE", Default: "pylon", Gate: ClusterBus.Gate, Why: "keeps apps and stages apart on one Redis"},
	{Name: "PYLON_CLUSTER_REQUIRED", Gate: ClusterRequired.Gate, Why: "ends a start without the bus, instead of losing changes"},
	{Name: "PYLON_CORS_ORIGIN", Required: true, Key: "origins", Why: "required outside of development; * is refused"},
	{Name: "PYLON_CSRF_ORIGINS", Default: "the CORS origin", Key: "origins"},
	{Name: "PYLON_DB_PATH", Default: "/data/pylon.db in the image", Key: "shape"},
	{Name: "PYLON_DEV_MODE", Default: "true in the image", Key: "stages", Why: "the image says true, which opens Studio and sessions to anyone"},
	{Name: "PYLON_EMAIL_API_KEY", Secret: true, Key: "email", Why: "key of the e-mail provider"},
	{Name: "PYLON_EMAIL_ENDPOINT", Key: "email.endpoint"},
	{Name: "PYLON_EMAIL_FROM", Key: "email.from"},
	{Name: "PYLON_EMAIL_PROVIDER", Default: "the console", Key: "email.provider"},
	{Name: "PYLON_EMBEDDINGS_MODEL", Gate: by(10, 0), Why: "the model of embeddings when a call names none"},
	{Name: "PYLON_EMBEDDINGS_PROVIDER", Default: "by the key that is set, OpenAI first", Gate: by(10, 0), Why: "openai or voyage"},
	{Name: "PYLON_ENCRYPTION_KEY", Secret: true, Why: "encrypts fields and linked accounts", Gate: by(4, 0)},
	{Name: "PYLON_FILES_DIR", Default: "/data/uploads in the image", Key: "shape"},
	{Name: "PYLON_FILES_PROVIDER", Default: "local", Key: "shape"},
	{Name: "PYLON_HTTP_INFLIGHT_MAX", Default: "16 for each CPU, 32 to 256", Form: Number, Gate: by(20, 0), Why: "requests that a task works on at once; the others get 503"},
	{Name: "PYLON_HTTP_PER_IP_MAX", Default: "64", Form: Number, Gate: by(5, 0), Why: "requests of one address that a task works on at once; the others get 503"},
	{Name: "PYLON_JOBS_DB", Default: "pylon.jobs.db in the working directory, which is read-only", Why: "the working directory is read-only"},
	{Name: "PYLON_JWT_ISSUER", Key: "jwt.issuer"},
	{Name: "PYLON_JWT_LIFETIME_SECS", Default: "3600", Key: "jwt.lifetime"},
	{Name: "PYLON_JWT_SECRET", Secret: true, Key: "jwt", Why: "signs JSON Web Tokens"},
	{Name: "PYLON_LLM_BASE_URL", Form: URL, Gate: by(5, 0), Why: "another host that speaks the provider's API"},
	{Name: "PYLON_LLM_MAX_TOKENS_CAP", Form: Number, Gate: by(5, 0), Why: "the most tokens that a request may ask for"},
	{Name: "PYLON_LLM_MODEL", Gate: by(5, 0), Why: "the model of functions when a call names none, up to 0.9", Until: ModelDefault.Known},
	{Name: "PYLON_LLM_PROVIDER", Gate: by(5, 0), Why: "anthropic or openai"},
	{Name: "PYLON_LOG_FORMAT", Default: "pretty"},
	{Name: "PYLON_METRICS_TOKEN", Secret: true, Gate: MetricsToken.Gate, Why: "reads /metrics and nothing else"},
	{Name: "PYLON_OPENAPI_PUBLIC", Gate: by(5, 0), Why: "shows the description of the API to anybody"},
	{Name: "PYLON_PORT", Default: "4321", Key: "loadBalancer"},
	{Name: "PYLON_PUBLIC_URL", Key: "domain.name"},
	{Name: "PYLON_REPLICA_ID", Default: "the host name and the process", Gate: by(20, 0), Why: "the name of one task; never the same for all of them"},
	{Name: "PYLON_S3_ACCESS_KEY", Secret: true, Key: "files", Why: "access key of the uploads bucket"},
	{Name: "PYLON_S3_BUCKET", Key: "files"},
	{Name: "PYLON_S3_ENDPOINT", Form: URL, Gate: S3Files.Gate, Why: "another store that speaks the API of S3"},
	{Name: "PYLON_S3_FOLDER", Gate: by(5, 0), Why: "a prefix of all keys"},
	{Name: "PYLON_S3_PUBLIC_URL", Form: URL, Gate: by(5, 0), Why: "where a browser reads public uploads: a CDN in front of the bucket"},
	{Name: "PYLON_S3_REGION", Default: "us-east-1", Key: "files"},
	{Name: "PYLON_S3_SECRET_KEY", Secret: true, Key: "files", Why: "secret key of the uploads bucket"},
	{Name: "PYLON_S3_SESSION_TOKEN", Secret: true, Gate: by(5, 0), Why: "third part of temporary keys, which end after hours: a person must renew all three"},
	{Name: "PYLON_SCIM_TOKEN", Secret: true, Why: "bearer token of the SCIM API"},
	{Name: "PYLON_SECRET", Secret: true, Why: "encrypts single sign-on settings; plain text otherwise", Gate: SecretKey.Gate},
	{Name: "PYLON_SESSION_DB", Default: "/data/sessions.db in the image", Key: "shape"},
	{Name: "PYLON_SHARD_ADVERTISE_URL", Gate: MainShards.Gate, Why: "where other tasks reach the shards of this one; each task has its own"},
	{Name: "PYLON_SHARD_CAPACITY", Default: "100", Form: Number, Gate: MainShards.Gate, Why: "shards that a task takes before others are preferred"},
	{Name: "PYLON_SHARD_DRAIN_SECS", Default: "20", Form: Number, Gate: MainShards.Gate, Why: "seconds that shards have to end after SIGTERM"},
	{Name: "PYLON_SHARD_METRICS_LABELS", Gate: MainShards.Gate, Why: "which labels the metrics of shards have"},
	{Name: "PYLON_SHARD_SAVE_SECS", Form: Number, Gate: MainShards.Gate, Why: "seconds from one saved state of a shard to the next"},
	{Name: "PYLON_SHARD_TICKET_SECRET", Secret: true, Gate: MainShards.Gate, Why: "signs tickets for shards"},
	{Name: "PYLON_SHARD_WS_MAX_PER_IP", Default: "64", Form: Number, Gate: MainShards.Gate, Why: "sockets to shards of one address; 0 is no limit, as the load balancer is one address"},
	{Name: "PYLON_SSE_PORT_ACKNOWLEDGE_UNAUTH", Gate: since(3, 71), Why: "opens the event stream of 0.3.71 without authentication"},
	{Name: "PYLON_SSE_PORT_DISABLE", Gate: since(3, 71), Why: "closes the event stream's port"},
	{Name: "PYLON_SSO_ENCRYPTION_KEY", Secret: true, Why: "encrypts single sign-on settings; plain text otherwise"},
	{Name: "PYLON_STACK0_API_KEY", Secret: true, Why: "key of stack0"},
	{Name: "PYLON_STACK0_PROJECT_SLUG", Gate: Stack0Slug.Gate, Why: "the project of uploads to stack0"},
	{Name: "PYLON_STREAM_INFLIGHT_MAX", Form: Number, Gate: by(20, 0), Why: "open streams of a task"},
	{Name: "PYLON_STREAM_PER_IP_MAX", Default: "16", Form: Number, Gate: by(20, 0), Why: "open streams of one address"},
	{Name: "PYLON_STRICT_FN_POLICIES", Gate: by(5, 0), Why: "functions without a policy are refused"},
	{Name: "PYLON_STRIPE_API_KEY", Secret: true, Key: "stripe", Why: "key of Stripe"},
	{Name: "PYLON_STRIPE_WEBHOOK_SECRET", Secret: true, Key: "stripe", Why: "checks the signature of Stripe's events"},
	{Name: "PYLON_TINYBIRD_TOKEN", Secret: true, Why: "key of Tinybird", Gate: by(5, 0)},
	{Name: "PYLON_TOTP_ENCRYPTION_KEY", Secret: true, Why: "encrypts second factors; plain text otherwise"},
	{Name: "PYLON_TRUSTED_ORIGINS", Key: "origins", Why: "where a login may lead back to"},
	{Name: "PYLON_TRUSTED_SECRET", Secret: true, Gate: by(20, 0), Why: "marks requests of your own servers"},
	{Name: "PYLON_TRUST_PROXY_HOPS", Default: "0", Why: "one proxy, the load balancer, adds to X-Forwarded-For"},
	{Name: "PYLON_TWILIO_ACCOUNT_SID", Key: "sms.accountSid"},
	{Name: "PYLON_TWILIO_AUTH_TOKEN", Secret: true, Key: "sms", Why: "token of the text message provider"},
	{Name: "PYLON_TWILIO_FROM", Key: "sms.from"},
	{Name: "PYLON_WORKFLOWS_DB", Gate: by(5, 0), Why: "the file of workflows without PostgreSQL"},
	{Name: "REDIS_URL", App: true, Secret: true, Key: "cache", Why: "the cache, for the app's own code"},
	{Name: "VOYAGE_API_KEY", Secret: true, Gate: by(10, 0), Why: "key of the embeddings provider Voyage"},
}

// EnvEvidence is the source of what is said of variables.
const EnvEvidence = "the runtime's source at 0.3.23, its CHANGELOG, and its documentation and source up to 0.20.0; read, not seen in a running container"

// Lookup returns what is known of a variable, false when nothing is.
func Lookup(name string) (Variable, bool) {
	for _, v := range Env {
		if v.Name == name {
			return v, true
		}
	}
	return Variable{}, false
}

// OnlyDocumented are names that the documentation has and no known version
// reads, each with the name that is meant, "" when there is none (apps/docs at
// 0.3.23 against the source).
var OnlyDocumented = map[string]string{
	"PYLON_COOKIE_SAMESITE": "PYLON_COOKIE_SAME_SITE",
	"PYLON_EMAIL_HTTP_URL":  "PYLON_EMAIL_ENDPOINT",
	"PYLON_FN_WORKERS":      "",
	"PYLON_WS_URL":          "",
}

// Read says who reads the variable: "since 0.3.65, before 0.10.0", or the app's
// own code.
func (v Variable) Read() string {
	switch {
	case v.App:
		return "by the app's own code only"
	case v.Until != Version{}:
		return v.Gate.String() + ", before " + v.Until.String()
	}
	return v.Gate.String()
}
