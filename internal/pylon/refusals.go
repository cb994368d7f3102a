package pylon

// Refusal is a check of the manifest that the runtime makes before it starts: it
// ends with the code.
type Refusal struct {
	Code string // upstream's own
	What string // what is refused, a clause
	// Relaxed are what a version takes instead of refusing it, nil where nothing
	// is known to have changed.
	Relaxed []*Capability
}

// RefusalEvidence is the source of all refusals.
const RefusalEvidence = "crates/cli/src/manifest.rs (validate_all) and crates/schema/src/lib.rs at 0.3.23; what was relaxed since has its own source."

// ParseError is the code of a manifest whose members have other types than the
// runtime's structs.
const ParseError = "MANIFEST_PARSE_ERROR"

// Refusals are the runtime's checks of a manifest by their codes, in the order in
// which it makes them.
var Refusals = []Refusal{
	{ParseError, "a member is missing or has another type", []*Capability{NullMembers}},
	{"MANIFEST_VERSION_UNSUPPORTED", "manifest_version is not 1", nil},
	{"SCHEMA_EMPTY", "the app has no entities", []*Capability{EmptySchema, EmptyApp}},
	{"ENTITY_NAME_EMPTY", "an entity has no name", nil},
	{"ENTITY_DUPLICATE", "two entities have one name", nil},
	{"FIELD_NAME_EMPTY", "a field has no name", nil},
	{"FIELD_DUPLICATE", "two fields of an entity have one name", nil},
	{"FIELD_TYPE_UNKNOWN", "a field has an unknown type", []*Capability{JSONFields, VectorFields}},
	{"FIELD_ID_TARGET_NOT_FOUND", "a field points to an entity that does not exist", nil},
	{"INDEX_NAME_EMPTY", "an index has no name", nil},
	{"INDEX_NAME_DUPLICATE", "two indexes of an entity have one name", nil},
	{"INDEX_FIELDS_EMPTY", "an index has no fields", nil},
	{"INDEX_FIELD_NOT_FOUND", "an index names a field that its entity does not have", nil},
	{"QUERY_NAME_EMPTY", "a query has no name", nil},
	{"QUERY_DUPLICATE", "two queries have one name", nil},
	{"ACTION_NAME_EMPTY", "an action has no name", nil},
	{"ACTION_DUPLICATE", "two actions have one name", nil},
	{"INPUT_FIELD_NAME_EMPTY", "an input has no name", nil},
	{"INPUT_FIELD_DUPLICATE", "two inputs of an operation have one name", nil},
	{"INPUT_FIELD_TYPE_UNKNOWN", "an input has an unknown type", []*Capability{JSONFields, VectorFields}},
	{"POLICY_NAME_EMPTY", "a policy has no name", nil},
	{"POLICY_DUPLICATE", "two policies have one name", nil},
	{"POLICY_ALLOW_EMPTY", "a policy allows nothing", nil},
	{"POLICY_NO_TARGET", "a policy guards neither an entity nor an action", nil},
	{"POLICY_ENTITY_NOT_FOUND", "a policy guards an entity that does not exist", nil},
	{"POLICY_ACTION_NOT_FOUND", "a policy guards an action that does not exist", nil},
	{"ROUTE_PATH_EMPTY", "a route has no path", nil},
	{"ROUTE_PATH_NO_SLASH", "a route does not start with a slash", nil},
	{"ROUTE_PATH_DUPLICATE", "two routes have one path", []*Capability{SSR}},
	{"ROUTE_QUERY_NOT_FOUND", "a route names a query that does not exist", nil},
	{"ROUTE_PARAM_NOT_IN_QUERY", "a parameter of a route is not an input of its query", nil},
	{"ROUTE_AUTH_INVALID", "auth of a route is neither public nor user", nil},
}

// FindRefusal returns the check with a code, false when the runtime has none
// that is known.
func FindRefusal(code string) (Refusal, bool) {
	for _, r := range Refusals {
		if r.Code == code {
			return r, true
		}
	}
	return Refusal{}, false
}
