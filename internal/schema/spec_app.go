package schema

// Auth is how users log in.
type Auth struct {
	// OAuth are the login providers by the runtime's name (google, github, ...), or a name of your own with an issuer.
	OAuth Map[OAuth] `yaml:"oauth" example:"{ google: { clientId: 1234-abc.apps.googleusercontent.com } }"`
}

// OAuth is one login provider. Its client secret is a secret of the stage.
type OAuth struct {
	// ClientID is the public id that the provider gave the app.
	ClientID Value[string] `yaml:"clientId" jsonschema:"minLength=1,example=1234-abc.apps.googleusercontent.com"`
	// Redirect is the callback URL; the domain's /api/auth/callback/<provider> when left out.
	Redirect Value[string] `yaml:"redirect" jsonschema:"minLength=1"`
	// Scopes to request instead of the runtime's own.
	Scopes Value[[]string] `yaml:"scopes" example:"[email, profile]"`
	// Tenant is the directory of Microsoft logins.
	Tenant Value[string] `yaml:"tenant" jsonschema:"minLength=1"`
	// TeamID is the team of Apple logins.
	TeamID Value[string] `yaml:"teamId" jsonschema:"minLength=1"`
	// KeyID is the key of Apple logins.
	KeyID Value[string] `yaml:"keyId" jsonschema:"minLength=1"`
	// Issuer is the URL of any other OpenID Connect provider.
	Issuer Value[string] `yaml:"issuer" jsonschema:"minLength=1"`
}

// Email is the provider that sends mail. Its API key is a secret of the stage.
type Email struct {
	// Provider of the service.
	Provider Value[string] `yaml:"provider" jsonschema:"enum=sendgrid,enum=resend,enum=stack0,enum=webhook"`
	// From is the sender's address.
	From Value[string] `yaml:"from" jsonschema:"minLength=1"`
	// Endpoint is the URL that the webhook provider posts to.
	Endpoint Value[string] `yaml:"endpoint" jsonschema:"minLength=1"`
}

// SMS is the provider that sends text messages. Its token is a secret of the stage.
type SMS struct {
	// Provider of the service.
	Provider Value[string] `yaml:"provider" jsonschema:"enum=twilio"`
	// AccountSID is the account at the provider.
	AccountSID Value[string] `yaml:"accountSid" jsonschema:"minLength=1"`
	// From is the sender's number.
	From Value[string] `yaml:"from" jsonschema:"minLength=1"`
}

// Captcha is the provider of bot checks. Its secret is a secret of the stage.
type Captcha struct {
	// Provider of the service.
	Provider Value[string] `yaml:"provider" jsonschema:"enum=hcaptcha,enum=turnstile,enum=recaptcha"`
	// MinScore is the least score that passes, 0 to 1.
	MinScore Value[float64] `yaml:"minScore" jsonschema:"minimum=0,maximum=1"`
}

// Stripe is billing with Stripe. Its API key is a secret of the stage.
type Stripe struct {
	// Webhook takes Stripe's events, with a signing secret of its own.
	Webhook Value[bool] `yaml:"webhook" jsonschema:"default=true"`
}

// AI is the provider behind the runtime's AI endpoint. Its key is a secret of the stage.
type AI struct {
	// Provider as the runtime names it.
	Provider Value[string] `yaml:"provider" jsonschema:"minLength=1"`
	// Model that is asked.
	Model Value[string] `yaml:"model" jsonschema:"minLength=1"`
	// BaseURL is the URL of the provider's API.
	BaseURL Value[string] `yaml:"baseUrl" jsonschema:"minLength=1"`
}

// JWT is JSON Web Tokens. Their signing secret is a secret of the stage.
type JWT struct {
	// Issuer that tokens must name.
	Issuer Value[string] `yaml:"issuer" jsonschema:"minLength=1"`
	// Lifetime of a token.
	Lifetime Value[Duration] `yaml:"lifetime" jsonschema:"default=3600 seconds"`
}
