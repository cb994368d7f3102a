package yamldoc

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// nasty are strings that some YAML reader or some layout rule trips over.
var nasty = []string{
	"", " ", "  ", "\n", "\n\n", "a\n", "a\n\n", "\na", " a\nb", "a\n b", "a \nb", "a\n\nb\n", "a\n \nb", "a\n\tb", "a\r\nb", "\ta", "a\tb",
	"y", "Y", "n", "N", "yes", "No", "on", "OFF", "oFf", "true", "False", "null", "NULL", "~", "nil", "None", "NaN", ".nan", ".inf", "-.INF", "=", "<<",
	"0", "1", "-1", "+1", "1_000", "0777", "0o17", "0x1F", "0b11", "1e3", "1.5", ".5", "5.", "190:20:30", "08:00", "1:2", "12345678901234567890",
	"2010-09-09", "2010-09-09T10:00:00Z", "2001-12-14 21:59:43.10 -5",
	"a: b", "a:", ":a", "a :b", "a::b", "a #b", "a#b", "#a", "- a", "-", "--- a", "---", "...", "? a", "?", "! a", "!Sub", "&a", "*a", "|", ">", "%a", "@a", "`a`",
	"[a]", "{a}", "a, b", "a,b", "a:,b", "a]", "a}", "'", `"`, `''`, `""`, `it's`, `say "hi"`, `'"`, `\`, `\\`, `a\"b`, `a\`, `C:\dir`, `"\n"`,
	"${a}", "${", "{{resolve:secretsmanager:x}}", "!Sub ${AWS::Region}", "$(id)", "`id`", "{stage}", "</script>", "// x", "*/",
	"é", "日本語", "🚀", "a🚀b", "\u00a0", "\u0085", "\u2028", "a\u2029b", "\ufeff", "\ufffe", "\uffff", "\ufffd", "\x00", "\x07", "\x1b[0m", "\x7f", "\u0080", "\u009f", "\u200b",
	"/a/b", "/", "a  b", "a b", "a ", " a", "a.b", "A", "AWS::Region", "arn:aws:s3:::b/*", "https://example.com/a?b=c&d=e#f", "key=value",
	strings.Repeat("x", 200), strings.Repeat("word ", 40) + "end", strings.Repeat("long: ", 400), strings.Repeat("k", 3000), strings.Repeat("é", 600),
}

func FuzzStringsSurvive(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) {
			survives(t, s)
		}
	})
}

// TestMixturesSurvive glues nasty strings together.
func TestMixturesSurvive(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var b strings.Builder
		for range 1 + random.IntN(4) {
			b.WriteString(nasty[random.IntN(len(nasty)-5)])
		}
		survives(t, b.String())
	}
}

// survives checks that s comes back from both readers, from every place where
// a string can stand.
func survives(t *testing.T, s string) {
	t.Helper()
	for _, p := range []struct {
		name           string
		doc            resource.Value
		prefix, suffix string // of what Marshal writes around the string
	}{
		{"value", Map(Entry("k", Str(s))), "k: ", "\n"},
		{"nested value", Map(Entry("k", Map(Entry("l", Str(s))))), "k:\n  l: ", "\n"},
		{"item", Seq(Str(s)), "- ", "\n"},
		{"sub", Map(Entry("k", Tagged(resource.Sub, Str(s)))), "k: !Sub ", "\n"},
		{"key", Map(Entry(s, Str("v"))), "", ": v\n"},
		{"flow", Map(Entry("k", Flow(Str(s), Str("x")))), "k: [", ", x]\n"},
	} {
		out := string(Marshal("", p.doc))
		var read yaml.Node
		if err := yaml.Unmarshal([]byte(out), &read); err != nil {
			t.Fatalf("%s of %q: yaml.v3: %v\n%s", p.name, s, err, out)
		}
		got := find(read.Content[0], p.name)
		if got.Value != s || got.Tag != "!!str" && got.Tag != "!Sub" {
			t.Fatalf("%s of %q: yaml.v3 reads %s %q\n%s", p.name, s, got.Tag, got.Value, out)
		}

		body, ok := strings.CutPrefix(out, p.prefix)
		switch {
		case p.name == "key" && strings.HasPrefix(out, "? "):
			body = strings.TrimSuffix(strings.TrimPrefix(out, "? "), "\n: v\n")
		case p.name == "flow" && !ok:
			body, ok = strings.CutPrefix(out, "k:\n  - ")
			body = strings.TrimSuffix(body, "\n  - x\n")
			if strings.HasPrefix(body, "|") {
				body += "\n"
			}
		case strings.HasPrefix(body, "|"):
		default:
			body = strings.TrimSuffix(body, p.suffix)
		}
		if p.name != "key" && !ok {
			t.Fatalf("%s of %q is written in an unexpected place:\n%s", p.name, s, out)
		}
		read11, err := readYAML11(body, strings.HasPrefix(out, "k: ["))
		if err != nil || read11 != s {
			t.Fatalf("%s of %q: a YAML 1.1 reader gets %q, %v\n%s", p.name, s, read11, err, out)
		}
	}
}

