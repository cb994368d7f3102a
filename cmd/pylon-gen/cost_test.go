package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/cost"
)

var shapeRow = regexp.MustCompile("(?m)^\\| [^|]+ \\| (?:`([^`]+)`)? *\\| ([0-9.]+) \\| ([0-9.]+) \\|$")

// The months in docs/cost.md are those that the command prints.
func TestMonthsInDocs(t *testing.T) {
	rows := shapeRow.FindAllStringSubmatch(docs(t)["docs/cost.md"], -1)
	if len(rows) < 5 {
		t.Fatalf("only %d months in docs/cost.md", len(rows))
	}
	for _, row := range rows {
		dir := copyInputs(t, filepath.Join(goldenDir, "smallest"))
		spec := "version: 1\npylon: { version: 0.20.0 }\nservice: { scaling: { max: 1 } }\nstages: { production: { domain: { name: api.example.com } } }\n" + row[1] + "\n"
		if err := os.WriteFile(filepath.Join(dir, "pylon.stack.yaml"), []byte(spec), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if code := execute([]string{"cost", "-C", dir, "--format", "json"}, terminal{out: &out, err: &errs}); code != exitOK {
			t.Fatalf("%s: %s", row[1], &errs)
		}
		var d cost.Document
		if err := json.Unmarshal(out.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		m := d.Projects[0].Stages[0]
		var fixed, ceiling float64
		if err := json.Unmarshal([]byte(row[2]), &fixed); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(row[3]), &ceiling); err != nil {
			t.Fatal(err)
		}
		if *m.Fixed != fixed || *m.Ceiling != ceiling {
			t.Errorf("%q costs %.2f, up to %.2f; docs/cost.md says %s, up to %s", row[1], *m.Fixed, *m.Ceiling, row[2], row[3])
		}
	}
}
