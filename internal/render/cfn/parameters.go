package cfn

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// The parameters: what the template cannot know, or what an operator changes
// without rendering again. None of them is a secret.
const (
	stageName      = "StageName"
	ruleSlot       = "RuleSlot"
	imageURI       = "ImageUri"
	hostedZoneID   = "HostedZoneId"
	certificateARN = "CertificateArn"
	cdnCertARN     = "CdnCertificateArn"
	natImageID     = "NatImageId"
)

// The headings under which the console shows the parameters.
const (
	deploymentGroup = "Deployment"
	domainGroup     = "Domain"
)

// A reference with a tag other than latest, or with a digest: what runs must
// not change without a deployment.
const imagePattern = `^(?!.*:latest$)[^\s@]+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[a-f0-9]{64})$`

// parameter is one entry of the template's Parameters.
type parameter struct {
	ID, Group, Type string
	Default         string // "" makes the parameter required
	Pattern         string // regular expression of the allowed values; "" leaves it to the type
	MaxLength       int    // characters; 0 leaves it to the type
	Complaint       string // what the console says about a value that does not match
	Description     string
}

// group is a heading and the parameters under it.
type group struct {
	label      string
	parameters []string
}

// parameter appends p.
func (t *template) parameter(p parameter) {
	length := aws.Value{}
	if p.MaxLength > 0 {
		length = aws.Int(p.MaxLength)
	}
	// Without a function: a parameter is not the place for one.
	text := func(s string) aws.Value {
		if s == "" {
			return aws.Value{}
		}
		literal(s)
		return aws.Str(s)
	}
	t.parameters = append(t.parameters, resource.Member{Name: p.ID, Value: aws.Map(
		aws.Member{Name: "Type", Value: aws.Str(p.Type)},
		aws.Member{Name: "MaxLength", Value: length},
		aws.Member{Name: "Default", Value: text(p.Default)},
		aws.Member{Name: "AllowedPattern", Value: text(p.Pattern)},
		aws.Member{Name: "ConstraintDescription", Value: text(p.Complaint)},
		aws.Member{Name: "Description", Value: text(p.Description)},
	).Tree()})
	if p.Default == "" {
		t.required = append(t.required, p.ID)
	}

	i := slices.IndexFunc(t.groups, func(g group) bool { return g.label == p.Group })
	if i < 0 {
		i, t.groups = len(t.groups), append(t.groups, group{label: p.Group})
	}
	t.groups[i].parameters = append(t.groups[i].parameters, p.ID)
}

// deploymentParameters are those that every deployment sets.
func (t *template) deploymentParameters() {
	if t.Stage.Pattern {
		complaint := fmt.Sprintf("must be a name like %s, at most %d characters", t.Stage.Name, t.Stage.MaxName)
		if t.Stage.MaxName < stack.MaxStageName {
			complaint += "; the host names of the stage have no room for more"
		}
		t.parameter(parameter{
			ID: stageName, Group: deploymentGroup, Type: "String",
			Pattern: t.Stage.Regexp(), MaxLength: t.Stage.MaxName,
			Complaint:   complaint,
			Description: "Name of the stage; part of its domain names",
		})
	}
	if t.Service.Image.URI == "" {
		t.parameter(parameter{
			ID: imageURI, Group: deploymentGroup, Type: "String",
			Pattern: imagePattern, Complaint: "must have a tag other than latest, or a digest",
			Description: "Container image of the app, with its tag or digest",
		})
	}
}

// metadata groups the parameters for the console.
func (t *template) metadata() aws.Value {
	var groups []aws.Value
	for _, g := range t.groups {
		groups = append(groups, aws.Map(
			aws.Member{Name: "Label", Value: aws.Map(aws.Member{Name: "default", Value: aws.Str(g.label)})},
			aws.Member{Name: "Parameters", Value: aws.List(aws.Strs(g.parameters...)...)},
		))
	}
	return aws.Map(aws.Member{Name: "AWS::CloudFormation::Interface", Value: aws.Map(
		aws.Member{Name: "ParameterGroups", Value: aws.List(groups...)})})
}
