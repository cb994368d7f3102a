package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
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
	p.section("Records and certificates.")
	calls := func(kind stack.DNS) doc {
		switch kind {
		case stack.Route53:
			return p.dnsAdapter(kind, call("sst.aws.dns", arguments(zone)...))
		case stack.Cloudflare:
			return p.dnsAdapter(kind, call("sst.cloudflare.dns", arguments(zone)...))
		case stack.Vercel:
			domain := zone[0].value
			if !domain.isString() { // other stages may lack it
				domain = raw(domain.text + ` ?? ""`)
			}
			return p.dnsAdapter(kind, call("sst.vercel.dns", inline(prop("domain", domain))))
		case stack.External:
			return raw("false")
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
	p.declare("dns", e)
}

// dnsAdapter is SST's adapter of a kind of DNS, with two changes. SST's allows one
// certificate authority for a whole zone that is not at Route 53, and so no other
// for the user's other sites; and its record of an alias has another logical name
// than that of the main name, so that a name could not become the other.
func (p *program) dnsAdapter(kind stack.DNS, dns doc) doc {
	f := p.some(func(s *stack.Stack) bool { return s.Domain.DNS == kind })
	var changed []property
	if kind != stack.Route53 {
		changed = append(changed, note("No CAA records: other authorities may serve the zone's other sites."), prop("createCaa", raw("() => []")))
	}
	if slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return len(s.Domain.Aliases) > 0 }) {
		changed = append(changed,
			note("A name keeps its record when it becomes an alias, or the main name."),
			prop("createAlias", join(raw("((prefix, ...rest) =>"), indent(hardline, raw(string(kind)+"Names.createAlias("), indent(
				hardline, raw(`prefix.startsWith("Pylon") ? "Pylon" : prefix,`),
				hardline, raw("...rest,")), hardline, raw(`)) as typeof `+string(kind)+"Names.createAlias")))))
	}
	if len(changed) == 0 {
		return dns
	}
	p.declare(string(kind)+"Names", dns)
	return object(append([]property{spread(raw(string(kind) + "Names"))}, changed...)...)
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
	p.declare("cdnErrors", withDefault(f.ints("errors", func(s *stack.Stack) []int { return s.CDN.Errors }), "[]"))
	timeout := f.int("originTimeout", func(s *stack.Stack) int { return s.CDN.OriginTimeout })
	origin := object(
		prop("originId", str("api")),
		required("domainName", p.originName(f)),
		prop("customOriginConfig", object(
			prop("httpPort", num(stack.HTTPPort)),
			prop("httpsPort", num(stack.HTTPSPort)),
			prop("originProtocolPolicy", p.originPolicy(f)),
			prop("originSslProtocols", f.strings("originTls", func(s *stack.Stack) []string { return s.CDN.OriginTLS })),
			prop("originReadTimeout", timeout),
			prop("originKeepaliveTimeout", timeout),
		)),
	)
	strict := f.some(func(s *stack.Stack) bool { return s.AccessLogs.Given() })
	cached := f.behavior("cached", func(s *stack.Stack) stack.Behavior { return s.CDN.Cached })
	props := []property{
		prop("origins", array(origin)),
		prop("defaultCacheBehavior", object(f.behavior("default", func(s *stack.Stack) stack.Behavior { return s.CDN.Default })...)),
		when(!paths.isEmpty(), prop("orderedCacheBehaviors", join(raw("cachePaths.map((pathPattern) => ({"),
			indent(hardline, raw("pathPattern,"), properties(cached)), hardline, raw("}))")))),
		prop("transform", object(prop("distribution", object(
			note("Errors are never cached: one visitor's would be another's."),
			prop("customErrorResponses", join(raw("cdnErrors.map((errorCode) => ({"),
				indent(hardline, raw("errorCode,"), properties([]property{
					prop("errorCachingMinTtl", f.int("errorTtl", func(s *stack.Stack) int { return s.CDN.ErrorTTL })),
				})), hardline, raw("}))"))),
			prop("httpVersion", f.string("httpVersion", func(s *stack.Stack) string { return s.CDN.HTTPVersion })),
			prop("isIpv6Enabled", f.bool("ipv6", func(s *stack.Stack) bool { return s.CDN.IPv6 })),
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

// behavior is what the CDN does with a kind of requests. Column names start with
// kind.
func (f fold) behavior(kind string, of func(*stack.Stack) stack.Behavior) []property {
	methods := func(name string, of func(*stack.Stack) []string) doc {
		return f.strings(kind+name, func(s *stack.Stack) []string { return slices.Sorted(slices.Values(of(s))) })
	}
	policy := func(of func(*stack.Stack) stack.ManagedPolicy, name, column string) []property {
		if of(f.stages[0]).ID == "" {
			return nil
		}
		return []property{note(of(f.stages[0]).Name), prop(name, f.string(kind+column, func(s *stack.Stack) string { return of(s).ID }))}
	}
	props := []property{
		prop("targetOriginId", str("api")),
		prop("viewerProtocolPolicy", f.string("viewers", func(s *stack.Stack) string { return s.CDN.Viewers })),
		prop("allowedMethods", methods("Methods", func(s *stack.Stack) []string { return of(s).Methods })),
		prop("cachedMethods", methods("CachedMethods", func(s *stack.Stack) []string { return of(s).CachedMethods })),
		prop("compress", f.bool("compress", func(s *stack.Stack) bool { return s.CDN.Compress })),
	}
	props = append(props, policy(func(s *stack.Stack) stack.ManagedPolicy { return of(s).Cache }, "cachePolicyId", "Cache")...)
	return append(props, policy(func(s *stack.Stack) stack.ManagedPolicy { return of(s).Origin }, "originRequestPolicyId", "Origin")...)
}

func (p *program) allSecure(f fold) bool {
	return !slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return !s.Secure() })
}

// originName is the load balancer under a name that its certificate covers.
func (p *program) originName(f fold) doc {
	all, some := p.secured()
	const own = "service.nodes.loadBalancer.dnsName"
	switch {
	case !slices.ContainsFunc(f.stages, (*stack.Stack).Secure):
		return p.use(own)
	case p.allSecure(f):
		return all.name("domain", some, domainName)
	}
	return join(raw(some.code()+" ?? "), p.use(own))
}

func (p *program) originPolicy(f fold) doc {
	_, some := p.secured()
	switch {
	case !slices.ContainsFunc(f.stages, (*stack.Stack).Secure):
		return str("http-only")
	case p.allSecure(f):
		return str("https-only")
	}
	return choice(some.code(), str("https-only"), str("http-only"))
}
