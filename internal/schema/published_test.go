package schema

import (
	"encoding/json"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// What editors and strict readers of schemas ask of the published schema.
func TestPublishedSchemaIsForEditors(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(StackSchema, &root); err != nil {
		t.Fatal(err)
	}
	keys := 0
	visit(root, "", func(at string, rule map[string]any) {
		if _, several := rule["type"].([]any); several {
			t.Errorf("%s has several types: ajv refuses that in its strict mode", at)
		}
		if _, refers := rule["$ref"]; refers && len(rule) > 1 {
			t.Errorf("%s has something alongside a $ref, which draft-07 ignores", at)
		}
		if rule["enum"] != nil && rule["enum"].([]any)[0] == nil {
			t.Errorf("%s proposes null", at)
		}
		properties, _ := rule["properties"].(map[string]any)
		for name, p := range properties {
			keys++
			for _, text := range []string{"title", "description"} {
				if s, _ := member(p, text).(string); s == "" {
					t.Errorf("%s/%s has no %s of its own", at, name, text)
				}
			}
			if member(p, "title") != name {
				t.Errorf("%s/%s has the title %v", at, name, member(p, "title"))
			}
			if examples, _ := member(p, "examples").([]any); len(examples) > 0 && isCollection(examples[0]) {
				t.Errorf("%s/%s has an example that editors propose as [object Object]", at, name)
			}
		}
	})
	if keys < 150 {
		t.Errorf("only %d keys", keys)
	}
}

// visit calls see for each schema in one, with a path to it.
func visit(rule any, at string, see func(at string, rule map[string]any)) {
	object, ok := rule.(map[string]any)
	if !ok {
		return
	}
	see(at, object)
	for _, keyword := range []string{"items", "additionalProperties", "not"} {
		visit(object[keyword], at+"/"+keyword, see)
	}
	for _, keyword := range []string{"properties", "$defs"} {
		for _, name := range keysOf(object[keyword]) {
			visit(member(object[keyword], name), at+"/"+keyword+"/"+name, see)
		}
	}
	for _, keyword := range []string{"anyOf", "allOf"} {
		list, _ := object[keyword].([]any)
		for _, choice := range list {
			visit(choice, at+"/"+keyword, see)
		}
	}
}

// The validator's rules and the published schema judge a spec alike.
func TestPublishedSchemaAgreesWithTheRules(t *testing.T) {
	published := &validator{id: release.Schema(StackSchemaFile), text: StackSchema}
	published.compile()
	rules := &validator{id: release.Schema(StackSchemaFile), text: stackRules}
	rules.compile()
	for _, doc := range []string{
		`{}`, `{"version":1,"stages":{}}`, `{"version":2,"stages":{}}`, `{"version":1,"stages":[]}`, `{"version":1,"stages":{},"app":5}`,
		`{"version":1,"stages":{"a":{"service":{"cpu":"1 vCPU","spot":"yes"}}}}`, `{"version":1,"stages":{"a":{"service":{"cpu":256}}}}`,
		`{"version":1,"stages":{"a":{"servce":{}}}}`, `{"version":1,"stages":{"a":{"shape":"odd"}}}`, `{"version":1,"stages":{"a":5}}`,
		`{"version":1,"stages":{},"cdn":true}`, `{"version":1,"stages":{},"cdn":{"cache":["/a"]}}`, `{"version":1,"stages":{},"cdn":{"nope":1}}`, `{"version":1,"stages":{},"cdn":"x"}`,
		`{"version":1,"stages":{},"cache":{"redis":{"tls":"odd"}}}`, `{"version":1,"stages":{},"cache":{"redis":[]}}`, `{"version":1,"stages":{},"cache":{"redis":true}}`,
		`{"version":1,"stages":{},"database":{"version":16}}`, `{"version":1,"stages":{},"database":{"version":"16.8"}}`, `{"version":1,"stages":{},"database":{"version":"x"}}`, `{"version":1,"stages":{},"database":{"version":[]}}`,
		`{"version":1,"stages":{},"outputs":{"sst":false}}`, `{"version":1,"stages":{},"outputs":{"sst":true}}`, `{"version":1,"stages":{},"outputs":{"sst":""}}`, `{"version":1,"stages":{},"outputs":{"sst":"a"}}`,
		`{"version":1,"stages":{},"ignore":[{"rule":"PG308"}]}`, `{"version":1,"stages":{},"ignore":[{"rule":"PG308","reason":"x"}]}`, `{"version":1,"stages":{},"ignore":[{"rule":"x","reason":"x"}]}`,
		`{"version":1,"stages":{},"auth":{"oauth":{"google":{"clientId":"x"}}}}`, `{"version":1,"stages":{},"auth":{"oauth":{"google":{"nope":"x"}}}}`,
		`{"version":1,"stages":{},"loadBalancer":{"expose":[]}}`, `{"version":1,"stages":{},"loadBalancer":{"expose":["http","http"]}}`, `{"version":1,"stages":{},"budget":{"monthly":"100"}}`,
		`{"version":1,"stages":{},"service":{"scaling":{"max":0}}}`, `{"version":1,"stages":{},"captcha":{"minScore":2}}`, `{"version":1,"stages":{},"service":{"env":{"A":5}}}`, `[]`,
		`{"version":1,"stages":{},"overrides":[{"target":"sst","reason":"x","patch":[{"op":"add","path":"/a","value":[{}]}]}]}`, `{"version":1,"stages":{},"overrides":[{"target":"sst","reason":"x","patch":[]}]}`,
	} {
		var plain any
		if err := json.Unmarshal([]byte(doc), &plain); err != nil {
			t.Fatal(err)
		}
		if got, want := published.compiled.Validate(plain) == nil, rules.compiled.Validate(plain) == nil; got != want {
			t.Errorf("%s: published %t, rules %t", doc, got, want)
		}
	}
}
