package structure

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/packages.md draws the import rules and lists them. PYLON_UPDATE=1
// writes both again.
func TestPictureOfThePackages(t *testing.T) {
	const file, begin, end = "../../docs/packages.md", "<!-- import rules -->\n", "<!-- end of the import rules -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the import rules", file)
	}
	want := before + begin + picture() + end + after
	if string(text) == want {
		return
	}
	if os.Getenv("PYLON_UPDATE") == "" {
		t.Fatalf("%s does not show the import rules: PYLON_UPDATE=1 go test ./test/structure", file)
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// everywhere are the packages that most others use; arrows to them would hide
// the rest.
var everywhere = []string{"internal/source", "internal/diag", "internal/pattern", "internal/pylon"}

// picture is the drawing and the table of what ships and is ours.
func picture() string {
	var arrows, rows strings.Builder
	node := func(name string) string {
		name = strings.TrimPrefix(name, "internal/")
		return strings.NewReplacer("/", "_", "-", "_").Replace(name) + `["` + name + `"]`
	}
	for _, p := range packages {
		if strings.HasSuffix(p.name, "/gen") || strings.HasSuffix(p.name, "/cfngen") || strings.HasSuffix(p.name, "/reflected") || strings.HasSuffix(p.name, "/stacktest") || p.name == "test/" {
			continue // generators and tests
		}
		var ours, others []string
		for _, m := range p.may {
			switch {
			case m == "internal/":
				ours = append(ours, "all")
			case m == "internal/render/":
				ours = append(ours, "all below it")
				for _, target := range []string{"sst", "cfn", "compose", "dotenv"} {
					fmt.Fprintf(&arrows, "  %s --> %s\n", node(p.name), node(m+target))
				}
			case strings.HasPrefix(m, "internal/") || m == "templates":
				ours = append(ours, "`"+strings.TrimPrefix(m, "internal/")+"`")
				if !slices.Contains(everywhere, m) {
					fmt.Fprintf(&arrows, "  %s --> %s\n", node(p.name), node(m))
				}
			default:
				others = append(others, m)
			}
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s | %s |\n", strings.TrimPrefix(p.name, "internal/"), strings.Join(ours, ", "), strings.Join(others, ", "), p.why)
	}
	return "\n```mermaid\nflowchart TD\n  cmd_pylon_gen[\"cmd/pylon-gen\"] --> project[\"project\"]\n" + arrows.String() + "```\n\n" +
		"| package | of ours | of others | why |\n| --- | --- | --- | --- |\n" + rows.String() + "\n"
}
