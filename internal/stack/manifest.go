package stack

import "github.com/pylon-gen/pylon-gen/internal/source"

// Feature is something in the app's manifest that asks something of the
// runtime, its version or the infrastructure. What asks for nothing is not here.
type Feature struct {
	Kind FeatureKind
	Name string // of what has it: "Message.body", "/blog", "stripe"
	// Detail is what the kind says; "" otherwise.
	Detail string
	Pos    source.Pos
}

// FeatureKind is the kind of a Feature.
type FeatureKind string

// The kinds of features.
const (
	FeaturePlugin        FeatureKind = "plugin"         // a plugin of the documentation; Detail is the key of the spec that stands for it
	FeatureCron          FeatureKind = "cron"           // a function that runs on a schedule
	FeatureShard         FeatureKind = "shard"          // a server inside the runtime
	FeatureConnection    FeatureKind = "connection"     // accounts elsewhere that users link
	FeatureLLM           FeatureKind = "llm"            // the language model that functions use
	FeatureEncrypted     FeatureKind = "encrypted"      // a field that is encrypted
	FeatureUnique        FeatureKind = "unique"         // a field with unique values
	FeatureReservedCRDT  FeatureKind = "reserved-crdt"  // a field whose kind of CRDT (Detail) is reserved
	FeatureLanguage      FeatureKind = "language"       // a search with a language (Detail)
	FeatureSSR           FeatureKind = "ssr"            // a route that is rendered on the server
	FeatureOrg           FeatureKind = "org"            // organisations
	FeatureOrgRoles      FeatureKind = "org-roles"      // roles of organisations' members
	FeatureLostRelation  FeatureKind = "lost-relation"  // a relation whose target (Detail) is not an entity
	FeatureLostUser      FeatureKind = "lost-user"      // auth.user.entity (Name) is not an entity
	FeatureTrustedOrigin FeatureKind = "trusted-origin" // a trusted origin that is not a web origin
)

// Accept lets an effect of a change pass, for a reason of the user's.
type Accept struct {
	Change string // the effect's fingerprint
	Reason string // one line
	// Stage is the name of the only stage that it is for; "" is all of them.
	Stage string
	Pos   source.Pos
}

// Ignore silences a rule, for a reason of the user's.
type Ignore struct {
	Rule   string // "PG308"
	Reason string // one line
	// Stage is the name of the only stage that it is for; "" is all of them.
	Stage string
	Pos   source.Pos
}
