package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

func lines(list diag.List) string {
	var b strings.Builder
	for _, d := range list.Sorted() {
		fmt.Fprintf(&b, "%d:%d %s %s %s | %s\n", d.Pos.Line, d.Pos.Col, d.Severity, d.Code, d.Message, d.Fix)
	}
	return b.String()
}

func TestSpecFindings(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"several at once, sorted, with guesses", `version: 1
pylon: { version: 0.5.0, imgae: {} }
service: { cpu: 512MB, spot: yes, memory: 0.3 }
stages:
  production: { domain: { name: 5, nmae: x } }
`, `2:26 error PG004 unknown key "imgae" | did you mean "image"?
3:17 error PG003 service.cpu: the text "512MB" is not in the expected format | write a number, a space and vCPU, for example "0.25 vCPU"
3:30 error PG003 service.spot: expected true or false, got the text "yes" | write true: yes and on are plain text in YAML 1.2
3:43 error PG003 service.memory: the number 0.3 has no unit | did you mean "0.3 GB"? The format is a number, a space and MB or GB
5:33 error PG003 stages.production.domain.name: expected text, got the number 5 | put it in quotes
5:36 error PG004 unknown key "nmae" | did you mean "name"?
`},
		{"missing keys", "app: x\n", "1:1 error PG003 the key \"stages\" is missing | add it, for example stages: { production: { domain: { name: api.example.com } } }\n1:1 error PG003 the key \"version\" is missing | add it, for example version: 1\n"},
		{"negative", "version: 1\nstages: {}\nservice: { scaling: { max: -1 } }\n", "3:28 error PG003 service.scaling.max: the number -1 is too small | write at least 1\n"},
		{"a unit without a blank", "version: 1\nstages: {}\nservice: { memory: 512MB }\n", "3:20 error PG003 service.memory: the text \"512MB\" is not in the expected format | did you mean \"512 MB\"? The format is a number, a space and MB or GB\n"},
		{"an enum", "version: 2\nstages: {}\nshape: big\n", "1:10 error PG003 version: the number 2 is not one of the accepted values | write 1\n3:8 error PG003 shape: the text \"big\" is not one of the accepted values | write stateless or single-replica\n"},
		{"a list for a mapping", "version: 1\nstages: []\n", "2:1 error PG003 stages: expected a block of keys, got a list | write a block: keys, each with a value\n"},
		{"a scalar document", "hello\n", "1:1 error PG003 a stack spec must be a mapping | start it with version: 1\n"},
		{"duplicate keys", "version: 1\nversion: 1\nstages: {}\n", "2:1 error PG002 the key \"version\" is set twice; first on line 1 | keep one of them\n"},
		{"numbers of YAML 1.1", "version: 1\nstages: {}\nservice: { scaling: { min: 010, max: 1_000 }, env: { A: 0b11, B: '010', C: \"1_0\", D: 0.5, E: 0x1F } }\n",
			"3:28 error PG002 YAML parsers disagree about 010: to some it is another number, or text | write a decimal number without leading zeros or underscores; put it in quotes if it is text\n" +
				"3:38 error PG002 YAML parsers disagree about 1_000: to some it is another number, or text | write a decimal number without leading zeros or underscores; put it in quotes if it is text\n" +
				"3:57 error PG002 YAML parsers disagree about 0b11: to some it is another number, or text | write a decimal number without leading zeros or underscores; put it in quotes if it is text\n"},
		{"aliases", "version: &v 1\nstages: {}\napp: *v\n", "1:10 error PG002 the anchor &v is not accepted | repeat the value where it is needed, or set it above stages to share it between stages\n3:6 error PG002 the alias *v is not accepted | repeat the value where it is needed, or set it above stages to share it between stages\n"},
		{"merge keys", "version: 1\nstages:\n  a: {}\n  b:\n    <<: {}\n", "5:5 error PG002 the merge key << is not accepted | repeat the keys where they are needed, or set them above stages to share them between stages\n"},
		{"tags", "version: !!str 1\nstages: {}\n", "1:10 error PG002 the tag !!str is not accepted | write the plain value; quote it if it is text\n"},
		{"two documents", "version: 1\n---\nversion: 1\n", "2:1 error PG002 a second YAML document starts here | keep one document in this file\n"},
		{"a number as key", "version: 1\nstages: { 1: {} }\n", "2:11 error PG002 a key must be text | quote it\n"},
		{"a tag without a name", "version: 1\nstages: {}\napp: ! todo\n", "3:6 error PG002 the tag ! is not accepted | write the plain value; quote it if it is text\n"},
		{"a tag on a key", "version: 1\nstages: {}\n!!str app: x\n", "3:1 error PG002 the tag !!str is not accepted | write the plain value; quote it if it is text\n"},
		{"exclamation marks are text", "version: 1\nstages: {}\nservice:\n  env: { A: a!, B: \"!\", '!C': '! x' }\n", ""},
		{"no numbers", "version: 1\nstages: {}\napp: .inf\nmanifest: 1e400\norigins: [.NaN, 99999999999999999999, 18446744073709551615]\n", `3:6 error PG003 app: expected text, got a number without bounds | put it in quotes
4:11 error PG003 manifest: expected text, got a number without bounds | put it in quotes
5:11 error PG003 origins.0: expected text, got a number without bounds | put it in quotes
5:17 error PG003 origins.1: expected text, got the number 1e+20 | put it in quotes
5:39 error PG003 origins.2: expected text, got a number without bounds | put it in quotes
`},
		{"no numbers where a number is expected", "version: 1\nstages: {}\ncaptcha: { provider: turnstile, minScore: .inf }\nservice: { scaling: { max: .nan } }\n", "3:43 error PG003 captcha.minScore: a number without bounds is too large | write at most 1\n4:28 error PG003 service.scaling.max: a number without bounds is too large | write at most 100\n"},
		{"a second document that is broken", "version: 1\nstages: {}\n---\na: {\n", "4:1 error PG002 this is not valid YAML: did not find expected node content | \n"},
		{"a second document without a mark", "version: 1\nstages: {}\n...\nfoo: {\n", "3:1 error PG002 this is not valid YAML: did not find expected <document start> | \n"},
		{"empty texts that would vanish", "version: 1\nstages: {}\nai: { provider: x, model: '' }\n", "3:27 error PG003 ai.model: the text is empty | write a value, or remove the key\n"},
		{"only a comment", "# nothing\n", "1:1 error PG002 the file contains only comments | \n"},
		{"a NUL", "version: 1\nstages: {}\napp: \"a\\0b\"\n", "3:6 error PG002 the text contains a NUL character | no environment variable, name or path can hold one\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := source.Text("pylon.stack.yaml", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			_, list := LoadSpec(f)
			if diff := cmp.Diff(c.want, lines(list)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSpecSyntaxErrorHasAPlace(t *testing.T) {
	for in, want := range map[string]int{
		"version: 1\nstages:\n\t- x\n":    3,
		"version: 1\nstages: [\n":         3,
		"version: 1\n  bad: x\n":          2,
		"version: 'x\n":                   2,
		"stages: {a: b: c}\nversion: 1\n": 1,
	} {
		f, _ := source.Text("x", []byte(in))
		_, list := LoadSpec(f)
		if len(list) != 1 || list[0].Code != CodeSyntax || list[0].Pos.Line < 1 || list[0].Pos.Line > want {
			t.Errorf("%q: %v", in, list)
		}
	}
}

func TestManifestFindings(t *testing.T) {
	entity := `{"name":"A","fields":[{"name":"x","type":"string","optional":false,"unique":false}],"indexes":[]}`
	with := func(rest string) string {
		return `{"manifest_version":1,"name":"a","version":"1","entities":[` + entity + `],"routes":[]` + rest + `}`
	}
	for _, c := range []struct{ name, in, want string }{
		{"fine", with(""), ""},
		{"unknown keys", with(`,"plugin":[],"files":{}`), "1:171 info PG004 key \"plugin\" is not known | \n1:183 info PG004 key \"files\" is not known | \n"},
		{"camelCase in auth", with(`,"auth":{"trustedOrigins":[]}`), "1:179 warning PG801 key \"trustedOrigins\" in auth is not known | in the manifest it is called \"trusted_origins\"\n"},
		{"duplicate key", with(`,"name":"b"`), "1:171 error PG002 this key is set twice | keep one of them\n"},
		{"case twin", with(`,"Name":"b"`), "1:171 error PG004 key \"Name\" differs from a known one in case only | write it as the runtime does, or remove it\n"},
		{"null for an optional array", with(`,"queries":null`), ""},
		{"null for a needed array", strings.Replace(with(""), `"routes":[]`, `"routes":null`, 1), "1:159 error PG003 routes: expected array, got null | write a list, as in [item]\n"},
		{"another type for an optional member", with(`,"llm":5,"auth":{"session":{"expires_in":"x"}}`), "1:171 error PG003 llm: expected object, got the number 5 | write a mapping: keys, each with a value\n1:198 error PG003 auth.session.expires_in: expected integer or null, got the text \"x\" | \n"},
		{"null in an array", with(`,"queries":[null]`), "1:182 error PG003 queries.0: expected object, got null | write a mapping: keys, each with a value\n"},
		{"missing members", `{"manifest_version":1,"name":"a","version":"1","entities":[{"name":"A","fields":[{"name":"x"}]}]}`,
			"1:1 error PG003 the key \"routes\" is missing | add it\n1:60 error PG003 entities.0: the key \"indexes\" is missing | add it\n" +
				"1:82 error PG003 entities.0.fields.0: the key \"optional\" is missing | add it\n1:82 error PG003 entities.0.fields.0: the key \"type\" is missing | add it\n1:82 error PG003 entities.0.fields.0: the key \"unique\" is missing | add it\n"},
		{"not JSON", `{"a":1,}`, "1:8 error PG002 this is not JSON: invalid character '}' looking for beginning of object key string | write the manifest again with pylon codegen\n"},
		{"cut off", `{"a":`, "1:5 error PG002 this is not JSON: unexpected end of JSON input | write the manifest again with pylon codegen\n"},
		{"an array", `[]`, "1:1 error PG003 expected object, got a list | write a mapping: keys, each with a value\n"},
		{"out of range", strings.Replace(with(""), `:1,`, `:-1,`, 1), "1:21 error PG003 manifest_version: expected a whole number from 0 to 4294967295, got -1 | write it without sign, point and exponent\n"},
		{"a number with a point", strings.Replace(with(""), `:1,`, `: 1.0 ,`, 1), "1:22 error PG003 manifest_version: expected a whole number from 0 to 4294967295, got 1.0 | write it without sign, point and exponent\n"},
		{"a deep number out of range", with(`,"auth":{"session":{"expires_in":-1}}`), "1:203 error PG003 auth.session.expires_in: expected a whole number from 0 to 18446744073709551615, got -1 | write it without sign, point and exponent\n"},
		{"a number beyond floats", with(`,"shards":[{"tickRate":1e400}]`), "1:193 error PG003 shards.tickRate: expected a number of at most 64 bits, got 1e400 | write it without sign, point and exponent\n"},
		{"a number of too many digits", strings.Replace(with(""), `:1,`, `:1e-9999999,`, 1), "1:21 error PG003 manifest_version: expected a whole number from 0 to 4294967295, got 1e-9999999 | write it without sign, point and exponent\n"},
		{"duplicate key in an unknown member", with(`,"x":[{"a":1,"\u0061":2}]`), "1:183 error PG002 this key is set twice | keep one of them\n"},
		{"duplicate key in a raw member", with(`,"auth":{"org":{"a":{"b":1,"b":2}}}`), "1:197 error PG002 this key is set twice | keep one of them\n"},
		{"a twin of another type", with(`,"Name":5`), "1:171 error PG004 key \"Name\" differs from a known one in case only | write it as the runtime does, or remove it\n"},
		{"bad crdt", strings.Replace(with(""), `"unique":false`, `"unique":false,"crdt":"x"`, 1), "1:142 error PG003 entities.0.fields.0.crdt: the text \"x\" is not one of the accepted values | write lww, text, counter, list, movable-list or tree\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := source.Text("pylon.manifest.json", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			m, list := LoadManifest(f)
			if diff := cmp.Diff(c.want, lines(list)); diff != "" {
				t.Error(diff)
			}
			if (m == nil) != list.HasErrors() {
				t.Errorf("manifest is %v with %v", m, list)
			}
		})
	}
}
