package schema

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// The one pass over a manifest and the published JSON Schema must agree on what
// a good manifest is.
func FuzzOutlineAgreesWithSchema(f *testing.F) {
	for _, seed := range []string{
		`{"manifest_version":1,"name":"a","version":"1","entities":[{"name":"A","fields":[{"name":"x","type":"string","optional":false,"unique":false,"crdt":"lww"}],"indexes":[{"name":"i","fields":["x"],"unique":true}],"relations":[{"name":"r","target":"A","field":"x","many":true}],"search":{"text":["x"],"language":"english"}}],"routes":[{"path":"/","mode":"live"}]}`,
		`{"manifest_version":1,"name":"a","version":"1","entities":[],"routes":[],"queries":[{"name":"q"}],"actions":[],"policies":[{"name":"p","allow":"x"}]}`,
		`{"manifest_version":1,"name":"a","version":"1","entities":[],"routes":[],"auth":{"user":{"entity":"U"},"session":{"expires_in":5,"cookie_cache":{"enabled":true,"max_age":1,"claims":["a"]}},"trusted_origins":["x"]}}`,
		`{"manifest_version":1,"name":"a","version":"1","entities":[],"routes":[],"llm":{"provider":"x"},"connections":[{"name":"x"}],"crons":[{}],"shards":[{"tickRate":1.5}],"plugins":[{"name":"x","config":{"a_env":"B"}}],"fonts":[1,{}]}`,
		`{"manifest_version":1.0,"name":null,"version":{},"entities":{},"routes":[[]]}`,
		`[]`, `null`, `"x"`, `1`, ` {} `, `{"a":{"b":[1,2,{"c":"\"}]"}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := source.Text("m.json", data)
		if err != nil || !json.Valid(text.Data) {
			return
		}
		dec := json.NewDecoder(bytes.NewReader(text.Data))
		dec.UseNumber()
		var doc any
		if err := dec.Decode(&doc); err != nil {
			return
		}
		m, list := LoadManifest(text)
		for _, d := range list {
			if d.Code == CodeSyntax || d.Code == CodeUnknownKey && d.Severity == "error" {
				return // duplicate keys and case twins are beyond a JSON Schema
			}
			if strings.Contains(d.Message, ": expected a whole number from 0 to ") || strings.Contains(d.Message, ": expected a number of at most 64 bits") {
				return // so are the sizes of Go's integers
			}
		}
		broken := len(manifestValidator.validate(bounded(doc))) > 0
		if broken != (m == nil) {
			t.Errorf("the schema says broken=%t, the loader says %v", broken, list)
		}
	})
}

// Whatever a spec holds, loading it ends with a spec or with findings that have
// a place.
func FuzzLoadSpec(f *testing.F) {
	for _, seed := range []string{
		"version: 1\npylon: { version: 0.5.0 }\nstages:\n  production: { domain: { name: api.example.com } }\n",
		"version: 1\nstages: { a: { service: { env: { A: \"x\\ty\" } }, cdn: null } }\n",
		"a: &a [*a]\n", "- 1\n- 2", "{", "? a\n: b", "a: !!binary x", "a: 0o7\nb: 1e3\nc: 2020-01-01\n", "\t", "%YAML 1.1\n---\n", "a: |\n  x\n", "'a': \"\\u0000\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := source.Text("s.yaml", data)
		if err != nil {
			return
		}
		spec, list := LoadSpec(text)
		if doc, problems := source.ParseYAML(text); len(problems) == 0 {
			stackValidator.parse()
			stackValidator.compileOnce.Do(stackValidator.compile)
			if plain := doc.Plain(); stackValidator.conforms(stackValidator.rules, plain) {
				if err := stackValidator.compiled.Validate(plain); err != nil {
					t.Errorf("conforms, but the validator says %v", err)
				}
			}
		}
		if spec == nil && !list.HasErrors() {
			t.Error("no spec and no error")
		}
		for _, d := range list {
			if d.Pos.Line < 1 || d.Pos.Col < 1 || d.Message == "" || d.Code == "" {
				t.Errorf("a finding without a place or text: %+v", d)
			}
		}
	})
}
