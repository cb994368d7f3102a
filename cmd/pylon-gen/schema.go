package main

import (
	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

var schemas = []string{"stack", "manifest", "diff"}

func newSchema(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:       "schema stack|manifest|diff",
		Short:     "Print the JSON Schema of an input or of diff's JSON",
		Example:   "  pylon-gen schema stack > pylon.stack.schema.json",
		Args:      oneChoice("schema", schemas),
		ValidArgs: schemas,
		RunE: func(_ *cobra.Command, args []string) error {
			text := map[string][]byte{"stack": schema.StackSchema, "manifest": schema.ManifestSchema, "diff": diff.Schema}
			_, err := t.out.Write(text[args[0]])
			return machine(err)
		},
	}
}
