package project_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/render"
)

// gated is an app that a capability matters to: keys of the spec, and members of
// the manifest.
type gated struct {
	spec, manifest, lock string
	whole                string // the whole manifest instead
}

// notes is an entity with one field.
func notes(field string) string {
	return `"entities": [{"name": "Note", "fields": [{"name": "body", ` + field + `}], "indexes": []}]`
}

const scraping = `observability: { metrics: { scrape: { workspace: "arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f" } } }`

// apps has an app for each capability.
var apps = map[*pylon.Capability]gated{
	pylon.SecretKey:         {},
	pylon.SSEAuth:           {},
	pylon.SocketTokens:      {spec: "jwt: { issuer: https://id.example.com }"},
	pylon.Organisations:     {manifest: `"auth": {"org": {"entity": "Team"}}`},
	pylon.OrganisationRoles: {manifest: `"auth": {"org_roles": [{"name": "editor"}]}`},
	pylon.Stack0Slug:        {spec: "service: { scaling: { max: 1 }, secrets: [PYLON_STACK0_API_KEY] }"},
	pylon.AuthStoreFatal:    {},
	pylon.MainSocket:        {spec: "loadBalancer: { ports: single }"},
	pylon.ClusterBus:        {spec: "cache: { redis: true }\nfiles: { credentials: access-key }"},
	pylon.SharedJobs:        {spec: "service: { scaling: { max: 2 } }\nfiles: { credentials: access-key }", manifest: `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`},
	pylon.BusTLS:            {spec: "cache: { redis: { tls: require } }"},
	pylon.ClusterRequired:   {spec: "cache: { redis: true }\nfiles: { credentials: access-key }"},
	pylon.S3Files:           {},
	pylon.CORSList:          {spec: "origins: [https://a.example.com, https://b.example.com]"},
	pylon.AITransport:       {spec: "ai: { provider: openai }"},
	pylon.ModelDefault:      {spec: "ai: { provider: openai, model: large }"},
	pylon.OptionalProvider:  {spec: "service: { scaling: { max: 1 }, secrets: [OPENAI_API_KEY] }", manifest: `"llm": {"default_model": "large"}`},
	pylon.MetricsToken:      {spec: scraping},
	pylon.AddressLimit:      {},
	pylon.MainShards:        {spec: "loadBalancer: { ports: single }\nservice: { scaling: { max: 3 } }\ncache: { redis: true }", manifest: `"shards": [{"name": "arena"}]`},
	pylon.MatchingPackages:  {lock: `{ "packages": { "@pylonsync/sdk": ["@pylonsync/sdk@0.3.315", "", {}, ""] } }`},
	pylon.EncryptedFields:   {manifest: notes(`"type": "string", "optional": false, "unique": false, "encrypted": true`)},
	pylon.LanguageModels:    {manifest: `"llm": {"provider": "openai"}`},
	pylon.Crons:             {manifest: `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`},
	pylon.SSR:               {manifest: `"routes": [{"path": "/", "mode": "ssr"}, {"path": "/", "mode": "ssr", "kind": "not-found"}]`},
	pylon.Connections:       {spec: "auth: { oauth: { github: { clientId: a } } }", manifest: `"connections": [{"name": "c", "provider": "github", "scopes": ["repo"]}]`},
	pylon.ShardModules:      {manifest: `"shards": [{"name": "arena"}]`},
	pylon.EmptySchema:       {manifest: `"entities": [], "shards": [{"name": "arena"}]`},
	pylon.EmptyApp:          {manifest: `"entities": []`},
	pylon.JSONFields:        {manifest: notes(`"type": "json", "optional": false, "unique": false`)},
	pylon.VectorFields:      {manifest: notes(`"type": "vector(1536)", "optional": true, "unique": false`)},
	pylon.NullMembers:       {manifest: `"actions": null`},
}

// nothing stands for the outputs of an app that cannot be rendered.
const nothing = "nothing is rendered"

// telling are the lines of a template that say what there is: ids, variables,
// addresses. All of sst.config.ts is looked at.
var telling = regexp.MustCompile(`^  [A-Z][A-Za-z0-9]*:$|- Name: |^    Value: |^            - sh$`)

