package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	distribution   = "Distribution"
	cdnCertificate = "CdnCertificate"
	cdnRecords     = "CdnRecords"
	originID       = "api"

	// The policies that AWS manages, and CloudFront's own hosted zone.
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html
	cachingOptimized          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	cachingDisabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
	cloudFrontZone            = "Z2FDTNDATAQYW2"

	// CloudFront takes certificates from this Region only.
	cdnRegion = "us-east-1"

	// Pylon's event stream comments every 30 seconds, the default read timeout
	// is as long.
	originTimeout = 60 // seconds
)

// cdn adds the distribution in front of the load balancer. Realtime traffic
// does not pass it.
func (t *template) cdn() {
	if !t.CDN.Enabled {
		return
	}
	t.section("CDN: chosen paths are cached, everything else passes through.")
	own := t.CDN.Domain != ""
	viewer := &aws.CloudFrontDistribution_ViewerCertificate{CloudFrontDefaultCertificate: aws.Bool(true)}
	config := &aws.CloudFrontDistribution_DistributionConfig{
		Enabled:     aws.Bool(true),
		Comment:     aws.Ref("AWS::StackName"),
		HttpVersion: aws.Str("http2and3"),
		IPV6Enabled: aws.Bool(true),
		Origins:     []*aws.CloudFrontDistribution_Origin{t.origin()},
		PriceClass:  aws.Str(t.CDN.PriceClass),
		DefaultCacheBehavior: &aws.CloudFrontDistribution_DefaultCacheBehavior{
			AllowedMethods:        aws.Strs("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"),
			CachePolicyId:         aws.Str(cachingDisabled).Note("CachingDisabled"),
			Compress:              aws.Bool(true),
			OriginRequestPolicyId: aws.Str(allViewerExceptHostHeader).Note("AllViewerExceptHostHeader"),
			TargetOriginId:        aws.Str(originID),
			ViewerProtocolPolicy:  aws.Str("redirect-to-https"),
		},
	}
	for _, path := range t.CDN.CachePaths {
		config.CacheBehaviors = append(config.CacheBehaviors, &aws.CloudFrontDistribution_CacheBehavior{
			CachePolicyId:        aws.Str(cachingOptimized).Note("CachingOptimized"),
			Compress:             aws.Bool(true),
			PathPattern:          literal(path),
			TargetOriginId:       aws.Str(originID),
			ViewerProtocolPolicy: aws.Str("redirect-to-https"),
		})
	}
	if own {
		config.Aliases = []aws.Value{text(t.CDN.Domain)}
		viewer = &aws.CloudFrontDistribution_ViewerCertificate{
			AcmCertificateArn:      t.cdnCertificate(),
			MinimumProtocolVersion: aws.Str("TLSv1.2_2021"),
			SslSupportMethod:       aws.Str("sni-only"),
		}
	}
	config.ViewerCertificate = viewer
	if t.AccessLogs.Given() {
		config.Logging = &aws.CloudFrontDistribution_Logging{
			Bucket: aws.GetAtt(accessLogs, "DomainName"), IncludeCookies: aws.Bool(t.AccessLogs.Cookies), Prefix: aws.Str(t.AccessLogs.CDNPrefix),
		}
	}
	r := resource.Resource{ID: distribution}
	if t.route53() {
		r.DependsOn = append(r.DependsOn, dnsRecords) // the origin's name must resolve
	}
	if t.AccessLogs.Given() {
		r.DependsOn = append(r.DependsOn, accessLogsPolicy)
	}
	t.add(r, &aws.CloudFrontDistribution{DistributionConfig: config, Tags: t.tags})
	if own {
		t.cdnRecords()
	}
}

// origin is the load balancer under a name that its certificate covers.
func (t *template) origin() *aws.CloudFrontDistribution_Origin {
	custom := &aws.CloudFrontDistribution_CustomOriginConfig{
		OriginProtocolPolicy:   aws.Str("https-only"),
		HTTPSPort:              aws.Int(t.Balancer.Endpoints[0].Listener),
		OriginKeepaliveTimeout: aws.Int(originTimeout),
		OriginReadTimeout:      aws.Int(originTimeout),
		OriginSSLProtocols:     aws.Strs("TLSv1.2"),
	}
	name := text(t.Domain.Name)
	if !t.secure() {
		name = aws.GetAtt(loadBalancer, "DNSName")
		custom.OriginProtocolPolicy = aws.Str("http-only")
		custom.HTTPPort, custom.HTTPSPort = custom.HTTPSPort, aws.Value{}
		custom.OriginSSLProtocols = nil
	}
	return &aws.CloudFrontDistribution_Origin{DomainName: name, Id: aws.Str(originID), CustomOriginConfig: custom}
}

// cdnCertificate adds the certificate of the distribution's own name where the
// stack can make it, and otherwise the parameter that names a given one;
// it returns its ARN.
func (t *template) cdnCertificate() aws.Value {
	if t.route53() && t.Region == cdnRegion && t.CDN.Certificate == "" {
		t.certificate(cdnCertificate, []stack.Staged{t.CDN.Domain})
		return aws.Ref(cdnCertificate)
	}
	t.parameter(parameter{
		ID: cdnCertARN, Group: domainGroup, Type: "String", Default: t.CDN.Certificate,
		Pattern:     `^arn:aws[a-z-]*:acm:` + cdnRegion + `:[0-9]{12}:certificate/[A-Za-z0-9-]+$`,
		Complaint:   "must be the ARN of an ACM certificate in " + cdnRegion,
		Description: "Certificate for the CDN's name; CloudFront takes it from " + cdnRegion + " only",
	})
	return aws.Ref(cdnCertARN)
}

// cdnRecords points the distribution's own name to it, or says where somebody
// must point it.
func (t *template) cdnRecords() {
	target := aws.GetAtt(distribution, "DomainName")
	if !t.route53() {
		t.recordOutput("CdnDnsRecord", t.CDN.Domain, target)
		return
	}
	group := &aws.Route53RecordSetGroup{HostedZoneId: aws.Ref(hostedZoneID)}
	for _, kind := range []string{"A", "AAAA"} {
		group.RecordSets = append(group.RecordSets, &aws.Route53RecordSetGroup_RecordSet{
			Name:        text(t.CDN.Domain),
			Type:        aws.Str(kind),
			AliasTarget: &aws.Route53RecordSetGroup_AliasTarget{DNSName: target, HostedZoneId: aws.Str(cloudFrontZone)},
		})
	}
	t.plain(cdnRecords, group)
}
