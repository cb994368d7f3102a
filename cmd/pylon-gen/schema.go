package main

import (
	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

func newSchema(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:       "schema stack|manifest",
		Short:     "Print the JSON Schema of an input",
		Example:   "  pylon-gen schema stack > pylon.stack.schema.json",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"stack", "manifest"},
		RunE: func(_ *cobra.Command, args []string) error {
			text := schema.StackSchema
			if args[0] == "manifest" {
				text = schema.ManifestSchema
			}
			_, err := t.out.Write(text)
			return machine(err)
		},
	}
}
