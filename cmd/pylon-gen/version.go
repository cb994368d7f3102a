package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func newVersion(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(t.out, "pylon-gen %s (%s)\n", version, runtime.Version())
			return machine(err)
		},
	}
}
