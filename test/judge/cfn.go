package judge

import "os"

// Templates lints CloudFormation templates with cfn-lint, informational rules
// included, in a Region. Any finding is a refusal.
func Templates(region string, templates []File) error {
	lint, err := need("cfn-lint")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "templates-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	names, err := write(dir, templates)
	if err != nil {
		return err
	}
	return verdict(dir, nil, lint, append([]string{"--include-checks", "I", "--regions", region, "--format", "parseable", "--"}, names...)...)
}
