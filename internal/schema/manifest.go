package schema

import (
	"encoding/json"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Manifest is pylon.manifest.json: what a Pylon app is made of, as
// `pylon codegen` writes it. Keys as in upstream's crates/core/src/lib.rs at
// 0.3.23, and the newer ones up to 0.20.0. An optional member may be null.
//
// A pointer is a member that may be missing; encoding/json cannot tell a
// missing member from a zero one otherwise.
type Manifest struct {
	// ManifestVersion is the format's version, 1.
	ManifestVersion *uint32 `json:"manifest_version" jsonschema:"required"`
	// Name of the app; the default of its cookie's name and of the prefix of resources.
	Name *string `json:"name" jsonschema:"required"`
	// Version of the app.
	Version *string `json:"version" jsonschema:"required"`
	// Entities are the app's tables.
	Entities []Entity `json:"entities" jsonschema:"required"`
	// Routes are the app's pages.
	Routes []Route `json:"routes" jsonschema:"required"`
	// Queries are declared reads.
	Queries []Operation `json:"queries"`
	// Actions are declared writes.
	Actions []Operation `json:"actions"`
	// Policies say who may do what.
	Policies []Policy `json:"policies"`
	// Auth is users and sessions.
	Auth *ManifestAuth `json:"auth"`
	// LLM is the language model that functions use (newer runtimes).
	LLM *LLM `json:"llm"`
	// Connections are accounts at other services that users link (newer runtimes).
	Connections []Connection `json:"connections"`
	// Crons are functions run on a schedule (newer runtimes).
	Crons []Cron `json:"crons"`
	// Shards are game or simulation servers (newer runtimes).
	Shards []Shard `json:"shards"`
	// Fonts are self-hosted web fonts (newer runtimes).
	Fonts []json.RawMessage `json:"fonts"`
	// Plugins are in the documentation only: no runtime reads them.
	Plugins []Plugin `json:"plugins"`

	// File is where the manifest was read.
	File *source.File `json:"-"`
	// EnvNames are environment variables that parts of the manifest refer to
	// which the runtime does not know, sorted by name.
	EnvNames []EnvName `json:"-"`
	// Nulls are the optional members that are null, in their order.
	Nulls []Member `json:"-"`
}

// Member is a member of the manifest.
type Member struct {
	Path string // without item numbers: "entities[].relations"
	Pos  source.Pos
}

// Plugin is a block that the documentation shows and no runtime reads: a hint
// at what the app's author wants.
type Plugin struct {
	// Name of the plugin.
	Name *string `json:"name"`
}

// Pos returns where a member is written, by its JSON pointer's tokens.
func (m *Manifest) Pos(pointer ...string) source.Pos {
	return source.JSONPos(m.File, [][]string{pointer})[0]
}

// Entity is a table.
type Entity struct {
	// Name of the entity.
	Name *string `json:"name" jsonschema:"required"`
	// Fields are the columns; every entity also has an id.
	Fields []Field `json:"fields" jsonschema:"required"`
	// Indexes of the table.
	Indexes []Index `json:"indexes" jsonschema:"required"`
	// Relations to other entities.
	Relations []Relation `json:"relations"`
	// Search is full-text search.
	Search *Search `json:"search"`
	// CRDT keeps a conflict-free copy of each row; true when missing.
	CRDT *bool `json:"crdt"`
	// Sync sends rows to clients; true when missing (newer runtimes).
	Sync *bool `json:"sync"`
	// SyncScope limits which rows are sent (newer runtimes).
	SyncScope json.RawMessage `json:"sync_scope"`
	// SyncLimit limits how many rows are sent (newer runtimes).
	SyncLimit *uint64 `json:"sync_limit"`
}

// Field is a column, or a member of an operation's input.
type Field struct {
	// Name of the field.
	Name *string `json:"name" jsonschema:"required"`
	// Type of the field: string, int, float, bool, datetime, richtext, json, vector(N) or id(Entity).
	Type *string `json:"type" jsonschema:"required"`
	// Optional fields may be null.
	Optional *bool `json:"optional" jsonschema:"required"`
	// Unique fields hold each value once.
	Unique *bool `json:"unique" jsonschema:"required"`
	// CRDT is how concurrent writes are merged.
	CRDT *string `json:"crdt" jsonschema:"enum=lww,enum=text,enum=counter,enum=list,enum=movable-list,enum=tree"`
	// ServerOnly fields never leave the server (newer runtimes).
	ServerOnly *bool `json:"serverOnly"`
	// ReadOnly fields cannot be written by clients (newer runtimes).
	ReadOnly *bool `json:"readonly"`
	// Default is a literal, "now" or {"$auth": ...} (newer runtimes).
	Default json.RawMessage `json:"default"`
	// EnumValues are the values allowed (newer runtimes).
	EnumValues []string `json:"enumValues"`
	// Encrypted fields are encrypted at rest with PYLON_ENCRYPTION_KEY (newer runtimes).
	Encrypted *bool `json:"encrypted"`
	// SyncOmit fields are not sent to clients (newer runtimes).
	SyncOmit *bool `json:"syncOmit"`
}

// Index is an index of a table.
type Index struct {
	// Name of the index.
	Name *string `json:"name" jsonschema:"required"`
	// Fields that are indexed.
	Fields []string `json:"fields" jsonschema:"required"`
	// Unique indexes hold each combination once.
	Unique *bool `json:"unique" jsonschema:"required"`
	// Where limits the index to some rows (newer runtimes).
	Where *string `json:"where"`
}

// Relation points to another entity.
type Relation struct {
	// Name of the relation.
	Name *string `json:"name" jsonschema:"required"`
	// Target is the other entity.
	Target *string `json:"target" jsonschema:"required"`
	// Field that holds the id.
	Field *string `json:"field" jsonschema:"required"`
	// Many is a relation to several rows.
	Many *bool `json:"many"`
}

// Search is full-text search over an entity.
type Search struct {
	// Text fields that are searched.
	Text []string `json:"text"`
	// Facets are fields that are counted.
	Facets []string `json:"facets"`
	// Sortable are fields that sort results.
	Sortable []string `json:"sortable"`
	// Language is the Postgres text search configuration.
	Language *string `json:"language"`
}

// Route is a page.
type Route struct {
	// Path of the page, with :parameters.
	Path *string `json:"path" jsonschema:"required"`
	// Mode is static, server, live or ssr.
	Mode *string `json:"mode" jsonschema:"required"`
	// Query that feeds the page.
	Query *string `json:"query"`
	// Auth is public or user.
	Auth *string `json:"auth"`
	// Component that renders the page (newer runtimes).
	Component *string `json:"component"`
	// Layouts around the component (newer runtimes).
	Layouts []json.RawMessage `json:"layouts"`
	// Kind of the page (newer runtimes).
	Kind *string `json:"kind"`
}

// Operation is a declared query or action.
type Operation struct {
	// Name of the operation.
	Name *string `json:"name" jsonschema:"required"`
	// Input are its parameters.
	Input []Field `json:"input"`
}

// Policy says who may do what with an entity or an action.
type Policy struct {
	// Name of the policy.
	Name *string `json:"name" jsonschema:"required"`
	// Entity that the policy guards.
	Entity *string `json:"entity"`
	// Action that the policy guards.
	Action *string `json:"action"`
	// Allow is the expression for everything without one of its own.
	Allow *string `json:"allow"`
	// AllowRead is the expression for reads.
	AllowRead *string `json:"allowRead"`
	// AllowInsert is the expression for inserts.
	AllowInsert *string `json:"allowInsert"`
	// AllowUpdate is the expression for updates.
	AllowUpdate *string `json:"allowUpdate"`
	// AllowDelete is the expression for deletes.
	AllowDelete *string `json:"allowDelete"`
	// AllowWrite is the expression for all writes.
	AllowWrite *string `json:"allowWrite"`
}
