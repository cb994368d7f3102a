// Command gen writes the published JSON Schemas of both inputs and the reference
// of the stack spec from the Go structs of package schema. Run it with go generate, in internal/schema.
package main

import (
	"log"
	"os"

	"github.com/pylon-gen/pylon-gen/internal/schema/gen/reflected"
)

func main() {
	for name, make := range reflected.Schemas {
		text, err := make(".")
		if err == nil {
			err = os.WriteFile(name, text, 0o644)
		}
		if err != nil {
			log.Fatalf("writing %s: %v", name, err)
		}
	}
	text, err := reflected.Docs(".")
	if err == nil {
		err = os.WriteFile("../../docs/stack-spec.md", text, 0o644)
	}
	if err != nil {
		log.Fatalf("writing docs/stack-spec.md: %v", err)
	}
}
