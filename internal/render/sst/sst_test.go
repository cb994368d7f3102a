package sst_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render/sst"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

func render(app *stack.App) string {
	d := sst.New(app)
	if failures := d.Failures(); failures != nil {
		panic(failures)
	}
	return string(d.Bytes())
}

// frame is a whole file: nothing but comments above the reference, and no
// semicolon at the end.
var frame = regexp.MustCompile(`(?s)^/\* eslint-disable \*/\n(//[^/\n]*\n)*/// <reference path="\./\.sst/platform/config\.d\.ts" />\n\n.*\n// prettier-ignore\nexport default \$config\(\{\n.*\n\}\)\n$`)

func TestEveryCase(t *testing.T) {
	for name, app := range cases() {
		t.Run(name, func(t *testing.T) {
			got := []byte(render(app))
			if string(got) != render(app) {
				t.Error("rendering again returns other bytes")
			}
			if !frame.Match(got) {
				t.Error("the frame is not whole")
			}
			for i, l := range strings.Split(string(got), "\n") {
				if strings.TrimRight(l, " \t\r") != l {
					t.Errorf("line %d ends in white space: %q", i+1, l)
				}
				// Literals and comments are never broken.
				if len([]rune(l)) > 80 && !strings.ContainsAny(l, "\"'`") && !strings.Contains(l, "//") {
					t.Errorf("line %d is too long: %s", i+1, l)
				}
			}
			for _, s := range statements(string(got)) {
				if above, line := s[0], s[1]; above != "// prettier-ignore\n" {
					t.Errorf("prettier is free to change the statement %s", line)
				}
			}
			if tokens, ok := tokenize(string(got)); !ok {
				t.Errorf("brackets do not match in %d tokens", len(tokens))
			}
		})
	}
}

// statements are the lines that begin a statement of the file itself, each with
// the line above it; comments that document one are left out.
func statements(text string) (list [][2]string) {
	above := ""
	for line := range strings.Lines(text) {
		if line[0] >= 'a' && line[0] <= 'z' {
			list = append(list, [2]string{above, line})
		}
		if !strings.HasPrefix(line, "/** ") {
			above = line
		}
	}
	return list
}

// Free text can change the value of a literal and nothing else.
func TestHostileTextStaysText(t *testing.T) {
	nastyTokens, _ := tokenize(render(hostile()))
	tame := hostile() // the same app with harmless text
	for _, s := range tame.Stages {
		for i := range s.Tags {
			s.Tags[i].Value = "x"
		}
		s.Tags[0].Key = "a c"
		s.Service.Command[1] = "x"
		for i, v := range s.Service.Env {
			if strings.Contains(string(v.Text), "process.exit") {
				s.Service.Env[i].Text = stack.Staged(strings.ReplaceAll(string(v.Text), nasty, "x"))
			}
		}
		s.Files.Origins[len(s.Files.Origins)-1] = "x"
		s.Files.Lifecycle[0].Prefix = "x"
		s.CDN.CachePaths[len(s.CDN.CachePaths)-1] = "x"
		s.Service.Image.Dockerfile = "x"
	}
	tameTokens, _ := tokenize(render(tame))
	if a, b := shape(nastyTokens), shape(tameTokens); a != b {
		t.Errorf("hostile text changes the code:\n%s\nwithout it:\n%s", a, b)
	}
}

func TestUnknownStageIsRefused(t *testing.T) {
	for name, want := range map[string]string{
		"stateless": "`There is no stage \"${name}\"; this app has production, staging and pr-*.`",
		"plain":     "`There is no stage \"${name}\"; this app has staging.`",
	} {
		if got := render(cases()[name]); !strings.Contains(got, want) {
			t.Errorf("%s does not say %s", name, want)
		}
	}
}

// Only a pattern can match a name that is too long.
func TestLongStageIsRefused(t *testing.T) {
	alone := patterns()
	alone.Stages = alone.Stages[:1]
	for name, test := range map[string]struct {
		app  *stack.App
		want int
	}{
		"settings": {stacktest.Stateless(), 1}, "check": {alone, 1}, "no pattern": {stacktest.SingleReplica(), 0},
	} {
		refusal := "  if (name.length > 20) {\n    throw new Error(`The stage \"${name}\" has more than 20 characters.`);\n  }\n"
		if got := strings.Count(render(test.app), refusal); got != test.want {
			t.Errorf("%s refuses long names %d times, want %d", name, got, test.want)
		}
	}
}

