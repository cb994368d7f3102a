package scaffold

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/templates"
)

// preCommitEntry runs both hooks: render first, so that check sees its files.
func preCommitEntry(generator string) string {
	return "- repo: " + release.Repository + "\n  rev: v" + generator + "\n  hooks:\n    - id: pylon-gen-render\n    - id: pylon-gen-check\n"
}

// PreCommit returns a .pre-commit-config.yaml with pylon-gen's hooks: old, which
// may be nil, and what has to be added to it. It is nil when the hooks are there
// already; ok is false when old is not written in a way that text can be added
// to, and the entry has to be added by hand.
func PreCommit(old []byte, generator string) (text []byte, ok bool) {
	entry := preCommitEntry(generator)
	if len(bytes.TrimSpace(old)) == 0 {
		return []byte("repos:\n" + indent(entry, "  ")), true
	}
	if bytes.Contains(old, []byte("pylon-gen-")) {
		return nil, true
	}
	before := repos(old)
	if before == nil || before.Style&yaml.FlowStyle != 0 || len(before.Content) == 0 {
		return nil, false
	}
	added := string(old)
	if !strings.HasSuffix(added, "\n") {
		added += "\n"
	}
	// The dash stands two columns before the first key of an item.
	added += indent(entry, strings.Repeat(" ", max(0, before.Content[0].Column-3)))
	after := repos([]byte(added))
	if after == nil || len(after.Content) != len(before.Content)+1 {
		return nil, false // repos is not the last key, or the dash stands elsewhere
	}
	return []byte(added), true
}

// PreCommitEntry is what has to be added by hand to a .pre-commit-config.yaml.
func PreCommitEntry(generator string) []byte { return []byte(indent(preCommitEntry(generator), "  ")) }

// repos finds the list of repositories in a .pre-commit-config.yaml, nil when
// there is none.
func repos(text []byte) *yaml.Node {
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	root := doc.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "repos" && root.Content[i+1].Kind == yaml.SequenceNode {
			return root.Content[i+1]
		}
	}
	return nil
}

func indent(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}

// GitHook is the pre-commit hook for people without the program of that name.
func GitHook() []byte { return templates.GitHook }

// HuskyHook adds the line that calls the hook to husky's pre-commit script, nil when
// it is there already.
func HuskyHook(text []byte) []byte {
	const line = "sh .husky/pylon-gen.sh"
	if bytes.Contains(text, []byte(line)) {
		return nil
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(bytes.Clone(text), '\n')
	}
	return append(bytes.Clone(text), line+"\n"...)
}

// Codegen is how a workflow writes a manifest that is not committed.
type Codegen struct {
	// Manager is the package manager: bun, npm, pnpm or yarn; anything else is one
	// without a lock file.
	Manager string
	Root    string // where the packages are installed, relative to the repository
	App     string // the app's directory, relative to the repository
	Command string // in the shell, without what finds pylon
}

// steps are the steps of the workflow. bun run finds the program in node_modules and
// never downloads one.
func (c *Codegen) steps() string {
	install := map[string]string{
		"bun": "bun install --frozen-lockfile", "npm": "npm ci",
		"pnpm": "corepack pnpm install --frozen-lockfile", "yarn": "corepack yarn install --immutable",
	}[c.Manager]
	var b strings.Builder
	b.WriteString("      # git ignores the manifest: it is written here. The runtime's codegen needs Bun.\n")
	b.WriteString("      - uses: oven-sh/setup-bun@0c5077e51419868618aeaa5fe8019c62421857d6 # v2.2.0\n")
	for _, step := range []struct{ run, in string }{{cmp.Or(install, "bun install"), c.Root}, {"bun run " + c.Command, c.App}} {
		fmt.Fprintf(&b, "      - run: %s\n        working-directory: %s\n", literal(step.run), literal(step.in))
	}
	return b.String()
}

// words is a text as one YAML value: bare when it is words with blanks between them.
func words(text string) string {
	safe := strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/ -") == "" && !strings.HasPrefix(text, "-")
	if text == "." || safe && strings.ContainsAny(text, "/ ") { // one word may be YAML's own, such as null
		return text
	}
	return string(quoted(text))
}

// literal is a text as one value of a workflow, in which GitHub would put the value of
// an expression.
func literal(text string) string {
	return words(strings.ReplaceAll(text, "${{", "${{ '${{' }}"))
}

// Workflow returns the workflow for GitHub: it checks every pull request and what is
// pushed to the default branch, and says on a pull request what it does to what
// runs. codegen is nil when the manifest is committed.
func Workflow(generator, branch string, codegen *Codegen) []byte {
	if strings.Trim(branch, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") != "" {
		branch = strconv.Quote(branch) // git lets a name hold what YAML reads otherwise
	}
	text := string(templates.Workflow)
	if codegen != nil {
		const ours = "      - uses: pylon-gen/pylon-gen@"
		text = strings.Replace(text, ours, codegen.steps()+ours, 1)
	}
	return []byte(strings.NewReplacer("@VERSION", "@v"+generator, "DEFAULT_BRANCH", branch).Replace(text))
}
