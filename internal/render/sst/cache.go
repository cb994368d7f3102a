package sst

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// caches are the stages with a Redis: its node type, and the condition.
func (p *program) caches() (stages fold, node doc, condition string) {
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
	failover := f.bool("cacheFailover", func(s *stack.Stack) bool { return s.Cache.Replicas > 0 })
	days := f.int("cacheSnapshotDays", func(s *stack.Stack) int { return s.Cache.SnapshotDays })
	retain := f.bool("retain", func(s *stack.Stack) bool { return s.Retain })
	strict, kept := p.hardened(f)
	redis := p.make("sst.aws.Redis", "Cache", object(
		prop("engine", f.word("cacheEngine", func(s *stack.Stack) string { return s.Cache.Engine })),
		prop("version", f.string("cacheVersion", func(s *stack.Stack) string { return s.Cache.Version })),
		prop("instance", node),
		note("A cluster would need a client that knows of its slots."),
		prop("cluster", boolean(false)),
		prop("vpc", object(
			prop("subnets", text(p.net()+".privateSubnets")),
			prop("securityGroups", array(text("cacheGroup.id"))),
		)),
		prop("transform", object(prop("cluster", object(
			prop("numCacheClusters", add(1, f.sure(replicas, "0"))),
			prop("automaticFailoverEnabled", f.sure(failover, "false")),
			prop("multiAzEnabled", f.sure(failover, "false")),
			when(!strict.none(), prop("kmsKeyId", keyID(kept))),
			prop("snapshotRetentionLimit", f.sure(days, "1")),
			when(retain.text != "false", prop("finalSnapshotIdentifier", choose(retain, "lastCopy", "undefined"))),
		)))),
	), object(
		prop("retainOnDelete", p.retain()),
		prop("protect", p.protect()),
	))
	if retain.text != "false" {
		p.add(text("const lastCopy = `${$app.name}-${$app.stage}-cache`.replace(/-+/g, \"-\");"))
	}
	p.add(let("cache", optional(guard(some, "cacheGroup"), redis)))
}

// add is n more than e.
func add(n int, e doc) doc {
	if e.text == "0" {
		return num(n)
	}
	return text(num(n).text + " + " + operand(e).text)
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
	code := []doc{
		text("// The token has characters that a URL must escape."),
		text("const redisUrl = $resolve(["),
		text("  cache.username,"),
		text("  cache.password,"),
		text("  cache.host,"),
		text("  cache.port,"),
		text("]).apply("),
		text("  ([user, token, host, port]) =>"),
		text("    `rediss://${user}:${encodeURIComponent(token ?? \"\")}@${host}:${port}`,"),
		text(");"),
		let("reference", call("store", str("RedisUrl"), text("redisUrl"))),
	}
	code = append(code, block("for (const variable of "+layout(f.sure(names, "[]"), 0)+")",
		set("ssm[variable]", text(`reference("")`))))
	p.add(guarded(guard(some, "cache"), "cache", join(separated(code, hardline))))
}
