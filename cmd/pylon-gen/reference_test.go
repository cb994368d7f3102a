package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// The reference of the command line and its man pages are made from the commands
// themselves, llms.txt from the map of the documentation. PYLON_UPDATE=1 writes them.
func TestReferenceIsUpToDate(t *testing.T) {
	want := map[string][]byte{"../../docs/cli.md": []byte(reference()), "../../llms.txt": []byte(llms(t))}
	for name, text := range manPages(t) {
		want[filepath.Join("../../docs/man", name)] = text
	}
	there, err := filepath.Glob("../../docs/man/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range there {
		if want[name] == nil {
			t.Errorf("%s belongs to no command", name)
		}
	}
	for name, text := range want {
		if os.Getenv("PYLON_UPDATE") == "1" {
			if err := os.WriteFile(name, text, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), string(got)); diff != "" {
			t.Errorf("%s is not up to date, go generate ./cmd/pylon-gen writes it: %s", name, diff)
		}
	}
}

// documented are the commands and topics in the order of the reference.
func documented() (commands, topics []*cobra.Command) {
	var add func(cmd *cobra.Command)
	add = func(cmd *cobra.Command) {
		for _, c := range cmd.Commands() {
			switch {
			case c.IsAdditionalHelpTopicCommand():
				topics = append(topics, c)
			case c.HasSubCommands():
				add(c)
			default:
				commands = append(commands, c)
			}
		}
	}
	root := newRoot(terminal{out: io.Discard, err: io.Discard})
	root.InitDefaultCompletionCmd()
	add(root)
	return commands, topics
}

func reference() string {
	commands, topics := documented()
	var b strings.Builder
	b.WriteString("# Commands\n\n<!-- Written by go generate ./cmd/pylon-gen from the commands. -->\n\n| command | does |\n| --- | --- |\n")
	for _, c := range commands {
		if c.Parent().Name() == "completion" {
			continue
		}
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", c.CommandPath(), strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), "pylon-gen "), " ", "-"), lower(c.Short))
	}
	b.WriteString("| `pylon-gen completion bash\\|zsh\\|fish\\|powershell` | prints a completion script: commands, flags, stages, rules, keys |\n")
	b.WriteString("\n`pylon-gen COMMAND --help` shows the same in a terminal; man pages are in [man](man).\nFindings and their ids are in [rules.md](rules.md).\n")
	b.WriteString("\n## Flags of every command\n\n| flag | meaning |\n| --- | --- |\n")
	commands[0].Root().PersistentFlags().VisitAll(func(f *pflag.Flag) { b.WriteString(flagRow(f)) })
	for _, c := range commands {
		if c.Parent().Name() == "completion" {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", strings.TrimPrefix(c.CommandPath(), "pylon-gen "))
		for line := range strings.Lines(c.Example) {
			b.WriteString("  " + strings.TrimRight(line, "\n") + "\n")
		}
		if c.Example != "" {
			b.WriteString("\n")
		}
		if c.Long == "" {
			fmt.Fprintf(&b, "%s.\n", c.Short)
		} else {
			b.WriteString(c.Long + "\n")
		}
		fmt.Fprintf(&b, "\n`%s`\n", c.UseLine())
		if c.HasAvailableLocalFlags() {
			b.WriteString("\n| flag | meaning |\n| --- | --- |\n")
			c.LocalFlags().VisitAll(func(f *pflag.Flag) { b.WriteString(flagRow(f)) })
		}
		b.WriteString("\n| exit code | means |\n| --- | --- |\n")
		for line := range strings.Lines(exitCodes(c)) {
			code, text, _ := strings.Cut(strings.TrimSpace(line), "  ")
			fmt.Fprintf(&b, "| %s | %s |\n", code, text)
		}
	}
	for _, c := range topics {
		fmt.Fprintf(&b, "\n## %s\n\n%s:\n\n```\n%s\n```\n", c.Name(), c.Short, c.Long)
	}
	return b.String()
}

func flagRow(f *pflag.Flag) string {
	kind, usage := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if kind != "" {
		name += " " + strings.ToUpper(strings.TrimSuffix(kind, "Array"))
	}
	if def := f.DefValue; def != "" && def != "false" && def != "[]" && f.Name != "help" {
		usage += " (`" + def + "` by default)"
	}
	return fmt.Sprintf("| `%s` | %s |\n", name, strings.ReplaceAll(usage, "|", `\|`))
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// manPages are the pages by file name. They hold the release's month and no
// clock.
func manPages(t *testing.T) map[string][]byte {
	t.Helper()
	released := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	root := newRoot(terminal{out: io.Discard, err: io.Discard})
	root.DisableAutoGenTag = true
	pages := map[string][]byte{}
	var add func(cmd *cobra.Command)
	add = func(cmd *cobra.Command) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
		var b bytes.Buffer
		header := &doc.GenManHeader{Title: strings.ToUpper(name), Section: "1", Date: &released, Source: "pylon-gen " + release.Version, Manual: "pylon-gen"}
		if err := doc.GenMan(cmd, header, &b); err != nil {
			t.Fatal(err)
		}
		pages[name+".1"] = b.Bytes()
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
				c.DisableAutoGenTag = true
				add(c)
			}
		}
	}
	add(root)
	return pages
}
