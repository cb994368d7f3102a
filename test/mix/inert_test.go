package mix

import "testing"

// The checks find a text that is not inert.
func TestInert(t *testing.T) {
	const marker, text = "Zq0qZ", "a: Zq0qZ # ${AWS::Region} \"b\"\n  c: d"
	texts := map[string]string{marker: text}
	for name, c := range map[string]struct {
		faults func(string) []string
		good   string
		bad    []string
	}{
		"template": {
			func(s string) []string { return documentFaults([]byte(s), texts, true) },
			"Resources:\n  A:\n    Type: B\n  C:\n    D: \"a: Zq0qZ # ${AWS::Region} \\\"b\\\"\\n  c: d\"\n",
			[]string{
				"Resources:\n  A:\n    B: C\n  Zq0qZ: D\n", "Zq0qZ: A\n", "Resources:\n  A:\n    Zq0qZ:\n      B: C\n",
				"Resources:\n  A:\n    B: Zq0qZ\n", "Resources:\n  A:\n    B: \"a: Zq0qZ\n",
			},
		},
		"script": {
			func(s string) []string { return scriptFaults(s, texts) },
			"const a = \"a: Zq0qZ # ${AWS::Region} \\\"b\\\"\\n  c: d\"; // Zq0qZ\n",
			[]string{"const a = Zq0qZ;\n", "const a = \"Zq0qZ\";\n", "const a = \"\"; /* */ Zq0qZ()\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.faults(c.good); len(got) > 0 {
				t.Errorf("an inert text: %q", got)
			}
			for _, bad := range c.bad {
				if len(c.faults(bad)) == 0 {
					t.Errorf("nothing is found in %q", bad)
				}
			}
		})
	}
}