// rendered returns what is rendered of the app with a version, line by line with
// the file's name before each, and its findings. X is the version.
func (g gated) rendered(t *testing.T, version pylon.Version) []string {
	t.Helper()
	spec := "version: 1\npylon: { version: " + version.String() + " }\n" + g.spec + "\n"
	if !strings.Contains(g.spec, "service:") {
		spec += "service: { scaling: { max: 1 } }\n"
	}
	spec += "stages: { production: { domain: { name: api.example.com } } }\n"
	members := []string{`"manifest_version": 1, "name": "todo", "version": "0.1.0"`}
	for key, member := range map[string]string{"entities": notes(`"type": "string", "optional": false, "unique": false`), "routes": `"routes": []`} {
		if !strings.Contains(g.manifest, `"`+key+`"`) {
			members = append(members, member)
		}
	}
	if g.manifest != "" {
		members = append(members, g.manifest)
	}
	slices.Sort(members)
	text := "{" + strings.Join(members, ", ") + "}"
	if g.whole != "" {
		text = g.whole
	}
	files := map[string]string{"pylon.stack.yaml": spec, "pylon.manifest.json": text, "app.ts": "", "Dockerfile": "FROM ghcr.io/pylonsync/pylon:" + version.String() + "\nENV SSL_CERT_FILE=/etc/ssl/pylon.pem\n"}
	if g.lock != "" {
		files["bun.lock"] = g.lock
	}
	p, err := project.Load(memory(files), project.Place{Dir: ".", Spec: "pylon.stack.yaml", Shown: "."})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	list := p.List
	if p.App != nil {
		documents, ok := p.Render(render.Selection{})
		if !ok {
			t.Fatal(p.List)
		}
		list = p.Check(documents)
		for _, d := range documents {
			for line := range strings.Lines(string(d.Bytes())) {
				if d.Target != render.CloudFormation || telling.MatchString(strings.TrimRight(line, "\n")) {
					lines = append(lines, path.Base(d.Path)+": "+strings.TrimSpace(line))
				}
			}
		}
	}
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("%s[%s]: %s", d.Severity, d.Code, strings.ReplaceAll(d.Message, version.String(), "X")))
	}
	if p.App == nil {
		lines = append(lines, nothing)
	}
	return lines
}

// What each capability changes, at the versions around its gate: rendered lines
// and findings that go or come. Where the release is not proven there are two
// steps: to the first version that may have it, and to the first that is known
// to. Other gates may be at the same version; the app is one that they hardly
// matter to. PYLON_UPDATE=1 records what differs.
func TestGates(t *testing.T) {
	var got strings.Builder
	for _, c := range pylon.Capabilities {
		app, ok := apps[c]
		if !ok {
			t.Errorf("%s: there is no app that it matters to", c.ID)
			continue
		}
		fmt.Fprintf(&got, "== %s: the runtime %s (%s)\n", c.ID, c.What, c.Gate)
		steps := [][2]pylon.Version{{previous(c.From), c.From}}
		if c.Known != c.From && c.Known != (pylon.Version{}) {
			steps = append(steps, [2]pylon.Version{previous(c.Known), c.Known})
		}
		changes := 0
		for _, step := range steps {
			before, after := app.rendered(t, step[0]), app.rendered(t, step[1])
			fmt.Fprintf(&got, "%s -> %s\n", step[0], step[1])
			gone, come := lost(before, after), lost(after, before)
			rendering := func(line string) bool { return strings.Contains(strings.SplitN(line, " ", 2)[0], ".") }
			if slices.Contains(before, nothing) || slices.Contains(after, nothing) {
				gone, come = slices.DeleteFunc(gone, rendering), slices.DeleteFunc(come, rendering)
			}
			for _, line := range gone {
				fmt.Fprintf(&got, "- %s\n", line)
			}
			for _, line := range come {
				fmt.Fprintf(&got, "+ %s\n", line)
			}
			changes += len(gone) + len(come)
		}
		if changes == 0 {
			t.Errorf("%s changes nothing", c.ID)
		}
	}
	recorded(t, "gates.txt", got.String())
}

// recorded compares a table with the one in testdata; PYLON_UPDATE=1 records it.
func recorded(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("../../testdata", name)
	if os.Getenv("PYLON_UPDATE") == "1" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// previous is a version just before v.
func previous(v pylon.Version) pylon.Version {
	if v.Patch > 0 {
		v.Patch--
		return v
	}
	return pylon.Version{Major: v.Major, Minor: v.Minor - 1, Patch: 999}
}

// lost are the lines of a that b has less often, in their order, without those
// that hold brackets only.
func lost(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var out []string
	for _, line := range a {
		_, text, _ := strings.Cut(line, ": ")
		if count[line]--; count[line] < 0 && (text == "" && line == nothing || strings.ContainsFunc(text, unicode.IsLetter)) {
			out = append(out, line)
		}
	}
	return out
}
