// Package structure holds the packages to the import rules, and the list of
// licences to what is built in.
package structure

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/pylon-gen/pylon-gen/"

// packages lists what each package may import apart from the standard library,
// and why. A package that is not listed fails the test.
var packages = []struct {
	name string
	may  []string
	why  string
}{
	{"cmd/pylon-gen", []string{"internal/", "github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sync/errgroup", "golang.org/x/term"}, "it turns arguments into one call; nothing may depend on it"},
	{"internal/source", []string{"internal/pattern", "gopkg.in/yaml.v3"}, "it knows text and positions, not what they mean"},
	{"internal/diag", []string{"internal/source"}, "findings are described here, never decided"},
	{"internal/schema", []string{"internal/pattern", "internal/release", "internal/source", "internal/diag", "gopkg.in/yaml.v3", "github.com/santhosh-tekuri/jsonschema/v5"}, "the inputs as they are written; it makes no choice"},
	{"internal/schema/gen", []string{"internal/schema/gen/reflected"}, "a generator"},
	{"internal/schema/gen/reflected", []string{"internal/release", "internal/schema", "github.com/invopop/jsonschema"}, "the schema generator's library stays out of the binary"},
	{"internal/pylon", nil, "facts about the runtime depend on nothing"},
	{"internal/release", nil, "which release this is depends on nothing"},
	{"internal/pattern", nil, "regular expressions that are compiled when they are used"},
	{"internal/shell", []string{"internal/pattern"}, "words for a shell, whatever they say"},
	{"internal/columns", nil, "the width of text depends on nothing"},
	{"internal/pylon/gen", []string{"internal/pylon"}, "a generator"},
	{"internal/packages", []string{"internal/pattern", "internal/pylon", "gopkg.in/yaml.v3"}, "it reads what package managers write, and runs none"},
	{"internal/stack", []string{"internal/source"}, "the model is data only"},
	{"internal/stack/stacktest", []string{"internal/stack", "internal/resolve"}, "models for tests"},
	{"internal/resolve", []string{"internal/pattern", "internal/source", "internal/schema", "internal/stack", "internal/pylon", "internal/diag", "gopkg.in/yaml.v3"}, "it makes the model; it must not know what is rendered"},
	{"internal/project", []string{"internal/source", "internal/schema", "internal/resolve", "internal/rules", "internal/render", "internal/render/patch", "internal/diag", "internal/diff", "internal/resource", "internal/packages", "internal/lock", "internal/stack", "gopkg.in/yaml.v3"}, "it loads, renders and checks; what a command prints or writes is not its business"},
	{"internal/rules", []string{"internal/pattern", "internal/source", "internal/stack", "internal/pylon", "internal/packages", "internal/cost", "internal/diag", "internal/resource"}, "it judges resolved stacks and what overrides make of resources: no input, no target"},
	{"internal/rules/gen", []string{"internal/rules", "internal/project", "internal/render", "internal/diag"}, "a generator: it runs every example"},
	{"internal/resource", nil, "what targets deploy, a leaf that knows none of them"},
	{"internal/render", []string{"internal/stack", "internal/resource", "internal/render/"}, "it runs the targets and nothing else"},
	{"internal/render/patch", []string{"internal/stack", "internal/resource"}, "it patches documents and does not know whose"},
	{"internal/render/yamldoc", []string{"internal/columns", "internal/resource"}, "it lays out YAML and does not know what for"},
	{"internal/render/sst", []string{"internal/columns", "internal/stack", "internal/pylon", "internal/resource", "internal/render/patch", "templates"}, "a target sees resolved stacks only, and no other target"},
	{"internal/render/cfn", []string{"internal/pattern", "internal/stack", "internal/pylon", "internal/resource", "internal/render/patch", "internal/render/yamldoc", "internal/render/cfn/aws"}, "a target sees resolved stacks only, and no other target"},
	{"internal/render/cfn/aws", []string{"internal/resource"}, "typed resources know no app"},
	{"internal/render/cfn/cfngen", []string{"github.com/dave/jennifer/jen"}, "a generator"},
	{"internal/render/compose", []string{"internal/shell", "internal/stack", "internal/pylon", "internal/resource", "internal/render/yamldoc"}, "a target sees resolved stacks only, and no other target"},
	{"internal/render/dotenv", []string{"internal/pattern", "internal/stack", "internal/pylon"}, "a target sees resolved stacks only, and no other target"},
	{"internal/secrets", []string{"internal/shell", "internal/stack", "internal/pylon", "internal/resource"}, "it writes commands from names; no value ever comes near it"},
	{"internal/graph", []string{"internal/columns", "internal/stack", "internal/diff", "internal/cost", "internal/diag"}, "it draws resolved stacks and what a comparison found"},
	{"internal/scaffold", []string{"internal/lock", "internal/pattern", "internal/release", "internal/stack", "internal/pylon", "templates", "gopkg.in/yaml.v3"}, "it makes first texts from the model, and knows no disk"},
	{"internal/cost", []string{"internal/stack"}, "it prices resolved stacks"},
	{"internal/cost/gen", []string{"internal/cost", "internal/pattern"}, "a generator"},
	{"internal/diff", []string{"internal/diff/engine", "internal/stack", "internal/resource", "internal/cost", "internal/pylon", "internal/source"}, "it compares what others have resolved and rendered: no input, no target's text"},
	{"internal/diff/gen", []string{"internal/diff", "internal/release", "github.com/invopop/jsonschema"}, "a generator"},
	{"internal/report", []string{"internal/cost", "internal/diff", "internal/diag", "internal/source"}, "it writes what others found, and prints nothing"},
	{"internal/report/gen", []string{"internal/report", "internal/cost", "internal/diag", "internal/release", "github.com/invopop/jsonschema"}, "a generator"},
	{"internal/diff/engine", []string{"internal/stack", "internal/resource"}, "what engines do to resources; what that means to people is not its business"},
	{"internal/lock", nil, "the format of one file"},
	{"internal/output", []string{"internal/lock"}, "it compares and writes bytes, whatever they are"},
	{"internal/run", nil, "it starts programs, and knows no project"},
	{"packaging", []string{"internal/release"}, "it wraps the program, and knows nothing of what it does"},
	{"templates", nil, "embedded text"},
	{"test/", []string{"internal/", "test/", "github.com/", "gopkg.in/", "golang.org/x/sync/errgroup"}, "tests may look anywhere"},
}

