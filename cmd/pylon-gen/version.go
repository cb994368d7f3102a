package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

func newVersion(t terminal) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version and the commit that it was built from",
		Example: "  pylon-gen version\n  pylon-gen version --format json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return machine(printVersion(t, format))
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "the `format`: text or json")
	oneOf(cmd, "format", []string{"text", "json"})
	return cmd
}

func printVersion(t terminal, format string) error {
	commit, modified := release.Commit()
	if format == "json" {
		return writeJSON(t, struct {
			Version  string `json:"version"`
			Commit   string `json:"commit"`
			Modified bool   `json:"modified"`
			Go       string `json:"go"`
			Platform string `json:"platform"`
		}{release.Version, commit, modified, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
	}
	text := "pylon-gen " + release.Version + " ("
	if commit != "" {
		text += "commit " + commit[:min(len(commit), 12)]
		if modified {
			text += ", modified"
		}
		text += ", "
	}
	_, err := fmt.Fprintf(t.out, "%s%s)\n", text, runtime.Version())
	return err
}
