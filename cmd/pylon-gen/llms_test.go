package main

import (
	"encoding/json"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// summary is what llms.txt begins with.
const summary = `# pylon-gen

> A Go command that reads a Pylon app's pylon.manifest.json and one file that people write, pylon.stack.yaml, and renders
> sst.config.ts, CloudFormation templates, docker-compose.dev.yml and .env.example. It judges what would go wrong on AWS,
> and shows what a change does to stages that run. It needs no account and no network.

Change pylon.stack.yaml, never what was rendered; then run "pylon-gen render" and "pylon-gen check". "pylon-gen explain" has the
meaning of each key and each finding, "--format json" prints JSON.
`

var (
	mapHeading = regexp.MustCompile(`^## (.+)$`)
	mapRow     = regexp.MustCompile(`^\| (.+) \| (\[.+\]\(.+\)) \|$`)
	mapLink    = regexp.MustCompile(`\[[^\]]+\]\(([^)]+\.md)\)`)
)

// llms is llms.txt (https://llmstxt.org): the pages of docs/README.md, each with the job
// that it is for, at addresses where they are plain Markdown.
func llms(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	raw := strings.Replace(release.Repository, "https://github.com/", "https://raw.githubusercontent.com/", 1) + "/main/"
	out := summary
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if m := mapHeading.FindStringSubmatch(line); m != nil {
			out += "\n## " + m[1] + "\n\n"
		}
		if m := mapRow.FindStringSubmatch(line); m != nil {
			for _, target := range mapLink.FindAllStringSubmatch(m[2], -1) {
				name := path.Join("docs", target[1])
				out += "- [" + name + "](" + raw + name + "): " + m[1] + "\n"
			}
		}
	}
	return out
}

// Each page of the documentation is in the map, and so in llms.txt.
func TestEveryPageIsInTheMap(t *testing.T) {
	listed := llms(t)
	for name := range docs(t) {
		if name != "docs/README.md" && !strings.Contains(listed, "/"+name+")") {
			t.Errorf("docs/README.md does not lead to %s", name)
		}
	}
}

// The entry for SchemaStore's catalogue names the files that we look for and the schema
// where a release publishes it.
func TestSchemaStoreEntry(t *testing.T) {
	text, err := os.ReadFile("../../docs/schemastore.json")
	if err != nil {
		t.Fatal(err)
	}
	var entry struct {
		Name, Description, URL string
		FileMatch              []string
	}
	if err := json.Unmarshal(text, &entry); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(project.SpecNames, entry.FileMatch); diff != "" {
		t.Error(diff)
	}
	var published struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(schema.StackSchema, &published); err != nil {
		t.Fatal(err)
	}
	if entry.URL != published.ID || entry.Name == "" || entry.Description == "" {
		t.Errorf("the schema is %s, the entry %s", published.ID, text)
	}
}
