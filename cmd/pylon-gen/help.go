package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// topics are texts that belong to no single command: pylon-gen help stages.
var topics = []*cobra.Command{
	{
		Use: "exit-codes", Short: "What the exit codes mean",
		Long: "0  fine\n" +
			"1  findings, or outputs that are not as they would be rendered\n" +
			"2  wrong usage, or inputs from which nothing can be rendered\n" +
			"3  a failure of the system: a file could not be read or written\n\n" +
			"With several projects the greatest counts. The result goes to standard output, all\n" +
			"else to standard error; --format json prints nothing but JSON.",
	},
	{
		Use: "drift", Short: "Missing, stale, hand-edited, orphaned",
		Long: "pylon-gen.lock remembers what was rendered, which tells apart\n\n" +
			"missing      never rendered, or deleted: render\n" +
			"stale        the inputs have changed: render\n" +
			"hand-edited  neither what was rendered nor what would be: undo the edit and configure\n" +
			"             it in the spec; render refuses to write over it without --force\n" +
			"orphaned     its stage or target is gone, or its output is off or elsewhere:\n" +
			"             delete it, or render --prune\n\n" +
			"Commit the lock with the outputs. A file may differ from what another release of\n" +
			"pylon-gen rendered; both are named then. When two branches merge, both sides of the\n" +
			"lock count: init has git keep the lines of both (merge=union in .gitattributes), and\n" +
			"a lock with conflict markers is read too; render writes it again.\n\n" +
			"Files are written all or none, each one atomically;\n" +
			"an up-to-date one is not touched.",
	},
	{
		Use: "stages", Short: "Stages, overlays and patterns",
		Long: "Each key below stages is a stage, an overlay of the keys above it: mappings merge key\n" +
			"by key, lists and scalars replace, null removes. A name with one star (pr-*) is a\n" +
			"pattern: it stands for every stage whose name matches and that has no entry of its\n" +
			"own. {stage} in host names and origins is the stage's name.\n\n" +
			"pylon-gen config show --stage staging --origin shows the result, and where each value\n" +
			"was written. production and prod, and names such as prod-eu, keep and protect their\n" +
			"data by default.",
	},
	{
		Use: "rules", Short: "Findings, their severity, and how to accept one",
		Long: "Each rule has an id that never changes. An error fails pylon-gen check, a warning does\n" +
			"with --fail-on warning, a note never does and is shown with -v. pylon-gen explain\n" +
			"lists all rules, pylon-gen explain PG308 shows why one matters and what to do.\n\n" +
			"A finding that you accept is silenced in the spec, with a reason:\n\n" +
			"  ignore: [{ rule: PG308, reason: only one browser is ever open at a time }]\n\n" +
			"An ignore that silences nothing is itself a finding.",
	},
	{
		Use: "overrides", Short: "The last resort: patches of the outputs",
		Long: "What the spec has no key for is configured with a JSON Patch (RFC 6902) under overrides, with\n" +
			"a reason that appears in the output. One that no longer applies is an error. See\n" +
			"docs/overrides.md.",
	},
}

// help prints what a command does: an example first, since most people need no
// more.
func help(t terminal) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, _ []string) { fmt.Fprint(t.out, helpText(cmd)) }
}

func helpText(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n", cmd.Short)
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n%s\n", cmd.Example)
	}
	if cmd.Long != "" {
		fmt.Fprintf(&b, "\n%s\n", cmd.Long)
	}
	if cmd.Runnable() || cmd.HasSubCommands() {
		fmt.Fprintf(&b, "\nUsage:\n  %s\n", cmd.UseLine())
	}
	list(&b, "Commands", cmd, func(c *cobra.Command) bool { return c.IsAvailableCommand() })
	list(&b, "Topics (pylon-gen help TOPIC)", cmd, (*cobra.Command).IsAdditionalHelpTopicCommand)
	if cmd.Runnable() && !cmd.HasSubCommands() {
		fmt.Fprintf(&b, "\nExit codes:\n%s", exitCodes(cmd))
	}
	if cmd.HasAvailableLocalFlags() {
		fmt.Fprintf(&b, "\nFlags:\n%s", cmd.LocalFlags().FlagUsages())
	}
	if cmd.Runnable() && cmd.HasAvailableInheritedFlags() {
		fmt.Fprintf(&b, "\nFlags of every command:\n%s", cmd.InheritedFlags().FlagUsages())
	}
	return b.String()
}

