// Command gen writes the reference of all rules, from the table of package
// rules. Run it with go generate, in internal/rules.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/rules"
)

const intro = `# Rules

<!-- Written by go generate ./internal/rules from its table. -->

What ` + "`pylon-gen check`" + ` looks at. ` + "`pylon-gen explain PG308`" + ` shows one of them in a terminal, with its example.

An error fails the check, a warning does with ` + "`--fail-on warning`" + `, a note never does and is shown with ` + "`-v`" + `. A finding that you accept is silenced in the spec, with a reason
that the next reader finds there; an ignore that silences nothing is itself a finding (PG024):

` + "```yaml" + `
version: 1
pylon: { version: 0.20.0 }
ignore:
  - { rule: PG308, reason: only one browser is ever open at a time, stage: production }
stages:
  production: { domain: { name: api.example.com } }
` + "```" + `

Codes without PG, such as INDEX_FIELD_NOT_FOUND, are the runtime's own: it would refuse the manifest. [upgrading.md](upgrading.md) lists them, with the versions that have relaxed them; they are
ignored in the same way. Where a rule follows from what the runtime can do, its gate says since which version, how sure that is and where it was read; where it is not proven for a version, the finding is a
warning at most. Ids never change and are never used again.

| id | severity | is about | runtime |
| --- | --- | --- | --- |
`

func main() {
	log.SetFlags(0)
	if err := os.WriteFile(os.Args[1], []byte(document()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// document is the reference.
func document() string {
	var b strings.Builder
	b.WriteString(intro)
	for _, r := range rules.All() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", r.ID, strings.ToLower(r.ID), r.Severity, cell(r.Title), r.Runtime())
	}
	for _, r := range rules.All() {
		section(&b, r)
	}
	return b.String()
}

func section(b *strings.Builder, r *rules.Rule) {
	fmt.Fprintf(b, "\n## %s\n\n%s%s (%s). Why: %s. Fix: %s.\n\n", r.ID, strings.ToUpper(r.Title[:1]), r.Title[1:], r.Severity, r.Why, r.Fix)
	fmt.Fprintf(b, "Evidence: %s Runtime: %s. Since pylon-gen %s.", r.Evidence, r.Runtime(), r.Since)
	if gate := r.Gate(); gate != "" {
		fmt.Fprintf(b, " Gate: %s", gate)
	}
	if !r.Ignorable() {
		b.WriteString(" Cannot be ignored.")
	}
	b.WriteString("\n")
	for _, x := range []struct {
		title   string
		example rules.Example
	}{{"Found", r.Fires}, {"Not found", r.Silent}} {
		for _, part := range x.example.Parts() {
			fmt.Fprintf(b, "\n%s, `%s`:\n\n```\n%s\n```\n", x.title, part.File, part.Text)
		}
		if said := says(r, x.example); said != "" {
			fmt.Fprintf(b, "\nwhich says\n\n```text\n%s```\n", said)
		}
	}
}

// says is what check prints about an example: the first finding of the rule.
func says(r *rules.Rule, example rules.Example) string {
	if example == (rules.Example{}) {
		return ""
	}
	files, err := example.Files()
	if err != nil {
		log.Fatalf("%s: %v", r.ID, err)
	}
	repo := fstest.MapFS{}
	for name, text := range files {
		repo[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := project.Load(repo, project.Place{Dir: ".", Spec: project.SpecNames[0], Shown: "."})
	if err != nil {
		log.Fatalf("%s: %v", r.ID, err)
	}
	list := p.List
	if p.App != nil {
		documents, ok := p.Render(render.Selection{})
		if list = p.List; ok {
			list = p.Check(documents)
		}
	}
	list = slices.DeleteFunc(list.Sorted(), func(d diag.Diagnostic) bool { return d.Code != r.ID })
	if len(list) == 0 {
		return ""
	}
	var out strings.Builder
	if err := diag.Text(&out, list[:1], p.Line, diag.Plain); err != nil {
		log.Fatalf("%s: %v", r.ID, err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
