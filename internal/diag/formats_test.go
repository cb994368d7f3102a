package diag

import (
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// hostile are findings whose words would leave their places if they could.
var hostile = List{
	{Code: "PG1", Severity: Error, Pos: source.Pos{File: "a b/ü:%,#?.yaml", Line: 3, Col: 4}, Message: "100 %\n::error::x \x00\u2028", Why: "why,", Fix: "fix: this"},
	{Code: "PG2", Severity: Warning, Pos: source.Pos{File: "c:d.yaml"}, Message: "whole file", Fingerprint: "0123456789ab"},
	{Code: "PG1", Severity: Info, Message: "nowhere <&>"},
}

func TestGitHub(t *testing.T) {
	var b strings.Builder
	if err := GitHub(&b, hostile); err != nil {
		t.Fatal(err)
	}
	want := "::error file=a b/ü%3A%25%2C#?.yaml,line=3,col=4,title=PG1::100 %25%0A::error::x \x00\u2028%0Awhy: why,%0Afix: fix: this\n" +
		"::warning file=c%3Ad.yaml,title=PG2::whole file\n::notice title=PG1::nowhere <&>\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// Of each level there are ten at most, and the last one says how many more.
func TestGitHubLimit(t *testing.T) {
	for n, want := range map[int]string{10: "message 9", 11: "2 more", 30: "21 more"} {
		var list List
		for i := range n {
			list = append(list, Diagnostic{Code: "PG1", Severity: Error, Message: "message " + strconv.Itoa(i)}, Diagnostic{Code: "PG2", Severity: Warning, Message: "w"})
		}
		var b strings.Builder
		if err := GitHub(&b, list); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "::error"); got != 10 || !strings.Contains(b.String(), want) {
			t.Errorf("%d: %d errors, no %q:\n%s", n, got, want, b.String())
		}
	}
}

// The schema is OASIS's, as published with errata 01.
func TestSARIFKeepsToItsSchema(t *testing.T) {
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("mem:///sarif", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	schema := compiler.MustCompile("mem:///sarif")
	tool := Tool{Name: "pylon-gen", Version: "1.2.3", URI: "https://example.com", Category: "pylon-gen/test", Describe: func(code string) Rule {
		return map[string]Rule{"PG1": {"a title", "help", "https://example.com/PG1", Error}}[code]
	}}
	for name, list := range map[string]List{"none": nil, "hostile": hostile} {
		var b bytes.Buffer
		if err := SARIF(&b, list, tool); err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		// The schema is not asleep.
		doc.(map[string]any)["runs"].([]any)[0].(map[string]any)["tool"] = "x"
		if schema.Validate(doc) == nil {
			t.Error("the schema takes anything")
		}
		if name == "none" {
			continue
		}
		for _, want := range []string{
			`"uri": "a%20b/%C3%BC:%25,%23%3F.yaml"`, `"uri": "./c:d.yaml"`, `"startLine": 3`, `"level": "note"`, `"ruleIndex": 1`, `"text": "a title"`,
			`"informationUri": "https://example.com"`, `"helpUri": "https://example.com/PG1"`, `"id": "pylon-gen/test/"`, `"pylonGen/v1": "0123456789ab"`,
		} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("no %s in %s", want, &b)
			}
		}
	}
}
