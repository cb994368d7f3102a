package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// Readers of schemas that are strict accept the one of the spec.
func TestSchemaIsStrict(t *testing.T) {
	consumer.Accept(t, consumer.StrictSchema(schema.StackSchema))
}

func TestStrictReaderRefuses(t *testing.T) {
	consumer.Refuse(t, consumer.StrictSchema([]byte(`{"type":["string","number"]}`)))
}

// What an editor with yaml-language-server shows to those who write a spec.
func TestEditor(t *testing.T) {
	consumer.Needs(t, "node", "npm")
	const head = "version: 1\nstages: { production: {} }\n"
	cases := []struct {
		text    string
		hover   string   // is part of what is shown at the cursor
		labels  []string // are all that is proposed at the cursor, when not nil
		problem string   // is the only problem of the text, "" for none
	}{
		{text: "ser|vice: { cpu: 1 vCPU }", hover: "#### service\n\nThe ECS Fargate service that runs Pylon."},
		{text: "service:\n  c|pu: 1 vCPU", hover: "#### cpu\n\nCPU of one task."},
		{text: "dom|ain: { name: a.example.com }", hover: "Without one all is plain HTTP"},
		{text: "data|base: { version: 16 }", hover: "cluster of the stateless shape"},
		{text: "database:\n  ver|sion: 16", hover: "#### version\n\nVersion of PostgreSQL"},
		{text: "budget:\n  mon|thly: 100 USD", hover: "The limit of the fixed part of the month"},
		{text: "cd|n: true", hover: "#### cdn\n\nA CloudFront distribution"},
		{text: "service:\n  env:\n    LOG|_LEVEL: x", hover: "Plain environment variables"},
		{text: "auth:\n  oauth:\n    google:\n      client|Id: x", hover: "#### clientId\n\nThe public id"},
		{text: "shape: |", labels: []string{"stateless", "single-replica"}},
		{text: "service:\n  architecture: |", labels: []string{"x86_64", "arm64"}},
		{text: "protect: |", labels: []string{"true", "false"}},
		{text: "cdn: |", labels: []string{"true", "false"}},
		{text: "service:\n  cpu: |", labels: []string{"0.25 vCPU"}},
		{text: "domain: |", labels: []string{}},
		{text: "service:\n  scaling:\n    |", labels: []string{"min", "max", "cpu", "memory", "requests"}},
		{text: "domain:", problem: ""},
		{text: "domain: api.example.com", problem: `Incorrect type. Expected "object(domain)".`},
		{text: "service: { spot: 5 }", problem: `Incorrect type. Expected "boolean".`},
		{text: "cdn: x", problem: `Incorrect type. Expected "object(cdn) | boolean".`},
		{text: "shape: odd", problem: `Value is not accepted. Valid values: "stateless", "single-replica".`},
		{text: "servce: {}", problem: "Property servce is not allowed."},
	}
	texts := make([]string, len(cases))
	for i, c := range cases {
		texts[i] = head + c.text + "\n"
	}
	seen, err := consumer.Editor(schema.StackSchema, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		got := seen[i]
		if !strings.Contains(got.Hover, c.hover) {
			t.Errorf("%q: hover %q", c.text, got.Hover)
		}
		if c.labels != nil && !slices.Equal(got.Labels, c.labels) {
			t.Errorf("%q: proposed %q", c.text, got.Labels)
		}
		if problems := strings.Join(got.Problems, "; "); problems != c.problem {
			t.Errorf("%q: problems %q", c.text, problems)
		}
	}
}
