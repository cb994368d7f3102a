package mix

// block makes one key of the settings.
type block struct {
	key   string
	often int // in a hundred mixes
	make  func(*gen) any
}

// blocks are the settings besides pylon, which every mix has at the top.
var blocks = []block{
	{"aws", 35, (*gen).aws},
	{"shape", 25, func(g *gen) any { return one(g, "stateless", "single-replica", "single-replica") }},
	{"service", 60, (*gen).service},
	{"database", 40, (*gen).database},
	{"files", 40, (*gen).files},
	{"cache", 30, (*gen).cache},
	{"network", 50, (*gen).network},
	{"loadBalancer", 40, (*gen).loadBalancer},
	{"domain", 65, (*gen).domain},
	{"cdn", 40, (*gen).cdn},
	{"origins", 25, (*gen).origins},
	{"auth", 30, (*gen).auth},
	{"email", 25, (*gen).email},
	{"sms", 20, (*gen).sms},
	{"captcha", 20, (*gen).captcha},
	{"stripe", 20, func(g *gen) any { return g.keys(tree{"webhook": g.chance(50)}, 60) }},
	{"ai", 20, (*gen).ai},
	{"jwt", 20, (*gen).jwt},
	{"observability", 50, (*gen).observability},
	{"protect", 25, func(g *gen) any { return g.chance(50) }},
	{"removal", 25, func(g *gen) any { return one(g, "retain", "remove") }},
	{"hardening", 30, func(g *gen) any { return one(g, "standard", "strict", "strict") }},
}

// settings are what a spec may say at its top.
func (g *gen) settings() tree {
	t := tree{}
	for _, b := range blocks {
		if g.chance(b.often) {
			t[b.key] = b.make(g)
		}
	}
	return t
}

// vary is what a stage makes of the top: some blocks stay, some go, some are
// others.
func (g *gen) vary(top tree) tree {
	end := copyOf(top).(tree)
	for _, b := range append([]block{{"pylon", 15, func(g *gen) any { return g.pylon() }}}, blocks...) {
		old, there := end[b.key]
		switch n := g.IntN(100); {
		case there && n < 15 && b.key != "pylon":
			delete(end, b.key)
		case n < 15+b.often/2:
			end[b.key] = g.blend(old, b.make(g))
		}
	}
	return end
}

// blend lays a new value over an old one: all of it, or some keys.
func (g *gen) blend(old, new any) any {
	a, aIs := old.(tree)
	b, bIs := new.(tree)
	if !aIs || !bIs || g.chance(35) {
		return new
	}
	for k, v := range b {
		a[k] = v
	}
	return a
}

// keys keeps each key of a mapping in so many of a hundred cases.
func (g *gen) keys(t tree, percent int) tree {
	for _, k := range sorted(t) {
		if !g.chance(percent) {
			delete(t, k)
		}
	}
	return t
}

func (g *gen) pylon() tree {
	t := tree{"version": one(g, "0.20.0", "0.20.0", "0.20.0", "0.5.0", "0.3.23", "0.3.65", "0.3.72", "0.3.90", "0.3.113", "0.3.315", "0.3.355", "0.4.0", "0.10.0", "0.13.0", "0.21.0")}
	if g.chance(30) {
		t["entry"] = one(g, "schema.ts", "src/app.ts", g.file())
	}
	if g.chance(35) {
		t["image"] = g.keys(tree{"dockerfile": one(g, "Dockerfile.prod", "deploy/Dockerfile", g.file()), "context": one(g, "apps/api", "api", g.file())}, 60)
		if g.chance(30) {
			t["image"] = tree{"uri": one(g, "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.4.2", "ghcr.io/acme/app:2")}
			if g.chance(50) {
				t["image"].(tree)["credentials"] = "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-a1B2c3"
			}
		}
	}
	return t
}

func (g *gen) aws() any {
	tags := tree{}
	for range g.IntN(4) {
		tags[one(g, "team", "cost-center", "__proto__", "constructor", "toString", "Name", g.tag())] = one(g, "core", "", g.tag(), g.tag())
	}
	return g.keys(tree{"region": one(g, "us-east-1", "eu-west-1", "eu-central-1"), "tags": tags}, 70)
}

// envNames are names of variables; some have a meaning in JavaScript.
var envNames = []string{"constructor", "toString", "hasOwnProperty", "valueOf", "class", "default", "prototype", "RUST_LOG", "A", "a", "_", "__defineGetter__", "NODE_ENV"}

func (g *gen) service() any {
	env := tree{}
	for range g.IntN(4) {
		env[one(g, envNames...)] = one(g, "x", "", g.text(), g.text(), g.text())
	}
	pair := one(g, fargate...)
	return g.keys(tree{
		"cpu": pair[0], "memory": pair[1],
		"architecture": one(g, "x86_64", "arm64"),
		"scaling":      g.keys(tree{"min": 1 + g.IntN(3), "max": 1 + g.IntN(8), "cpu": 10 + g.IntN(90), "memory": 10 + g.IntN(90), "requests": 1 + g.IntN(2000)}, 45),
		"spot":         g.chance(50),
		"env":          env,
		"secrets":      some(g, 0, "ANALYTICS_KEY", "OTEL_EXPORTER_OTLP_HEADERS", "constructor_key", "toString_key", "PYLON_SCIM_TOKEN"),
		"drain":        one(g, "30 s", "0 seconds", "5 minutes"),
		"stopTimeout":  one(g, "2 seconds", "10 s", "120 seconds"),
		"gracePeriod":  one(g, "0 seconds", "90 seconds", "5 minutes"),
		"exec":         g.chance(50),
	}, 40)
}

// fargate are pairs of CPU and memory that go together.
var fargate = [][2]string{{"0.25 vCPU", "512 MB"}, {"0.25 vCPU", "2 GB"}, {"0.5 vCPU", "1 GB"}, {"1 vCPU", "3 GB"}, {"2 vCPU", "8 GB"}, {"4 vCPU", "8 GB"}, {"8 vCPU", "20 GB"}}
