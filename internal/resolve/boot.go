package resolve

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// refusal is something in the manifest for which some versions of the runtime do
// not start: those that have since, and do not have relaxed.
type refusal struct {
	code, message  string
	since, relaxed *pylon.Capability // nil: all versions have, or no version has
	pos            source.Pos
}

// bootCheck makes the checks that the runtime makes before it starts, under its
// own codes (pylon.Refusals). It collects what is refused with its pointers;
// positions are looked up once at the end, in one walk over the text.
type bootCheck struct {
	m        *schema.Manifest
	list     []refusal
	pointers [][]string
	entities map[string]*schema.Entity
	actions  map[string]bool
	queries  map[string]*schema.Operation
}

// refusals returns what some versions of the runtime refuse in a manifest.
func refusals(m *schema.Manifest) []refusal {
	c := &bootCheck{m: m, entities: map[string]*schema.Entity{}, actions: map[string]bool{}, queries: map[string]*schema.Operation{}}
	if *m.ManifestVersion != 1 {
		c.add("MANIFEST_VERSION_UNSUPPORTED", fmt.Sprintf("manifest_version is %d, the runtime knows 1", *m.ManifestVersion), "manifest_version")
	}
	if len(m.Entities) == 0 {
		c.add("SCHEMA_EMPTY", "the app has no entities", "entities")
		c.relaxed(pylon.EmptyApp)
		if len(m.Shards) > 0 {
			c.relaxed(pylon.EmptySchema)
		}
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
	c.checkConnections()
	if len(c.list) > 0 {
		for i, pos := range source.JSONPos(m.File, c.pointers) {
			c.list[i].pos = pos
		}
	}
	return append(c.list, nulls(m)...)
}

func (c *bootCheck) add(code, message string, pointer ...any) {
	tokens := make([]string, len(pointer))
	for i, p := range pointer {
		tokens[i] = fmt.Sprint(p)
	}
	c.pointers = append(c.pointers, tokens)
	c.list = append(c.list, refusal{code: code, message: message})
}

// relaxed reports which versions accept what was added last.
func (c *bootCheck) relaxed(by *pylon.Capability) { c.list[len(c.list)-1].relaxed = by }

// since reports which versions refuse what was added last: older ones drop it.
func (c *bootCheck) since(by *pylon.Capability) { c.list[len(c.list)-1].since = by }

func (c *bootCheck) checkEntities() {
	seen := map[string]bool{}
	for i, e := range c.m.Entities {
		if *e.Name == "" {
			c.add("ENTITY_NAME_EMPTY", "an entity has no name", "entities", i, "name")
		} else if seen[*e.Name] {
			c.add("ENTITY_DUPLICATE", fmt.Sprintf("entity %q is defined twice", *e.Name), "entities", i, "name")
		}
		seen[*e.Name] = true
		fields := c.checkFields(e.Fields, "FIELD", "entities", strconv.Itoa(i), "fields")
		c.checkIndexes(i, &e, fields)
	}
}

// scalarTypes are the field types of 0.3.23 besides id(Entity).
var scalarTypes = map[string]bool{"string": true, "int": true, "float": true, "bool": true, "datetime": true, "richtext": true}

var vectorType = pattern.Of(`^vector\([1-9][0-9]*\)$`)

// checkFields judges a list of fields and returns their names. prefix is the
// first word of upstream's codes: FIELD or INPUT_FIELD.
func (c *bootCheck) checkFields(fields []schema.Field, prefix string, at ...any) map[string]bool {
	names := make(map[string]bool, len(fields))
	for i, f := range fields {
		here := append(append([]any(nil), at...), i)
		if *f.Name == "" {
			c.add(prefix+"_NAME_EMPTY", "a field has no name", append(here, "name")...)
		} else if names[*f.Name] {
			c.add(prefix+"_DUPLICATE", fmt.Sprintf("field %q is defined twice", *f.Name), append(here, "name")...)
		}
		names[*f.Name] = true
		c.checkEncrypted(f, here)
		if scalarTypes[*f.Type] {
			continue
		}
		target, isID := strings.CutPrefix(*f.Type, "id(")
		target, closed := strings.CutSuffix(target, ")")
		switch {
		case !isID || !closed || target == "":
			c.add(prefix+"_TYPE_UNKNOWN", fmt.Sprintf("field %q has the unknown type %q", *f.Name, *f.Type), append(here, "type")...)
			switch {
			case *f.Type == "json":
				c.relaxed(pylon.JSONFields)
			case vectorType.MatchString(*f.Type):
				c.relaxed(pylon.VectorFields)
			}
		case c.entities[target] == nil:
			c.add("FIELD_ID_TARGET_NOT_FOUND", fmt.Sprintf("field %q points to entity %q, which does not exist", *f.Name, target), append(here, "type")...)
		}
	}
	return names
}

// checkEncrypted finds encrypted fields that the runtime cannot encrypt: it wants
// text that no client reads and no index holds. Source: crates/core and
// crates/schema of 0.4.
func (c *bootCheck) checkEncrypted(f schema.Field, here []any) {
	if f.Encrypted == nil || !*f.Encrypted {
		return
	}
	refuse := func(what string) {
		c.add(CodeEncrypted, fmt.Sprintf("encrypted field %q %s", *f.Name, what), append(here, "encrypted")...)
		c.since(pylon.EncryptedFields)
	}
	if *f.Type != "string" && *f.Type != "richtext" {
		refuse(fmt.Sprintf("has the type %s: it can be string or richtext", *f.Type))
	}
	if *f.Unique {
		refuse("is unique")
	}
	if f.ServerOnly == nil || !*f.ServerOnly {
		refuse("can be read by clients: it needs serverOnly")
	}
}

func (c *bootCheck) checkIndexes(i int, e *schema.Entity, fields map[string]bool) {
	names := map[string]bool{}
	for j, x := range e.Indexes {
		if *x.Name == "" {
			c.add("INDEX_NAME_EMPTY", "an index has no name", "entities", i, "indexes", j, "name")
		} else if names[*x.Name] {
			c.add("INDEX_NAME_DUPLICATE", fmt.Sprintf("index %q is defined twice", *x.Name), "entities", i, "indexes", j, "name")
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

func (c *bootCheck) checkOperations(member, prefix string, ops []schema.Operation) {
	seen := map[string]bool{}
	for i, op := range ops {
		if *op.Name == "" {
			c.add(prefix+"_NAME_EMPTY", "an operation has no name", member, i, "name")
		} else if seen[*op.Name] {
			c.add(prefix+"_DUPLICATE", fmt.Sprintf("%q is defined twice", *op.Name), member, i, "name")
		}
		seen[*op.Name] = true
		c.checkFields(op.Input, "INPUT_FIELD", member, i, "input")
	}
}

func (c *bootCheck) checkPolicies() {
	seen := map[string]bool{}
	for i, p := range c.m.Policies {
		if *p.Name == "" {
			c.add("POLICY_NAME_EMPTY", "a policy has no name", "policies", i, "name")
		} else if seen[*p.Name] {
			c.add("POLICY_DUPLICATE", fmt.Sprintf("policy %q is defined twice", *p.Name), "policies", i, "name")
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
