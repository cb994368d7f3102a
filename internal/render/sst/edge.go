package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	// The policies that AWS manages.
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
	cachingOptimized          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	cachingDisabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

	// Pylon's event stream comments every 30 seconds, the default read timeout
	// is as long.
	originTimeout = 60 // seconds
)

// secured are the stages with a domain, and the condition for having one.
func (p *program) secured() (stages fold, some condition) {
	return p.named("domain", func(s *stack.Stack) stack.Staged { return s.Domain.Name })
}

// named are the stages that have a name, and the condition for having it: the
// name itself, in a column that the other stages do not have.
func (f fold) named(column string, of func(*stack.Stack) stack.Staged) (stages fold, has condition) {
	stages = f.some(func(s *stack.Stack) bool { return of(s) != "" })
	if stages.none() || len(stages.stages) == len(f.stages) {
		return stages, nil
	}
	return stages, condition{stages.name(column, condition{column}, of).text}
}

// name is the text of a name for the stages that have it: a column if there are
// others.
func (f fold) name(column string, has condition, of func(*stack.Stack) stack.Staged) doc {
	if !has.always() {
		return f.column(column, "string", func(s *stack.Stack) doc { return staged(s, of(s)) })
	}
	return f.staged(column, of)
}

func domainName(s *stack.Stack) stack.Staged { return s.Domain.Name }

// domain is the load balancer's argument of that name.
func (p *program) domain() doc {
	f, some := p.secured()
	aliases := f.texts("aliases", func(s *stack.Stack) []stack.Staged { return s.Domain.Aliases })
	props := []property{
		prop("name", f.name("domain", some, domainName)),
		when(!aliases.isEmpty(), prop("aliases", aliases)),
		prop("dns", p.use("dns")),
	}
	props = append(props, f.given("certificate", func(s *stack.Stack) string { return s.Domain.Certificate }, "cert")...)
	return onlyIf(some, object(props...))
}

// given is a property for a text that may be missing.
func (f fold) given(column string, of func(*stack.Stack) string, name string) []property {
	if !slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return of(s) != "" }) {
		return nil
	}
	return []property{prop(name, f.pick(column, "string | undefined", func(s *stack.Stack) doc {
		if of(s) == "" {
			return undefined
		}
		return str(of(s))
	}))}
}

// dns writes who answers for the stages' names.
func (p *program) dns() {
	f, _ := p.secured()
	if f.none() {
		return
	}
	zone := f.given("zone", func(s *stack.Stack) string { return s.Domain.Zone }, "zone")
	calls := func(kind stack.DNS) doc {
		switch kind {
		case stack.Route53:
			return call("sst.aws.dns", arguments(zone)...)
		case stack.Cloudflare:
			return call("sst.cloudflare.dns", arguments(zone)...)
		case stack.Vercel:
			domain := zone[0].value
			if !domain.isString() { // other stages may lack it
				domain = text(domain.text + ` ?? ""`)
			}
			return call("sst.vercel.dns", inline(prop("domain", domain)))
		case stack.External:
			return text("false")
		}
		panic("sst: DNS of unknown kind " + string(kind))
	}
	var kinds []stack.DNS
	for _, s := range f.stages {
		if !slices.Contains(kinds, s.Domain.DNS) {
			kinds = append(kinds, s.Domain.DNS)
		}
	}
	e := calls(kinds[len(kinds)-1])
	for i := len(kinds) - 2; i >= 0; i-- {
		column := f.word("dns", func(s *stack.Stack) string { return string(s.Domain.DNS) })
		e = choice(column.text+" === "+quote(string(kinds[i])), calls(kinds[i]), e)
	}
	p.section("Records and certificates.")
	p.declare("dns", e)
}

func arguments(props []property) []doc {
	if len(props) == 0 {
		return nil
	}
	return []doc{inline(props...)}
}

func cdnDomain(s *stack.Stack) stack.Staged { return s.CDN.Domain }

// cdns are the stages with a CDN.
func (p *program) cdns() (stages fold, some condition) {
	return p.where("cdn", func(s *stack.Stack) bool { return s.CDN.Enabled })
}

