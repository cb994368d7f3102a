package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// formattedCases are the golden cases that formatters and linters are let loose on.
var formattedCases = []string{"smallest", "everything", "hostile-text", "shared-by-version", "other-scripts"}

// formatters are configurations of prettier that a user's repository may have.
var formatters = map[string]map[string]any{
	"default":         {},
	"semi":            {"semi": false},
	"singleQuote":     {"singleQuote": true},
	"printWidth 120":  {"printWidth": 120},
	"printWidth 60":   {"printWidth": 60},
	"tabWidth":        {"tabWidth": 4},
	"useTabs":         {"useTabs": true},
	"trailingComma":   {"trailingComma": "none"},
	"bracketSpacing":  {"bracketSpacing": false},
	"proseWrap":       {"proseWrap": "always"},
	"quoteProps":      {"quoteProps": "consistent"},
	"objectWrap":      {"objectWrap": "collapse", "arrowParens": "avoid", "experimentalTernaries": true},
	"other than ours": {"semi": false, "singleQuote": true, "tabWidth": 4, "printWidth": 100, "quoteProps": "preserve"},
}

// inRepository are the outputs of formattedCases.
func inRepository(t *testing.T) (all, configs []consumer.File) {
	t.Helper()
	if *only != "" {
		t.Skip("NOT PROVEN: -golden asks for one case alone")
	}
	of := func(files []consumer.File) (out []consumer.File) {
		for _, f := range files {
			testcase, _, _ := strings.Cut(f.Name, "/")
			if slices.Contains(formattedCases, testcase) {
				out = append(out, f)
			}
		}
		return out
	}
	o := collect(t)
	all, configs = of(o.pretty), of(o.configs)
	if len(configs) != len(formattedCases) {
		t.Fatalf("%d configurations of %d golden cases", len(configs), len(formattedCases))
	}
	return all, configs
}

// Whatever prettier is configured to do, outputs stay as they were rendered:
// else each run of it would make them look as if they were edited by hand.
func TestFormattersChangeNothing(t *testing.T) {
	all, _ := inRepository(t)
	for name, options := range formatters {
		t.Run(name, func(t *testing.T) { consumer.Accept(t, consumer.Kept(all, options, nil)) })
	}
	// Line ends are the one thing that prettier changes everywhere; to the lock
	// the text is the same.
	t.Run("endOfLine", func(t *testing.T) {
		same := func(before, after []byte) bool { return lock.Digest(before) == lock.Digest(after) }
		consumer.Accept(t, consumer.Kept(all, map[string]any{"endOfLine": "crlf"}, same))
	})
}

// Without the comments prettier does change the outputs.
func TestFormattersWouldChange(t *testing.T) {
	all, _ := inRepository(t)
	for i := range all {
		all[i].Text = []byte(strings.ReplaceAll(string(all[i].Text), "prettier-ignore\n", "\n"))
	}
	consumer.Refuse(t, consumer.Kept(all, formatters["tabWidth"], nil))
}

func TestLintersFindNothing(t *testing.T) {
	_, configs := inRepository(t)
	t.Run("eslint", func(t *testing.T) { consumer.Accept(t, consumer.ESLint(configs)) })
	t.Run("biome", func(t *testing.T) { consumer.Accept(t, consumer.Biome(configs)) })
}

// The linters look at the files: without the comments at the top they find what
// is wrong for them.
func TestLintersWouldFind(t *testing.T) {
	_, configs := inRepository(t)
	for i := range configs {
		_, rest, _ := strings.Cut(string(configs[i].Text), "/// <reference")
		configs[i].Text = []byte("/// <reference" + rest)
	}
	t.Run("eslint", func(t *testing.T) { consumer.Refuse(t, consumer.ESLint(configs)) })
	t.Run("biome", func(t *testing.T) { consumer.Refuse(t, consumer.Biome(configs)) })
}
