package pylon

// Variable is an environment variable that the runtime reads.
type Variable struct {
	Name string
	// Default is what an unset variable means, "" when nothing.
	Default string
	// Required: the runtime does not start outside of development without it.
	Required bool
	// Secret values never stand in an output.
	Secret bool
	// Key is the key of the stack spec that sets the variable; "" when a person
	// may set it in service.env (or service.secrets).
	Key string
	// Why says what it is for, one short sentence.
	Why string
}

// Env are the variables that this program sets or must keep people from
// setting by mistake, sorted by name. Sources: crates/runtime/src/server.rs,
// start.rs, crates/auth, crates/storage/src/postgres.rs; the runtime's
// ServerConfig::from_env is dead code and counts for nothing.
var Env = []Variable{
	{Name: "ANTHROPIC_API_KEY", Secret: true, Why: "key of the language model that functions use"},
	{Name: "DATABASE_URL", Secret: true, Key: "database", Why: "the database with its password"},
	{Name: "OPENAI_API_KEY", Secret: true, Why: "key of the language model that functions use"},
	{Name: "OTEL_EXPORTER_OTLP_ENDPOINT", Why: "where functions send traces; the runtime itself sends none"},
	{Name: "PYLON_ADMIN_TOKEN", Secret: true, Why: "bearer token of the admin API, Studio and metrics"},
	{Name: "PYLON_AI_API_KEY", Secret: true, Key: "ai", Why: "key of the AI provider"},
	{Name: "PYLON_AI_BASE_URL", Key: "ai.baseUrl"},
	{Name: "PYLON_AI_MODEL", Key: "ai.model"},
	{Name: "PYLON_AI_PROVIDER", Key: "ai.provider"},
	{Name: "PYLON_API_KEY_PEPPER", Secret: true, Why: "hashes API keys; a public constant otherwise"},
	{Name: "PYLON_CAPTCHA_MIN_SCORE", Key: "captcha.minScore"},
	{Name: "PYLON_CAPTCHA_PROVIDER", Key: "captcha.provider"},
	{Name: "PYLON_CAPTCHA_SECRET", Secret: true, Key: "captcha", Why: "secret of the captcha provider"},
	{Name: "PYLON_CLUSTER_BUS", Secret: true, Key: "cache", Why: "how tasks tell each other of changes"},
	{Name: "PYLON_CORS_ORIGIN", Required: true, Key: "origins", Why: "required outside of development; * is refused"},
	{Name: "PYLON_CSRF_ORIGINS", Default: "the CORS origin", Key: "origins"},
	{Name: "PYLON_DB_PATH", Default: "/data/pylon.db in the image", Key: "shape"},
	{Name: "PYLON_DEV_MODE", Default: "true in the image", Key: "stages", Why: "the image says true, which opens Studio and sessions to anyone"},
	{Name: "PYLON_EMAIL_API_KEY", Secret: true, Key: "email", Why: "key of the e-mail provider"},
	{Name: "PYLON_EMAIL_ENDPOINT", Key: "email.endpoint"},
	{Name: "PYLON_EMAIL_FROM", Key: "email.from"},
	{Name: "PYLON_EMAIL_PROVIDER", Default: "the console", Key: "email.provider"},
	{Name: "PYLON_ENCRYPTION_KEY", Secret: true, Why: "encrypts fields and linked accounts"},
	{Name: "PYLON_FILES_DIR", Default: "/data/uploads in the image", Key: "shape"},
	{Name: "PYLON_FILES_PROVIDER", Default: "local", Key: "shape"},
	{Name: "PYLON_JOBS_DB", Default: "pylon.jobs.db in the working directory, which is read-only", Why: "the working directory is read-only"},
	{Name: "PYLON_JWT_ISSUER", Key: "jwt.issuer"},
	{Name: "PYLON_JWT_LIFETIME_SECS", Default: "3600", Key: "jwt.lifetime"},
	{Name: "PYLON_JWT_SECRET", Secret: true, Key: "jwt", Why: "signs JSON Web Tokens"},
	{Name: "PYLON_LOG_FORMAT", Default: "pretty"},
	{Name: "PYLON_PORT", Default: "4321", Key: "loadBalancer"},
	{Name: "PYLON_PUBLIC_URL", Key: "domain.name"},
	{Name: "PYLON_S3_ACCESS_KEY", Secret: true, Key: "files", Why: "access key of the uploads bucket"},
	{Name: "PYLON_S3_BUCKET", Key: "files"},
	{Name: "PYLON_S3_REGION", Default: "us-east-1", Key: "files"},
	{Name: "PYLON_S3_SECRET_KEY", Secret: true, Key: "files", Why: "secret key of the uploads bucket"},
	{Name: "PYLON_SCIM_TOKEN", Secret: true, Why: "bearer token of the SCIM API"},
	{Name: "PYLON_SECRET", Secret: true, Why: "encrypts single sign-on settings; plain text otherwise"},
	{Name: "PYLON_SESSION_DB", Default: "/data/sessions.db in the image", Key: "shape"},
	{Name: "PYLON_SSO_ENCRYPTION_KEY", Secret: true, Why: "encrypts single sign-on settings; plain text otherwise"},
	{Name: "PYLON_STACK0_API_KEY", Secret: true, Why: "key of stack0"},
	{Name: "PYLON_STRIPE_API_KEY", Secret: true, Key: "stripe", Why: "key of Stripe"},
	{Name: "PYLON_STRIPE_WEBHOOK_SECRET", Secret: true, Key: "stripe", Why: "checks the signature of Stripe's events"},
	{Name: "PYLON_TINYBIRD_TOKEN", Secret: true, Why: "key of Tinybird"},
	{Name: "PYLON_TOTP_ENCRYPTION_KEY", Secret: true, Why: "encrypts second factors; plain text otherwise"},
	{Name: "PYLON_TRUSTED_ORIGINS", Key: "origins", Why: "where a login may lead back to"},
	{Name: "PYLON_TRUST_PROXY_HOPS", Default: "0", Why: "one proxy, the load balancer, adds to X-Forwarded-For"},
	{Name: "PYLON_TWILIO_ACCOUNT_SID", Key: "sms.accountSid"},
	{Name: "PYLON_TWILIO_AUTH_TOKEN", Secret: true, Key: "sms", Why: "token of the text message provider"},
	{Name: "PYLON_TWILIO_FROM", Key: "sms.from"},
	{Name: "REDIS_URL", Secret: true, Key: "cache", Why: "the cache with its token, for the app's own code"},
}

// Lookup gives what is known of a variable, false when nothing is.
func Lookup(name string) (Variable, bool) {
	for _, v := range Env {
		if v.Name == name {
			return v, true
		}
	}
	return Variable{}, false
}
