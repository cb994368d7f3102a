package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// noArgs refuses arguments of a command that takes flags only.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("%s takes no arguments, but got %q", commandName(cmd), args[0])
	if cmd.Flags().Lookup("directory") != nil {
		text += "; name a directory with -C"
		if cmd.Flags().Lookup("stage") != nil {
			text += ", a stage with --stage"
		}
	}
	return usageError("%s", text)
}

// addCompletion adds cobra's command completion, and has it name the shells that it
// knows when another one is asked for.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args, c.SuggestionsMinimumDistance = onlyCommands, 2
			c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// oneChoice wants one of some words as the only argument.
func oneChoice(what string, choices []string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return usageError("name a %s: %s", what, alternatives(choices))
		case 1:
			return choice(what, args[0], choices)
		}
		return usageError("name one %s, not %d: %s", what, len(args), strings.Join(args, ", "))
	}
}

// choice refuses a word that is not among the choices, and reports which was meant.
func choice(what, word string, choices []string) error {
	for _, c := range choices {
		if c == word {
			return nil
		}
	}
	text := fmt.Sprintf("there is no %s %q; the choices are %s", what, word, strings.Join(choices, ", "))
	if guess := schema.Nearest(word, choices); guess != "" {
		text = fmt.Sprintf("there is no %s %q: did you mean %s?", what, word, guess)
	}
	return usageError("%s", text)
}

// alternatives are words as a sentence has them: a, b or c.
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// commandName is a command as it is typed behind the program's name.
func commandName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), "pylon-gen ")
}
