package resolve

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// region is what is known of an AWS Region.
type region struct {
	zones int  // availability zones
	optIn bool // an account has it only after enabling it
}

// regions are the Regions that are known and that outputs can be for.
//
// Names and zones: AVAILABILITY_ZONES of cfn-lint 1.51.0, read 2026-11. New
// accounts may have one zone less where there are four or more, which does not
// matter for the three that a spec can ask for. us-west-1 has two for them.
//
// Opt-in: the Regions that were launched after 2019-03-20.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
var regions = map[string]region{
	"af-south-1":     {3, true},
	"ap-east-1":      {3, true},
	"ap-east-2":      {3, true},
	"ap-northeast-1": {4, false},
	"ap-northeast-2": {4, false},
	"ap-northeast-3": {3, false},
	"ap-south-1":     {3, false},
	"ap-south-2":     {3, true},
	"ap-southeast-1": {3, false},
	"ap-southeast-2": {3, false},
	"ap-southeast-3": {3, true},
	"ap-southeast-4": {3, true},
	"ap-southeast-5": {3, true},
	"ap-southeast-6": {3, true},
	"ap-southeast-7": {3, true},
	"ca-central-1":   {4, false},
	"ca-west-1":      {3, true},
	"eu-central-1":   {3, false},
	"eu-central-2":   {3, true},
	"eu-north-1":     {3, false},
	"eu-south-1":     {3, true},
	"eu-south-2":     {3, true},
	"eu-west-1":      {3, false},
	"eu-west-2":      {3, false},
	"eu-west-3":      {3, false},
	"il-central-1":   {3, true},
	"me-central-1":   {3, true},
	"me-south-1":     {3, true},
	"mx-central-1":   {3, true},
	"sa-east-1":      {3, false},
	"us-east-1":      {6, false},
	"us-east-2":      {3, false},
	"us-west-1":      {2, false},
	"us-west-2":      {4, false},

	"us-gov-east-1": {3, false},
	"us-gov-west-1": {3, false},
}

// partitions are the parts of AWS that have accounts and services of their own,
// by how the names of their Regions start. What starts with none of these is in
// the partition aws.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
var partitions = []struct{ prefix, name string }{
	{"cn-", "aws-cn"},
	{"us-gov-", "aws-us-gov"},
	{"us-iso-", "aws-iso"},
	{"us-isob-", "aws-iso-b"},
	{"us-isof-", "aws-iso-f"},
	{"eu-isoe-", "aws-iso-e"},
	{"eusc-", "aws-eusc"},
}

func partitionOf(name string) string {
	for _, p := range partitions {
		if strings.HasPrefix(name, p.prefix) {
			return p.name
		}
	}
	return "aws"
}

// regionForm is what names of Regions have been like so far: a geography, a
// direction and a number. A new geography can be any two letters.
var regionForm = pattern.Of(`^([a-z]{2}(?:-gov|-iso[a-z]?)?)(-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9])$`)

// region checks that the stage's Region can be one, and that the outputs can be
// for it. A name that is only unknown is a warning, and one that looks misspelt
// can be ignored: AWS adds Regions.
func (b *stageResolver) region() {
	node, name := b.in.AWS.Region.Node, b.s.Region
	// In any other partition the names of services end differently, and the
	// outputs, the collector's configuration and the runtime's S3 client have
	// amazonaws.com. GovCloud's end as everywhere else.
	// https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
	// https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html
	switch partition := partitionOf(name); {
	case partition == "aws-cn":
		b.fail(CodeRange, node, "aws.region: "+name+" is in China, which no output is for",
			"services have names below amazonaws.com.cn there and CloudFront takes no certificate of ACM; policies, endpoints and uploads of the outputs would not match", "use a Region outside of China")
		return
	case partition != "aws" && partition != "aws-us-gov":
		b.fail(CodeRange, node, "aws.region: "+name+" is in the partition "+partition+", which no output is for",
			"services have other names there; policies, endpoints and uploads of the outputs would not match", "use another Region")
		return
	}
	if _, ok := regions[name]; ok {
		return
	}
	known := slices.Sorted(maps.Keys(regions))
	switch misspelt, nearest := schema.OneEdit(name, known), schema.Nearest(name, known); {
	case misspelt != "":
		b.fail(CodeRegion, node, fmt.Sprintf("aws.region: %q is not a known Region", name), "it differs by one letter from a Region that exists",
			"did you mean "+misspelt+"? If it is a new Region, ignore PG034")
	case !regionForm.MatchString(name):
		fix := "write one such as us-east-1"
		if nearest != "" {
			fix = "did you mean " + nearest + "?"
		}
		b.fail(CodeRange, node, fmt.Sprintf("aws.region: %q is not a valid Region", name), "the name of a Region is a geography, a direction such as east or southeast, and a number", fix)
	default:
		b.warn(CodeRegion, node, fmt.Sprintf("aws.region: %s is not a Region that pylon-gen knows", name),
			"whether it exists, how many zones it has and whether it takes the logs of a CDN was not checked", "check the name; ignore PG034 if it is right")
	}
}

// govCloud reports whether the stage is in GovCloud, which CloudFront is not
// part of: "CloudFront is located outside of the AWS GovCloud (US) boundary".
// https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/setting-up-credentials.html
func (b *stageResolver) govCloud() bool { return partitionOf(b.s.Region) == "aws-us-gov" }
