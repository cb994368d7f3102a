package pylon

// The capabilities that decide what is rendered and what is found.
var (
	SecretKey = &Capability{
		ID: "secret-key", What: "calls the key of stored credentials PYLON_SECRET", Gate: since(3, 65), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.65; before, it was PYLON_SSO_ENCRYPTION_KEY.",
		Effect:   "The secret has the name that the version reads.",
	}
	SSEAuth = &Capability{
		ID: "event-stream-auth", What: "asks for a token on the event stream and keeps tenants apart", Gate: since(3, 72), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.71 and 0.3.72, which calls the fault P0; crates/runtime/src/sse.rs at 0.3.23.",
		Effect:   "Without it the event stream is not exposed by default.",
	}
	SocketTokens = &Capability{
		ID: "socket-tokens", What: "takes API keys, JSON Web Tokens and the admin token on WebSockets", Gate: since(3, 73), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.73; crates/runtime/src/ws.rs at 0.3.23.",
		Effect:   "Without it jwt has a finding.",
	}
	Organisations = &Capability{
		ID: "organisations", What: "reads auth.org of the manifest", Gate: since(3, 75), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.74 and 0.3.75.",
		Effect:   "Without it auth.org has a finding.",
	}
	OrganisationRoles = &Capability{
		ID: "organisation-roles", What: "reads auth.org_roles of the manifest", Gate: since(4, 0), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.4.0.",
		Effect:   "Without it auth.org_roles has a finding.",
	}
	Stack0Slug = &Capability{
		ID: "stack0-project", What: "needs PYLON_STACK0_PROJECT_SLUG for uploads to stack0", Gate: since(3, 89), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.89.",
		Effect:   "A key of stack0 without the project has a finding.",
	}
	AuthStoreFatal = &Capability{
		ID: "auth-store-fatal", What: "does not start when its store of sessions cannot be reached", Gate: since(3, 93), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.93; older versions keep sessions in memory without a word.",
		Effect:   "Without it the version has a finding.",
	}
	MainSocket = &Capability{
		ID: "main-socket", What: "serves the browser's WebSocket on its main port, at " + SocketPath + ", and reads the session cookie there", Gate: since(3, 113), Sure: InSource,
		Evidence: "crates/runtime/src/server.rs and packages/sync; port 4322 is only a fallback since, and reads no cookie.",
		Effect:   "WebSockets need no port, target group and rule of their own; wsUrl and stickiness are those of the main port.",
	}
	ClusterBus = &Capability{
		ID: "cluster-bus", What: "shares changes between tasks through the Redis of PYLON_CLUSTER_BUS", Gate: since(3, 315), Sure: InChangelog,
		Evidence: "CHANGELOG of 0.3.315 and 0.5.0; apps/docs/operations/scaling.mdx.",
		Effect:   "cache sets PYLON_CLUSTER_BUS, and PYLON_CLUSTER_NAMESPACE for each app and stage.",
	}
	SharedJobs = &Capability{
		ID: "shared-jobs", What: "has one machine run the crons and keeps jobs and the change log in PostgreSQL", Gate: since(3, 315), Sure: InSource,
		Evidence: "crates/runtime/src/leader.rs at commit 57766da (an advisory lock of PostgreSQL); docs/ops/DEPLOY.md.",
		Effect:   "Without it, or with SQLite, crons of several tasks have a finding.",
	}
	BusTLS = &Capability{
		ID: "bus-tls", What: "speaks TLS with the Redis of PYLON_CLUSTER_BUS", Gate: Gate{From: Version{0, 4, 30}}, Sure: InSource,
		Evidence: "crates/cluster/Cargo.toml builds redis 0.27 without a TLS feature at 0.3.167 (002e408), 0.3.235 (64aca9c) and 0.4.29 (1e78b7a); nothing newer says that it changed.",
		Effect:   "PYLON_CLUSTER_BUS is a plain redis:// URL; with cache.redis.tls: require it is rediss://, which is an error where the version cannot speak TLS.",
	}
	ClusterRequired = &Capability{
		ID: "cluster-required", What: "ends its start without a bus when PYLON_CLUSTER_REQUIRED is set", Gate: between(Version{0, 3, 315}, Version{0, 5, 0}), Sure: Likely,
		Evidence: "The checks of `pylon doctor`; the first version that reads it is not known.",
		Effect:   "PYLON_CLUSTER_REQUIRED=1 is set where there is a bus, from the version that is known to read it.",
	}
	S3Files = &Capability{
		ID: "s3-uploads", What: "stores uploads in S3", Gate: between(Version{0, 3, 315}, Version{0, 3, 355}), Sure: Likely,
		Evidence: "crates/runtime/src/datastore.rs takes PYLON_FILES_PROVIDER=s3 for local disk at 0.3.23; docs/ops/DEPLOY.md of 0.5.0 has S3; the release is put together from sources in between.",
		Effect:   "Without it the stateless shape loses uploads, which is an error; where it is not proven, a warning. files.credentials is access-key from the first version that may have it.",
	}
	CORSList = &Capability{
		ID: "cors-list", What: "takes a list of web origins in PYLON_CORS_ORIGIN", Gate: by(5, 0), Sure: Likely,
		Evidence: "crates/runtime/src/server.rs at 0.3.23 sends the text as it is; 0.5.0 has one list of origins.",
		Effect:   "Until it is known only the first origin is set there.",
	}
	AITransport = &Capability{
		ID: "ai-transport", What: "reaches AI providers over HTTPS", Gate: by(5, 0), Sure: Likely,
		Evidence: "crates/plugin/src/builtin/ai_proxy.rs at 0.3.23 is a stub that always fails; 0.5.0 has settings for it.",
		Effect:   "Without it ai has a finding.",
	}
	ModelDefault = &Capability{
		ID: "model-required", What: "ignores PYLON_AI_MODEL and PYLON_LLM_MODEL: a call or the manifest names the model", Gate: since(10, 0), Sure: InDocs,
		Evidence: "docs/ai/llm.md of 0.10.0.",
		Effect:   "ai.model has a finding, and is not set.",
	}
	OptionalProvider = &Capability{
		ID: "llm-without-provider", What: "takes an llm block without a provider in the manifest", Gate: since(10, 0), Sure: InDocs,
		Evidence: "docs/ai/llm.md of 0.10.0: the provider is found by the key that is set.",
		Effect:   "Without it such a manifest has a finding.",
	}
	MetricsToken = &Capability{
		ID: "metrics-token", What: "takes PYLON_METRICS_TOKEN at /metrics", Gate: by(5, 0), Sure: InSource,
		Evidence: "crates/runtime/src/server.rs of 0.5: the admin token or this one.",
		Effect:   "The collector gets this token and never the admin token; scraping a version without it is refused.",
	}
	AddressLimit = &Capability{
		ID: "address-limit", What: "has a setting for the requests of one address", Gate: by(5, 0), Sure: Likely,
		Evidence: "crates/runtime/src/ip_limit.rs at 0.3.23 is a constant of 64 connections, by the address of the peer; 0.5.0 has PYLON_HTTP_PER_IP_MAX.",
		Effect:   "Without it realtime behind a load balancer has a finding.",
	}
	MainShards = &Capability{
		ID: "main-shards", What: "serves shards on its main port, at " + ShardPath, Gate: between(Version{0, 10, 1}, Version{0, 13, 0}), Sure: InDocs,
		Evidence: "apps/docs shards.mdx at 05d2a7d: about 0.13, and no extra port.",
		Effect:   "Shards need no port, target group and rule of their own; PYLON_SHARD_WS_MAX_PER_IP and, with several tasks, PYLON_SHARD_ADVERTISE_URL are set.",
	}
	MatchingPackages = &Capability{
		ID: "matching-packages", What: "wants the same version of @pylonsync packages", Gate: since(4, 8), Sure: InDocs,
		Evidence: "The documentation of 0.4.8 and later.",
		Effect:   "Packages of another version than pylon.version have a finding.",
	}
	EncryptedFields = &Capability{
		ID: "encrypted-fields", What: "encrypts fields and connections with PYLON_ENCRYPTION_KEY", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource,
		Effect:   "Without it encrypted fields have a finding.",
	}
	LanguageModels = &Capability{
		ID: "language-models", What: "reads llm of the manifest", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource,
		Effect:   "Without it llm has a finding.",
	}
	Crons = &Capability{
		ID: "crons", What: "reads crons of the manifest", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource,
		Effect:   "Without it crons have a finding.",
	}
	SSR = &Capability{
		ID: "server-pages", What: "renders pages on the server, with components, layouts and boundaries", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource,
		Effect:   "Without it such routes have a finding.",
	}
	Connections = &Capability{
		ID: "connections", What: "reads connections of the manifest", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource,
		Effect:   "Without it connections have a finding.",
	}
	ShardModules = &Capability{
		ID: "shard-modules", What: "reads shards of the manifest", Gate: by(5, 0), Sure: Likely,
		Evidence: "crates/core/src/lib.rs of about 0.5; 0.3.23 has no such key.",
		Effect:   "Without it shards have a finding.",
	}
	EmptySchema = &Capability{
		ID: "empty-schema", What: "starts an app without entities that has shards", Gate: by(5, 0), Sure: Likely,
		Evidence: "An example of upstream's has shards and no entities; 0.3.23 refuses it.",
		Effect:   "Without it such a manifest is refused.",
	}
	EmptyApp = &Capability{
		ID: "empty-app", What: "starts an app with neither entities nor shards", Gate: Gate{From: Version{0, 3, 24}}, Sure: Likely,
		Evidence: "0.3.23 refuses it; whether the check was relaxed for apps without shards too is not known.",
		Effect:   "A manifest without entities and shards is refused for 0.3.23, and has a warning for newer versions.",
	}
	JSONFields = &Capability{
		ID: "json-fields", What: "has fields of the type json", Gate: by(5, 0), Sure: InSource,
		Evidence: "packages/sdk of about 0.5: field.json(); crates/schema/src/lib.rs at 0.3.23 refuses it.",
		Effect:   "Without it such a manifest is refused.",
	}
	VectorFields = &Capability{
		ID: "vector-fields", What: "has fields of the type vector(N)", Gate: by(10, 0), Sure: InDocs,
		Evidence: "apps/docs vector-search.mdx at 2774115, listed for 0.10.0; crates/schema/src/lib.rs at 0.3.23 refuses it.",
		Effect:   "Without it such a manifest is refused.",
	}
	NullMembers = &Capability{
		ID: "null-members", What: "accepts null for every optional member of the manifest", Gate: by(4, 0), Sure: InSource,
		Evidence: manifestSource + " 0.3.23 accepts it for some only, and writes search.language as null itself.",
		Effect:   "Without it a null in other members is refused.",
	}
)

// manifestSource is where the newer parts of the manifest were read.
const manifestSource = "crates/core/src/lib.rs without org_roles, which is therefore older than 0.4.0; 0.3.23 does not have it."

// Capabilities are all of them, in the order of the versions that are known to
// have them; those that no version is known to have are last.
var Capabilities = []*Capability{
	SecretKey, SSEAuth, SocketTokens, Organisations, Stack0Slug, AuthStoreFatal, MainSocket, ClusterBus, SharedJobs, S3Files,
	OrganisationRoles, EncryptedFields, LanguageModels, Crons, SSR, Connections, NullMembers, MatchingPackages,
	ClusterRequired, CORSList, AITransport, MetricsToken, AddressLimit, ShardModules, EmptySchema, JSONFields,
	ModelDefault, OptionalProvider, VectorFields, MainShards, BusTLS, EmptyApp,
}
