package schema

import (
	"encoding/json"
	"testing"
)

// The pruned schema and the whole one must agree on every document.
func TestPrunedSchemaAgreesWithTheWhole(t *testing.T) {
	v := &validator{id: StackSchemaID, text: stackRules}
	v.schemaFor(nil)
	whole := v.compile(v.rules)
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
		if a, b := v.schemaFor(plain).Validate(plain), whole.Validate(plain); (a == nil) != (b == nil) {
			t.Errorf("%s: pruned says %v, whole says %v", doc, a, b)
		}
	}
}
