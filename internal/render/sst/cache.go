package sst

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// caches are the stages with a Redis: its node type, and the condition.
func (p *program) caches() (stages fold, node doc, some condition) {
	return p.part("cacheNode", "string",
		func(s *stack.Stack) bool { return s.Cache.Node != "" },
		func(s *stack.Stack) doc { return str(strings.TrimPrefix(s.Cache.Node, "cache.")) }) // SST puts it back
}

// cache writes the Redis that tasks share.
func (p *program) cache() {
	f, node, some := p.caches()
	if f.none() {
		return
	}
	_, plain, _, unsecured := f.tokens()
	words := "Cache: tasks tell each other of changes through it."
	one := f.stages[0].Cache.TransitEncryption
	if others := f.some(func(s *stack.Stack) bool { return s.Cache.TransitEncryption != one }); others.none() {
		words += " " + stack.TLSWords[one]
	}
	p.section(words)
	mode := f.pick("cacheTls", "string | undefined", func(s *stack.Stack) doc {
		if s.Cache.TransitEncryption == stack.TLSOff {
			return undefined
		}
		return str(s.Cache.TransitEncryption)
	})
	var off []property
	if !plain.none() {
		off = guardedProps(unsecured, []property{
			note("Without TLS there is no token; SST has both on."),
			prop("transitEncryptionEnabled", boolean(false)),
			prop("authToken", undefined),
		})
	}
	replicas := f.int("cacheReplicas", func(s *stack.Stack) int { return s.Cache.Replicas })
	failover := f.bool("cacheFailover", func(s *stack.Stack) bool { return s.Cache.Failover })
	days := f.int("cacheSnapshotDays", func(s *stack.Stack) int { return s.Cache.SnapshotDays })
	retain := f.bool("retain", func(s *stack.Stack) bool { return s.Retain })
	strict, _ := p.hardened(f)
	if !retain.is(false) {
		p.snapshotName()
	}
	redis := p.make("sst.aws.Redis", "Cache", object(
		prop("engine", f.word("cacheEngine", func(s *stack.Stack) string { return s.Cache.Engine })),
		prop("version", f.string("cacheVersion", func(s *stack.Stack) string { return s.Cache.Version })),
		prop("instance", node),
		note("A cluster would need a client that knows of its slots."),
		prop("cluster", boolean(false)),
		prop("vpc", object(
			prop("subnets", p.use(p.net()+".privateSubnets")),
			prop("securityGroups", array(p.use("cacheGroup.id"))),
		)),
		prop("transform", object(prop("cluster", object(append(off,
			prop("transitEncryptionMode", mode),
			prop("numCacheClusters", add(1, withDefault(replicas, "0"))),
			prop("automaticFailoverEnabled", withDefault(failover, "false")),
			prop("multiAzEnabled", withDefault(failover, "false")),
			when(!strict.none(), prop("kmsKeyId", p.keyARN())),
			prop("snapshotRetentionLimit", withDefault(days, "1")),
			when(!retain.is(false), prop("finalSnapshotIdentifier", choose(retain, p.lastSnapshot("cacheGroup", str("")), undefined))),
		)...)))),
	))
	p.declare("cache", onlyIf(some.by("cacheGroup"), redis))
}

// add is n more than e.
func add(n int, e doc) doc {
	if e.is(0) {
		return num(n)
	}
	return join(num(n), raw(" + "), operand(e))
}

// tokens split the stages of f with a cache: those whose cache has a token, and
// those whose cache takes neither TLS nor a token.
func (f fold) tokens() (with, without fold, withToken, withoutToken condition) {
	with, withToken = f.where("cacheToken", func(s *stack.Stack) bool { return s.Cache.TransitEncryption != stack.TLSOff })
	without = f.some(func(s *stack.Stack) bool { return s.Cache.TransitEncryption == stack.TLSOff })
	if !withToken.always() {
		withoutToken = condition{"!" + withToken.code()}
	}
	return with, without, withToken, withoutToken
}

// hasBus reports whether the runtime of a stage shares changes through the cache.
func hasBus(s *stack.Stack) bool {
	return slices.ContainsFunc(s.Service.Secrets, func(x stack.Secret) bool { return x.Source == stack.BusURL }) ||
		slices.ContainsFunc(s.Service.Env, func(v stack.Variable) bool { return v.Ref == stack.RefCache && v.Name == "PYLON_CLUSTER_BUS" })
}

// redisSecrets write the URLs of the cache with its token: the app's own, and
// that of the runtime's cluster bus, which speaks no TLS.
func (p *program) redisSecrets() {
	all, _, some := p.caches()
	if all.none() {
		return
	}
	f, plain, withToken, withoutToken := all.tokens()
	if !plain.none() {
		p.declare("plainUrl", onlyIf(some.by("cache").and(withoutToken), p.use("$interpolate`redis://${cache.host}:${cache.port}`", "cache.host", "cache.port")))
		if _, has := plain.where("clusterBus", hasBus); !has.always() {
			p.declare("plainBusUrl", onlyIf(has, p.use("plainUrl")))
		}
	}
	if f.none() {
		return
	}
	p.know("redisUrl", doc{})
	code := []doc{
		raw("// The token is that of Redis's user default, who needs no name."),
		raw("const redisUrl = (scheme: string) =>"),
		join(raw("  "), indent(
			call("$resolve", array(p.use("cache.password", "cache.password"), p.use("cache.host", "cache.host"), p.use("cache.port", "cache.port"))),
			raw(".apply("),
			indent(hardline, raw("([token, host, port]) =>"), indent(hardline, raw("`${scheme}://:${encodeURIComponent(token ?? \"\")}@${host}:${port}`,"))),
			hardline, raw(")")), raw(";")),
	}
	store := func(variable, name, constant string, scheme doc) doc {
		return join(p.let(constant, call("redisUrl", scheme)), hardline, set("ssm."+variable, raw(fmt.Sprintf(`store(%q, %s)("")`, name, constant))))
	}
	code = append(code, store("REDIS_URL", "RedisUrl", "redis", withDefault(f.string("redisScheme", func(s *stack.Stack) string { return s.Cache.Scheme(stack.RedisURL) }), `"rediss"`)))
	bus, has := f.where("clusterBus", hasBus)
	if !bus.none() {
		scheme := bus.string("busScheme", func(s *stack.Stack) string { return s.Cache.Scheme(stack.BusURL) })
		code = append(code, guarded(has, store("PYLON_CLUSTER_BUS", "PylonClusterBus", "bus", withDefault(scheme, `"redis"`))))
	}
	p.add(guarded(some.by("cache").and(withToken), code...))
}