// findingsMean is what exit code 1 means to a command; the others never have it.
var findingsMean = map[string]string{
	"render": "with --check an output is not up to date, or one was edited by hand",
	"check":  "there are findings of the level of --fail-on",
	"diff":   "a gate is hit: --fail-on, --max-increase or a budget",
	"cost":   "a stage is over its budget",
	"doctor": "something is missing",
}

// exitCodes are those of a command, a line each.
func exitCodes(cmd *cobra.Command) string {
	text := "  0  done\n"
	if findings := findingsMean[cmd.Name()]; findings != "" {
		text += "  1  " + findings + "\n"
	}
	return text + "  2  wrong usage, or inputs that cannot be used\n  3  the machine failed: a file could not be read or written\n"
}

// list writes the names of some commands below one.
func list(b *strings.Builder, title string, cmd *cobra.Command, of func(*cobra.Command) bool) {
	for _, c := range cmd.Commands() {
		if !of(c) {
			continue
		}
		if title != "" {
			fmt.Fprintf(b, "\n%s:\n", title)
			title = ""
		}
		fmt.Fprintf(b, "  %-12s %s\n", c.Name(), c.Short)
	}
}

// newHelp is the command help: of a command, or of a topic.
func newHelp(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND|TOPIC]",
		Short:   "Help about a command or a topic",
		Example: "  pylon-gen help render\n  pylon-gen help stages",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			of, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var names []string
			for _, c := range of.Commands() {
				if strings.HasPrefix(c.Name(), typed) {
					names = append(names, c.Name()+"\t"+c.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				if of == nil {
					of = cmd.Root()
				}
				return onlyCommands(of, args)
			}
			_, err = fmt.Fprint(t.out, helpText(of))
			return machine(err)
		},
	}
}

// onlyCommands refuses what is not a command below one, and reports which was meant, or
// which there are.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	typed := args[len(args)-1]
	text := fmt.Sprintf("there is no command %q", strings.TrimPrefix(cmd.CommandPath()+" "+typed, "pylon-gen "))
	if guesses := cmd.SuggestionsFor(typed); len(guesses) > 0 {
		return usageError("%s: did you mean %s?", text, strings.Join(guesses, " or "))
	}
	var topics []string
	for _, c := range cmd.Commands() {
		if c.IsAdditionalHelpTopicCommand() {
			topics = append(topics, c.Name())
		}
	}
	if guess := schema.Nearest(typed, topics); guess != "" {
		return usageError("%s: did you mean pylon-gen help %s?", text, guess)
	}
	return usageError("%s%s", text, commandsAndTopics(cmd))
}

// commandsAndTopics lists what is below a command, to follow another text; "" when
// there is nothing.
func commandsAndTopics(cmd *cobra.Command) string {
	var commands, topics []string
	for _, c := range cmd.Commands() {
		switch {
		case c.IsAdditionalHelpTopicCommand():
			topics = append(topics, c.Name())
		case c.IsAvailableCommand():
			commands = append(commands, c.Name())
		}
	}
	text := ""
	if len(commands) > 0 {
		text += "; commands: " + strings.Join(commands, ", ")
	}
	if len(topics) > 0 {
		text += "; help topics: " + strings.Join(topics, ", ")
	}
	return text
}

// flagError reports which flag was meant.
func flagError(cmd *cobra.Command, err error) error {
	var twice *twiceError
	if errors.As(err, &twice) {
		return usageError("%s", twice.text)
	}
	text := err.Error()
	var invalid *pflag.InvalidValueError
	if guess := meantFlag(cmd, err); guess != "" {
		text += ": did you mean " + guess + "?"
	} else if errors.As(err, &invalid) {
		takes := map[string]string{"int": "a whole number", "bool": "true or false"}[invalid.GetFlag().Value.Type()]
		if takes != "" {
			text = fmt.Sprintf("--%s takes %s, not %q", invalid.GetFlag().Name, takes, invalid.GetValue())
		}
	}
	return usageError("%s (%s --help lists the flags)", text, cmd.CommandPath())
}

// meantFlag is the flag that an unknown one most likely means, "" when none is near.
func meantFlag(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	if letters := unknown.GetSpecifiedShortnames(); letters != "" {
		letter := strings.ToLower(unknown.GetSpecifiedName())
		if len(letter) != 1 { // pflag looks up ASCII only
			return ""
		}
		for _, x := range []string{letter, strings.ToUpper(letter)} {
			if f := cmd.Flags().ShorthandLookup(x); f != nil {
				return "-" + x + ", --" + f.Name
			}
		}
		return ""
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if guess := schema.Nearest(unknown.GetSpecifiedName(), names); guess != "" {
		return "--" + guess
	}
	return ""
}
