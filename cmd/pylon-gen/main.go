// Command pylon-gen renders an SST configuration, CloudFormation templates and a
// local compose file from a Pylon app's manifest and its stack spec.
//
// It turns arguments into one call and one exit code. It is the only place of
// the program that prints or exits.
package main

//go:generate env PYLON_UPDATE=1 go test -count=1 -run TestReferenceIsUpToDate .

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/release"
)

// Exit codes. They are a contract, see docs/cli.md.
const (
	exitOK       = 0
	exitFindings = 1 // findings or drift
	exitUsage    = 2 // wrong usage or unusable input
	exitMachine  = 3 // the machine failed us
)

// exitError ends the program with a code. Without text everything has been
// said already.
type exitError struct {
	code int
	text string
}

func (e *exitError) Error() string { return e.text }

func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Sprintf(format, args...)}
}

// terminal is where a command talks to.
type terminal struct {
	out io.Writer // the result
	err io.Writer // all else
	*manner
}

func main() {
	// A run lives for milliseconds on a few megabytes: let the collector wait, but
	// not for a manifest of many megabytes.
	debug.SetGCPercent(800)
	debug.SetMemoryLimit(256 << 20)
	os.Exit(execute(os.Args[1:], terminal{out: os.Stdout, err: os.Stderr}))
}

func execute(args []string, t terminal) int {
	root := newRoot(t)
	root.SetArgs(args)
	if len(args) == 0 || !strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) { // which parses flags twice
		addCompletion(root)
		onceEach(root)
	}
	err := root.Execute()
	if err == nil {
		return exitOK
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		// Everything that is not said otherwise comes from cobra: unknown verbs
		// and flags.
		exit = &exitError{exitUsage, inOwnWords(err.Error())}
	}
	if exit.text != "" && wantsJSON(args) {
		_ = writeJSON(t, struct {
			Version  int    `json:"version"`
			Projects []any  `json:"projects"`
			Error    string `json:"error"`
		}{1, []any{}, exit.text})
	} else if exit.text != "" {
		fmt.Fprintf(t.err, "pylon-gen: %s\n", exit.text)
	}
	return exit.code
}

var exclusiveFlags = pattern.Of(`^if any flags in the group .* were all set$`)

// inOwnWords is an error of cobra in the program's own words.
func inOwnWords(text string) string {
	if !exclusiveFlags.MatchString(text) {
		return text
	}
	_, set, _ := strings.Cut(text, "; [")
	flags := strings.Fields(strings.TrimSuffix(set, "] were all set"))
	for i := range flags {
		flags[i] = "--" + flags[i]
	}
	return "only one of these flags can be set: " + strings.Join(flags, ", ")
}

// wantsJSON reports whether the result is to be JSON, whatever else is wrong with
// the arguments.
func wantsJSON(args []string) bool {
	for i, arg := range args {
		if arg == "--format=json" || arg == "json" && i > 0 && args[i-1] == "--format" {
			return true
		}
	}
	return false
}

func newRoot(t terminal) *cobra.Command {
	t.manner = &manner{}
	root := &cobra.Command{
		Use:           "pylon-gen",
		Short:         "Render AWS infrastructure for a Pylon app",
		Long:          "Render an SST configuration, CloudFormation templates and a local compose file\nfrom a Pylon app's manifest and its stack spec.",
		Version:       release.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          onlyCommands,
		Example:       "  pylon-gen init\n  pylon-gen render\n  pylon-gen check",
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return t.valid(cmd) },
	}
	t.flags(root)
	root.SetOut(t.out)
	root.SetErr(t.err)
	root.SetVersionTemplate("pylon-gen {{.Version}}\n")
	root.SetHelpFunc(help(t))
	root.SetHelpCommand(newHelp(t))
	root.SetFlagErrorFunc(flagError)
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(newInit(t), newRender(t), newCheck(t), newDiff(t), newCost(t), newGraph(t), newReport(t), newExplain(t), newSecrets(t), newSchema(t), newConfig(t), newDoctor(t), newVersion(t))
	for _, topic := range topics {
		root.AddCommand(&cobra.Command{Use: topic.Use, Short: topic.Short, Long: topic.Long})
	}
	return root
}
