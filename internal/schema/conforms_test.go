package schema

import (
	"encoding/json"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// What conforms passes, the validator must pass too; and conforms must know every
// keyword that the schema uses, or it would never pass anything.
func TestConformsAgreesWithTheValidator(t *testing.T) {
	v := &validator{id: release.Schema(StackSchemaFile), text: stackRules}
	v.parse()
	v.compile()
	for _, doc := range []string{
		`{}`, `{"version":1,"stages":{}}`, `{"version":2,"stages":{}}`, `{"version":1,"stages":[]}`, `{"version":1,"stages":{},"app":5}`,
		`{"version":1,"stages":{"a":{"service":{"cpu":"1 vCPU","spot":"yes"}}}}`,
		`{"version":1,"stages":{"a":{"servce":{}}}}`,
		`{"version":1,"stages":{"a":{"cdn":false}},"cdn":{"cache":["/a"],"nope":1}}`,
		`{"version":1,"stages":{"a":{"auth":{"oauth":{"google":{"clientId":"x"},"version":{}}}}}}`,
		`{"version":1,"stages":{"version":{"files":{"lifecycle":[{"expireAfter":"1 day"},{}]}}}}`,
		`{"version":1,"stages":{"a":{"service":{"env":{"cpu":"x","app":3}}}}}`,
		`{"version":1,"stages":{"a":{"database":{"version":16,"capacity":{"min":"1 ACU","max":"x"}}}}}`,
		`{"version":1,"stages":{"a":null}}`, `[]`, `"x"`,
	} {
		var plain any
		if err := json.Unmarshal([]byte(doc), &plain); err != nil {
			t.Fatal(err)
		}
		if got, want := v.conforms(v.rules, whole(plain)), v.compiled.Validate(plain) == nil; got != want {
			t.Errorf("%s: conforms says %t, the validator %t", doc, got, want)
		}
	}
}

// whole converts whole numbers to the type that they have in a parsed YAML file.
func whole(doc any) any {
	switch x := doc.(type) {
	case map[string]any:
		for key, child := range x {
			x[key] = whole(child)
		}
	case []any:
		for i, child := range x {
			x[i] = whole(child)
		}
	case float64:
		if x == float64(int64(x)) {
			return int64(x)
		}
	}
	return doc
}
