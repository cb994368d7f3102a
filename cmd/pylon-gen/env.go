package main

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/output"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// envName is the name at the start of a line of an .env file.
var envName = pattern.Of(`(?m)^(?:export )?([A-Za-z_][A-Za-z0-9_]*)=`)

// lackingEnv reports which variables of .env.example, which has just been written, the
// user's .env lacks; "" when there is no .env or it has all of them. Values are not
// looked at.
func (r *result) lackingEnv(dotenv string) string {
	if !slices.ContainsFunc(r.drifts, func(d output.Drift) bool { return d.Path == dotenv && d.Kind != output.Orphaned }) {
		return ""
	}
	name := path.Join(path.Dir(dotenv), ".env")
	text, err := fs.ReadFile(r.repo, r.Path(name))
	if err != nil {
		return ""
	}
	var have, lacking []string
	for _, m := range envName.FindAllStringSubmatch(string(text), -1) {
		have = append(have, m[1])
	}
	for _, f := range r.files {
		if f.Path != dotenv {
			continue
		}
		for _, m := range envName.FindAllStringSubmatch(string(f.Bytes), -1) {
			if !slices.Contains(have, m[1]) && !slices.Contains(lacking, m[1]) {
				lacking = append(lacking, m[1])
			}
		}
	}
	if len(lacking) == 0 {
		return ""
	}
	return fmt.Sprintf("%s lacks %s, which %s has", name, strings.Join(lacking, ", "), dotenv)
}
