// Package cfn holds every rendered CloudFormation template against its model,
// and shows it to what must accept it: an engine of CloudFormation, and packs of
// security rules.
//
//	go test ./test/e2e/cfn                                           # the comparison, seconds
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/cfn                     # the deployments too, minutes
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/cfn -golden smallest    # one case alone, with its deployments
package cfn

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
)

var only = flag.String("golden", "", "look at this golden case only")

const goldens = "../../../testdata/golden"

// stageOf is one stage of a golden case with its template.
type stageOf struct {
	name  string // "case/stage"
	model *stack.Stack
	real  string // the stage's real name
	text  []byte
}

// stages loads every stage of every case.
func stages(t *testing.T) []stageOf {
	t.Helper()
	names, err := golden.Names(goldens, *only)
	if err != nil {
		t.Fatal(err)
	}
	var all []stageOf
	for _, name := range names {
		all = append(all, stagesOf(t, name)...)
	}
	return all
}

func stagesOf(t *testing.T, name string) []stageOf {
	t.Helper()
	c, err := golden.Load(goldens, name)
	if err != nil {
		t.Fatal(err)
	}
	var all []stageOf
	for _, s := range c.App.Stages {
		text, err := c.Output(c.App.Outputs.CloudFormation[s.Stage.Name])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, stageOf{name + "/" + s.Stage.FileName(), s, golden.RealName(s), text})
	}
	return all
}

// overridden reports whether the user's own patches are part of the template.
func (s stageOf) overridden() bool { return len(s.model.Overrides) > 0 }

// resolved is the template as CloudFormation sees it.
func (s stageOf) resolved(t *testing.T) *template.Template {
	t.Helper()
	resolved, err := template.Resolve(s.text, parity.Deployment(s.model, s.real))
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// Templates stay under CloudFormation's limits, or say what to do.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
func TestLimits(t *testing.T) {
	for _, s := range stages(t) {
		resolved := s.resolved(t)
		dynamic := 0
		for _, r := range resolved.Resources {
			consumer.EachText(r.Inputs, "", func(_, text string) { dynamic += strings.Count(text, "{{resolve:") })
		}
		for _, limit := range []struct {
			what      string
			have, max int
		}{
			{"resources", len(resolved.Resources), 500},
			{"parameters", len(resolved.Parameters), 200},
			{"outputs", len(resolved.Outputs), 200},
			{"dynamic references", dynamic, 60},
			{"bytes through a bucket", len(s.text), 1_000_000},
		} {
			if limit.have > limit.max {
				t.Errorf("%s: %d %s, CloudFormation takes %d", s.name, limit.have, limit.what, limit.max)
			}
		}
		header, _, _ := strings.Cut(string(s.text), "AWSTemplateFormatVersion")
		if large := len(s.text) > 51_200; large != strings.Contains(header, "--s3-bucket BUCKET") {
			t.Errorf("%s: %d bytes, and the header says otherwise", s.name, len(s.text))
		}
	}
}

// The role that starts tasks may pull from the repository that the parameter
// names, and from none where the image is in no registry of the account's.
func TestPullRights(t *testing.T) {
	s := stagesOf(t, "smallest")[0]
	const own = "arn:aws:ecr:us-east-1:" + parity.Account + ":repository/"
	digest := "@sha256:" + strings.Repeat("0a", 32)
	for image, want := range map[string]string{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/todo:1.4.2":          own + "todo",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/todo" + digest:       own + "todo",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/todo:1.4.2" + digest: own + "todo",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b/c:1.4.2":         own + "a/b/c",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b/c" + digest:      own + "a/b/c",
		"210987654321.dkr.ecr.eu-west-1.amazonaws.com/todo:1.4.2":          own + "todo", // docs/cloudformation.md
		"ghcr.io/acme/todo:1.4.2":                                          own + "-",
		"public.ecr.aws/acme/todo:1.4.2":                                   own + "-",
		"registry.example.com:5000/todo:1.4.2":                             own + "-",
		"registry.example.com:5000/todo" + digest:                          own + "-",
		"acme/todo:1.4.2": own + "-",
	} {
		d := parity.Deployment(s.model, s.real)
		d.Parameters["ImageUri"] = image
		resolved, err := template.Resolve(s.text, d)
		if err != nil {
			t.Fatal(err)
		}
		if len(resolved.Faults) > 0 {
			t.Errorf("%s: %q", image, resolved.Faults)
		}
		var got []string
		for _, r := range resolved.Resources {
			consumer.EachText(r.Inputs, "", func(_, text string) {
				if strings.Contains(text, ":repository/") {
					got = append(got, text)
				}
			})
		}
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%s: pulls from %q, want %s", image, got, want)
		}
	}
}
