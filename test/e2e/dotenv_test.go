package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"

	render "github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// node, bun, dotenv of npm and sh read every .env.example as Docker Compose does.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e -run TestEnvReaders
func TestEnvReaders(t *testing.T) {
	examples, err := filepath.Glob(filepath.Join(goldens, "*", "want", ".env.example"))
	if err != nil || len(examples) == 0 {
		t.Fatal("there are no golden examples to look at", err)
	}
	seen := map[string]bool{}
	for _, at := range examples {
		testcase := filepath.Base(filepath.Dir(filepath.Dir(at)))
		if *only != "" && testcase != *only {
			continue
		}
		text, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		if seen[string(text)] {
			continue
		}
		seen[string(text)] = true
		t.Run(testcase, func(t *testing.T) { readAlike(t, text, composeReads(t, text)) })
	}
}

// All of them read awkward values as they were meant, unless the file says that
// a value cannot be written.
func TestEnvReadersOnAwkwardValues(t *testing.T) {
	app := stacktest.Local()
	want := map[string]string{}
	app.Dev.Env = nil
	for i, value := range stacktest.AwkwardValues() {
		name := fmt.Sprint("V", i)
		app.Dev.Env = append(app.Dev.Env, stack.Variable{Name: name, Text: stack.Staged(value)})
		want[name] = stack.Staged(value).Fill("dev")
	}
	text := render.Render(app)
	for name := range want {
		if strings.Contains(string(text), "# "+name+" cannot be written here") {
			delete(want, name)
		}
	}
	readAlike(t, text, want)
}

// A value in the wrong spelling must be seen to be.
func TestEnvReadersFindFaults(t *testing.T) {
	for reader, line := range map[string]string{"sh": "V=a&b\n", "bun": "V='$HOME'\n", "node": "V=\"it's \\\"so\\\"\"\n", "dotenv": "V=a#b\n"} {
		text := []byte(line)
		got, err := consumer.ReadEnv(reader, text)
		consumer.Accept(t, err)
		if want := composeReads(t, text)["V"]; got["V"] == want {
			t.Errorf("%s reads %q as Docker Compose does: %q", reader, line, want)
		}
	}
}

func composeReads(t *testing.T, text []byte) map[string]string {
	t.Helper()
	env, err := dotenv.UnmarshalBytesWithLookup(text, func(string) (string, bool) { return "replaced", true })
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func readAlike(t *testing.T, text []byte, want map[string]string) {
	t.Helper()
	for _, reader := range consumer.EnvReaders() {
		got, err := consumer.ReadEnv(reader, text)
		consumer.Accept(t, err)
		for name, value := range want {
			if read, there := got[name]; !there || read != value {
				t.Errorf("%s reads %s as %q, not %q", reader, name, read, value)
			}
		}
	}
}
