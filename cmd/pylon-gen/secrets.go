package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/secrets"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func newSecrets(t terminal) *cobra.Command {
	var where location
	var stage, target, rotate string
	cmd := &cobra.Command{
		Use:   "secrets",
		Short: "Print the commands that set the secrets of a stage",
		Long: "Print the shell commands that set the secrets of a stage: with a generator where\n" +
			"a value can be generated, and with where to get the others. What the deployment\n" +
			"generates is named only. What is set already stays as it is, however often the\n" +
			"commands run; --rotate replaces one. Values are never read or printed.",
		Example: "  pylon-gen secrets --stage production\n  pylon-gen secrets --stage pr-42 --target cloudformation",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if target != string(secrets.SST) && target != string(secrets.CloudFormation) {
				return usageError("--target can be sst or cloudformation, not %q", target)
			}
			defer where.close()
			p, err := where.loaded(t, "text")
			if err != nil {
				return err
			}
			if err := diag.Text(t.err, p.List.Sorted(), p.Line); err != nil {
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
				return usageError("there is no secret %q; known are %s", rotate, strings.Join(secretNames(stages), ", "))
			}
			return machine(printSecrets(t, p.App, stages, stage, secrets.Target(target), rotate))
		},
	}
	where.flags(cmd)
	cmd.Flags().StringVar(&stage, "stage", "", "the `stage`, by its name in the spec or a name that its pattern matches; all of them when left out")
	cmd.Flags().StringVar(&target, "target", string(secrets.SST), "the `target` that the stage is deployed with: sst or cloudformation")
	cmd.Flags().StringVar(&rotate, "rotate", "", "print how to replace the value of this `secret`, by its variable, and nothing else")
	complete(cmd, "stage", where.stages)
	oneOf(cmd, "target", []string{string(secrets.SST), string(secrets.CloudFormation)})
	return cmd
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
