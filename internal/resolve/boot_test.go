package resolve

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Every code that the runtime refuses a manifest with, brought about by one
// change to a manifest that is fine.
func TestUpstreamCodes(t *testing.T) {
	const fine = `{"manifest_version":1,"name":"a","version":"1",
"entities":[{"name":"A","fields":[{"name":"x","type":"string","optional":false,"unique":false},{"name":"b","type":"id(B)","optional":false,"unique":false}],"indexes":[{"name":"i","fields":["x"],"unique":false}]},
{"name":"B","fields":[{"name":"y","type":"json","optional":false,"unique":false}],"indexes":[]}],
"queries":[{"name":"q","input":[{"name":"id","type":"int","optional":false,"unique":false}]}],
"actions":[{"name":"act"}],
"policies":[{"name":"p","entity":"A","allow":"true"},{"name":"p2","action":"act","allowRead":"true"}],
"routes":[{"path":"/x/:id","mode":"live","query":"q","auth":"user"},{"path":"/","mode":"static"}]}`
	load := func(text string) map[string]string {
		f, err := source.Text("m.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		m, list := schema.LoadManifest(f)
		got := map[string]string{}
		for _, d := range list {
			got[d.Code] = d.Pos.String()
		}
		if m != nil {
			for _, x := range refusals(m) {
				if x.at(pylon.Newest) != nil {
					got[x.code] = x.pos.String()
				}
			}
		}
		return got
	}
	if got := load(fine); len(got) > 0 {
		t.Fatalf("the fine manifest has findings: %v", got)
	}
	for _, c := range []struct{ old, new, code, pos string }{
		{`"manifest_version":1`, `"manifest_version":2`, "MANIFEST_VERSION_UNSUPPORTED", "m.json:1:2"},
		{`"name":"A","fields"`, `"name":"","fields"`, "ENTITY_NAME_EMPTY", "m.json:2:14"},
		{`"name":"B","fields"`, `"name":"A","fields"`, "ENTITY_DUPLICATE", "m.json:3:2"},
		{`"name":"x"`, `"name":""`, "FIELD_NAME_EMPTY", "m.json:2:36"},
		{`"name":"b"`, `"name":"x"`, "FIELD_DUPLICATE", "m.json:2:97"},
		{`"type":"string"`, `"type":"text"`, "FIELD_TYPE_UNKNOWN", "m.json:2:47"},
		{`"id(B)"`, `"id()"`, "FIELD_TYPE_UNKNOWN", "m.json:2:108"},
		{`"id(B)"`, `"id(C)"`, "FIELD_ID_TARGET_NOT_FOUND", "m.json:2:108"},
		{`"name":"i"`, `"name":""`, "INDEX_NAME_EMPTY", "m.json:2:169"},
		{`{"name":"i","fields":["x"],"unique":false}`, `{"name":"i","fields":["x"],"unique":false},{"name":"i","fields":["x"],"unique":false}`, "INDEX_NAME_DUPLICATE", "m.json:2:212"},
		{`"fields":["x"]`, `"fields":[]`, "INDEX_FIELDS_EMPTY", "m.json:2:180"},
		{`"fields":["x"]`, `"fields":["id"]`, "INDEX_FIELD_NOT_FOUND", "m.json:2:190"},
		{`{"name":"q"`, `{"name":""`, "QUERY_NAME_EMPTY", "m.json:4:13"},
		{`"actions":[{"name":"act"}]`, `"actions":[{"name":"act"},{"name":""}]`, "ACTION_NAME_EMPTY", "m.json:5:28"},
		{`"actions":[{"name":"act"}]`, `"actions":[{"name":"act"},{"name":"act"}]`, "ACTION_DUPLICATE", "m.json:5:28"},
		{`"queries":[`, `"queries":[{"name":"q"},`, "QUERY_DUPLICATE", "m.json:4:26"},
		{`{"name":"id","type":"int"`, `{"name":"","type":"int"`, "INPUT_FIELD_NAME_EMPTY", "m.json:4:34"},
		{`{"name":"id","type":"int"`, `{"name":"id","type":"int","optional":false,"unique":false},{"name":"id","type":"int"`, "INPUT_FIELD_DUPLICATE", "m.json:4:93"},
		{`"type":"int"`, `"type":"number"`, "INPUT_FIELD_TYPE_UNKNOWN", "m.json:4:46"},
		{`{"name":"p",`, `{"name":"",`, "POLICY_NAME_EMPTY", "m.json:6:14"},
		{`"name":"p2"`, `"name":"p"`, "POLICY_DUPLICATE", "m.json:6:55"},
		{`"allow":"true"`, `"allow":""`, "POLICY_ALLOW_EMPTY", "m.json:6:14"},
		{`"action":"act",`, ``, "POLICY_NO_TARGET", "m.json:6:55"},
		{`"entity":"A"`, `"entity":"Z"`, "POLICY_ENTITY_NOT_FOUND", "m.json:6:25"},
		{`"action":"act"`, `"action":"nope"`, "POLICY_ACTION_NOT_FOUND", "m.json:6:67"},
		{`"path":"/"`, `"path":""`, "ROUTE_PATH_EMPTY", "m.json:7:70"},
		{`"path":"/"`, `"path":"x"`, "ROUTE_PATH_NO_SLASH", "m.json:7:70"},
		{`"path":"/"`, `"path":"/x/:id"`, "ROUTE_PATH_DUPLICATE", "m.json:7:70"},
		{`"query":"q"`, `"query":"z"`, "ROUTE_QUERY_NOT_FOUND", "m.json:7:42"},
		{`"/x/:id"`, `"/x/:ix"`, "ROUTE_PARAM_NOT_IN_QUERY", "m.json:7:12"},
		{`"auth":"user"`, `"auth":"admin"`, "ROUTE_AUTH_INVALID", "m.json:7:54"},
	} {
		t.Run(c.code, func(t *testing.T) {
			changed := strings.Replace(fine, c.old, c.new, 1)
			if changed == fine {
				t.Fatalf("%s is not in the manifest", c.old)
			}
			if got := load(changed); got[c.code] != c.pos {
				t.Errorf("want %s at %s, got %v", c.code, c.pos, got)
			}
		})
	}
	if got := load(`{"manifest_version":1,"name":"a","version":"1","entities":[],"routes":[]}`); got["SCHEMA_EMPTY"] != "m.json:1:48" {
		t.Errorf("SCHEMA_EMPTY: %v", got)
	}
}

// What a version takes, what it refuses and where neither is proven: each difference
// at the versions around it.
func TestRefusalsByVersion(t *testing.T) {
	const app = `{"manifest_version":1,"name":"a","version":"1","entities":[ENTITIES],"routes":[ROUTES]OTHERS}`
	entity := func(field string) string { return `{"name":"A","fields":[{"name":"x",` + field + `}],"indexes":[]}` }
	const plain = `"type":"string","optional":false,"unique":false`
	for name, c := range map[string]struct {
		entities, routes, others string
		want                     map[string]string // severity by version
	}{
		"fine": {entities: entity(plain), want: map[string]string{"0.3.23": "", "0.20.0": "", "9.9.9": ""}},
		"an unknown type": {
			entities: entity(`"type":"money","optional":false,"unique":false`),
			want:     map[string]string{"0.3.22": "error", "0.3.23": "error", "0.20.0": "error", "0.20.1": "warning"},
		},
		"json": {
			entities: entity(`"type":"json","optional":false,"unique":false`),
			want:     map[string]string{"0.3.23": "error", "0.3.24": "warning", "0.4.29": "warning", "0.5.0": ""},
		},
		"vector": {
			entities: entity(`"type":"vector(1536)","optional":true,"unique":false`),
			want:     map[string]string{"0.3.23": "error", "0.5.0": "warning", "0.10.0": "", "9.9.9": ""},
		},
		"a vector without a size": {
			entities: entity(`"type":"vector(0)","optional":true,"unique":false`),
			want:     map[string]string{"0.10.0": "error", "0.20.0": "error"},
		},
		"a boundary at the path of its page": {
			entities: entity(plain), routes: `{"path":"/","mode":"ssr"},{"path":"/","mode":"ssr","kind":"not-found"},{"path":"/","mode":"ssr","kind":"error"}`,
			want: map[string]string{"0.3.23": "error", "0.3.355": "warning", "0.4.0": ""},
		},
		"a boundary before its page": {
			entities: entity(plain), routes: `{"path":"/","mode":"ssr","kind":"error"},{"path":"/","mode":"ssr"}`,
			want: map[string]string{"0.3.23": "error", "0.4.0": ""},
		},
		"two pages at one path": {
			entities: entity(plain), routes: `{"path":"/","mode":"ssr","kind":"error"},{"path":"/","mode":"ssr"},{"path":"/","mode":"ssr"}`,
			want: map[string]string{"0.4.0": "error", "0.20.0": "error"},
		},
		"null where 0.3.23 takes it": {
			entities: `{"name":"A","fields":[],"indexes":[],"search":{"text":[],"language":null}}`,
			others:   `,"llm":null,"crons":null,"policies":[{"name":"p","allow":"true","entity":"A","action":null}]`,
			want:     map[string]string{"0.3.23": "", "0.20.0": ""},
		},
		"null where 0.3.23 does not": {
			entities: `{"name":"A","fields":[],"indexes":[],"relations":null}`, others: `,"auth":{"user":null,"trusted_origins":null}`,
			want: map[string]string{"0.3.23": "error", "0.3.113": "warning", "0.4.0": ""},
		},
		"no entities": {want: map[string]string{"0.3.23": "error", "0.3.24": "warning", "0.20.0": "warning"}},
		"shards and no entities": {
			others: `,"shards":[{"name":"a","fixedTimestep":true,"memoryMb":64,"tickBudgetMs":8,"input":{"maxPerSecond":20}}]`,
			want:   map[string]string{"0.3.23": "error", "0.4.0": "warning", "0.5.0": ""},
		},
		"encrypted": {
			entities: entity(plain + `,"encrypted":true,"serverOnly":true`),
			want:     map[string]string{"0.3.23": "", "0.20.0": ""},
		},
		"encrypted and read by clients": {
			entities: entity(plain + `,"encrypted":true`),
			want:     map[string]string{"0.3.23": "", "0.3.24": "warning", "0.4.0": "error", "0.20.0": "error", "9.9.9": "warning"},
		},
		"encrypted and unique": {
			entities: entity(`"type":"richtext","optional":false,"unique":true,"encrypted":true,"serverOnly":true`),
			want:     map[string]string{"0.3.23": "", "0.4.0": "error"},
		},
		"an encrypted number": {
			entities: entity(`"type":"int","optional":false,"unique":false,"encrypted":true,"serverOnly":true`),
			want:     map[string]string{"0.3.23": "", "0.4.0": "error"},
		},
		"scopes as one text": {
			entities: entity(plain), others: `,"connections":[{"name":"c","provider":"google","scopes":"a b"},{"name":"d","provider":"google","scopes":null}]`,
			want: map[string]string{"0.3.23": "", "0.20.0": ""},
		},
		"scopes as a list": {
			entities: entity(plain), others: `,"connections":[{"name":"c","provider":"google","scopes":["a"]}]`,
			want: map[string]string{"0.3.23": "", "0.3.24": "warning", "0.4.0": "error"},
		},
		"a connection without a provider": {
			entities: entity(plain), others: `,"connections":[{"name":"c"}]`,
			want: map[string]string{"0.3.23": "", "0.4.0": "error"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := source.Text("m.json", []byte(strings.NewReplacer("ENTITIES", c.entities, "ROUTES", c.routes, "OTHERS", c.others).Replace(app)))
			if err != nil {
				t.Fatal(err)
			}
			m, list := schema.LoadManifest(f)
			if m == nil || list.HasErrors() {
				t.Fatal(list)
			}
			for text, want := range c.want {
				version, err := pylon.ParseVersion(text)
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				for _, x := range refusals(m) {
					d := x.at(version)
					if d == nil || got == "error" {
						continue
					}
					if got = string(d.Severity); d.Pos.Line == 0 || d.Severity == diag.Error && strings.Contains(d.Why, "not proven") {
						t.Errorf("%s: %v", text, *d)
					}
				}
				if got != want {
					t.Errorf("runtime %s: %q, want %q", text, got, want)
				}
			}
		})
	}
}
