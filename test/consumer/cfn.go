package consumer

// Templates lints CloudFormation templates with cfn-lint, informational rules
// included, in a Region. Any finding is a refusal.
//
// One rule is left out: I1022 would like every Join to be a Sub. A text of the
// user with "${" in it cannot be written as a Sub that other rules take, and
// Control Tower's rule for TLS-only buckets (CT.S3.PR.8) knows only the Join.
func Templates(region string, templates []File) error {
	lint, err := need("cfn-lint")
	if err != nil {
		return err
	}
	return laidOut(templates, func(dir string, names []string) error {
		return verdict(dir, nil, lint, append([]string{"--include-checks", "I", "--ignore-checks", "I1022", "--regions", region, "--format", "parseable", "--"}, names...)...)
	})
}
