package expect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	distribution = "aws:cloudfront/distribution:Distribution"
	certificate  = "aws:acm/certificate:Certificate"
)

// CloudFront's own policies have the same ids in every account.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const (
	cachingDisabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	cachingOptimized          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
)

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)

var edge = []Expectation{
	{"there is a CDN where wanted, and it asks the API by its host name, over TLS when it can", func(s *Stage) {
		if !s.CDN.Enabled {
			s.Number(distribution, 0)
			return
		}
		cdn, ok := s.One(distribution)
		if !ok {
			return
		}
		for _, o := range cdn.Parts("origins") {
			if host := o.Text("domainName"); !hostName.MatchString(strings.ToLower(host)) {
				o.Fail("%q is no host name", host)
			}
			if s.HasDomain() {
				o.Is("domainName", s.Fill(s.Domain.Name))
				o.Is("customOriginConfig.originProtocolPolicy", "https-only")
			} else {
				o.Is("customOriginConfig.originProtocolPolicy", "http-only")
			}
		}
		if len(cdn.Parts("origins")) == 0 {
			cdn.Fail("it has no origin")
		}
		cdn.Is("priceClass", s.CDN.PriceClass)
	}},
	{"the CDN caches the chosen paths and passes everything else on as it is", func(s *Stage) {
		for _, cdn := range s.All(distribution) {
			byDefault := cdn.Part("defaultCacheBehavior")
			byDefault.Is("cachePolicyId", cachingDisabled)
			byDefault.Is("originRequestPolicyId", allViewerExceptHostHeader)
			if n := len(byDefault.Texts("allowedMethods")); n != 7 {
				byDefault.Fail("%d methods pass", n)
			}
			var paths []string
			behaviours := []Item{byDefault}
			for _, b := range cdn.Parts("orderedCacheBehaviors") {
				b.Is("cachePolicyId", cachingOptimized)
				paths = append(paths, b.Text("pathPattern"))
				behaviours = append(behaviours, b)
			}
			s.SameSet("cached paths", paths, s.CDN.CachePaths)
			for _, b := range behaviours {
				b.Is("viewerProtocolPolicy", "redirect-to-https")
				if !slices.ContainsFunc(cdn.Parts("origins"), func(o Item) bool { return o.Text("originId") == b.Text("targetOriginId") }) {
					b.Fail("there is no origin %s", b.Text("targetOriginId"))
				}
			}
		}
	}},
	{"the CDN answers to its own name with a certificate from us-east-1", func(s *Stage) {
		for _, cdn := range s.All(distribution) {
			if s.CDN.Domain == "" {
				continue
			}
			if !slices.Contains(cdn.Texts("aliases"), s.Fill(s.CDN.Domain)) {
				cdn.Fail("its aliases are %q", cdn.Texts("aliases"))
			}
			if arn := cdn.Text("viewerCertificate.acmCertificateArn"); !strings.HasPrefix(arn, "arn:aws:acm:us-east-1:") {
				cdn.Fail("its certificate is %q", arn)
			}
			if s.CDN.Certificate != "" {
				cdn.Is("viewerCertificate.acmCertificateArn", s.CDN.Certificate)
			}
		}
	}},
	{"listeners have the certificate that was given, or one that is made for the domain and all aliases", func(s *Stage) {
		if !s.HasDomain() || s.Shared() {
			return
		}
		for _, l := range s.All(listener) {
			arn := l.Text("certificateArn")
			switch {
			case l.Text("protocol") != "HTTPS":
			case s.Domain.Certificate != "":
				l.Is("certificateArn", s.Domain.Certificate)
			default:
				made := slices.DeleteFunc(s.All(certificate), func(c Item) bool { return c.ID != arn })
				if len(made) != 1 {
					l.Fail("its certificate %q is not the stage's", arn)
					continue
				}
				var want []string
				for _, name := range append([]stack.Staged{s.Domain.Name}, s.Domain.Aliases...) {
					want = append(want, s.Fill(name))
				}
				s.SameSet("names of the certificate", append(made[0].Texts("subjectAlternativeNames"), made[0].Text("domainName")), want)
			}
		}
	}},
	{"every public name has a record with whoever answers for it", func(s *Stage) {
		records := map[stack.DNS]string{
			stack.Route53:    "aws:route53/record:Record",
			stack.Cloudflare: "cloudflare:index/dnsRecord:DnsRecord",
			stack.Vercel:     "vercel:index/dnsRecord:DnsRecord",
		}
		for dns, kind := range records {
			if dns != s.Domain.DNS || !s.HasDomain() {
				s.Number(kind, 0)
			}
		}
		if !s.HasDomain() || s.Domain.DNS == stack.External {
			return
		}
		names := append([]stack.Staged{s.Domain.Name}, s.Domain.Aliases...)
		if s.CDN.Enabled && s.CDN.Domain != "" {
			names = append(names, s.CDN.Domain)
		}
		var got []string
		for _, r := range s.All(records[s.Domain.DNS]) {
			name := r.Text("name")
			if domain := r.Text("domain"); domain != "" {
				name = strings.TrimPrefix(name+"."+domain, ".") // Vercel's names are relative
			}
			got = append(got, strings.TrimSuffix(name, "."))
		}
		for _, name := range names {
			if !slices.Contains(got, s.Fill(name)) {
				s.Fail("there is no record for %s among %q", s.Fill(name), got)
			}
		}
	}},
}
