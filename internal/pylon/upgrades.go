package pylon

import "slices"

//go:generate go run ./gen ../../docs/upgrading.md

// Upgrade is something that changes for the operators of an app when its runtime gets
// a newer version.
type Upgrade struct {
	Gate // the versions that have the change
	Kind UpgradeKind
	If   string // the apps that it concerns, a clause; "" is all of them
	What string // what changes, a sentence
	Do   string // what a person does about it, a sentence; "" when nothing
}

// UpgradeKind is the kind of an Upgrade.
type UpgradeKind string

// The kinds of changes.
const (
	NewSecret   UpgradeKind = "new secret"
	KeepValue   UpgradeKind = "value to carry over"
	PortOpens   UpgradeKind = "port opens"
	PortCloses  UpgradeKind = "port closes"
	StaticKeys  UpgradeKind = "static keys"
	NewRefusal  UpgradeKind = "stricter start"
	OtherChange UpgradeKind = "other behaviour"
)

// Upgrades are all that is known, by the versions that have them.
var Upgrades = []Upgrade{
	{
		Gate: SecretKey.Gate, Kind: KeepValue,
		What: "The key of stored credentials is called PYLON_SECRET instead of PYLON_SSO_ENCRYPTION_KEY: a new secret is made under the new name. The old name is read as an alias.",
		Do:   "Copy the old secret's value into the new one before the first task of the new version starts; with another value stored single sign-on settings cannot be read.",
	},
	{
		Gate: since(3, 68), Kind: NewRefusal,
		What: "The runtime does not start with a PYLON_SECRET that is not 32 bytes, as hexadecimal digits or base64.",
		Do:   "Check the value that is carried over.",
	},
	{
		Gate: SSEAuth.Gate, Kind: PortOpens,
		What: "The event stream asks for a token: it is exposed by default, with separate ports on 4323, otherwise at " + EventsPath + ".",
		Do:   "Leave sse out of loadBalancer.expose where it is not used.",
	},
	{
		Gate: Stack0Slug.Gate, Kind: NewRefusal, If: "uploads go to stack0",
		What: "Uploads need PYLON_STACK0_PROJECT_SLUG.", Do: "Add it to service.env.",
	},
	{
		Gate: AuthStoreFatal.Gate, Kind: NewRefusal,
		What: "The runtime does not start when its store of sessions cannot be reached; before, sessions were kept in memory.",
	},
	{
		Gate: since(3, 95), Kind: OtherChange, If: "a field is unique",
		What: "Migrations of PostgreSQL pass unique fields again, which 0.3.64 to 0.3.94 do not.", Do: "Do not stop at one of those versions.",
	},
	{
		Gate: MainSocket.Gate, Kind: OtherChange,
		What: "The browser's WebSocket is served on the main port at " + SocketPath + ", which wsUrl says; the sticky cookie is that of the main port's target group.",
		Do:   "Have clients use the new wsUrl, or none: it is their default. With separate ports 4322 stays open as a fallback that reads no cookie.",
	},
	{
		Gate: MainSocket.Gate, Kind: PortCloses, If: "loadBalancer.ports is single",
		What: "The target group of 4322, its rule and the firewall's opening to the tasks go.",
	},
	{
		Gate: ClusterBus.Gate, Kind: NewSecret, If: "there is a cache",
		What: "PYLON_CLUSTER_BUS is set, as a secret of its own, with PYLON_CLUSTER_NAMESPACE for the app and the stage.",
		Do:   "Let the bus run with one task first: a bus that cannot be opened ends the start of every task.",
	},
	{
		Gate: SharedJobs.Gate, Kind: OtherChange, If: "there are crons, and PostgreSQL",
		What: "One task runs the crons, and jobs are shared.",
	},
	{
		Gate: S3Files.Gate, Kind: StaticKeys, If: "the shape is stateless",
		What: "Uploads go to S3 with static keys: an IAM user that may use the bucket and nothing else, and a secret with its keys.",
		Do:   "Copy uploads on a disk into the bucket by hand.",
	},
	{
		Gate: since(3, 361), Kind: OtherChange,
		What: "The admin token no longer opens Studio; the admin API still accepts it.", Do: "Create operators of Studio with pylon admin create.",
	},
	{
		Gate: EncryptedFields.Gate, Kind: NewSecret, If: "a field is encrypted, or there are connections",
		What: "PYLON_ENCRYPTION_KEY encrypts them; encrypted fields must be text, not unique and not readable by clients.",
		Do:   "Keep its value forever: what it has encrypted cannot be read with another one.",
	},
	{
		Gate: MatchingPackages.Gate, Kind: NewRefusal,
		What: "The packages of @pylonsync must have the runtime's version.", Do: "Change them in the same commit as pylon.version.",
	},
	{
		Gate: MetricsToken.Gate, Kind: NewSecret, If: "metrics are scraped",
		What: "PYLON_METRICS_TOKEN reads /metrics and nothing else; the collector has it instead of the admin token.",
	},
	{
		Gate: ClusterRequired.Gate, Kind: NewRefusal, If: "there is a cache",
		What: "PYLON_CLUSTER_REQUIRED=1 ends a start without a bus instead of losing events.",
	},
	{
		Gate: CORSList.Gate, Kind: OtherChange, If: "there are several origins",
		What: "PYLON_CORS_ORIGIN holds all of them; before, only the first could call the API from a browser.",
	},
	{
		Gate: ModelDefault.Gate, Kind: OtherChange, If: "functions use a language model",
		What: "PYLON_AI_MODEL and PYLON_LLM_MODEL have no effect.", Do: "Name the model in each call, or as llm.default_model in the manifest.",
	},
	{
		Gate: MainShards.Gate, Kind: PortCloses, If: "the app has shards",
		What: "Shards are served on the main port at " + ShardPath + "; with loadBalancer.ports single the target group of 4324, its rule and the firewall's opening go.",
		Do:   "Have clients use the new shardsUrl.",
	},
	{
		Gate: MainShards.Gate, Kind: PortOpens, If: "the app has shards and several tasks",
		What: "Tasks reach each other on 4321, and each tells the others its address in PYLON_SHARD_ADVERTISE_URL.",
	},
}

// Between returns what changes from one version to another, newer one, in the
// order of the versions. Changes that may have come between them are included.
func Between(from, to Version) []Upgrade {
	list := slices.Clone(Upgrades)
	return slices.DeleteFunc(list, func(u Upgrade) bool { return from.Has(u.Gate) || to.Lacks(u.Gate) })
}
