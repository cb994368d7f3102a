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
	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/expect"
	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/template"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

var only = flag.String("golden", "", "look at this golden case only")

const golden = "../../../testdata/golden"

// overridden are the cases whose overrides add to a template what the model does
// not know, and the starts of the expectations that are not true of them then.
var overridden = map[string][]string{
	"overrides": {"everything that takes tags", "the alarm topic", "outputs tell"},
}

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
	names, err := table.CaseNames(golden, *only)
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
	c, err := table.LoadCase(golden, name)
	if err != nil {
		t.Fatal(err)
	}
	var all []stageOf
	for _, s := range c.App.Stages {
		text, err := c.Output(c.App.Outputs.CloudFormation[s.Stage.Name])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, stageOf{name + "/" + s.Stage.FileName(), s, table.RealName(s), text})
	}
	return all
}

// deployment is what an operator gives: every parameter that a template may ask
// for.
func (s stageOf) deployment() template.Deployment {
	all := map[string]string{
		"StageName":         s.real,
		"ImageUri":          "123456789012.dkr.ecr." + s.model.Region + ".amazonaws.com/" + s.model.App + ":1.0.0",
		"HostedZoneId":      "Z0123456789ABCDEFGHIJ",
		"CertificateArn":    "arn:aws:acm:" + s.model.Region + ":123456789012:certificate/11111111-2222-3333-4444-555555555555",
		"CdnCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
		"RuleSlot":          "123",
	}
	for id, given := range map[string]string{
		"ImageUri": s.model.Service.Image.URI, "HostedZoneId": s.model.Domain.Zone, "CertificateArn": s.model.Domain.Certificate, "CdnCertificateArn": s.model.CDN.Certificate,
	} {
		if given != "" { // the template's default
			delete(all, id)
		}
	}
	return template.Deployment{StackName: s.model.App + "-" + s.real, Region: s.model.Region, Account: "123456789012", Parameters: all}
}

// resolved is the stage with its template resolved.
func (s stageOf) resolved(t *testing.T) *expect.Stage {
	t.Helper()
	resolved, err := template.Resolve(s.text, s.deployment())
	if err != nil {
		t.Fatal(err)
	}
	return expect.NewStage(s.model, s.real, resolved)
}

func TestGoldens(t *testing.T) {
	for _, s := range stages(t) {
		t.Run(s.name, func(t *testing.T) {
			stage := s.resolved(t)
			for _, e := range expect.All {
				if untrue(s.name, e.Says) {
					continue
				}
				if faults := stage.Faults(e); len(faults) > 0 {
					t.Errorf("%s:\n  %s", e.Says, strings.Join(faults, "\n  "))
				}
			}
		})
	}
}

// Templates stay under CloudFormation's limits, or say what to do.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
func TestLimits(t *testing.T) {
	for _, s := range stages(t) {
		stage := s.resolved(t)
		dynamic := 0
		for _, r := range stage.Resources {
			table.EachText(r.Inputs, "", func(_, text string) { dynamic += strings.Count(text, "{{resolve:") })
		}
		for _, limit := range []struct {
			what      string
			have, max int
		}{
			{"resources", len(stage.Resources), 500},
			{"parameters", len(stage.Template.Parameters), 200},
			{"outputs", len(stage.Template.Outputs), 200},
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

// untrue says whether a sentence is not true of a case because of its overrides.
func untrue(name, says string) bool {
	testcase, _, _ := strings.Cut(name, "/")
	return slices.ContainsFunc(overridden[testcase], func(start string) bool { return strings.HasPrefix(says, start) })
}

// Every sentence of the table is said once: tests name them.
func TestSentencesDiffer(t *testing.T) {
	var said []string
	for _, e := range expect.All {
		if slices.Contains(said, e.Says) {
			t.Errorf("%q stands twice", e.Says)
		}
		said = append(said, e.Says)
	}
}
