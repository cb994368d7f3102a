package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// location is where a command looks for its project: the flags -C and -f.
type location struct {
	dir   string
	specs []string
}

func (l *location) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&l.dir, "directory", "C", ".", "work in this directory")
	cmd.Flags().StringArrayVarP(&l.specs, "file", "f", nil, "the stack spec, instead of the nearest pylon.stack.yaml upwards")
}

// project gives the one project that the flags name.
func (l *location) project() (project, error) {
	switch len(l.specs) {
	case 0:
		return find(l.dir, "")
	case 1:
		return find(l.dir, l.specs[0])
	}
	return project{}, usageError("-f is here %d times: %s", len(l.specs), strings.Join(l.specs, ", "))
}

func checkFormat(format string) error {
	if format != "text" && format != "json" {
		return usageError("--format can be text or json, not %q", format)
	}
	return nil
}