// cdn writes the distribution in front of the load balancer. Realtime traffic
// does not pass it.
func (p *program) cdn() {
	f, some := p.cdns()
	if f.none() {
		return
	}
	p.section("CDN: chosen paths are cached, everything else passes through.")
	paths := f.pick("cachePaths", "string[]", func(s *stack.Stack) doc { return strs(s.CDN.CachePaths) })
	if !paths.isEmpty() {
		p.declare("cachePaths", withDefault(paths, "[]"))
	}
	origin := object(
		prop("originId", str("api")),
		required("domainName", p.originName(f)),
		prop("customOriginConfig", object(
			prop("httpPort", num(httpPort)),
			prop("httpsPort", num(httpsPort)),
			prop("originProtocolPolicy", p.originPolicy(f)),
			prop("originSslProtocols", strs([]string{"TLSv1.2"})),
			prop("originReadTimeout", num(originTimeout)),
			prop("originKeepaliveTimeout", num(originTimeout)),
		)),
	)
	behavior := func(methods []string, policy, name string, rest ...property) []property {
		return append([]property{
			prop("targetOriginId", str("api")),
			prop("viewerProtocolPolicy", str("redirect-to-https")),
			prop("allowedMethods", strs(methods)),
			prop("cachedMethods", strs([]string{"GET", "HEAD"})),
			prop("compress", boolean(true)),
			note(name),
			prop("cachePolicyId", str(policy)),
		}, rest...)
	}
	strict := f.some(func(s *stack.Stack) bool { return s.Strict })
	cached := behavior([]string{"GET", "HEAD"}, cachingOptimized, "CachingOptimized")
	props := []property{
		prop("origins", array(origin)),
		prop("defaultCacheBehavior", object(behavior(
			[]string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}, cachingDisabled, "CachingDisabled",
			note("AllViewerExceptHostHeader"),
			prop("originRequestPolicyId", str(allViewerExceptHostHeader)))...)),
		when(!paths.isEmpty(), prop("orderedCacheBehaviors", join(text("cachePaths.map((pathPattern) => ({"),
			indent(hardline, text("pathPattern,"), properties(cached)), hardline, text("}))")))),
		prop("transform", object(prop("distribution", object(
			prop("httpVersion", str("http2and3")),
			prop("isIpv6Enabled", boolean(true)),
			whenSome(!strict.none(), "loggingConfig", p.cdnLogs),
			prop("priceClass", f.word("priceClass", func(s *stack.Stack) string { return s.CDN.PriceClass })),
		)))),
	}
	if own, has := f.named("cdnDomain", cdnDomain); !own.none() {
		// TypeScript does not know that the name comes with the CDN.
		name := required("name", own.name("cdnDomain", has, cdnDomain))
		domain := []property{name, prop("dns", p.use("dns"))}
		domain = append(domain, own.given("cdnCertificate", func(s *stack.Stack) string { return s.CDN.Certificate }, "cert")...)
		args := object(domain...)
		if !has.always() { // otherwise the distribution itself waits for the name
			args = onlyIf(has, args)
		}
		props = append([]property{prop("domain", args)}, props...)
	}
	p.declare("cdn", onlyIf(some, p.make("sst.aws.Cdn", "Cdn", object(props...))))
}

func (p *program) allSecure(f fold) bool {
	return !slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return !secure(s) })
}

// originName is the load balancer under a name that its certificate covers.
func (p *program) originName(f fold) doc {
	all, some := p.secured()
	const own = "service.nodes.loadBalancer.dnsName"
	switch {
	case !slices.ContainsFunc(f.stages, secure):
		return p.use(own)
	case p.allSecure(f):
		return all.name("domain", some, domainName)
	}
	return join(text(some.code()+" ?? "), p.use(own))
}

func (p *program) originPolicy(f fold) doc {
	_, some := p.secured()
	switch {
	case !slices.ContainsFunc(f.stages, secure):
		return str("http-only")
	case p.allSecure(f):
		return str("https-only")
	}
	return choice(some.code(), str("https-only"), str("http-only"))
}
