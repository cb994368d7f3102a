package schema

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// What looks like a secret is in no finding, and neither is its line.
func TestSecretsAreNotShown(t *testing.T) {
	const head = "version: 1\npylon: { version: 0.5.0 }\n"
	for name, in := range map[string]string{
		"a number in env":          "stages: {}\nservice: { env: { PIN: 48151623 } }\n",
		"a number in a stage":      "stages: { a: { service: { env: { PIN: 48151623 } } } }\n",
		"text for a mapping":       "stages: {}\nservice:\n  env: PIN=48151623\n",
		"a number as secret":       "stages: {}\nservice: { secrets: [48151623] }\n",
		"values in secrets":        "stages: {}\nservice:\n  secrets:\n    - PIN: 48151623\n",
		"an unknown key":           "stages: {}\nauth:\n  clientSecret: \"48151623\"\n",
		"an unknown key, in a row": "stages: {}\nauth: { apiToken: \"48151623\", nope: 1 }\n",
		"a misplaced env":          "stages: {}\nenv: { PIN: \"48151623\" }\n",
		"a tag in env":             "stages: {}\nservice:\n  env:\n    PIN: !!str 48151623\n",
		"twice in env":             "stages:\n  a:\n    service:\n      env:\n        A: x\n        A: 48151623\n",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := source.Text("s.yaml", []byte(head+in))
			if err != nil {
				t.Fatal(err)
			}
			_, list := LoadSpec(f)
			var b strings.Builder
			if err := diag.Text(&b, list.Sorted(), func(_ string, n int) string { return f.Line(n) }, diag.Plain); err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 || strings.Contains(b.String(), "48151623") {
				t.Errorf("%d findings:\n%s", len(list), b.String())
			}
		})
	}
}
