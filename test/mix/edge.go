package mix

const account = "123456789012"

// vpcs are existing networks. Their balancers are named alike.
var vpcs = []string{"vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f60001"}

func subnets(g *gen, kind string) []any {
	all := []any{}
	for i := range 2 + g.IntN(2) {
		all = append(all, "subnet-0a1b2c3d4e5f6"+kind+string(rune('1'+i)))
	}
	return all
}

func (g *gen) network() any {
	if g.chance(40) {
		t := tree{"vpc": one(g, vpcs...), "subnets": tree{"public": subnets(g, "00"), "private": subnets(g, "11")}}
		if g.chance(60) {
			t["mode"] = one(g, "private", "public")
		}
		return t
	}
	t := tree{"mode": one(g, "public", "nat-gateway", "nat-gateway", "nat-instance", "endpoints")}
	if g.chance(50) {
		t["zones"] = 2 + g.IntN(2)
	}
	if g.chance(30) {
		t["cidr"] = one(g, "10.0.0.0/16", "10.7.0.0/16", "172.20.16.0/20", "192.168.0.0/17")
	}
	if g.chance(50) {
		t["nat"] = one(g, "single", "per-zone")
	}
	return t
}

func (g *gen) loadBalancer() any {
	t := g.keys(tree{
		"idleTimeout":    one(g, "60 seconds", "1h", "4000 seconds"),
		"stickySessions": g.chance(50),
		"ports":          one(g, "separate", "single", "single"),
		"expose":         append([]any{"http"}, some(g, 0, "websocket", "sse", "shards")...),
	}, 50)
	if g.chance(40) {
		t["shared"] = g.shared()
	}
	return t
}

func (g *gen) shared() tree {
	id := one(g, "50dc6c495c0c9188", "60dc6c495c0c9188")
	t := tree{
		"arn":           "arn:aws:elasticloadbalancing:us-east-1:" + account + ":loadbalancer/app/shared/" + id,
		"listener":      "arn:aws:elasticloadbalancing:us-east-1:" + account + ":listener/app/shared/" + id + "/f2f7dc8efc522ab2",
		"securityGroup": one(g, "sg-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f60001"),
		"dnsName":       "shared-1234567890.us-east-1.elb.amazonaws.com",
	}
	if g.chance(40) {
		t["priority"] = 1 + g.IntN(40000)
	}
	return t
}

func (g *gen) certificate() string {
	return "arn:aws:acm:us-east-1:" + account + ":certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5" + one(g, "e", "f")
}

func (g *gen) domain() any {
	t := tree{"name": one(g, "api.example.com", "{stage}.example.com", "{stage}.api.example.com")}
	if g.chance(60) {
		t["dns"] = one(g, "route53", "cloudflare", "vercel", "external")
	}
	if g.chance(40) {
		t["zone"] = "" // repair knows what the DNS calls a zone
	}
	if g.chance(40) {
		t["certificate"] = g.certificate()
	}
	if g.chance(40) {
		t["aliases"] = some(g, 0, "www.example.com", "{stage}.www.example.com", "alias.example.com")
	}
	return t
}

func (g *gen) cdn() any {
	block := g.keys(tree{
		"domain":      one(g, "cdn.example.com", "{stage}.cdn.example.com"),
		"certificate": g.certificate(),
		"cache":       append(some(g, 0, "/assets/*", "/static/*", "/zz/*"), g.cachePath()),
		"priceClass":  one(g, "PriceClass_100", "PriceClass_200", "PriceClass_All"),
	}, 50)
	return one[any](g, true, false, block, block, block)
}

func (g *gen) origins() any {
	return some(g, 1, "https://app.example.com", "https://{stage}.example.com", "http://localhost:5173", "https://admin.example.com")
}
