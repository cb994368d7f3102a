package parity

import (
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/template"
)

// Deployment is what an operator says of a stage when its template is deployed:
// every parameter that it may ask for and that the spec does not know.
func Deployment(s *stack.Stack, stage string) template.Deployment {
	parameters := map[string]string{
		"StageName":         stage,
		"ImageUri":          Account + ".dkr.ecr." + s.Region + ".amazonaws.com/" + s.App + ":1.0.0",
		"HostedZoneId":      "Z0123456789ABCDEFGHIJ",
		"CertificateArn":    "arn:aws:acm:" + s.Region + ":" + Account + ":certificate/11111111-2222-3333-4444-555555555555",
		"CdnCertificateArn": "arn:aws:acm:us-east-1:" + Account + ":certificate/66666666-7777-8888-9999-000000000000",
		"RuleSlot":          "123",
	}
	for id, known := range map[string]string{
		"ImageUri": s.Service.Image.URI, "HostedZoneId": s.Domain.Zone, "CertificateArn": s.Domain.Certificate, "CdnCertificateArn": s.CDN.Certificate,
	} {
		if known != "" { // the template has it
			delete(parameters, id)
		}
	}
	return template.Deployment{StackName: s.App + "-" + stage, Region: s.Region, Account: Account, Parameters: parameters, Imports: imports(s)}
}
