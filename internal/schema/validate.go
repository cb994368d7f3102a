package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// This file is the only one that knows the validator.

// violation is one place where a document breaks its schema.
type violation struct {
	Pointer []string // unescaped tokens of the offending value; its parent for a missing or unknown key
	Unknown string   // the unknown key under Pointer, or ""
	Message string
	Fix     string
}

type validator struct {
	id   string
	text []byte
	once sync.Once
	// rules is text as plain JSON, and names are all property names in it.
	rules any
	names map[string]bool

	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema // by the property names that documents use
}

var (
	stackValidator    = &validator{id: StackSchemaID, text: stackRules}
	manifestValidator = &validator{id: ManifestSchemaID, text: ManifestSchema}
)

// schemaFor compiles the part of the schema that can say something about doc.
// Compiling costs more than all the rest of a run, and a spec uses a tenth of
// the keys: a property whose name is nowhere in doc needs no rules.
func (v *validator) schemaFor(doc any) *jsonschema.Schema {
	v.once.Do(func() {
		if err := json.Unmarshal(v.text, &v.rules); err != nil {
			panic("embedded schema " + v.id + ": " + err.Error())
		}
		v.names = map[string]bool{}
		propertyNames(v.rules, v.names)
		v.compiled = map[string]*jsonschema.Schema{}
	})
	used := map[string]bool{}
	usedKeys(doc, v.names, used)
	signature := strings.Join(slices.Sorted(maps.Keys(used)), " ")
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.compiled[signature] == nil {
		v.compiled[signature] = v.compile(pruned(v.rules, used))
	}
	return v.compiled[signature]
}

func (v *validator) compile(rules any) *jsonschema.Schema {
	text, err := json.Marshal(rules)
	if err != nil {
		panic("embedded schema " + v.id + ": " + err.Error())
	}
	c := jsonschema.NewCompiler()
	// No schema may reach for the disk or the network.
	c.LoadURL = func(s string) (io.ReadCloser, error) { return nil, fmt.Errorf("schema %s is not embedded", s) }
	if err := c.AddResource(v.id, bytes.NewReader(text)); err != nil {
		panic("embedded schema " + v.id + ": " + err.Error())
	}
	return c.MustCompile(v.id)
}

// validate gives everything in which doc (plain JSON values) breaks the schema,
// in no particular order.
func (v *validator) validate(doc any) []violation {
	err := v.schemaFor(doc).Validate(doc)
	var broken *jsonschema.ValidationError
	if err == nil {
		return nil
	}
	if !errors.As(err, &broken) {
		return []violation{{Message: err.Error()}}
	}
	var out []violation
	for _, leaf := range leaves(broken, nil) {
		_, fragment, _ := strings.Cut(leaf.AbsoluteKeywordLocation, "#")
		out = append(out, v.explain(tokens(leaf.InstanceLocation), tokens(fragment), leaf.Message, doc)...)
	}
	return out
}

func leaves(e *jsonschema.ValidationError, out []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return append(out, e)
	}
	for _, c := range e.Causes {
		out = leaves(c, out)
	}
	return out
}

// tokens splits a JSON pointer as the validator writes it: escaped for JSON
// pointers, then for URLs.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, p := range parts {
		if q, err := url.PathUnescape(p); err == nil {
			p = q
		}
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts
}

func follow(doc any, path []string) any {
	for _, token := range path {
		switch x := doc.(type) {
		case map[string]any:
			doc = x[token]
		case []any:
			var i int
			if _, err := fmt.Sscanf(token, "%d", &i); err != nil || i < 0 || i >= len(x) {
				return nil
			}
			doc = x[i]
		default:
			return nil
		}
	}
	return doc
}

func member(doc any, key string) any {
	m, _ := doc.(map[string]any)
	return m[key]
}

func keysOf(doc any) []string {
	m, _ := doc.(map[string]any)
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
