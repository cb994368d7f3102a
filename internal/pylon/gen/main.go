// Command gen writes what is known of the runtime by version, from the tables of
// package pylon. Run it with go generate, in internal/pylon.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

const intro = `# Upgrading the runtime

<!-- Written by go generate ./internal/pylon from its tables. -->

What pylon-gen knows of the Pylon runtime, from %s to %s, and what changes for those who run an app when it gets
a newer version. None of it was seen in a running container: each fact names its source and how sure it is. Where a
release is not proven, the range says which it can be; a finding about such a version is a warning, never an error.
A version beyond the known ones is taken for the nearest, which a warning says.

To upgrade: change ` + "`pylon.version`" + `, the image in the Dockerfile and the ` + "`@pylonsync`" + ` packages in one commit, then
` + "`pylon-gen render`" + ` and ` + "`pylon-gen check`" + `. Read the rows below between the two versions (` + "`pylon-gen init --pylon %s`" + `
in a project prints them), set new secrets before the deployment (` + "`pylon-gen secrets --stage production`" + `), and
deploy a stage that is not production first.

## What changes

| since | change | concerns | what | what to do |
| --- | --- | --- | --- | --- |
`

func main() {
	log.SetFlags(0)
	var b strings.Builder
	fmt.Fprintf(&b, intro, pylon.Oldest, pylon.Newest, pylon.Newest)
	for _, u := range pylon.Upgrades {
		row(&b, since(u.Gate), string(u.Kind), cmp.Or(u.If, "all apps"), u.What, u.Do)
	}
	b.WriteString("\n## What the runtime can do\n\n| it … | since | sure | evidence | pylon-gen |\n| --- | --- | --- | --- | --- |\n")
	for _, c := range pylon.Capabilities {
		row(&b, c.What, since(c.Gate), string(c.Sure), c.Evidence, c.Effect)
	}
	b.WriteString("\n## What it refuses in a manifest\n\nThe runtime does not start with such a manifest. The codes are its own, and can be ignored in the spec by them\nwhere a version has relaxed its check (`ignore: [{ rule: FIELD_TYPE_UNKNOWN, reason: … }]`). Evidence:\n" + strings.ReplaceAll(pylon.RefusalEvidence, "; ", ";\n") + "\n\n| code | refused | not any more by a runtime that … |\n| --- | --- | --- |\n")
	for _, r := range pylon.Refusals {
		var relaxed []string
		for _, c := range r.Relaxed {
			relaxed = append(relaxed, c.What+" ("+since(c.Gate)+")")
		}
		row(&b, "`"+r.Code+"`", r.What, strings.Join(relaxed, "; "))
	}
	b.WriteString("\n## Variables\n\nThose with a key are decided by it. The others belong in `service.env`, secrets by name in\n`service.secrets`; some of them the stack sets too, and a value in `service.env` then replaces the stack's (PG511).\n`pylon-gen explain NAME` shows one of them. Evidence:\n" + strings.ReplaceAll(pylon.EnvEvidence, "; ", ";\n") + ".\n\n" +
		"| variable | read | default | set by | what for |\n| --- | --- | --- | --- | --- |\n")
	for _, v := range pylon.Env {
		by := v.Key
		switch {
		case by != "":
			by = "`" + by + "`"
		case v.Secret:
			by = "secret"
		}
		row(&b, "`"+v.Name+"`", strings.TrimPrefix(v.Read(), "since "), v.Default, by, v.Why)
	}
	if err := os.WriteFile(os.Args[1], []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// since is a gate in a column whose title says "since".
func since(g pylon.Gate) string { return strings.TrimPrefix(g.String(), "since ") }

func row(b *strings.Builder, cells ...string) {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}
