package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/pylon-gen/pylon-gen/internal/release"
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
	// rules is text as plain JSON.
	rules any

	compileOnce sync.Once
	compiled    *jsonschema.Schema

	mu       sync.Mutex
	patterns map[string]*regexp.Regexp // by their text
}

var (
	stackValidator    = &validator{id: release.Schema(StackSchemaFile), text: stackRules}
	manifestValidator = &validator{id: release.Schema(ManifestSchemaFile), text: ManifestSchema}
)

// parse reads the schema as plain JSON, once.
func (v *validator) parse() {
	v.once.Do(func() {
		if err := json.Unmarshal(v.text, &v.rules); err != nil {
			panic("embedded schema " + v.id + ": " + err.Error())
		}
		v.patterns = map[string]*regexp.Regexp{}
	})
}

func (v *validator) compile() {
	c := jsonschema.NewCompiler()
	// No schema may reach for the disk or the network.
	c.LoadURL = func(s string) (io.ReadCloser, error) { return nil, fmt.Errorf("schema %s is not embedded", s) }
	if err := c.AddResource(v.id, bytes.NewReader(v.text)); err != nil {
		panic("embedded schema " + v.id + ": " + err.Error())
	}
	v.compiled = c.MustCompile(v.id)
}

// validate returns everything in which doc (plain JSON values) breaks the schema,
// in no particular order.
func (v *validator) validate(doc any) []violation {
	if v.parse(); v.conforms(v.rules, doc) {
		return nil
	}
	v.compileOnce.Do(v.compile)
	err := v.compiled.Validate(doc)
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
