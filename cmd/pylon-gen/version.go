package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
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
	commit, modified := builtFrom()
	if format == "json" {
		return writeJSON(t, struct {
			Version  string `json:"version"`
			Commit   string `json:"commit"`
			Modified bool   `json:"modified"`
			Go       string `json:"go"`
			Platform string `json:"platform"`
		}{version, commit, modified, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
	}
	text := "pylon-gen " + version + " ("
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

// builtFrom is the commit that the program was built from, "" where the build did not
// record it, and whether files had been changed since.
func builtFrom() (commit string, modified bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			modified = s.Value == "true"
		}
	}
	return commit, modified
}
