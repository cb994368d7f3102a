package resolve

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func (b *stageResolver) domain() {
	in, s := b.in.Domain, b.s
	dns := stack.Route53
	if !in.Name.IsSet() {
		if n := nodeOr(in.DNS.Node, in.Zone.Node, in.Certificate.Node, in.Aliases.Node); n != nil {
			b.fail(CodeMissing, n, "domain.name is missing", "the other keys of domain say how that name is served", "add name:, or remove the block")
		}
		return
	}
	dns = stack.DNS(pick(b, "domain.dns", in.DNS, string(stack.Route53)))
	s.Domain = stack.Domain{
		Name:        b.host("domain.name", in.Name),
		DNS:         dns,
		Zone:        given(b, "domain.zone", in.Zone),
		Certificate: given(b, "domain.certificate", in.Certificate),
	}
	for i, alias := range given(b, "domain.aliases", in.Aliases) {
		n := in.Aliases.Node.Content[i]
		name := b.hostText(fmt.Sprintf("domain.aliases[%d]", i), alias, n)
		if name == s.Domain.Name || slices.Contains(s.Domain.Aliases, name) {
			b.fail(CodeConflict, n, fmt.Sprintf("domain.aliases: %s is listed twice", name), "AWS refuses a certificate or record that names a host twice", "remove one")
		}
		s.Domain.Aliases = append(s.Domain.Aliases, name)
	}
	if dns == stack.External && !in.Certificate.IsSet() {
		b.fail(CodeMissing, in.DNS.Node, "domain.certificate is missing",
			"with external DNS a new certificate cannot be validated during the deployment", "add the ARN of an ACM certificate in "+s.Region)
	}
	b.certificate("domain.certificate", in.Certificate, s.Region)
	b.zone()
}

// zone checks what each kind of DNS calls a zone.
func (b *stageResolver) zone() {
	d := b.s.Domain
	node := nodeOr(b.in.Domain.Zone.Node, b.in.Domain.DNS.Node)
	switch {
	case d.DNS == stack.Vercel && d.Zone == "":
		b.fail(CodeMissing, node, "domain.zone is missing", "Vercel stores records by zone", "add the zone's domain, for example zone: example.com")
	case d.DNS == stack.Vercel && !isHost(d.Zone):
		b.fail(CodeRange, node, fmt.Sprintf("%q is not a domain", d.Zone), "Vercel identifies a zone by its domain", "write it like example.com")
	case d.DNS == stack.Route53 && d.Zone != "" && (!route53Zone.MatchString(d.Zone) || len(d.Zone) > 32):
		b.fail(CodeRange, node, fmt.Sprintf("%q is not a valid hosted zone ID", d.Zone), "", "write the ID that Route 53 shows, for example Z0123456789ABCDEFGHIJ, or remove zone")
	case d.DNS == stack.Cloudflare && d.Zone != "" && (!cloudflareZone.MatchString(d.Zone) || len(d.Zone) != 32):
		b.fail(CodeRange, node, fmt.Sprintf("%q is not a valid Cloudflare zone ID", d.Zone), "", "write the 32 hexadecimal digits that Cloudflare shows, or remove zone")
	case d.DNS == stack.External && d.Zone != "":
		b.warn(CodeNoEffect, node, "domain.zone has no effect with external DNS", "records are made by hand there", "remove it")
	}
}

func (b *stageResolver) certificate(path string, v schema.Value[string], region string) {
	if !v.IsSet() {
		return
	}
	m := certificateARN.FindStringSubmatch(v.V)
	switch {
	case m == nil:
		b.fail(CodeRange, v.Node, path+": this is not the ARN of an ACM certificate", "", "write it like arn:aws:acm:us-east-1:123456789012:certificate/…")
	case m[1] != region:
		b.fail(CodeCertificateRegion, v.Node, fmt.Sprintf("%s: the certificate is in %s, it must be in %s", path, m[1], region), "", "name a certificate in "+region)
	}
}

