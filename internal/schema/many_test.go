package schema

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Inputs with tens of thousands of faults are answered at once. What is
// quadratic takes minutes here, so the limit needs no quiet machine.
func TestManyFindings(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	manifest := func(f *source.File) diag.List { _, list := LoadManifest(f); return list }
	spec := func(f *source.File) diag.List { _, list := LoadSpec(f); return list }
	const head = `{"manifest_version":1,"name":"a","version":"1","routes":[],"entities":[`
	const field = `{"name":"f","type":%s,"optional":false,"unique":false}`
	entity := func(fieldType string) string {
		return `{"name":"E%d","fields":[` + strings.Replace(field, "%s", fieldType, 1) + `],"indexes":[]},`
	}
	for name, c := range map[string]struct {
		load func(*source.File) diag.List
		in   string
	}{
		"unknown keys of a manifest":    {manifest, head + `]` + many(100_000, `,"k%d":0`) + `}`},
		"variables of a manifest":       {manifest, head + `],"x":{"y":0` + many(100_000, `,"k%[1]d_env":"V%[1]d"`) + `}}`},
		"types in a manifest":           {manifest, head + strings.TrimSuffix(many(10_000, entity(`5`)), ",") + `]}`},
		"unknown keys of a spec":        {spec, "version: 1\nstages: {}\n" + many(50_000, "key%d: 1\n")},
		"unknown keys in a line":        {spec, "version: 1\nstages: {}\nservice: { " + many(50_000, "key%d: 1, ") + "}\n"},
		"tags of a spec":                {spec, "version: 1\nstages: {}\norigins: [" + many(50_000, "! %d, ") + "]\n"},
		"values of a spec's variables":  {spec, "version: 1\nstages: {}\nservice: { env: { " + many(50_000, "K%d: 5, ") + "} }\n"},
		"numbers in a list of a spec":   {spec, "version: 1\nstages: {}\norigins: [" + many(50_000, "%d, ") + "]\n"},
		"duplicate keys of a raw value": {manifest, head + `],"auth":{"org":{"x":0` + many(100_000, `,"k":%d`) + `}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := source.Text("f", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			list := c.load(f).Sorted()
			var b strings.Builder
			if err := diag.Text(&b, list, func(_ string, n int) string { return f.Line(n) }, diag.Plain); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
			if len(list) == 0 || len(list) > 101 {
				t.Errorf("%d findings", len(list))
			}
		})
	}
}
