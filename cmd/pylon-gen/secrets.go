package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/secrets"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var secretTargets = []string{string(secrets.SST), string(secrets.CloudFormation)}

func newSecrets(t terminal) *cobra.Command {
	var where location
	var stage, target, rotate string
	cmd := &cobra.Command{
		Use:   "secrets",
		Short: "Print the commands that set the secrets of a stage",
		Long: "Print the shell commands that set the secrets of a stage: with a generator where\n" +
			"a value can be generated, and with the place to get it otherwise. What the deployment\n" +
			"generates is named only. What is set already stays as it is, however often the\n" +
			"commands run; --rotate replaces one. Values are never read or printed.",
		Example: "  pylon-gen secrets --stage production\n  pylon-gen secrets --stage pr-42 --target cloudformation",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := knownValue("target", target, secretTargets); err != nil {
				return err
			}
			defer where.close()
			p, err := where.loaded(t, "text")
			if err != nil {
				return err
			}
			if err := t.findings(t.err, p.List.Sorted(), p.Line); err != nil {
				return machine(err)
			}
			stages := p.App.Stages
			if stage != "" {
				s, err := stageOf(p.App, stage)
				if err != nil {
					return err
				}
				stages = []*stack.Stack{s}
			}
			if rotate != "" && !slices.ContainsFunc(stages, func(s *stack.Stack) bool {
				return slices.ContainsFunc(s.Service.Secrets, func(v stack.Secret) bool { return v.Env == rotate })
			}) {
				return usageError("there is no secret %q; the secrets are %s", rotate, strings.Join(secretNames(stages), ", "))
			}
			return machine(printSecrets(t, p.App, stages, stage, secrets.Target(target), rotate))
		},
	}
	where.flags(cmd)
	cmd.Flags().StringVar(&stage, "stage", "", "the `stage`, by its name in the spec or a name that its pattern matches; all of them when left out")
	cmd.Flags().StringVar(&target, "target", string(secrets.SST), "the `target` that the stage is deployed with: sst or cloudformation")
	cmd.Flags().StringVar(&rotate, "rotate", "", "print how to replace the value of this `secret`, by its variable, and nothing else")
	complete(cmd, "stage", where.stages)
	complete(cmd, "rotate", where.secrets)
	oneOf(cmd, "target", secretTargets)
	return cmd
}

// secrets are the variables of the project's secrets that start with what has been
// typed, for the shell's completion.
func (l *location) secrets(typed string) []string {
	defer l.close()
	p, err := l.project()
	if err != nil {
		return nil
	}
	loaded, err := p.load()
	if err != nil || loaded.App == nil {
		return nil
	}
	return slices.DeleteFunc(secretNames(loaded.App.Stages), func(name string) bool { return !strings.HasPrefix(name, typed) })
}

// secretNames are the variables of the secrets of some stages, sorted.
func secretNames(stages []*stack.Stack) []string {
	var names []string
	for _, s := range stages {
		for _, v := range s.Service.Secrets {
			names = append(names, v.Env)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// printSecrets prints the commands for some stages; name is the real name of a
// single one, "" when there is none.
func printSecrets(t terminal, app *stack.App, stages []*stack.Stack, name string, target secrets.Target, rotate string) error {
	for i, s := range stages {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		real := s.Stage.Name
		if s.Stage.Pattern {
			real = name
			if name == s.Stage.Name {
				real = ""
			}
		}
		var template []resource.Resource
		if target == secrets.CloudFormation {
			template = cfn.New(s, app.Outputs.CloudFormation[s.Stage.Name]).Resources()
		}
		if _, err := fmt.Fprint(t.out, secrets.Script(s, real, target, template, rotate)); err != nil {
			return err
		}
	}
	return nil
}