// noOrigin lets the runtime boot when it is not configured which pages may call it: no
// browser can have this origin (RFC 2606 reserves .invalid).
const noOrigin = "https://origin.invalid"

func (b *stageResolver) origins() {
	s, in := b.s, b.in
	switch trusted := b.trustedOrigins(); {
	case in.Origins.IsSet():
		pick(b, "origins", in.Origins, nil)
		for i, text := range in.Origins.V {
			if o := b.origin(text, in.Origins.Node.Content[i]); !slices.Contains(s.Origins, o) {
				s.Origins = append(s.Origins, o)
			}
		}
		if len(s.Origins) == 0 {
			b.fail(CodeMissing, in.Origins.Node, "origins is an empty list", "outside of development the runtime does not start without one", "name one, or remove the key")
		}
	case s.Domain.Given():
		s.Origins = append(s.Origins, "https://"+s.Domain.Name)
		for _, alias := range s.Domain.Aliases {
			s.Origins = append(s.Origins, "https://"+alias)
		}
		if in.CDN.On && in.CDN.V.Domain.IsSet() {
			s.Origins = append(s.Origins, "https://"+b.hole(in.CDN.V.Domain.V))
		}
		for _, o := range trusted {
			if !slices.Contains(s.Origins, o) {
				s.Origins = append(s.Origins, o)
			}
		}
		b.record("origins", shown(s.Origins), stack.Origin{Kind: stack.Derived, Why: "domain, and the manifest's trusted_origins"})
	case len(trusted) > 0:
		s.Origins = trusted
		b.record("origins", shown(trusted), stack.Origin{Kind: stack.FromManifest, Pos: b.manifest.Pos("auth", "trusted_origins")})
	default:
		s.Origins = []stack.Staged{noOrigin}
		b.record("origins", noOrigin, stack.Origin{Kind: stack.FromDefault})
		b.warn(CodeReachable, b.stageKey(), fmt.Sprintf("stage %q has neither a domain nor origins: no web page can call its API", s.Stage.Name), "", "")
	}
}

// trustedOrigins are the manifest's, where they are web origins.
func (b *stageResolver) trustedOrigins() []stack.Staged {
	if b.manifest.Auth == nil {
		return nil
	}
	var out []stack.Staged
	for _, o := range b.manifest.Auth.TrustedOrigins {
		if originPattern.MatchString(o) && !strings.HasPrefix(o, "http://localhost") && !strings.HasPrefix(o, "http://127.0.0.1") {
			out = append(out, stack.Staged(o))
		}
	}
	return out
}

// shown returns texts as the spec has them.
func shown(list []stack.Staged) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.String()
	}
	return out
}

