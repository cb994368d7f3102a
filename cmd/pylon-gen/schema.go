package main

import (
	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/report"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

var schemas = []string{"stack", "manifest", "check", "render", "diff", "cost"}

func newSchema(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:       "schema stack|manifest|check|render|diff|cost",
		Short:     "Print the JSON Schema of an input, or of what a command prints as JSON",
		Example:   "  pylon-gen schema stack > pylon.stack.schema.json",
		Args:      oneChoice("schema", schemas),
		ValidArgs: schemas,
		RunE: func(_ *cobra.Command, args []string) error {
			text := map[string][]byte{"stack": schema.StackSchema, "manifest": schema.ManifestSchema, "diff": diff.Schema, "check": report.ResultsSchema, "render": report.ResultsSchema, "cost": report.CostSchema}
			_, err := t.out.Write(text[args[0]])
			return machine(err)
		},
	}
}
