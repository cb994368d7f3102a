package pylon

// The image: Dockerfile and .github/workflows/release.yml upstream.
const (
	// DataDir is the volume that holds databases and uploads.
	DataDir = "/data"
	// HealthPath answers 200 on the HTTP port once the runtime serves.
	HealthPath = "/health"
	// EventsPath is where clients open the event stream.
	EventsPath = "/events"
	// SocketPath is where the main port serves the browser's WebSocket
	// (MainSocket), ShardPath where it serves shards (MainShards).
	SocketPath = "/api/sync/ws"
	ShardPath  = "/shard"
	// User and Group are the ids that the image runs as (Dockerfile at 0.3.23).
	User, Group = 10001, 10001
	// DefaultEntry is the app's entry file; the scaffold of create-pylon writes
	// schema.ts instead.
	DefaultEntry = "app.ts"
)

// Port is a listener of the runtime: the base port 4321 and the three after it.
type Port struct {
	Name string
	Port int
}

// Ports are the listeners in order. Only HTTP answers a plain health check;
// upstream: crates/runtime/src/{server,ws,sse}.rs.
var Ports = []Port{
	{"http", 4321},
	{"websocket", 4322},
	{"sse", 4323},
	{"shards", 4324},
}

// OAuthKeys are the keys of a login provider that the runtime reads for one of
// them only (crates/auth at 0.3.23): without its keys a provider is off without
// a word.
var OAuthKeys = map[string]string{"tenant": "microsoft", "teamId": "apple", "keyId": "apple"}

// OAuthProviders are the logins that the runtime knows by name
// (crates/auth); any other name needs an OpenID Connect issuer.
var OAuthProviders = []string{
	"apple", "atlassian", "discord", "dropbox", "facebook", "figma", "github", "gitlab", "google", "kick",
	"linear", "linkedin", "microsoft", "notion", "paypal", "reddit", "roblox", "salesforce", "slack", "spotify",
	"tiktok", "twitch", "twitter", "vercel", "zoom",
}