func joined(list []stack.Staged) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func (b *stageResolver) cdn() {
	in, s := b.in.CDN, b.s
	on := s.Domain.Given() && !b.govCloud()
	switch {
	case in.IsSet() && in.On && b.govCloud():
		b.fail(CodeConflict, in.Node, "a CDN is not available in "+s.Region, "CloudFront is not part of GovCloud; an account outside of it would have to own the distribution", "write cdn: false, or remove the key")
		return
	case in.IsSet() && in.On && !s.Domain.Given():
		b.fail(CodeMissing, in.Node, "the CDN needs a domain", "between the CDN and a load balancer without a certificate everything would travel in the clear", "add a domain, or write cdn: false")
		return
	case in.IsSet():
		on = in.On
		b.record("cdn", on, b.written(in.Node))
	default:
		why := "there is a domain"
		switch {
		case !s.Domain.Given():
			why = "there is no domain"
		case !on:
			why = "CloudFront is not part of GovCloud"
		}
		b.record("cdn", on, stack.Origin{Kind: stack.Derived, Why: why})
	}
	if !on {
		return
	}
	// "Don't choose an Amazon S3 bucket in the following AWS Regions": a list of
	// opt-in Regions that lags behind new ones. The bucket of the access logs is
	// in the stage's Region.
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
	if s.Strict && regions[s.Region].optIn {
		b.fail(CodeConflict, nodeOr(in.Node, b.in.Hardening.Node), "with strict hardening a CDN is not available in "+s.Region, "strict stages keep access logs, and CloudFront delivers none to buckets in opt-in Regions", "write cdn: false, hardening: standard, or use another Region")
	}
	v := in.V
	s.CDN = stack.CDN{
		Enabled:     true,
		Certificate: given(b, "cdn.certificate", v.Certificate),
		CachePaths:  pick(b, "cdn.cache", v.Cache, []string{"/assets/*"}),
		PriceClass:  pick(b, "cdn.priceClass", v.PriceClass, "PriceClass_100"),
	}
	if v.Domain.IsSet() {
		s.CDN.Domain = b.host("cdn.domain", v.Domain)
		if s.CDN.Domain == s.Domain.Name || slices.Contains(s.Domain.Aliases, s.CDN.Domain) {
			b.fail(CodeConflict, v.Domain.Node, "the CDN and the API cannot have the same name", "the CDN reaches the API by its name", "choose another name for the CDN")
		}
		if s.Domain.DNS == stack.External && !v.Certificate.IsSet() {
			b.fail(CodeMissing, v.Domain.Node, "cdn.certificate is missing", "with external DNS a new certificate cannot be validated during the deployment", "add the ARN of an ACM certificate in us-east-1")
		}
	} else if v.Certificate.IsSet() {
		b.warn(CodeNoEffect, v.Certificate.Node, "cdn.certificate has no effect without cdn.domain", "", "add domain:, or remove it")
	}
	b.certificate("cdn.certificate", v.Certificate, "us-east-1")
	for i, path := range v.Cache.V {
		b.cachePath(path, v.Cache.Node.Content[i])
		if slices.Contains(v.Cache.V[:i], path) {
			b.fail(CodeConflict, v.Cache.Node.Content[i], fmt.Sprintf("cdn.cache: %q is listed twice", path), "CloudFront refuses it", "remove one")
		}
	}
}

// uncacheable are paths that must reach the runtime on every request.
var uncacheable = []string{"/api", pylon.EventsPath, "/studio", pylon.ShardPath, pylon.HealthPath, "/metrics", "/.well-known", "/oidc", "/scim"}

func (b *stageResolver) cachePath(path string, n *yaml.Node) {
	if !cachePattern.MatchString(path) || len(path) > maxCachePath {
		b.fail(CodeRange, n, fmt.Sprintf("cdn.cache: %q is not a valid CloudFront path pattern", path), "", "start with a slash and use letters, digits and _-.*$/~\"'@:+&, at most 255 characters")
		return
	}
	for _, p := range uncacheable {
		fixed, _, starred := strings.Cut(path, "*")
		if strings.HasPrefix(path, p) || starred && strings.HasPrefix(p, fixed) {
			b.fail(CodeCachedAPI, n, fmt.Sprintf("cdn.cache: %q would cache %s", path, p), "", "")
			return
		}
	}
}

// sharedHosts warns of stages that would serve the same host.
func (r *resolver) sharedHosts(stages []*stack.Stack) {
	owner := map[stack.Staged]string{}
	for _, s := range stages {
		node := r.stageNode(s.Stage.Name)
		for _, host := range append([]stack.Staged{s.Domain.Name, s.CDN.Domain}, s.Domain.Aliases...) {
			if host == "" {
				continue
			}
			if other := owner[host]; other != "" && other != s.Stage.Name {
				r.warn(CodeStages, node, fmt.Sprintf("stages %q and %q have the same host %s", other, s.Stage.Name, host),
					"only one of them can be deployed at a time", "use a different one for each, for example {stage}.example.com")
			}
			owner[host] = s.Stage.Name
			if s.Stage.Pattern && !host.HasPlaceholder() {
				r.warn(CodeStages, node, fmt.Sprintf("all stages %q have the same host %s", s.Stage.Name, host),
					"only one of them can be deployed at a time", "put {stage} into the name")
			}
		}
	}
}
