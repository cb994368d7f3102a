package expect

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	distribution = "AWS::CloudFront::Distribution"
	certificate  = "AWS::CertificateManager::Certificate"
	records      = "AWS::Route53::RecordSetGroup"
)

// The ids of policies that AWS manages, and CloudFront's hosted zone.
const (
	cachingDisabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	cachingOptimized          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
	cloudFrontZone            = "Z2FDTNDATAQYW2"
)

var edge = []Expectation{
	{"a certificate for all of the stage's names is made where AWS can validate it, and given otherwise", func(s *Stage) {
		var got, want []string
		for _, c := range s.All(certificate) {
			got = append(got, strings.Join(append([]string{c.Text("DomainName")}, c.Texts("SubjectAlternativeNames")...), " "))
			c.Is("ValidationMethod", "DNS")
			for _, o := range c.Parts("DomainValidationOptions") {
				o.Is("HostedZoneId", s.Template.Parameters["HostedZoneId"])
			}
			if n := len(c.Parts("DomainValidationOptions")); n != 1+len(c.Texts("SubjectAlternativeNames")) {
				c.Fail("%d names are validated", n)
			}
		}
		if s.makesCertificate() {
			want = append(want, strings.Join(s.hosts(), " "))
		}
		if s.makesCDNCertificate() {
			want = append(want, s.Fill(s.CDN.Domain))
		}
		s.SameSet("the certificates", got, want)
		if given := s.Domain.Certificate; given != "" && s.Template.Parameters["CertificateArn"] != given {
			s.Fail("the given certificate is not the parameter's default")
		}
	}},
	{"the stage's names lead to the load balancer, in Route 53 or by an output that says what to do", func(s *Stage) {
		if !s.HasDomain() {
			s.Number(records, 0)
			return
		}
		target, zone := s.Balancer.Shared.DNSName, ""
		if b, ok := s.named(s.balancer()); ok {
			target, zone = att(b, "DNSName"), att(b, "CanonicalHostedZoneID")
		}
		var got []string
		for _, g := range s.All(records) {
			g.Is("HostedZoneId", s.Template.Parameters["HostedZoneId"])
			for _, r := range g.Parts("RecordSets") {
				if to := r.Text("AliasTarget.DNSName") + strings.Join(r.Texts("ResourceRecords"), ""); to == target {
					got = append(got, r.Text("Name"))
					if zone != "" {
						r.Is("AliasTarget.HostedZoneId", zone)
					} else if r.Text("Type") == "A" && !strings.HasPrefix(r.Text("AliasTarget.HostedZoneId"), "Z") {
						r.Fail("has no hosted zone")
					}
				}
			}
		}
		want := s.hosts()
		if s.Domain.DNS != stack.Route53 {
			want = nil
			for _, host := range s.hosts() {
				said := slices.ContainsFunc(s.outputs(), func(text string) bool { return text == host+" CNAME "+target })
				if !said {
					s.Fail("nobody says where %s must point to", host)
				}
			}
		}
		s.SameSet("the records", got, want)
	}},
	{"there is a CDN where wanted, in front of the API's own name", func(s *Stage) {
		if !s.CDN.Enabled {
			s.Number(distribution, 0)
			return
		}
		d, ok := s.One(distribution)
		if !ok {
			return
		}
		cdn := d.Part("DistributionConfig")
		cdn.Is("Enabled", true)
		cdn.Is("PriceClass", s.CDN.PriceClass)
		cdn.Is("HttpVersion", "http2and3")
		origin := cdn.Part("Origins[0]")
		if s.HasDomain() {
			origin.Is("DomainName", s.Fill(s.Domain.Name))
			origin.Is("CustomOriginConfig.OriginProtocolPolicy", "https-only")
			origin.Is("CustomOriginConfig.OriginSSLProtocols", []string{"TLSv1.2"})
			origin.Is("CustomOriginConfig.HTTPSPort", 443)
		}
		origin.Is("CustomOriginConfig.OriginReadTimeout", 60)
		origin.Is("CustomOriginConfig.OriginKeepaliveTimeout", 60)
		if s.CDN.Domain == "" {
			cdn.Is("Aliases", nil)
			return
		}
		cdn.Is("Aliases", []string{s.Fill(s.CDN.Domain)})
		cdn.Is("ViewerCertificate.MinimumProtocolVersion", "TLSv1.2_2021")
		cdn.Is("ViewerCertificate.SslSupportMethod", "sni-only")
		used := cdn.Text("ViewerCertificate.AcmCertificateArn")
		if c, ok := s.named(used); ok == !s.makesCDNCertificate() || ok && c.Text("DomainName") != s.Fill(s.CDN.Domain) {
			cdn.Fail("uses the certificate %s", used)
		}
		if !s.makesCDNCertificate() && !strings.HasPrefix(used, "arn:aws:acm:us-east-1:") {
			cdn.Fail("uses a certificate of another Region: %s", used)
		}
	}},
	{"the CDN caches the chosen paths and passes everything else on as it is", func(s *Stage) {
		for _, d := range s.All(distribution) {
			byDefault := d.Part("DistributionConfig.DefaultCacheBehavior")
			byDefault.Is("CachePolicyId", cachingDisabled)
			byDefault.Is("OriginRequestPolicyId", allViewerExceptHostHeader)
			byDefault.Is("ViewerProtocolPolicy", "redirect-to-https")
			if n := len(byDefault.Texts("AllowedMethods")); n != 7 {
				byDefault.Fail("%d methods pass", n)
			}
			var paths []string
			for _, b := range d.Parts("DistributionConfig.CacheBehaviors") {
				paths = append(paths, b.Text("PathPattern"))
				b.Is("CachePolicyId", cachingOptimized)
				b.Is("ViewerProtocolPolicy", "redirect-to-https")
			}
			if !slices.Equal(paths, s.CDN.CachePaths) {
				d.Fail("caches %q, not %q", paths, s.CDN.CachePaths)
			}
		}
	}},
	{"the CDN's name leads to it", func(s *Stage) {
		if s.CDN.Domain == "" || s.Domain.DNS != stack.Route53 {
			return
		}
		d, ok := s.One(distribution)
		if !ok {
			return
		}
		var got []string
		for _, g := range s.All(records) {
			for _, r := range g.Parts("RecordSets") {
				if r.Text("AliasTarget.DNSName") == att(d, "DomainName") {
					r.Is("AliasTarget.HostedZoneId", cloudFrontZone)
					got = append(got, r.Text("Type")+" "+r.Text("Name"))
				}
			}
		}
		name := s.Fill(s.CDN.Domain)
		s.SameSet("the CDN's records", got, []string{"A " + name, "AAAA " + name})
	}},
}

// makesCertificate says whether the load balancer's certificate is made here.
func (s *Stage) makesCertificate() bool {
	return s.HasDomain() && !s.Shared() && s.Domain.DNS == stack.Route53 && s.Domain.Certificate == ""
}

// makesCDNCertificate says whether the CDN's is. CloudFront takes it from
// us-east-1 only, and a stack makes things in its own Region only.
func (s *Stage) makesCDNCertificate() bool {
	return s.CDN.Enabled && s.CDN.Domain != "" && s.CDN.Certificate == "" && s.Domain.DNS == stack.Route53 && s.Region == "us-east-1"
}

// certificate is what the listeners' certificate must be.
func (s *Stage) certificate() string {
	if !s.makesCertificate() {
		return s.Template.Parameters["CertificateArn"]
	}
	for _, c := range s.All(certificate) {
		if c.Text("DomainName") == s.Fill(s.Domain.Name) {
			return ref(c)
		}
	}
	return "a certificate for " + s.Fill(s.Domain.Name)
}

// outputs are the values of all outputs.
func (s *Stage) outputs() []string {
	var all []string
	for _, v := range s.Template.Outputs {
		if text, ok := v.(string); ok {
			all = append(all, text)
		}
	}
	return all
}
