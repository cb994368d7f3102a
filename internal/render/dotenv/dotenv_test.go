package dotenv

import (
	"strings"
	"testing"

	reader "github.com/compose-spec/compose-go/v2/dotenv"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// Whatever a value holds, Docker Compose's reader returns it, and no line of
// it becomes a variable of its own; or it is left to the shell, with a reason.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"", "plain", "with blank", "$HOME", "${X:-y}", `a"b`, "a'b", "a\\", "a\nPYLON_X=1", "#x", " x ", "`id`", "🚀", "export X"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsRune(value, 0) || strings.ToValidUTF8(value, "") != value {
			return // no input file can hold these
		}
		app := stacktest.Local()
		app.Dev.Env = []stack.Variable{{Name: "VALUE", Text: stack.Staged(value)}}
		app.Dev.Secrets[0].Why = value
		text := string(Render(app))
		env, err := reader.UnmarshalBytesWithLookup([]byte(text), func(string) (string, bool) { return "expanded", true })
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got, there := env["VALUE"]
		if there && got != value {
			t.Errorf("%q came back as %q", value, got)
		}
		if !there && !refused(text, "VALUE") {
			t.Errorf("%q got lost", value)
		}
		if _, leaked := env["PYLON_X"]; leaked {
			t.Errorf("%q became a variable", value)
		}
	})
}

func TestSecretsHaveNoValues(t *testing.T) {
	for line := range strings.Lines(string(Render(stacktest.Local()))) {
		if strings.Contains(line, "API_KEY=") && strings.TrimSpace(line) != "# API_KEY=" {
			t.Error(line)
		}
	}
}

// A secret that the cloud generates has no value here, and a way to make one.
func TestGeneratedSecret(t *testing.T) {
	app := stacktest.Local()
	app.Dev.Secrets = []stack.Secret{{Env: "PYLON_JWT_SECRET", Source: stack.GeneratedHex, Length: 64, Why: "signs JSON Web Tokens"}}
	want := "# Signs JSON Web Tokens.\n# In the cloud it is generated. Make one for this machine: openssl rand -hex 32\n# PYLON_JWT_SECRET=\n"
	if text := string(Render(app)); !strings.HasSuffix(text, want) {
		t.Error(text)
	}
}

func TestSQLiteNeedsNothing(t *testing.T) {
	if text := string(Render(stacktest.SingleReplica())); strings.Contains(text, "DATABASE_URL") || strings.Contains(text, "S3") {
		t.Error(text)
	}
}

func BenchmarkRender(b *testing.B) {
	app := stacktest.Local()
	for b.Loop() {
		Render(app)
	}
}
