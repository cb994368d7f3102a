package dotenv

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	reader "github.com/compose-spec/compose-go/v2/dotenv"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// refused reports whether the file leaves a variable to the shell, with a reason.
func refused(text, name string) bool {
	_, note, found := strings.Cut(text, "# "+name+" cannot be written here, because ")
	reason, _, ended := strings.Cut(note, "Export it in your shell.")
	return found && ended && strings.Contains(reason, "it contains a ")
}

// TestSpelling is the table of what readers of .env files agree on. How node,
// bun and dotenv read each of them is asked in test/e2e.
func TestSpelling(t *testing.T) {
	for value, want := range map[string]string{
		"":               "",
		"plain":          "plain",
		"a=b":            "a=b",
		"a&b":            "'a&b'",   // the shell ends the command
		"~/x":            "'~/x'",   // the shell's home directory
		"a:~/x":          "'a:~/x'", // so too
		"a b":            "'a b'",   // the shell runs b
		" x ":            "' x '",   // trimmed
		"a #b":           "'a #b'",  // a comment
		"a#b":            "'a#b'",   // a comment for dotenv and bun
		`a"b`:            `'a"b'`,
		"`id`":           "'`id`'", // executed, or a quote of dotenv's
		`a\nb`:           `'a\nb'`, // a backslash and an n
		"a\nb":           "'a\nb'",
		"$":              "'$'",
		"$(id)":          "'$(id)'",
		"it's":           `"it's"`,
		"it's #1\nx":     "\"it's #1\nx\"",
		"$HOME":          "! a dollar sign", // bun replaces it
		"${X:-y}":        "! a dollar sign",
		"$1":             "! a dollar sign",
		`\$ x`:           "! a dollar sign", // bun drops the backslash
		`a\`:             "! a backslash",   // an escape of the quote for Compose and bun
		`it's "so"`:      "! a single quote",
		"it's $5":        "! a single quote",
		"it's `x`":       "! a single quote",
		`it's C:\dir`:    "! a single quote",
		"a\rb":           "! a control character",
		"a\x00b\x1b[31m": "! a control character",
	} {
		text, different := quote(value)
		if different != "" {
			text = "! " + different
		}
		if text != want && !(different != "" && strings.HasPrefix(text, want)) {
			t.Errorf("%q is written as %s, want %s", value, text, want)
		}
	}
}

// awkward renders one file with every awkward value, as V0, V1 and so on.
func awkward() (text string, values map[string]string) {
	app := stacktest.Local()
	app.Dev.Env = nil
	values = map[string]string{}
	for i, value := range stacktest.AwkwardValues() {
		name := fmt.Sprint("V", i)
		app.Dev.Env = append(app.Dev.Env, stack.Variable{Name: name, Text: stack.Staged(value)})
		values[name] = stack.Staged(value).Fill(stageName)
	}
	text = string(Render(app))
	for name := range values {
		if refused(text, name) {
			delete(values, name)
		}
	}
	return text, values
}

func TestComposeReadsTheSame(t *testing.T) {
	text, values := awkward()
	got, err := reader.UnmarshalBytesWithLookup([]byte(text), func(string) (string, bool) { return "expanded", true })
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range values {
		if got[name] != want {
			t.Errorf("%q came back as %q", want, got[name])
		}
	}
}

// TestShellReadsTheSame asks the shell of this machine; a machine with Windows
// may have none.
func TestShellReadsTheSame(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" {
			t.Fatal(err)
		}
		t.Skip("NOT PROVEN: ", err)
	}
	text, values := awkward()
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	script := "set -a; . \"$1\"; printf '%s\\0'"
	var names []string
	for name := range values {
		names = append(names, name)
		script += ` "$` + name + `"`
	}
	cmd := exec.Command(sh, "-c", script, "sh", filepath.ToSlash(file))
	cmd.Env = append(os.Environ(), "X=expanded")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := strings.Split(string(out), "\x00")
	if len(got) != len(names)+1 {
		t.Fatalf("sh prints %d values, not %d:\n%s", len(got)-1, len(names), out)
	}
	for i, name := range names {
		if got[i] != values[name] {
			t.Errorf("%q came back as %q", values[name], got[i])
		}
	}
}
