package resolve_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const manifest = `{"manifest_version":1,"name":"todo","version":"0.1.0","routes":[],"entities":[
{"name":"Todo","fields":[{"name":"title","type":"string","optional":false,"unique":false}],"indexes":[]}]}`

// resolved runs both inputs through the loaders and resolve.
func resolved(t *testing.T, manifest, spec string) (*stack.App, diag.List) {
	t.Helper()
	m, list := schema.LoadManifest(text(t, "pylon.manifest.json", manifest))
	if list.HasErrors() {
		t.Fatalf("manifest: %v", list)
	}
	s, specList := schema.LoadSpec(text(t, "pylon.stack.yaml", spec))
	if specList.HasErrors() {
		return nil, specList
	}
	app, more := resolve.App(m, s, resolve.Project{Inputs: []string{"pylon.stack.yaml", "pylon.manifest.json"}})
	return app, append(append(list, specList...), more...).Sorted()
}

func text(t *testing.T, name, data string) *source.File {
	t.Helper()
	f, err := source.Text(name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const spec = "version: 1\npylon: { version: 0.5.0 }\nstages:\n  production: { domain: { name: api.example.com } }\n"

// withStage puts lines into the overlay of the only stage.
func withStage(lines string) string {
	return "version: 1\npylon: { version: 0.5.0 }\nstages:\n  production:\n" + indent(lines, "    ")
}

func indent(s, by string) string {
	return by + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n"+by) + "\n"
}

func TestSmallestSpec(t *testing.T) {
	app, list := resolved(t, manifest, spec)
	if len(list) != 0 {
		t.Fatalf("findings: %v", list)
	}
	s := app.Stages[0]
	got := fmt.Sprintln(app.Name, s.Region, s.Shape, s.Retain, s.Protect, s.Service.CPU, s.Service.Memory, s.Service.Scaling.Min, s.Service.Scaling.Max, s.Service.Scaling.CPU, s.Database.Version, s.Database.MinACU, s.Database.MaxACU, s.CDN.Enabled, s.Origins, s.Logs.RetentionDays)
	want := "todo us-east-1 stateless true true 256 512 1 4 70 16.8 0.5 2 true [https://api.example.com] 30\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	upgrade := stack.Condition{Header: "Upgrade", Value: "websocket"}
	if diff := cmp.Diff([]stack.Endpoint{
		{Kind: stack.HTTP, Container: 4321, Listener: 443, Sticky: true, Order: 3},
		{Kind: stack.WebSocket, Container: 4322, Listener: 4322, WebSocket: true, Conditions: []stack.Condition{upgrade}, Order: 1, Priority: 20},
		{Kind: stack.SSE, Container: 4323, Listener: 4323, Path: "/events", Conditions: []stack.Condition{{Path: "/events"}}, Order: 2, Priority: 30},
		{Kind: stack.Shards, Container: 4324, Listener: 4324, WebSocket: true, Conditions: []stack.Condition{upgrade, {Query: "shard", Value: "*"}}, Priority: 10},
	}, s.Balancer.Endpoints); diff != "" {
		t.Error(diff)
	}
	if app.Dev.Postgres.Image != "postgres:16" || app.Dev.Mirrors != "production" {
		t.Errorf("dev: %+v", app.Dev)
	}
}

func TestOverlay(t *testing.T) {
	app, list := resolved(t, manifest, `version: 1
pylon: { version: 0.5.0 }
service: { cpu: 0.5 vCPU, memory: 1 GB, env: { A: base, B: base } }
domain: { name: "{stage}.example.com" }
origins: [https://a.example.com, https://b.example.com]
stages:
  staging: { service: { memory: 2 GB, env: { B: stage, A: null } }, origins: [https://c.example.com] }
  production: {}
  "pr-*": { domain: null, cdn: false }
`)
	if list.HasErrors() {
		t.Fatal(list)
	}
	var got []string
	for _, s := range app.Stages {
		env := ""
		for _, v := range s.Service.Env {
			if len(v.Name) == 1 {
				env += v.Name + "=" + string(v.Text) + " "
			}
		}
		got = append(got, fmt.Sprintf("%s %d %d %s%q %v %s", s.Stage.Name, s.Service.CPU, s.Service.Memory, env, s.Domain.Name.String(), s.Origins, s.Origin("service.memory").Pos))
	}
	want := []string{
		`production 512 1024 A=base B=base "production.example.com" [https://a.example.com https://b.example.com] pylon.stack.yaml:3:35`,
		`staging 512 2048 B=stage "staging.example.com" [https://c.example.com] pylon.stack.yaml:7:33`,
		`pr-* 512 1024 A=base B=base "" [https://a.example.com https://b.example.com] pylon.stack.yaml:3:35`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if k := app.Stages[1].Origin("service.memory").Kind; k != stack.FromStage {
		t.Errorf("origin of staging's memory is %q", k)
	}
}

// Production is what its name says: it keeps its data.
func TestProduction(t *testing.T) {
	for name, want := range map[string]bool{
		"production": true, "prod": true, "Production": true, "PROD": true, "prod-eu": true, "Prod-EU": true, "production-2": true, "prod-*": true, "production-*": true,
		"product": false, "prodx": false, "productions": false, "preprod": false, "pre-prod": false, "non-production": false, "staging": false, "pr-*": false, "prod*": false,
	} {
		app, list := resolved(t, manifest, "version: 1\npylon: { version: 0.5.0 }\norigins: [https://a.b]\nstages: { '"+name+"': {} }\n")
		if app == nil {
			t.Errorf("%s: %v", name, list)
			continue
		}
		if s := app.Stages[0]; s.Stage.Production != want || s.Protect != want || s.Retain != want {
			t.Errorf("%s: production %v, protected %v, retained %v", name, s.Stage.Production, s.Protect, s.Retain)
		}
	}
}

func TestMirroredStage(t *testing.T) {
	for stages, want := range map[string]string{
		"a: {}, prod: {}, production: {}":      "production",
		"a: {}, prod: {}, prod-eu: {}":         "prod",
		"a: {}, Production: {}, prod: {}":      "prod",
		"a: {}, prod-us: {}, prod-eu: {}":      "prod-eu",
		"a: {}, PROD: {}":                      "PROD",
		"a: {}, 'prod-*': {}":                  "prod-*",
		"b: {}, a: {}, 'a-*': {}, preprod: {}": "a",
		"'b-*': {}, 'a-*': {}":                 "a-*",
	} {
		app, list := resolved(t, manifest, "version: 1\npylon: { version: 0.5.0 }\norigins: [https://a.b]\nstages: { "+stages+" }\n")
		if app == nil {
			t.Errorf("%s: %v", stages, list)
		} else if got := app.Dev.Mirrors; got != want {
			t.Errorf("%s: %s is mirrored, want %s", stages, got, want)
		}
	}
}

func secretNames(list []stack.Secret) string {
	names := ""
	for _, s := range list {
		names += s.Env + " "
	}
	return names
}

// Whatever the shape, version and domain: what the runtime does not start
// without is set, and nothing of it twice.
func TestRequiredVariablesAreSet(t *testing.T) {
	for _, version := range []string{"0.3.23", "0.5.0"} {
		for _, shape := range []string{"stateless", "single-replica"} {
			app, list := resolved(t, manifest, fmt.Sprintf("version: 1\npylon: { version: %s }\nshape: %s\nstages: { a: {}, 'b-*': {} }\n", version, shape))
			if app == nil {
				t.Fatal(list)
			}
			for _, s := range app.Stages {
				seen := map[string]bool{}
				for _, v := range s.Service.Env {
					if seen[v.Name] {
						t.Errorf("%s is set twice", v.Name)
					}
					seen[v.Name] = v.Text != "" || v.Ref != ""
				}
				for _, v := range pylon.Env {
					if v.Required && !seen[v.Name] {
						t.Errorf("%s %s: %s is not set", version, shape, v.Name)
					}
				}
			}
		}
	}
}

// What a pattern stage accepts is what a plain stage may be called.
func TestPatternMatchesStageNames(t *testing.T) {
	for pattern, names := range map[string]map[string]bool{
		"pr-*":      {"pr-1": true, "pr-a-b": true, "pr-": false, "pr--1": false, "pr-1-": false, "pr-A": false, "xpr-1": false, "pr-1x\n": false},
		"*-preview": {"a-preview": true, "a-b-preview": true, "-preview": false, "a--preview": false},
		"pr*":       {"pr1": true, "pr-1": true, "pr": false, "pr-": false},
		"*":         {"a": true, "a-b": true, "-": false, "": false},
	} {
		re := regexp.MustCompile(stack.Stage{Name: pattern, Pattern: true}.Regexp())
		for name, want := range names {
			if re.MatchString(name) != want {
				t.Errorf("%s matches %q: %t", pattern, name, !want)
			}
		}
	}
}

// A block that a stage writes again is the stage's.
func TestBlockOfAStageIsTheStages(t *testing.T) {
	app, list := resolved(t, manifest, "version: 1\npylon: { version: 0.5.0 }\ndomain: { name: a.example.com }\nstages: { a: { cdn: { domain: cdn.example.com } } }\n")
	if app == nil {
		t.Fatal(list)
	}
	if o := app.Stages[0].Origin("cdn"); o.Kind != stack.FromStage || o.Pos.Line != 4 {
		t.Errorf("cdn comes from %+v", o)
	}
}

// On one port each version has a target group and a rule for what its main port
// does not serve: the table of docs/outputs.md. The cookie is where the browser's
// WebSocket is.
func TestSinglePortByVersion(t *testing.T) {
	for version, want := range map[string]string{
		"0.3.112": "4 groups, 3 rules, sticky 4322, wss /, wss /",
		"0.3.113": "3 groups, 2 rules, sticky 4321, wss /api/sync/ws, wss /",
		"0.12.0":  "3 groups, 2 rules, sticky 4321, wss /api/sync/ws, wss /",
		"0.13.0":  "2 groups, 1 rules, sticky 4321, wss /api/sync/ws, wss /shard",
		"9.9.9":   "2 groups, 1 rules, sticky 4321, wss /api/sync/ws, wss /shard",
	} {
		app, list := resolved(t, manifest, "version: 1\npylon: { version: "+version+" }\nloadBalancer: { ports: single }\nstages: { production: { domain: { name: api.example.com } } }\n")
		if app == nil {
			t.Fatal(list)
		}
		lb, rules, sticky := app.Stages[0].Balancer, 0, 0
		for _, e := range lb.Endpoints {
			if e.Priority > 0 {
				rules++
			}
			if e.Sticky {
				sticky = e.Container
			}
		}
		got := fmt.Sprintf("%d groups, %d rules, sticky %d", len(lb.Endpoints), rules, sticky)
		for _, kind := range []stack.EndpointKind{stack.WebSocket, stack.Shards} {
			a, ok := lb.Address(kind)
			if !ok || !a.WebSocket || a.Listener != 443 {
				t.Errorf("%s: %s is opened at %+v", version, kind, a)
			}
			got += ", wss " + max(a.Path, "/")
		}
		if got != want {
			t.Errorf("runtime %s: %s, want %s", version, got, want)
		}
	}
}
