package consumer

import (
	"errors"
	"testing"
)

// consumers are all that start a program.
var consumers = map[string]func() error{
	"SSTTypes":        func() error { return SSTTypes(nil) },
	"ExecuteSST":      func() error { _, err := ExecuteSST(nil); return err },
	"Formatted":       func() error { return Formatted(nil) },
	"Templates":       func() error { return Templates("us-east-1", nil) },
	"DeployTemplates": func() error { _, _, err := DeployTemplates(nil); return err },
	"Security":        func() error { _, err := Security(nil); return err },
	"ComposeConfig":   func() error { return ComposeConfig(File{}) },
	"Mermaid":         func() error { _, err := Mermaid(nil); return err },
	"Graphviz":        func() error { _, err := Graphviz(File{}); return err },
	"StartRedis":      func() error { _, err := StartRedis("", false); return err },
	"StartLocalStack": func() error { _, err := StartLocalStack(File{}, nil, ""); return err },
}

// No consumer is asked by plain `go test`, whatever is installed.
func TestNobodyIsAsked(t *testing.T) {
	t.Setenv("PYLON_REQUIRE_TOOLS", "")
	t.Setenv("PYLON_UPDATE", "")
	for name, ask := range consumers {
		if err := ask(); !errors.Is(err, errNotAsked) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who is asked and not there is Missing, never content.
func TestMissingIsNoVerdict(t *testing.T) {
	for _, variable := range []string{"PYLON_REQUIRE_TOOLS", "PYLON_UPDATE"} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv("PYLON_REQUIRE_TOOLS", "")
			t.Setenv("PYLON_UPDATE", "")
			t.Setenv(variable, "1")
			t.Setenv("PATH", t.TempDir())
			for name, ask := range consumers {
				var missing *Missing
				if err := ask(); !errors.As(err, &missing) {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}
