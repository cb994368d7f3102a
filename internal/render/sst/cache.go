package sst

import (
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
	p.section("Cache: tasks tell each other of changes through it. Only with a token, over TLS.")
	replicas := f.int("cacheReplicas", func(s *stack.Stack) int { return s.Cache.Replicas })
	failover := f.bool("cacheFailover", func(s *stack.Stack) bool { return s.Cache.Failover })
	days := f.int("cacheSnapshotDays", func(s *stack.Stack) int { return s.Cache.SnapshotDays })
	retain := f.bool("retain", func(s *stack.Stack) bool { return s.Retain })
	strict, _ := p.hardened(f)
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
		prop("transform", object(prop("cluster", object(
			prop("numCacheClusters", add(1, withDefault(replicas, "0"))),
			prop("automaticFailoverEnabled", withDefault(failover, "false")),
			prop("multiAzEnabled", withDefault(failover, "false")),
			when(!strict.none(), prop("kmsKeyId", p.keyARN())),
			prop("snapshotRetentionLimit", withDefault(days, "1")),
			when(!retain.is(false), prop("finalSnapshotIdentifier", choose(retain, raw("lastCopy"), undefined))),
		)))),
	), object(
		prop("retainOnDelete", p.retain()),
		prop("protect", p.protect()),
	))
	if !retain.is(false) {
		p.add(raw("const lastCopy = `${$app.name}-${$app.stage}-cache`.replace(/-+/g, \"-\");"))
	}
	p.declare("cache", onlyIf(some.by("cacheGroup"), redis))
}

// add is n more than e.
func add(n int, e doc) doc {
	if e.is(0) {
		return num(n)
	}
	return join(num(n), raw(" + "), operand(e))
}

// redisSecret writes the URL with its token; all variables that hold it share
// one secret.
func (p *program) redisSecret() {
	f, _, some := p.caches()
	if f.none() {
		return
	}
	names := f.pick("redisVariables", "string[]", func(s *stack.Stack) doc {
		var names []string
		for _, secret := range s.Service.Secrets {
			if secret.Source == stack.RedisURL {
				names = append(names, secret.Env)
			}
		}
		return strs(names)
	})
	p.know("redisUrl", doc{})
	code := []doc{
		raw("// The token has characters that a URL must escape."),
		raw("const redisUrl = $resolve(["),
		p.use("  cache.username,", "cache.username"),
		p.use("  cache.password,", "cache.password"),
		p.use("  cache.host,", "cache.host"),
		p.use("  cache.port,", "cache.port"),
		raw("]).apply("),
		raw("  ([user, token, host, port]) =>"),
		raw("    `rediss://${user}:${encodeURIComponent(token ?? \"\")}@${host}:${port}`,"),
		raw(");"),
		p.let("reference", call("store", str("RedisUrl"), p.use("redisUrl"))),
	}
	code = append(code, block("for (const variable of "+layout(withDefault(names, "[]"), 0)+")",
		set("ssm[variable]", raw(`reference("")`))))
	p.add(guarded(some.by("cache"), code...))
}
