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
		out = append(out, v.explain(leaf, doc)...)
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

func (v *validator) explain(e *jsonschema.ValidationError, doc any) []violation {
	at := tokens(e.InstanceLocation)
	_, fragment, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	path := tokens(fragment)
	keyword := path[len(path)-1]
	rule := follow(v.rules, path[:len(path)-1])
	value := follow(doc, at)
	one := func(message, fix string) []violation { return []violation{{Pointer: at, Message: message, Fix: fix}} }
	switch keyword {
	case "additionalProperties":
		return unknownKeys(at, rule, value)
	case "required":
		return missingKeys(at, rule, value)
	case "type":
		want := typeNames(rule)
		fix := typeFix(want, value)
		if pattern, _ := member(rule, "pattern").(string); patternFixes[pattern] != "" {
			fix = patternFixes[pattern]
		}
		return one(fmt.Sprintf("expected %s, got %s", want, describe(value)), fix)
	case "enum":
		return one(fmt.Sprintf("%s is not one of the accepted values", describe(value)), "write one of: "+enumValues(rule))
	case "pattern":
		pattern, _ := member(rule, "pattern").(string)
		return one(fmt.Sprintf("%s does not have the form that is expected here", describe(value)), patternFix(pattern))
	}
	return one(fmt.Sprintf("%s: %s", describe(value), e.Message), "")
}

func unknownKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	known := keysOf(member(rule, "properties"))
	var out []violation
	for _, key := range keysOf(value) {
		if _, ok := object[key]; !ok || slices.Contains(known, key) {
			continue
		}
		fix := "remove it; known here: " + strings.Join(known, ", ")
		if guess := nearest(key, known); guess != "" {
			fix = fmt.Sprintf("did you mean %q?", guess)
		}
		out = append(out, violation{Pointer: at, Unknown: key, Message: fmt.Sprintf("unknown key %q", key), Fix: fix})
	}
	return out
}

func missingKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	list, _ := member(rule, "required").([]any)
	var out []violation
	for _, r := range list {
		if key, _ := r.(string); object[key] == nil {
			out = append(out, violation{Pointer: at, Message: fmt.Sprintf("the key %q is missing", key), Fix: example(rule, key)})
		}
	}
	return out
}

func example(rule any, key string) string {
	property := member(member(rule, "properties"), key)
	if list, _ := member(property, "enum").([]any); len(list) > 0 {
		return fmt.Sprintf("add it, for example %s: %v", key, list[0])
	}
	return "add it"
}

func typeNames(rule any) string {
	switch t := member(rule, "type").(type) {
	case string:
		return t
	case []any:
		names := make([]string, len(t))
		for i, n := range t {
			names[i] = fmt.Sprint(n)
		}
		return strings.Join(names, " or ")
	}
	return "another type"
}

func typeFix(want string, value any) string {
	text, isText := value.(string)
	switch {
	case want == "boolean" && isText && slices.Contains([]string{"yes", "on", "y"}, strings.ToLower(text)):
		return "write true: yes and on are plain text in YAML 1.2"
	case want == "boolean" && isText && slices.Contains([]string{"no", "off", "n"}, strings.ToLower(text)):
		return "write false: no and off are plain text in YAML 1.2"
	case want == "string" && !isText && value != nil && !isCollection(value):
		return "put it in quotes"
	case want == "object":
		return "write a mapping: keys, each with a value"
	case want == "array":
		return "write a list"
	}
	return ""
}

var patternFixes = map[string]string{
	DurationPattern: `write a whole number and a unit, for example "3600 seconds", "30 days" or "1h"`,
	CPUPattern:      `write a number, a blank and vCPU, for example "0.25 vCPU"`,
	MemoryPattern:   `write a number, a blank and MB or GB, for example "512 MB" or "0.5 GB"`,
	ACUPattern:      `write a multiple of 0.5, a blank and ACU, for example "0.5 ACU"`,
	VersionPattern:  `write a version such as 16 or "16.8"`,
}

func patternFix(pattern string) string {
	if fix := patternFixes[pattern]; fix != "" {
		return fix
	}
	return "it must match " + pattern
}

func enumValues(rule any) string {
	list, _ := member(rule, "enum").([]any)
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = fmt.Sprint(x)
	}
	return strings.Join(names, ", ")
}

func describe(value any) string {
	switch x := value.(type) {
	case nil:
		return "null"
	case string:
		if runes := []rune(x); len(runes) > 60 {
			x = string(runes[:60]) + "…"
		}
		return fmt.Sprintf("the text %q", x)
	case bool:
		return fmt.Sprintf("%t", x)
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	}
	return fmt.Sprintf("the number %v", value)
}

func isCollection(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
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
