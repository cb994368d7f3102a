package schema

import (
	"strings"
	"testing"

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
		_, list := LoadManifest(f)
		got := map[string]string{}
		for _, d := range list {
			got[d.Code] = d.Pos.String()
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
