package parity

import (
	"regexp"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/template"
)

// How a resolved template writes references, and what replaces them
// here.
var (
	attributeOf = regexp.MustCompile(`<([A-Za-z0-9]+)\.([A-Za-z.]+)>`)
	// dynamic is a password in Secrets Manager.
	dynamic = regexp.MustCompile(`\{\{resolve:secretsmanager:<([A-Za-z0-9]+)>(?::SecretString:[A-Za-z0-9]+)?\}\}`)
	// logARN is the ARN of a log group without the ":*" that GetAtt has.
	logARN = regexp.MustCompile(`^arn:aws:logs:[a-z0-9-]+:[0-9]+:log-group:(<[A-Za-z0-9]+>)$`)
)

// attribute is what an attribute of CloudFormation is called here; "" for those
// that only name the resource.
func attribute(name string) string {
	switch {
	case name == "SecretAccessKey":
		return "secret key"
	case name == "CanonicalHostedZoneID":
		return "zone"
	case name == "Endpoint.Port", name == "PrimaryEndPoint.Port":
		return "port"
	case strings.HasSuffix(name, "DomainName"), strings.HasSuffix(name, ".Address"), name == "DNSName":
		return "address"
	}
	return ""
}

// parameters are what the values of parameters are called, as SST makes or finds
// the same itself. Other values stand for themselves.
var parameters = map[string]string{
	"ImageUri": "image", "HostedZoneId": "<zone>", "CertificateArn": "certificate", "CdnCertificateArn": "cdn certificate",
}

var fates = map[string]string{"Retain": "kept", "Snapshot": "snapshot", "Delete": "deleted"}

// FromTemplate reads the resources of a template that was resolved for a
// deployment.
func FromTemplate(t *template.Template, d template.Deployment) *Side {
	side := &Side{Outputs: map[string]any{}, Stage: map[string][]string{}}
	var pairs []string
	for id, name := range parameters {
		if value := d.Parameters[id]; value != "" && t.Parameters[id] == value {
			pairs = append(pairs, value, name)
		}
	}
	given := strings.NewReplacer(pairs...)
	logs := map[string]bool{}
	for _, r := range t.Resources {
		logs[r.Name] = r.Type == "AWS::Logs::LogGroup"
	}
	change := func(s string) string {
		if !strings.Contains(s, "<") {
			return given.Replace(s)
		}
		s = logARN.ReplaceAllString(given.Replace(s), "$1")
		s = attributeOf.ReplaceAllStringFunc(s, func(s string) string {
			m := attributeOf.FindStringSubmatch(s)
			if m[2] == "Arn" && logs[m[1]] {
				return token(m[1], "") + ":*"
			}
			return token(m[1], attribute(m[2]))
		})
		return dynamic.ReplaceAllString(s, "<$1.password>")
	}
	for _, r := range t.Resources {
		properties, _ := plain(eachText(r.Inputs, change)).(map[string]any)
		if properties == nil {
			properties = map[string]any{}
		}
		policies := t.Policies[r.Name]
		side.Resources = append(side.Resources, Resource{
			Key: r.Name, Type: r.Type, Properties: properties, Waits: r.DependsOn,
			Removed: fates[policies.Deletion], Replaced: fates[policies.UpdateReplace],
		})
	}
	for name, value := range t.Outputs {
		side.Outputs[name] = eachText(value, change)
	}
	return side
}
