package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	certificate = "Certificate"
	dnsRecords  = "DnsRecords"

	recordTTL = "300" // seconds
)

// names are the domain and its aliases.
func (t *template) names() []stack.Staged {
	return t.Domain.Names()
}

// route53 reports whether CloudFormation can make the stage's records and
// validate its certificates.
func (t *template) route53() bool { return t.Secure() && t.Domain.DNS == stack.Route53 }

// domain adds the certificate, or the parameters for what the spec does not say.
// A value of the spec is written into the template and is not a parameter's
// default: aws cloudformation deploy sends the value of the deployment before, so
// another default would reach no stack.
func (t *template) domain() {
	if !t.Secure() {
		return
	}
	if t.route53() && t.Domain.Zone == "" {
		t.parameter(parameter{
			ID: hostedZoneID, Group: domainGroup, Type: "AWS::Route53::HostedZone::Id",
			Description: "Hosted zone in Route 53 that holds the stage's names",
		})
	}
	switch {
	case t.ownCertificate():
		t.section("Domain.")
		t.certificate(certificate, t.names())
		return
	case t.Domain.Certificate != "", !t.OwnBalancer(): // the shared listener's certificate covers the names
		return
	}
	t.parameter(parameter{
		ID: certificateARN, Group: domainGroup, Type: "String",
		Pattern:     `^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$`,
		Complaint:   "must be the ARN of an ACM certificate",
		Description: "Certificate for the stage's names, in the Region of the stack",
	})
}

// ownCertificate reports whether the stack makes the load balancer's certificate.
// That of a shared one covers the stage's names, or one is given.
func (t *template) ownCertificate() bool {
	return t.route53() && t.OwnBalancer() && t.Domain.Certificate == ""
}

// certificateRef is the ARN of the load balancer's certificate.
func (t *template) certificateRef() aws.Value {
	switch {
	case t.ownCertificate():
		return aws.Ref(certificate)
	case t.Domain.Certificate != "":
		return literal(t.Domain.Certificate)
	}
	return aws.Ref(certificateARN)
}

// zone is the hosted zone of the stage's names.
func (t *template) zone() aws.Value {
	if t.Domain.Zone != "" {
		return literal(t.Domain.Zone)
	}
	return aws.Ref(hostedZoneID)
}

// certificate adds a certificate that CloudFormation validates by itself: it
// writes the records into the hosted zone.
func (t *template) certificate(id string, names []stack.Staged) {
	c := &aws.CertificateManagerCertificate{
		DomainName:       text(names[0]),
		ValidationMethod: aws.Str("DNS"),
		Tags:             t.tags,
	}
	if len(names) > 1 {
		c.SubjectAlternativeNames = texts(names[1:])
	}
	for _, name := range names {
		c.DomainValidationOptions = append(c.DomainValidationOptions, &aws.CertificateManagerCertificate_DomainValidationOption{
			DomainName: text(name), HostedZoneId: t.zone(),
		})
	}
	t.plain(id, c)
}

// records points the stage's names to the load balancer, or reports where the user
// must point them. They are one record set group because a record's name cannot
// change: with a resource each, the second alias could not move up to the first
// one's place.
func (t *template) records() {
	switch {
	case t.route53():
		group := &aws.Route53RecordSetGroup{HostedZoneId: t.zone()}
		for _, name := range t.names() {
			group.RecordSets = append(group.RecordSets, t.record(name))
		}
		t.plain(dnsRecords, group)
	case t.Secure():
		for i, name := range t.names() {
			t.recordOutput(numbered("DnsRecord", i), name, t.balancerName())
		}
	}
}

// record points a name to the load balancer.
func (t *template) record(name stack.Staged) *aws.Route53RecordSetGroup_RecordSet {
	zone := t.balancerZone()
	if zone.Absent() {
		return &aws.Route53RecordSetGroup_RecordSet{
			Name:            text(name),
			Type:            aws.Str("CNAME"),
			ResourceRecords: []aws.Value{t.balancerName()},
			TTL:             aws.Str(recordTTL),
		}
	}
	return &aws.Route53RecordSetGroup_RecordSet{
		Name: text(name),
		Type: aws.Str("A"),
		AliasTarget: &aws.Route53RecordSetGroup_AliasTarget{
			DNSName: t.balancerName(), HostedZoneId: zone, EvaluateTargetHealth: aws.Bool(true),
		},
	}
}

// recordOutput names the record that has to be made by hand.
func (t *template) recordOutput(id string, name stack.Staged, target aws.Value) {
	t.output(id, "DNS record to make", aws.Join(text(name), aws.Str(" CNAME "), target))
}
