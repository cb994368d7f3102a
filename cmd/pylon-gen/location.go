package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// location is where a command looks for its project: the flags -C and -f.
type location struct {
	dir   string
	specs []string
}

func (l *location) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&l.dir, "directory", "C", ".", "work in this `directory`")
	cmd.Flags().StringArrayVarP(&l.specs, "file", "f", nil, "the stack spec, a `file`, instead of the nearest pylon.stack.yaml upwards")
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

// projects gives the projects that are named, in the order of their paths.
func (l *location) projects(args []string) ([]project, error) {
	if len(args) == 0 {
		p, err := l.project()
		return []project{p}, err
	}
	if len(l.specs) > 0 {
		return nil, usageError("name either directories or a spec with -f")
	}
	var all []project
	for _, arg := range args {
		dir, below := strings.CutSuffix(filepath.ToSlash(arg), "/...")
		if dir = filepath.FromSlash(dir); !filepath.IsAbs(dir) {
			dir = filepath.Join(l.dir, dir)
		}
		if !below {
			p, err := find(dir, "")
			if err != nil {
				return nil, err
			}
			all = append(all, p)
			continue
		}
		found, err := walk(dir)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, usageError("there is no %s below %s", specNames[0], filepath.ToSlash(dir))
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b project) int { return strings.Compare(a.shown(a.spec), b.shown(b.spec)) })
	for i := 1; i < len(all); i++ {
		if all[i-1].shown("") == all[i].shown("") {
			return nil, usageError("the project %s is named twice", all[i].shown(""))
		}
	}
	return all, nil
}

func checkFormat(format string) error {
	return knownValue("format", format, []string{"text", "json"})
}

// knownValue refuses a value that a flag does not take.
func knownValue(flag, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	text := fmt.Sprintf("--%s can be %s or %s, not %q", flag, strings.Join(known[:len(known)-1], ", "), known[len(known)-1], value)
	if guess := schema.Nearest(value, known); guess != "" {
		text += fmt.Sprintf(": did you mean %s?", guess)
	}
	return usageError("%s", text)
}

// stages are the stages of the project that start with what has been typed, for
// the shell's completion.
func (l *location) stages(typed string) []string {
	p, err := l.project()
	if err != nil {
		return nil
	}
	loaded, err := p.load()
	if err != nil || loaded.app == nil {
		return nil
	}
	var names []string
	for _, s := range loaded.app.Stages {
		if strings.HasPrefix(s.Stage.Name, typed) {
			names = append(names, s.Stage.Name)
		}
	}
	return names
}

// oneOf offers the values of a flag to the shell's completion.
func oneOf(cmd *cobra.Command, flag string, values []string) {
	complete(cmd, flag, func(string) []string { return values })
}

// complete offers values to the shell's completion; of gives those that start
// with what has been typed.
func complete(cmd *cobra.Command, flag string, of func(typed string) []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return of(typed), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic("completion of a flag: " + err.Error())
	}
}
