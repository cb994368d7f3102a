package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

const mark = "MARKED-5ecret-value"

// Secrets are around where pylon-gen runs: in the environment, and in the
// user's .env. None of them may reach an output.
func TestSecretsAroundStayOut(t *testing.T) {
	dir := copyInputs(t, filepath.Join(goldenDir, "secrets"))
	var dotenv strings.Builder
	for _, v := range pylon.Env {
		if v.Secret {
			t.Setenv(v.Name, mark)
			dotenv.WriteString(v.Name + "=" + mark + "\n")
		}
	}
	for _, name := range []string{".env", ".env.local"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(dotenv.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := execute([]string{"render", "-C", dir}, terminal{out: &out, err: &errs}); code != exitOK {
		t.Fatal(errs.String())
	}
	for name, text := range tree(t, dir) {
		if name != ".env" && name != ".env.local" && strings.Contains(text, mark) {
			t.Errorf("%s holds a secret", name)
		}
	}
}

// A secret that is written into the spec is refused, whichever it is, and
// what is printed does not repeat it.
func TestSecretsInTheSpecAreRefused(t *testing.T) {
	for _, v := range pylon.Env {
		if !v.Secret {
			continue
		}
		for _, where := range []string{"service:\n  env:\n    %s: %s\n", "service: { env: { %s: %s } }\n"} {
			dir := copyInputs(t, filepath.Join(goldenDir, "smallest"))
			at := filepath.Join(dir, "pylon.stack.yaml")
			spec, err := os.ReadFile(at)
			if err != nil {
				t.Fatal(err)
			}
			extra := strings.Replace(strings.Replace(where, "%s", v.Name, 1), "%s", mark, 1)
			if err := os.WriteFile(at, append(spec, extra...), 0o644); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			if code := execute([]string{"render", "-C", dir}, terminal{out: &out, err: &errs}); code != exitUsage {
				t.Errorf("%s: exit code %d", v.Name, code)
			}
			if !strings.Contains(errs.String(), "PG017") || strings.Contains(errs.String()+out.String(), mark) {
				t.Errorf("%s: %s%s", v.Name, &errs, &out)
			}
			if files := tree(t, dir); len(files) != 2 {
				t.Errorf("%s: something was written", v.Name)
			}
		}
	}
}
