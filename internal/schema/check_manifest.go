package schema

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// The checks that the runtime makes before it starts, under its own code names:
// upstream's crates/cli/src/manifest.rs (validate_all) and
// crates/schema/src/lib.rs at 0.3.23.

// manifestChecker collects findings with their pointers; positions are looked
// up once at the end, in one walk over the text.
type manifestChecker struct {
	m        *Manifest
	list     diag.List
	pointers [][]string
	entities map[string]*Entity
	actions  map[string]bool
	queries  map[string]*Operation
}

func checkManifest(m *Manifest) diag.List {
	c := &manifestChecker{m: m, entities: map[string]*Entity{}, actions: map[string]bool{}, queries: map[string]*Operation{}}
	if *m.ManifestVersion != 1 {
		c.add("MANIFEST_VERSION_UNSUPPORTED", fmt.Sprintf("manifest_version is %d, the runtime knows 1", *m.ManifestVersion), "manifest_version")
	}
	if len(m.Entities) == 0 {
		c.add("SCHEMA_EMPTY", "the app has no entities", "entities")
		last := &c.list[len(c.list)-1]
		last.Severity, last.Why = diag.Warning, "runtime 0.3.23 refuses to start without entities; newer ones take apps with shards only"
	}
	for i := range m.Entities {
		c.entities[*m.Entities[i].Name] = &m.Entities[i]
	}
	c.checkEntities()
	c.checkOperations("queries", "QUERY", m.Queries)
	c.checkOperations("actions", "ACTION", m.Actions)
	for i := range m.Queries {
		c.queries[*m.Queries[i].Name] = &m.Queries[i]
	}
	for _, a := range m.Actions {
		c.actions[*a.Name] = true
	}
	c.checkPolicies()
	c.checkRoutes()
	if len(c.list) > 0 {
		for i, pos := range source.JSONPos(m.File, c.pointers) {
			c.list[i].Pos = pos
		}
	}
	return c.list
}

func (c *manifestChecker) add(code, message string, pointer ...any) {
	tokens := make([]string, len(pointer))
	for i, p := range pointer {
		tokens[i] = fmt.Sprint(p)
	}
	c.pointers = append(c.pointers, tokens)
	c.list = append(c.list, diag.Diagnostic{Code: code, Severity: diag.Error, Message: message,
		Why: "the runtime refuses to start with such a manifest", Fix: "mend it in the app's source and run pylon codegen"})
}

func (c *manifestChecker) checkEntities() {
	seen := map[string]bool{}
	for i, e := range c.m.Entities {
		if *e.Name == "" {
			c.add("ENTITY_NAME_EMPTY", "an entity has no name", "entities", i, "name")
		} else if seen[*e.Name] {
			c.add("ENTITY_DUPLICATE", fmt.Sprintf("entity %q is here twice", *e.Name), "entities", i, "name")
		}
		seen[*e.Name] = true
		fields := c.checkFields(e.Fields, "FIELD", "entities", strconv.Itoa(i), "fields")
		c.checkIndexes(i, &e, fields)
	}
}

// scalarTypes are the field types besides id(Entity); json is newer than 0.3.23.
var scalarTypes = map[string]bool{"string": true, "int": true, "float": true, "bool": true, "datetime": true, "richtext": true, "json": true}

// checkFields judges a list of fields and gives their names. prefix is the
// first word of upstream's codes: FIELD or INPUT_FIELD.
func (c *manifestChecker) checkFields(fields []Field, prefix string, at ...any) map[string]bool {
	names := make(map[string]bool, len(fields))
	for i, f := range fields {
		here := append(append([]any(nil), at...), i)
		if *f.Name == "" {
			c.add(prefix+"_NAME_EMPTY", "a field has no name", append(here, "name")...)
		} else if names[*f.Name] {
			c.add(prefix+"_DUPLICATE", fmt.Sprintf("field %q is here twice", *f.Name), append(here, "name")...)
		}
		names[*f.Name] = true
		if scalarTypes[*f.Type] {
			continue
		}
		target, isID := strings.CutPrefix(*f.Type, "id(")
		target, closed := strings.CutSuffix(target, ")")
		switch {
		case !isID || !closed || target == "":
			c.add(prefix+"_TYPE_UNKNOWN", fmt.Sprintf("field %q has the unknown type %q", *f.Name, *f.Type), append(here, "type")...)
		case c.entities[target] == nil:
			c.add("FIELD_ID_TARGET_NOT_FOUND", fmt.Sprintf("field %q points to entity %q, which does not exist", *f.Name, target), append(here, "type")...)
		}
	}
	return names
}

