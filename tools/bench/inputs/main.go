// Command inputs writes inputs for the benchmarks:
//
//	inputs manifest ENTITIES   a manifest to standard output
//	inputs apps COUNT DIR      a tree of apps
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
)

const spec = "version: 1\npylon: { version: 0.5.0 }\nstages:\n  production: { domain: { name: api.example.com } }\n"

type field struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Optional bool   `json:"optional"`
	Unique   bool   `json:"unique"`
}

type entity struct {
	Name    string  `json:"name"`
	Fields  []field `json:"fields"`
	Indexes []any   `json:"indexes"`
}

// manifest makes an app with many entities of 29 fields; 10,000 are 25 MB.
func manifest(name string, entities int) []byte {
	list := make([]entity, entities)
	for i := range list {
		e := entity{Name: fmt.Sprint("Entity", i), Indexes: []any{}}
		for j := range 29 {
			e.Fields = append(e.Fields, field{Name: fmt.Sprint("some_field_number_", j), Type: "string", Optional: j%2 == 0})
		}
		e.Fields[0].Type = fmt.Sprintf("id(Entity%d)", (i+7)%entities)
		list[i] = e
	}
	text, err := json.Marshal(map[string]any{"manifest_version": 1, "name": name, "version": "1.0.0", "entities": list, "routes": []any{}})
	if err != nil {
		log.Fatal(err)
	}
	return text
}

func main() {
	args := os.Args[1:]
	if len(args) < 2 {
		log.Fatal("usage: inputs manifest ENTITIES | inputs apps COUNT DIR")
	}
	count, err := strconv.Atoi(args[1])
	if err != nil {
		log.Fatal(err)
	}
	if args[0] == "manifest" {
		if _, err := os.Stdout.Write(manifest("big", count)); err != nil {
			log.Fatal(err)
		}
		return
	}
	for i := range count {
		dir := filepath.Join(args[2], fmt.Sprint("group", i%10), fmt.Sprint("app", i))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			log.Fatal(err)
		}
		for name, text := range map[string][]byte{"pylon.stack.yaml": []byte(spec), "pylon.manifest.json": manifest("app", 3)} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				log.Fatal(err)
			}
		}
	}
}
