package schema

import "encoding/json"

// ManifestAuth is users, sessions and trusted origins. Its keys are
// snake_case; the runtime drops the camelCase of app.ts silently.
type ManifestAuth struct {
	// User is the entity behind logins.
	User *AuthUser `json:"user"`
	// Session is how long logins last.
	Session *AuthSession `json:"session"`
	// TrustedOrigins may be redirected to after a login.
	TrustedOrigins []string `json:"trusted_origins"`
	// Org is organisations and their members (newer runtimes).
	Org json.RawMessage `json:"org"`
	// OrgRoles are the roles of members (newer runtimes).
	OrgRoles []json.RawMessage `json:"org_roles"`
}

// AuthUser is the entity behind logins.
type AuthUser struct {
	// Entity that holds users; User when missing.
	Entity *string `json:"entity"`
	// Expose are the fields shown to others.
	Expose []string `json:"expose"`
	// Hide are the fields never shown.
	Hide []string `json:"hide"`
	// AdminField marks administrators (newer runtimes).
	AdminField *string `json:"admin_field"`
}

// AuthSession is how long logins last.
type AuthSession struct {
	// ExpiresIn is the lifetime of a session in seconds.
	ExpiresIn *uint64 `json:"expires_in"`
	// CookieCache caches session claims in a cookie.
	CookieCache *CookieCache `json:"cookie_cache"`
}

// CookieCache caches session claims in a cookie.
type CookieCache struct {
	// Enabled switches the cache on.
	Enabled *bool `json:"enabled"`
	// MaxAge of the cached claims in seconds.
	MaxAge *uint64 `json:"max_age"`
	// Claims that are cached.
	Claims []string `json:"claims"`
}

// LLM is the language model that functions use.
type LLM struct {
	// Provider of the model: anthropic or openai.
	Provider *string `json:"provider"`
	// DefaultModel is asked when a function names none.
	DefaultModel *string `json:"default_model"`
	// AllowedModels may be asked.
	AllowedModels []string `json:"allowed_models"`
}

// Connection is an account at another service that users link.
type Connection struct {
	// Name of the connection.
	Name *string `json:"name"`
	// Provider of the service, as OAuth logins name it.
	Provider *string `json:"provider"`
	// Scopes asked for, one text with blanks between them.
	Scopes json.RawMessage `json:"scopes"`
}

// Cron is a function run on a schedule.
type Cron struct {
	// Schedule has five fields, as in crontab.
	Schedule *string `json:"schedule"`
	// Function that is run.
	Function *string `json:"function"`
	// Description for people.
	Description *string `json:"description"`
}

// Shard is a game or simulation server inside the runtime.
type Shard struct {
	// Name of the shard.
	Name *string `json:"name"`
	// WASM is the module's path in the image.
	WASM *string `json:"wasm"`
	// Crate the module is built from.
	Crate *string `json:"crate"`
	// Codec of its messages.
	Codec *string `json:"codec"`
	// TickRate in ticks per second.
	TickRate *float64 `json:"tickRate"`
	// MaxInstances that run at once.
	MaxInstances *uint64 `json:"maxInstances"`
	// MaxSubscribers of an instance.
	MaxSubscribers *uint64 `json:"maxSubscribers"`
	// IdleShutdownSecs after which an idle instance stops.
	IdleShutdownSecs *float64 `json:"idleShutdownSecs"`
	// FixedTimestep runs every tick, also those that come late.
	FixedTimestep *bool `json:"fixedTimestep"`
	// MemoryMB that an instance may use.
	MemoryMB *float64 `json:"memoryMb"`
	// TickBudgetMS that a tick may take.
	TickBudgetMS *float64 `json:"tickBudgetMs"`
	// Input is how messages of clients are limited.
	Input json.RawMessage `json:"input"`
}