func (c *manifestChecker) checkIndexes(i int, e *Entity, fields map[string]bool) {
	names := map[string]bool{}
	for j, x := range e.Indexes {
		if *x.Name == "" {
			c.add("INDEX_NAME_EMPTY", "an index has no name", "entities", i, "indexes", j, "name")
		} else if names[*x.Name] {
			c.add("INDEX_NAME_DUPLICATE", fmt.Sprintf("index %q is here twice", *x.Name), "entities", i, "indexes", j, "name")
		}
		names[*x.Name] = true
		if len(x.Fields) == 0 {
			c.add("INDEX_FIELDS_EMPTY", fmt.Sprintf("index %q has no fields", *x.Name), "entities", i, "indexes", j, "fields")
		}
		for k, f := range x.Fields {
			if !fields[f] {
				c.add("INDEX_FIELD_NOT_FOUND", fmt.Sprintf("index %q names field %q, which entity %q does not have", *x.Name, f, *e.Name), "entities", i, "indexes", j, "fields", k)
			}
		}
	}
}

func (c *manifestChecker) checkOperations(member, prefix string, ops []Operation) {
	seen := map[string]bool{}
	for i, op := range ops {
		if *op.Name == "" {
			c.add(prefix+"_NAME_EMPTY", "an operation has no name", member, i, "name")
		} else if seen[*op.Name] {
			c.add(prefix+"_DUPLICATE", fmt.Sprintf("%q is here twice", *op.Name), member, i, "name")
		}
		seen[*op.Name] = true
		c.checkFields(op.Input, "INPUT_FIELD", member, i, "input")
	}
}

func (c *manifestChecker) checkPolicies() {
	seen := map[string]bool{}
	for i, p := range c.m.Policies {
		if *p.Name == "" {
			c.add("POLICY_NAME_EMPTY", "a policy has no name", "policies", i, "name")
		} else if seen[*p.Name] {
			c.add("POLICY_DUPLICATE", fmt.Sprintf("policy %q is here twice", *p.Name), "policies", i, "name")
		}
		seen[*p.Name] = true
		allows := false
		for _, expression := range []*string{p.Allow, p.AllowRead, p.AllowInsert, p.AllowUpdate, p.AllowDelete, p.AllowWrite} {
			allows = allows || expression != nil && *expression != ""
		}
		if !allows {
			c.add("POLICY_ALLOW_EMPTY", fmt.Sprintf("policy %q allows nothing", *p.Name), "policies", i, "name")
		}
		if p.Entity == nil && p.Action == nil {
			c.add("POLICY_NO_TARGET", fmt.Sprintf("policy %q guards neither an entity nor an action", *p.Name), "policies", i, "name")
		}
		if p.Entity != nil && c.entities[*p.Entity] == nil {
			c.add("POLICY_ENTITY_NOT_FOUND", fmt.Sprintf("policy %q guards entity %q, which does not exist", *p.Name, *p.Entity), "policies", i, "entity")
		}
		if p.Action != nil && !c.actions[*p.Action] {
			c.add("POLICY_ACTION_NOT_FOUND", fmt.Sprintf("policy %q guards action %q, which does not exist", *p.Name, *p.Action), "policies", i, "action")
		}
	}
}

var routeParameter = pattern.Of(`/:([^/]+)`)

func (c *manifestChecker) checkRoutes() {
	seen := map[string]bool{}
	for i, r := range c.m.Routes {
		switch {
		case *r.Path == "":
			c.add("ROUTE_PATH_EMPTY", "a route has no path", "routes", i, "path")
		case !strings.HasPrefix(*r.Path, "/"):
			c.add("ROUTE_PATH_NO_SLASH", fmt.Sprintf("route %q does not start with a slash", *r.Path), "routes", i, "path")
		case seen[*r.Path]:
			c.add("ROUTE_PATH_DUPLICATE", fmt.Sprintf("route %q is here twice", *r.Path), "routes", i, "path")
		}
		seen[*r.Path] = true
		if r.Query != nil {
			c.checkRouteQuery(i, *r.Path, *r.Query)
		}
		if r.Auth != nil && *r.Auth != "public" && *r.Auth != "user" {
			c.add("ROUTE_AUTH_INVALID", fmt.Sprintf("auth of route %q is %q; it can be public or user", *r.Path, *r.Auth), "routes", i, "auth")
		}
	}
}

func (c *manifestChecker) checkRouteQuery(i int, path, name string) {
	query := c.queries[name]
	if query == nil {
		c.add("ROUTE_QUERY_NOT_FOUND", fmt.Sprintf("route %q names query %q, which does not exist", path, name), "routes", i, "query")
		return
	}
	inputs := map[string]bool{}
	for _, f := range query.Input {
		inputs[*f.Name] = true
	}
	for _, m := range routeParameter.FindAllStringSubmatch(path, -1) {
		if !inputs[m[1]] {
			c.add("ROUTE_PARAM_NOT_IN_QUERY", fmt.Sprintf("parameter :%s of route %q is no input of query %q", m[1], path, name), "routes", i, "path")
		}
	}
}
