package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// once is the value of a flag that can be set once. Which of two values is meant
// cannot be known, and the last one may well be a leftover of a script.
type once struct {
	pflag.Value
	flag *pflag.Flag
}

// twiceError is a flag that is given twice.
type twiceError struct{ text string }

func (e *twiceError) Error() string { return e.text }

// Set sets the value, the first time.
func (o *once) Set(text string) error {
	if !o.flag.Changed {
		return o.Value.Set(text)
	}
	said := fmt.Sprintf("--%s is set twice", o.flag.Name)
	if first := o.String(); o.Type() != "bool" || first != text {
		said += fmt.Sprintf(": %s, %s", first, text)
	}
	return &twiceError{said}
}

// onceEach has every flag of a command and of those below it refuse a second
// value, but for lists. Cobra adds --help and --version later: they stay as they are.
func onceEach(cmd *cobra.Command) {
	wrap := func(f *pflag.Flag) {
		_, list := f.Value.(pflag.SliceValue)
		_, wrapped := f.Value.(*once) // a flag of all commands is met more than once
		if !list && !wrapped {
			f.Value = &once{f.Value, f}
		}
	}
	cmd.PersistentFlags().VisitAll(wrap)
	cmd.Flags().VisitAll(wrap)
	for _, c := range cmd.Commands() {
		onceEach(c)
	}
}
