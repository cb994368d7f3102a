package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// location is where a command looks for its project: the flags -C and -f.
type location struct {
	dir   string
	spec  string
	repos checkouts
}

func (l *location) flags(cmd *cobra.Command) {
	l.repos = checkouts{}
	cmd.Flags().StringVarP(&l.dir, "directory", "C", ".", "work in this `directory`")
	cmd.Flags().StringVarP(&l.spec, "file", "f", "", "the stack spec, a `file`, instead of the nearest pylon.stack.yaml upwards")
}

// close releases what was opened to find projects.
func (l *location) close() { l.repos.close() }

// project returns the one project that the flags name.
func (l *location) project() (located, error) {
	return l.repos.find(l.dir, l.spec)
}

// loaded loads the one project that the flags name, for commands that need its
// model. Without one the findings are printed, and the error says no more.
func (l *location) loaded(t terminal, format string) (*project.Project, error) {
	at, err := l.project()
	if err != nil {
		return nil, err
	}
	p, err := at.load()
	if err != nil {
		return nil, err
	}
	return p, modelled(t, format, at, p)
}

// modelled refuses a project without a model, and prints why.
func modelled(t terminal, format string, at located, p *project.Project) error {
	if p.App != nil {
		return nil
	}
	if err := printResults(t, format, []*result{{located: at, project: p, list: p.List, refused: true}}); err != nil {
		return err
	}
	return &exitError{code: exitUsage}
}

// projects returns the projects that are named, in the order of their paths.
func (l *location) projects(args []string) ([]located, error) {
	if len(args) == 0 {
		p, err := l.project()
		return []located{p}, err
	}
	if l.spec != "" {
		return nil, usageError("name either directories or a spec with -f")
	}
	var all []located
	for _, arg := range args {
		dir, below := strings.CutSuffix(filepath.ToSlash(arg), "/...")
		if dir = filepath.FromSlash(dir); !filepath.IsAbs(dir) {
			dir = filepath.Join(l.dir, dir)
		}
		if !below {
			p, err := l.repos.find(dir, "")
			if err != nil {
				return nil, err
			}
			all = append(all, p)
			continue
		}
		found, err := l.repos.walk(dir)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b located) int { return strings.Compare(a.ShownPath(a.Spec), b.ShownPath(b.Spec)) })
	for i := 1; i < len(all); i++ {
		if all[i-1].Shown == all[i].Shown {
			return nil, usageError("the project %s is named twice", all[i].Shown)
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
	text := fmt.Sprintf("--%s must be %s, not %q", flag, alternatives(known), value)
	if guess := schema.Nearest(value, known); guess != "" {
		text += fmt.Sprintf(": did you mean %s?", guess)
	}
	return usageError("%s", text)
}

// stages are the stages of the project that start with what has been typed, for
// the shell's completion.
func (l *location) stages(typed string) []string {
	defer l.close()
	p, err := l.project()
	if err != nil {
		return nil
	}
	loaded, err := p.load()
	if err != nil || loaded.App == nil {
		return nil
	}
	var names []string
	for _, s := range loaded.App.Stages {
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

// complete offers values to the shell's completion; of returns those that start
// with what has been typed.
func complete(cmd *cobra.Command, flag string, of func(typed string) []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return of(typed), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic("completion of a flag: " + err.Error())
	}
}
