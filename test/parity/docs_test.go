package parity

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/difference"
	"github.com/pylon-gen/pylon-gen/test/golden"
)

const docs = "../../docs/parity.md"

const intro = `# The same stage in both clouds

One stack spec is rendered for SST and for CloudFormation. Both outputs describe the same thing, and that is proved,
not promised.

## How it is proved

- SST's own code executes every ` + "`sst.config.ts`" + `; every resource that it registers is looked at after all transforms.
  Every template is resolved as CloudFormation would.
- From both, and from the stack that pylon-gen decided on before it rendered anything, the same list of facts is
  made, such as "load balancer: idle seconds" or "tasks firewall: opens to". What a thing is called follows from who
  uses it, never from its name. A property that no table names becomes a fact too, so nothing passes unseen.
- Each cloud's facts must equal those of the stack. Where they cannot, the table below has the reason; a reason that
  nothing needs any more fails.
- That is done for every golden case in every stage, and for 60 random specs over all keys.
- Outputs are changed in one place at a time, thousands of times: a member is deleted, a value changed. At least 97
  of 100 such changes must be seen, and where one is not, the last table says why.

` + "`go test ./test/e2e/cfn`" + ` compares the templates; ` + "`PYLON_REQUIRE_TOOLS=1 go test ./test/e2e/sst`" + ` executes the
configurations (see [development](development.md)).
`

// docs/parity.md is made of the tables: what is the same, what differs, and what
// goes unseen. PYLON_UPDATE=1 writes it.
func TestDocs(t *testing.T) {
	c, err := golden.Load("../../testdata/golden", "smallest")
	if err != nil {
		t.Fatal(err)
	}
	facts := common(Expected(c.App.Stages[0], golden.RealName(c.App.Stages[0])))
	want := intro + same(facts) + differs() + unseenTable()
	if os.Getenv("PYLON_UPDATE") != "" {
		if err := os.WriteFile(docs, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(docs); err != nil || string(got) != want {
		t.Errorf("%s is stale (%v): PYLON_UPDATE=1 go test ./test/parity", docs, err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("%d facts of the default shape are the same in both, and every difference has [a reason](docs/parity.md).", facts.Number())
	if !strings.Contains(strings.Join(strings.Fields(string(readme)), " "), line) {
		t.Errorf("README.md does not say: %s", line)
	}
}

var (
	numbered = regexp.MustCompile(`^(target|listener) [0-9]+$`)
	named    = regexp.MustCompile(`^(secret) .*$`)
	zoned    = regexp.MustCompile(`^(public|private) subnet [a-c]$`)
	has      = regexp.MustCompile(`^(pylon has|pylon has secret) [A-Za-z_]+[A-Za-z0-9_]*$`)
)

// common are the facts of a model that no cloud has a reason to lack.
func common(model Facts) Facts {
	out := Facts{}
	for name, values := range model {
		for _, value := range values {
			lacks := func(r reason) bool { return r.Model != "" && r.matches(name, model) && r.model.MatchString(value) }
			if !slices.ContainsFunc(reasons(SST), lacks) && !slices.ContainsFunc(reasons(CloudFormation), lacks) {
				out[name] = append(out[name], value)
			}
		}
	}
	return out
}

// same is the table of what is looked at in the default shape.
func same(facts Facts) string {
	looked := map[string]map[string]bool{}
	for name := range facts {
		thing, fact, _ := strings.Cut(name, ": ")
		thing = numbered.ReplaceAllString(zoned.ReplaceAllString(named.ReplaceAllString(thing, "each $1"), "each $1 subnet"), "each $1")
		switch {
		case thing == "dns":
			fact = "records of each name"
		case strings.HasPrefix(fact, "allow "), strings.HasPrefix(fact, "deny "):
			fact = "each right"
		}
		fact = has.ReplaceAllString(fact, "$1 each variable")
		if looked[thing] == nil {
			looked[thing] = map[string]bool{}
		}
		looked[thing][fact] = true
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n## What is the same\n\n%d facts of a stage of the default shape, and more of other shapes:\n\n| of | facts |\n| --- | --- |\n", facts.Number())
	for _, thing := range slices.Sorted(maps.Keys(looked)) {
		fmt.Fprintf(&b, "| %s | %s |\n", cell(thing), cell(sorted(slices.Collect(maps.Keys(looked[thing])))))
	}
	return b.String()
}

// differs is the table of differences that can be observed.
func differs() string {
	var b strings.Builder
	b.WriteString("\n## What differs, and why\n\n| what | SST | CloudFormation | why |\n| --- | --- | --- | --- |\n")
	for _, d := range difference.All {
		if len(d.Facts) > 0 {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(d.What), cell(d.SST), cell(d.CloudFormation), cell(d.Why))
		}
	}
	return b.String()
}

// unseenTable is the table of changes that go unseen.
func unseenTable() string {
	var b strings.Builder
	b.WriteString("\n## What the comparison does not see\n\n| in | where | why that is right |\n| --- | --- | --- |\n")
	for _, p := range unseen {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", map[string]string{SST: "SST", CloudFormation: "CloudFormation"}[p.Cloud], cell("`"+strings.ReplaceAll(p.At, " | ", "`, `")+"`"), cell(p.Why))
	}
	return b.String()
}

// cell is a text as a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