// neverReached lists what a package must not reach by any way.
var neverReached = map[string][]string{
	"internal/render":  {module + "internal/schema", module + "internal/resolve", "github.com/santhosh-tekuri/jsonschema/v5", "os/exec", "net/http"},
	"internal/rules":   {module + "internal/schema", module + "internal/resolve", module + "internal/render", "os/exec", "net/http"},
	"internal/resolve": {module + "internal/render", "os/exec", "net/http"},
	"internal/project": {"os/exec", "net/http", "github.com/spf13/cobra"},
	"cmd/pylon-gen":    {"github.com/dave/jennifer/jen", "github.com/invopop/jsonschema", "github.com/google/go-cmp/cmp", "github.com/compose-spec/compose-go/v2/loader"},
}

func TestImportRules(t *testing.T) {
	for line := range strings.Lines(list(t, `{{.ImportPath}} {{join .Imports " "}}`, "./...")) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		name := strings.TrimPrefix(fields[0], module)
		i := slices.IndexFunc(packages, func(r struct {
			name string
			may  []string
			why  string
		}) bool {
			return r.name == name || strings.HasSuffix(r.name, "/") && strings.HasPrefix(name, r.name)
		})
		if i < 0 {
			t.Errorf("%s is not listed: add what it may import, with the reason", name)
			continue
		}
		for _, imported := range fields[1:] {
			path := strings.TrimPrefix(imported, module)
			if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
				continue // the standard library
			}
			if !slices.ContainsFunc(packages[i].may, func(m string) bool {
				return m == path || strings.HasSuffix(m, "/") && strings.HasPrefix(path, m)
			}) {
				t.Errorf("%s may not import %s: %s", name, path, packages[i].why)
			}
		}
	}
}

func TestWhatPackagesNeverReach(t *testing.T) {
	for name, forbidden := range neverReached {
		deps := strings.Fields(list(t, `{{join .Deps " "}}`, module+name))
		if len(deps) < 10 {
			t.Fatalf("%s has only the dependencies %v: is the list right?", name, deps)
		}
		for _, f := range forbidden {
			if slices.Contains(deps, f) {
				t.Errorf("%s reaches %s", name, f)
			}
		}
	}
}

// Nothing but the command prints or exits.
func TestOnlyTheCommandPrints(t *testing.T) {
	for line := range strings.Lines(list(t, `{{.ImportPath}} {{join .Imports " "}}`, module+"internal/...", module+"templates")) {
		fields := strings.Fields(line)
		name := strings.TrimPrefix(fields[0], module)
		if strings.HasPrefix(name, "internal/schema/gen") || name == "internal/rules/gen" || name == "internal/pylon/gen" || name == "internal/cost/gen" || name == "internal/diff/gen" || name == "internal/report/gen" || name == "internal/render/cfn/cfngen" || name == "internal/output" || name == "internal/run" {
			continue // a generator's command; the package that touches the disk; the one that starts programs
		}
		if slices.Contains(fields[1:], "os") || slices.Contains(fields[1:], "log") {
			t.Errorf("%s imports os or log: it is to be pure", name)
		}
	}
}

func list(t *testing.T, format string, packages ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-f", format}, packages...)...)
	cmd.Dir = "../.."
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	return string(out)
}
