package mix

func (g *gen) database() any {
	return g.keys(tree{
		"version":           one(g, "16", "17", "16.6", "17.5"),
		"capacity":          g.keys(tree{"min": one(g, "0.5 ACU", "1 ACU", "2 ACU"), "max": one(g, "2 ACU", "8 ACU", "256 ACU")}, 60),
		"tls":               one(g, "require", "disable"),
		"backupRetention":   one(g, "1 day", "14 days", "35 days"),
		"readers":           g.IntN(4),
		"iamAuthentication": g.chance(50),
	}, 45)
}

func (g *gen) files() any {
	rules, prefixes := []any{}, map[any]bool{}
	for range g.IntN(3) {
		r := tree{"expireAfter": one(g, "1 day", "7 days", "1 year")}
		prefix := one(g, "", "tmp/", "", g.text(), g.text())
		if prefix != "" || g.chance(50) {
			r["prefix"] = prefix
		}
		if !prefixes[prefix] { // S3 refuses two rules for one
			prefixes[prefix] = true
			rules = append(rules, r)
		}
	}
	return g.keys(tree{
		"credentials": one(g, "access-key", "task-role"),
		"lifecycle":   rules,
		"versioning":  g.chance(50),
		"origins":     some(g, 0, "https://app.example.com", "https://{stage}.example.com", "http://localhost:5173"),
	}, 50)
}

func (g *gen) cache() any {
	block := g.keys(tree{"node": one(g, "cache.t4g.micro", "cache.m7g.large"), "engine": one(g, "valkey", "redis"), "replicas": g.IntN(3), "tls": one(g, "preferred", "preferred", "require", "disable")}, 60)
	return tree{"redis": one[any](g, true, false, block, block, block)}
}
