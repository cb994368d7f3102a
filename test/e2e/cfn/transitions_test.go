package cfn

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
	"github.com/pylon-gen/pylon-gen/test/transition"
)

var seed = flag.Uint64("transitions", 1, "seed of the transitions that are deployed")

// A stack that is deployed and then updated with the template of another spec has
// what the table of transitions says.
func TestTransitions(t *testing.T) {
	if *only != "" {
		t.Skip("NOT PROVEN: -golden asks for one case alone")
	}
	consumer.Needs(t, "python3")
	drawn, err := transition.Draw(goldens, *seed, 20)
	if err != nil {
		t.Fatal(err)
	}
	var deployments []consumer.Deployment
	var modelled [][]engine.Change
	for _, d := range drawn {
		base, err := transition.Load(goldens, d.Shape)
		if err != nil {
			t.Fatal(err)
		}
		before, after := rendered(t, base, d.Before), rendered(t, base, d.After)
		deployment := consumer.Deployment{
			Name: d.String(), Region: before.model.Region, Template: before.text, Changed: after.text,
			Parameters: before.parameters, ChangedParameters: after.parameters, Existing: existing(before.model),
		}
		if deployment.Existing == nil || deployment.Existing.Balancer == "" {
			if there := existing(after.model); there != nil {
				deployment.Existing = there
			}
		}
		deployments = append(deployments, deployment)
		modelled = append(modelled, engine.Compare(transition.CloudFormation(before.model), transition.CloudFormation(after.model)))
	}
	reports, _ := deploy(t, deployments)
	for i, d := range drawn {
		t.Run(d.String(), func(t *testing.T) {
			got := reports[i]
			for _, e := range got.Errors {
				t.Error(e)
			}
			for _, kind := range []struct {
				of     engine.Kind
				report []string
			}{{engine.Added, got.Added}, {engine.Removed, got.Removed}} {
				var want []string
				for _, e := range modelled[i] {
					if e.Kind == kind.of {
						want = append(want, e.Name)
					}
				}
				slices.Sort(want)
				if !slices.Equal(kind.report, want) {
					t.Errorf("%s\n  deployed: %s\n  in the table: %s", kind.of, strings.Join(kind.report, " "), strings.Join(want, " "))
				}
			}
		})
	}
}

// variant is a stage of a changed project, rendered.
type variant struct {
	model      *stack.Stack
	text       []byte
	parameters map[string]string
}

func rendered(t *testing.T, base *transition.Project, change *transition.Change) variant {
	t.Helper()
	app, files, refused := base.Render(change)
	if refused != "" {
		t.Fatal(refused)
	}
	s := app.Stage(base.Name)
	c := variant{model: s, text: files[app.Outputs.CloudFormation[s.Stage.Name]], parameters: map[string]string{}}
	deployment := parity.Deployment(s, base.Name)
	resolved, err := template.Resolve(c.text, deployment)
	if err != nil {
		t.Fatal(err)
	}
	for id, value := range resolved.Parameters {
		if _, given := deployment.Parameters[id]; given {
			c.parameters[id] = value
		}
	}
	return c
}

// existing is what a stage takes for given.
func existing(s *stack.Stack) *consumer.Existing {
	n, shared := s.Network, s.Balancer.Shared
	if n.VPC == "" {
		return nil
	}
	return &consumer.Existing{VPC: n.VPC, Public: n.PublicSubnets, Private: n.PrivateSubnets, Balancer: shared.ARN, Listener: shared.Listener, Group: shared.SecurityGroup}
}