// A pattern stage may have less room for its name than others.
func TestStageWithoutRoomIsRefused(t *testing.T) {
	table, alone := stacktest.Stateless(), patterns()
	alone.Stages = alone.Stages[:1]
	for name, app := range map[string]*stack.App{"settings": table, "check": alone} {
		s := app.Stages[len(app.Stages)-1]
		s.Stage.MaxName = 12
		refusal := "/.test(name)) {\n    if (name.length > 12) {\n      throw new Error(\n" +
			"        `The stage \"${name}\" has more than 12 characters; its host names have no room for more.`,\n      );\n    }\n    return"
		if got := render(app); strings.Count(got, refusal) != 1 {
			t.Errorf("%s does not refuse a name that is too long:\n%s", name, got[:2000])
		}
	}
}

// What is equal in all stages is in no table.
func TestOneStageHasNoTable(t *testing.T) {
	got := render(stacktest.Plain())
	if strings.Contains(got, "interface Settings") || strings.Contains(got, "stage.") {
		t.Error("one stage has a table")
	}
	if n := strings.Count(got, "check("); n != 3 { // the function, app(), run()
		t.Errorf("the stage's name is checked %d times", n-1)
	}
}

func TestWhatDiffersIsAColumn(t *testing.T) {
	got := render(stacktest.Stateless())
	for _, want := range []string{
		"maxTasks: number;", "max: stage.maxTasks,", "domain: `${name}.preview.example.com`,",
		`if (/^pr-[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {`, `removal: stage.retain ? "retain" : "remove",`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if strings.Contains(got, "stage.minTasks") {
		t.Error("an equal setting is in the table")
	}
}

// A value of a secret would need to come from somewhere: sst.Secret, the
// database or the access key. None goes into the environment.
func TestSecretsAreReferences(t *testing.T) {
	for name, app := range cases() {
		got := render(app)
		_, environment, ok := strings.Cut(got, "\n      environment: {")
		environment, _, _ = strings.Cut(environment, "\n      },")
		if !ok {
			t.Fatalf("%s has no environment", name)
		}
		for _, s := range app.Stages {
			for _, secret := range s.Service.Secrets {
				if strings.Contains(environment, secret.Env+":") {
					t.Errorf("%s: %s is plain", name, secret.Env)
				}
			}
		}
		if strings.Contains(environment, ".value") || strings.Contains(environment, "accessKey") {
			t.Errorf("%s: a secret value is plain", name)
		}
	}
}

// A TMPDIR of the user's wins, in the stage that has it.
func TestOwnTmpdir(t *testing.T) {
	app := stacktest.Stateless()
	app.Stages[1].Service.Env = append(app.Stages[1].Service.Env, stack.Variable{Name: "TMPDIR", Text: "/data/tmp"})
	got := render(app)
	first, own, spread := strings.Index(got, `TMPDIR: "/data",`), strings.Index(got, `TMPDIR: "/data/tmp",`), strings.LastIndex(got, "...stage.environment")
	if first < 0 || own < 0 || spread < first || strings.Count(got, "TMPDIR:") != 2 {
		t.Errorf("default at %d, own at %d, spread at %d", first, own, spread)
	}
}

// A column that some stages lack has a fallback, in parentheses only where it
// is part of a sum.
func TestFallbacks(t *testing.T) {
	app := stacktest.Stateless()
	single, plain := stacktest.SingleReplica().Stages[0], stacktest.Plain().Stages[0]
	single.Stage.Name, plain.Stage.Name = "solo", "test"
	app.Stages[0].Database.TLS = false
	plain.Balancer.Endpoints = plain.Balancer.Endpoints[:1]
	app.Stages = append(app.Stages, single, plain)
	single.Balancer.SinglePort = true
	for i := range single.Balancer.Endpoints {
		single.Balancer.Endpoints[i].Listener = 443
	}
	got := render(app)
	for _, want := range []string{
		`{ name: "rds.force_ssl", value: stage.forceSsl ?? "1" },`,
		"\n        ? url.apply(\n            (url) => url.replace(\"http\", \"ws\") + (stage.shardsUrlSuffix ?? \"\"),\n          )\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
}

// A name in the condition tells TypeScript that it is there, where some stages
// have no CDN and all that have one give it a name.
func TestCDNNamesAreThere(t *testing.T) {
	app := stacktest.Stateless()
	app.Stages[1].CDN = stack.CDN{Enabled: true, Domain: "cdn.staging.example.com", PriceClass: "PriceClass_100"}
	plain := stacktest.Plain().Stages[0]
	plain.Stage.Name = "test"
	for name, test := range map[string]struct {
		stages []*stack.Stack
		want   string
	}{
		"CDN's name":    {app.Stages, "const cdn =\n      stage.cdn && stage.cdnDomain\n        ? new sst.aws.Cdn("},
		"origin's name": {append(app.Stages[:2:2], plain), "const cdn =\n      stage.cdn && stage.cdnDomain && stage.domain\n        ? new sst.aws.Cdn("},
		"one name":      {[]*stack.Stack{app.Stages[0], app.Stages[2]}, "const cdn = stage.cdn\n      ? new sst.aws.Cdn("},
	} {
		app.Stages = test.stages
		if got := render(app); !strings.Contains(got, test.want) {
			t.Errorf("%s: the file lacks %s", name, test.want)
		}
	}
}

// Settings that SST's defaults get wrong, by the case that needs them.
func TestHardening(t *testing.T) {
	everywhere := []string{
		`securityGroups: [balancerGroup.id]`, `dropInvalidHeaderFields: true`, `enableExecuteCommand: false`,
		`readonlyRootFilesystem: true`, `capabilities: { drop: ["ALL"] }`, `user: "10001:10001"`,
		`port: "4321",`, `path: "/health",`, `managedPolicyArns: [],`, `resources: secretArns,`,
		`loadBalancerSecurityGroup: { ingress: [], egress: [] }`,
	}
	for name, app := range cases() {
		got := render(app)
		for _, want := range everywhere {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
	single := render(stacktest.SingleReplica())
	for _, want := range []string{
		"deploymentMinimumHealthyPercent: 0,", "deploymentMaximumPercent: 100,", "posixUser: { uid: 10001, gid: 10001 },",
		"max: 1,", "cpuUtilization: false,", "new aws.efs.FileSystemPolicy(", "protect: true,",
	} {
		if !strings.Contains(single, want) {
			t.Errorf("single replica lacks %s", want)
		}
	}
	if strings.Contains(single, "Aurora") || strings.Contains(single, "sst.aws.Bucket") {
		t.Error("single replica has a database or a bucket")
	}
}

func BenchmarkRender(b *testing.B) {
	app := stacktest.Stateless()
	b.ReportAllocs()
	for b.Loop() {
		render(app)
	}
}

var token = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|` + "`(?:\\\\.|[^`\\\\])*`" + `|[\w$]+|[^\s]`)

// tokenize splits code; comments are left out. It reports whether all brackets
// match.
func tokenize(code string) (tokens []string, balanced bool) {
	var open []byte
	pairs := map[string]byte{")": '(', "]": '[', "}": '{'}
	for _, t := range token.FindAllString(code, -1) {
		if strings.HasPrefix(t, "//") || strings.HasPrefix(t, "/*") {
			continue
		}
		tokens = append(tokens, t)
		switch t {
		case "(", "[", "{":
			open = append(open, t[0])
		case ")", "]", "}":
			if len(open) == 0 || open[len(open)-1] != pairs[t] {
				return tokens, false
			}
			open = open[:len(open)-1]
		}
	}
	return tokens, len(open) == 0
}

// shape is the code without the values of its literals, and without the
// trailing commas that depend on their lengths.
func shape(tokens []string) string {
	var b strings.Builder
	for i, t := range tokens {
		if t == "," && i+1 < len(tokens) && strings.Contains(")]}", tokens[i+1]) {
			continue
		}
		switch t[0] {
		case '"', '\'':
			t = `""`
		case '`':
			t = strings.Repeat("`hole`", strings.Count(t, "${name}"))
		}
		b.WriteString(t + " ")
	}
	return b.String()
}