func find(n *yaml.Node, place string) *yaml.Node {
	switch place {
	case "key", "item":
		return n.Content[0]
	case "nested value":
		return n.Content[1].Content[1]
	case "flow":
		return n.Content[1].Content[0]
	}
	return n.Content[1]
}

func TestPlainWhereSafe(t *testing.T) {
	for s, want := range map[string]string{
		"postgres":                   "postgres",
		"AWS::ECS::Service":          "AWS::ECS::Service",
		"/var/lib/postgresql/data":   "/var/lib/postgresql/data",
		"https://api.example.com":    "https://api.example.com",
		"Port 5432, from the tasks":  "Port 5432, from the tasks",
		"on":                         `"on"`,
		"10.0.0.0/16":                `"10.0.0.0/16"`,
		`say "hi"`:                   `'say "hi"'`,
		`it's "so"`:                  `'it''s "so"'`,
		"it's":                       `"it's"`,
		"a\u2028b":                   `"a\u2028b"`,
		"a\x1bb":                     `"a\x1Bb"`,
		"ends: here\"\n and no more": "|-\n  ends: here\"\n   and no more",
	} {
		if got := string(Marshal("", Map(Entry("k", Str(s))))); got != "k: "+want+"\n" {
			t.Errorf("%q is written %q, want %q", s, got, want)
		}
	}
}

func TestFlowFitsIn80Columns(t *testing.T) {
	for n := 60; n < 90; n++ {
		out := string(Marshal("", Map(Entry("key", Flow(Str("a"), Str(strings.Repeat("x", n)))))))
		line, _, _ := strings.Cut(out, "\n")
		if fits := len("key: [a, ]")+n <= 80; fits != strings.HasPrefix(line, "key: [") {
			t.Errorf("%d columns: %q", len("key: [a, ]")+n, out)
		}
	}
	// prettier counts wide characters twice.
	if out := string(Marshal("", Flow(Str(strings.Repeat("字", 40))))); strings.HasPrefix(out, "[") {
		t.Errorf("a flow sequence of 84 columns: %s", out)
	}
}

// TestCommentsStayComments: no text that becomes a comment can end it.
func TestCommentsStayComments(t *testing.T) {
	for _, s := range nasty {
		evil := s + "\nevil: true\r\u0085\u2028- evil" + s
		out := Marshal(evil, Map(
			Entry("a", LineComment(Str("x"), evil)).Comment(evil),
			Entry("b", commented(resource.Member{Value: Str("y"), Remarks: &resource.Remarks{Comment: evil}})).Spaced().Comment(evil),
		))
		if strings.ContainsAny(string(out), "\r\u0085\u2028\u2029\x00") {
			t.Fatalf("%q: a line break of YAML 1.1 is left in a comment:\n%q", s, out)
		}
		var got map[string]any
		if err := yaml.Unmarshal(out, &got); err != nil {
			t.Fatalf("%q: %v\n%s", s, err, out)
		}
		if want := "map[a:x b:[y]]"; fmt.Sprint(got) != want {
			t.Fatalf("%q: got %v, want %s\n%s", s, got, want, out)
		}
	}
}

func TestDuplicateKeyPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a duplicate key was accepted")
		}
	}()
	Map(Entry("a", Int(1)), Entry("a", Int(2)))
}
