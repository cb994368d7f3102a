package consumer

import (
	_ "embed"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Versions of the packs of security rules.
const (
	nagVersion        = "3.0.2"
	cdkVersion        = "2.276.0"
	constructsVersion = "10.8.1"
	guardVersion      = "0.0.62"
)

//go:embed cfnsecurity/consumer.mjs
var securityScript []byte

// SecurityFinding is what a rule says of a resource.
type SecurityFinding struct {
	Template string `json:"template"` // the File's name
	Rule     string `json:"rule"`     // "AwsSolutions-EC23", "CT.ECS.PR.7"
	Level    string `json:"level"`    // as its pack calls it
	Resource string `json:"resource"` // logical id
	Says     string `json:"says"`
}

// Security judges templates by the packs AwsSolutions, NIST 800-53 r5, HIPAA and
// PCI DSS of cdk-nag and by Control Tower's rules for cfn-guard. The templates
// are JSON in the long form, without parameters: rules know no short form, and
// cannot judge what is not decided.
func Security(templates []File) ([]SecurityFinding, error) {
	node, err := need("node")
	if err != nil {
		return nil, err
	}
	modules, err := installed("security-"+nagVersion+"-"+guardVersion, func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
			return err
		}
		return verdict(dir, nil, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
			"cdk-nag@"+nagVersion, "aws-cdk-lib@"+cdkVersion, "constructs@"+constructsVersion, "@cdklabs/cdk-validator-cfnguard@"+guardVersion)
	})
	if err != nil {
		return nil, err
	}
	// Two processes side by side.
	half := len(templates) / 2
	var first, second []SecurityFinding
	var group errgroup.Group
	group.Go(func() (err error) { first, err = securityOf(node, modules, templates[:half]); return err })
	group.Go(func() (err error) { second, err = securityOf(node, modules, templates[half:]); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return append(first, second...), nil
}

func securityOf(node, modules string, templates []File) ([]SecurityFinding, error) {
	if len(templates) == 0 {
		return nil, nil
	}
	var findings []SecurityFinding
	err := laidOut(templates, func(dir string, names []string) error {
		data, err := json.Marshal(map[string]any{"modules": modules, "templatesIn": dir, "templates": names})
		if err != nil {
			return err
		}
		for name, text := range map[string][]byte{"job.json": data, "consumer.mjs": securityScript} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				return err
			}
		}
		cmd := exec.Command(node, "consumer.mjs", "job.json")
		cmd.Dir = dir
		var complaint strings.Builder
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		if err != nil {
			return errors.New(complaint.String() + err.Error())
		}
		return json.Unmarshal(out, &findings)
	})
	return findings, err
}
