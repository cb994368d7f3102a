package mix

import "slices"

// app sets the keys of the app as a whole.
func (g *gen) app(spec tree, names []string, ends map[string]tree) {
	if g.chance(40) {
		spec["app"] = one(g, "todo", "Acme-1", "constructor")
	}
	if g.chance(10) {
		spec["manifest"] = "pylon.manifest.json"
	}
	if g.chance(30) {
		spec["dev"] = g.dev()
	}
	if g.chance(30) {
		spec["outputs"] = g.keys(tree{
			"sst":            one(g, "sst.config.ts", "infra/sst/sst.config.ts"),
			"cloudformation": one(g, "cfn/<stage>.yaml", "cfn/<stage>/template.yaml"),
			"compose":        one(g, "compose.yml", "dev/"+g.file()+".yml"),
			"dotenv":         one(g, ".env.sample", "dev/"+g.file()+".env"),
		}, 60)
	}
	if g.chance(20) {
		ignore := tree{"rule": one(g, "PG308", "PG301"), "reason": g.line()}
		if g.chance(50) {
			ignore["stage"] = one(g, names...)
		}
		spec["ignore"] = []any{ignore}
	}
	if g.chance(35) {
		spec["overrides"] = g.overrides(names, ends)
	}
}

func (g *gen) dev() tree {
	t := tree{}
	if g.chance(70) {
		t["postgres"] = g.keys(tree{"image": one(g, "pgvector/pgvector:pg16", "postgres:17"), "port": 55432}, 60)
	}
	if g.chance(60) {
		t["s3"] = one[any](g, true, false, g.keys(tree{"image": "minio/minio:2025", "port": 59000, "consolePort": 59001}, 60))
	}
	if g.chance(60) {
		t["redis"] = one[any](g, true, false, g.keys(tree{"image": "redis:7", "port": 56379}, 60))
	}
	return t
}

// manifest is what the app is made of, and what of it asks for more.
func (g *gen) manifest() tree {
	m := tree{
		"manifest_version": 1, "name": one(g, "todo", "my app", "constructor"), "version": "0.1.0",
		"entities": []any{tree{"name": "Todo", "indexes": []any{}, "fields": []any{
			tree{"name": "title", "type": "string", "optional": false, "unique": g.chance(30)},
			tree{"name": "body", "type": "richtext", "optional": true, "unique": false, "serverOnly": true, "encrypted": g.chance(20)}}}},
		"routes": []any{}, "queries": []any{}, "actions": []any{},
		"policies": []any{tree{"name": "todos", "entity": "Todo", "allow": "auth.userId != null"}},
	}
	if g.chance(25) {
		m["auth"] = tree{"trusted_origins": some(g, 0, "https://admin.example.com", "https://trusted.example.org", "myapp://callback")}
	}
	if g.chance(20) {
		m["llm"] = tree{"provider": one[any](g, "anthropic", "openai", "other", nil)}
	}
	if g.chance(20) {
		m["crons"] = []any{tree{"schedule": "0 3 * * *", "function": "clean"}}
	}
	if g.chance(20) {
		m["shards"] = []any{tree{"name": "arena", "wasm": "arena.wasm"}}
	}
	if g.chance(20) {
		m["connections"] = []any{tree{"name": "hub", "provider": "github", "scopes": one[any](g, "repo read:user", nil)}}
	}
	return m
}

// overrides are patches that apply to what the stages have.
func (g *gen) overrides(names []string, ends map[string]tree) []any {
	stateless := func(n string) bool { return ends[n]["shape"] != "single-replica" }
	out := []any{}
	for range 1 + g.IntN(3) {
		o := tree{"reason": g.line()}
		for_ := names
		if g.chance(60) {
			stage := one(g, names...)
			o["stage"], for_ = stage, []string{stage}
		}
		if g.chance(65) {
			o["target"] = "sst"
			o["component"] = "Pylon"
			o["patch"] = g.servicePatch()
			if slices.ContainsFunc(names, stateless) && g.chance(35) {
				o["component"] = "Database"
				o["patch"] = one(g, databasePatches...)
			}
		} else {
			o["target"] = "cloudformation"
			o["patch"] = g.templatePatch(len(out))
			if !slices.ContainsFunc(for_, func(n string) bool { return !stateless(n) }) && g.chance(30) {
				o["patch"] = []any{operation("replace", "/Resources/Database/Properties/PreferredBackupWindow", "01:00-02:00")}
			}
		}
		out = append(out, o)
	}
	return out
}

func operation(op, path string, value any) tree {
	return tree{"op": op, "path": path, "value": value}
}

var databasePatches = [][]any{
	{operation("replace", "/transform/cluster/preferredBackupWindow", "01:00-02:00")},
	{operation("add", "/transform/clusterParameterGroup/parameters/-", tree{"name": "log_statement", "value": "all"})},
	{operation("add", "/transform/clusterParameterGroup/parameters/-", tree{"name": "log_statement", "value": "all"}),
		operation("add", "/transform/clusterParameterGroup/parameters/-", tree{"name": "log_connections", "value": "1"})},
	{operation("add", "/transform/cluster/applyImmediately", true)},
}

func (g *gen) servicePatch() []any {
	return one(g,
		[]any{operation("add", "/environment/"+one(g, "EXTRA", "__proto__", "constructor"), g.text())},
		[]any{operation("replace", "/health/interval", "5 seconds")},
		[]any{tree{"op": "remove", "path": "/health/timeout"}},
		[]any{operation("add", "/wait", true)},
		[]any{operation("add", "/health/command/-", g.text()), operation("add", "/health/command/-", "b")},
		[]any{operation("add", "/health/command/0", g.text())},
		[]any{operation("test", "/health/retries", 3), operation("replace", "/health/retries", 5)},
		[]any{tree{"op": "copy", "from": "/health/interval", "path": "/health/timeout"}},
		[]any{tree{"op": "move", "from": "/health/timeout", "path": "/health/interval"}},
		[]any{tree{"op": "remove", "path": "/environment/TMPDIR"}},
	)
}

func (g *gen) templatePatch(n int) []any {
	id := string(rune('A' + n))
	return one(g,
		[]any{operation("add", "/Resources/Extra"+id, tree{"Type": "AWS::SNS::Topic", "Properties": tree{"DisplayName": g.text()}})},
		[]any{operation("add", "/Outputs/Extra"+id, tree{"Value": g.text()})},
		[]any{operation("replace", "/Resources/LogGroup/Properties/RetentionInDays", 90)},
		[]any{operation("add", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Environment/-", tree{"Name": "EXTRA" + id, "Value": g.text()}),
			operation("add", "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Environment/-", tree{"Name": "MORE" + id, "Value": "1"})},
		[]any{operation("add", "/Metadata", tree{"note": g.text()})},
	)
}
