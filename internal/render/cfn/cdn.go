package cfn

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	distribution   = "Distribution"
	cdnCertificate = "CdnCertificate"
	cdnRecords     = "CdnRecords"
	originID       = "api"

	// CloudFront's own hosted zone.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html
	cloudFrontZone = "Z2FDTNDATAQYW2"

	// CloudFront takes certificates from this Region only.
	cdnRegion = "us-east-1"
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
		HttpVersion: aws.Str(t.CDN.HTTPVersion),
		IPV6Enabled: aws.Bool(t.CDN.IPv6),
		Origins:     []*aws.CloudFrontDistribution_Origin{t.origin()},
		PriceClass:  aws.Str(t.CDN.PriceClass),
		DefaultCacheBehavior: &aws.CloudFrontDistribution_DefaultCacheBehavior{
			AllowedMethods:        methods(t.CDN.Default.Methods),
			CachedMethods:         methods(t.CDN.Default.CachedMethods),
			CachePolicyId:         managed(t.CDN.Default.Cache),
			Compress:              aws.Bool(t.CDN.Compress),
			OriginRequestPolicyId: managed(t.CDN.Default.Origin),
			TargetOriginId:        aws.Str(originID),
			ViewerProtocolPolicy:  aws.Str(t.CDN.Viewers),
		},
	}
	for _, path := range t.CDN.CachePaths {
		config.CacheBehaviors = append(config.CacheBehaviors, &aws.CloudFrontDistribution_CacheBehavior{
			AllowedMethods:        methods(t.CDN.Cached.Methods),
			CachedMethods:         methods(t.CDN.Cached.CachedMethods),
			CachePolicyId:         managed(t.CDN.Cached.Cache),
			Compress:              aws.Bool(t.CDN.Compress),
			OriginRequestPolicyId: managed(t.CDN.Cached.Origin),
			PathPattern:           literal(path),
			TargetOriginId:        aws.Str(originID),
			ViewerProtocolPolicy:  aws.Str(t.CDN.Viewers),
		})
	}
	for _, code := range t.CDN.Errors {
		config.CustomErrorResponses = append(config.CustomErrorResponses, &aws.CloudFrontDistribution_CustomErrorResponse{
			ErrorCachingMinTTL: aws.Int(t.CDN.ErrorTTL), ErrorCode: aws.Int(code),
		})
	}
	if own {
		config.Aliases = []aws.Value{text(t.CDN.Domain)}
		viewer = &aws.CloudFrontDistribution_ViewerCertificate{
			AcmCertificateArn:      t.cdnCertificate(),
			MinimumProtocolVersion: aws.Str(t.CDN.ViewerTLS),
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

// methods are those that a behavior lets pass or caches; absent where they are
// what CloudFront does by itself.
func methods(list []string) []aws.Value {
	if slices.Equal(list, []string{"GET", "HEAD"}) {
		return nil
	}
	return aws.Strs(list...)
}

// managed is the id of a policy that AWS manages; absent when there is none.
func managed(p stack.ManagedPolicy) aws.Value {
	if p.ID == "" {
		return aws.Value{}
	}
	return aws.Str(p.ID).Note(p.Name)
}

// origin is the load balancer under a name that its certificate covers.
func (t *template) origin() *aws.CloudFrontDistribution_Origin {
	custom := &aws.CloudFrontDistribution_CustomOriginConfig{
		OriginProtocolPolicy:   aws.Str("https-only"),
		HTTPSPort:              aws.Int(t.Balancer.Endpoints[0].Listener),
		OriginKeepaliveTimeout: aws.Int(t.CDN.OriginTimeout),
		OriginReadTimeout:      aws.Int(t.CDN.OriginTimeout),
		OriginSSLProtocols:     aws.Strs(t.CDN.OriginTLS...),
	}
	name := text(t.Domain.Name)
	if !t.Secure() {
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
	if t.CDN.Certificate != "" {
		return literal(t.CDN.Certificate)
	}
	t.parameter(parameter{
		ID: cdnCertARN, Group: domainGroup, Type: "String",
		Pattern:     `^arn:aws[a-z-]*:acm:` + cdnRegion + `:[0-9]{12}:certificate/[A-Za-z0-9-]+$`,
		Complaint:   "must be the ARN of an ACM certificate in " + cdnRegion,
		Description: "Certificate for the CDN's name; CloudFront takes it from " + cdnRegion + " only",
	})
	return aws.Ref(cdnCertARN)
}

// cdnRecords points the distribution's own name to it, or reports where the user
// must point it.
func (t *template) cdnRecords() {
	target := aws.GetAtt(distribution, "DomainName")
	if !t.route53() {
		t.recordOutput("CdnDnsRecord", t.CDN.Domain, target)
		return
	}
	group := &aws.Route53RecordSetGroup{HostedZoneId: t.zone()}
	for _, kind := range []string{"A", "AAAA"} {
		group.RecordSets = append(group.RecordSets, &aws.Route53RecordSetGroup_RecordSet{
			Name:        text(t.CDN.Domain),
			Type:        aws.Str(kind),
			AliasTarget: &aws.Route53RecordSetGroup_AliasTarget{DNSName: target, HostedZoneId: aws.Str(cloudFrontZone)},
		})
	}
	t.plain(cdnRecords, group)
}
