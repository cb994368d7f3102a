package main

import (
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// manner is how the program talks: the flags that every command has.
type manner struct {
	color string
	quiet bool
}

var colorings = []string{"auto", "always", "never"}

func (m *manner) flags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&m.color, "color", "auto", "`when` text is coloured: auto (on a terminal, unless NO_COLOR is set or TERM is dumb), always or never")
	flags.BoolVarP(&m.quiet, "quiet", "q", false, "print findings, results and failures only: no summary, no notes, no names of written files")
	oneOf(root, "color", colorings)
}

// valid refuses values that cannot be followed.
func (m *manner) valid(cmd *cobra.Command) error {
	if verbose := cmd.Flags().Lookup("verbose"); m.quiet && verbose != nil && verbose.Changed {
		return usageError("--quiet hides the notes that --verbose shows: choose one of them")
	}
	return knownValue("color", m.color, colorings)
}

// paint decides whether text for a stream is coloured.
func (t terminal) paint(w io.Writer) diag.Paint {
	if t.color != "auto" {
		return t.color == "always"
	}
	file, isFile := w.(*os.File)
	if !isFile || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return diag.Plain
	}
	// Of the consoles of Windows only the newer one is certain to know the codes.
	if runtime.GOOS == "windows" && os.Getenv("WT_SESSION") == "" {
		return diag.Plain
	}
	return diag.Paint(term.IsTerminal(int(file.Fd())))
}

// findings prints findings for people.
func (t terminal) findings(w io.Writer, list diag.List, lines diag.Lines) error {
	if t.quiet {
		list = slices.DeleteFunc(slices.Clone(list), noted)
	}
	if len(list) == 0 {
		return nil
	}
	return diag.Text(w, list, lines, t.paint(w))
}

// unlessQuiet is a stream for what --quiet leaves out.
func (t terminal) unlessQuiet(w io.Writer) io.Writer {
	if t.quiet {
		return io.Discard
	}
	return w
}
