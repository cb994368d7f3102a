package cfn

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/security"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
)

// Every template is judged by packs of security rules. A finding without a
// reason fails, and so does a reason that no finding needs.
func TestSecurityRules(t *testing.T) {
	consumer.Needs(t, "node", "npm") // all templates take minutes
	var files []consumer.File
	strict := map[string]bool{}
	for _, s := range stages(t) {
		if s.overridden() { // the user's own resources are the user's
			continue
		}
		text, err := template.Long(s.text, parity.Deployment(s.model, s.real))
		if err != nil {
			t.Fatal(err)
		}
		name := strings.ReplaceAll(s.name, "/", ".") + ".json"
		files = append(files, consumer.File{Name: name, Text: text})
		strict[name] = s.model.Strict
	}
	findings, err := consumer.Security(files)
	consumer.Accept(t, err)
	if err != nil {
		t.FailNow()
	}
	used := make([]bool, len(security.Reasons))
	said := map[string]bool{}
	for _, f := range findings {
		accepted := false
		for i, r := range security.Reasons {
			if r.Accepts(f.Rule, f.Resource, strict[f.Template]) {
				used[i], accepted = true, true
			}
		}
		if what := f.Rule + " " + f.Resource; !accepted && !said[what] {
			said[what] = true
			t.Errorf("%s: %s (%s) %s: %s", f.Template, f.Rule, f.Level, f.Resource, f.Says)
		}
	}
	for i, r := range security.Reasons {
		if !used[i] && *only == "" {
			t.Errorf("no finding needs the reason for %v: %s", r.Rules, r.Why)
		}
	}
	t.Logf("%d findings in %d templates, %d reasons", len(findings), len(files), len(used))
}

// A consumer that finds nothing would prove nothing.
func TestSecurityRulesFind(t *testing.T) {
	consumer.Needs(t, "node", "npm")
	s := stagesOf(t, "strict")[0]
	faults := map[string][2]string{ // rule -> what to change
		"CT.S3.PR.1":        {"BlockPublicPolicy: true", "BlockPublicPolicy: false"},
		"AwsSolutions-RDS2": {"StorageEncrypted: true", "StorageEncrypted: false"},
		"AwsSolutions-KMS5": {"EnableKeyRotation: true", "EnableKeyRotation: false"},
		"AwsSolutions-S10":  {`aws:SecureTransport: "false"`, `aws:SecureTransport: "true"`},
		"HIPAA.Security-CloudWatchLogGroupEncrypted": {"      KmsKeyId: !GetAtt Key.Arn\n", ""},
	}
	var files []consumer.File // judged together: starting the packs takes longer than a template
	for rule, change := range faults {
		bad := strings.ReplaceAll(string(s.text), change[0], change[1])
		text, err := template.Long([]byte(bad), parity.Deployment(s.model, s.real))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, consumer.File{Name: rule + ".json", Text: text})
	}
	findings, err := consumer.Security(files)
	consumer.Accept(t, err)
	for rule := range faults {
		t.Run(rule, func(t *testing.T) {
			for _, f := range findings {
				if f.Template != rule+".json" || f.Rule != rule {
					continue
				}
				for _, r := range security.Reasons {
					if r.Accepts(f.Rule, f.Resource, true) {
						t.Fatalf("a reason hides it: %s", r.Why)
					}
				}
				return
			}
			t.Error("it is not found")
		})
	}
}
