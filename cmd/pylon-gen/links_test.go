package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	fence        = regexp.MustCompile("^ *(```+|~~~+)")
	codeSpan     = regexp.MustCompile("`[^`]*`")
	link         = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)[^)]*\)`)
	heading      = regexp.MustCompile(`^#{1,6} +(.*?)(?: +#+)?$`)
	named        = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
	tableRow     = regexp.MustCompile(`^ *\|`)
	indentedLine = regexp.MustCompile(`^ {4,}\S`) // a command, see commandLine
)

// proseOf are the lines of a page with "" for each that is in a block of code.
func proseOf(text string) []string {
	lines := strings.Split(text, "\n")
	end := ""
	for i, line := range lines {
		m := fence.FindStringSubmatch(line)
		switch {
		case m != nil && end == "":
			end = m[1]
		case m != nil && strings.HasPrefix(m[1], end) && strings.TrimSpace(line) == m[1]:
			end = ""
		case end == "":
			continue
		}
		lines[i] = ""
	}
	return lines
}

// anchorsOf are the anchors of a page as GitHub makes them from its headings: lower
// case, with dashes for blanks, without other punctuation, and numbered when there are
// several.
func anchorsOf(text string) map[string]bool {
	anchors, count := map[string]bool{}, map[string]int{}
	for _, line := range proseOf(text) {
		for _, m := range named.FindAllStringSubmatch(line, -1) {
			anchors[m[1]] = true
		}
		m := heading.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		words := regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(m[1], "$1")
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, words)
		if n := count[anchor]; n > 0 {
			anchors[fmt.Sprintf("%s-%d", anchor, n)] = true
		}
		count[anchor]++
		anchors[anchor] = true
	}
	return anchors
}

func TestAnchors(t *testing.T) {
	got := anchorsOf("# Retain, protect\n## `service.exec` *\n## Twice\n## Twice\n```\n# no heading\n```\n## [Linked](x.md) & more\n### What `<name>` is\n")
	want := []string{"retain-protect", "serviceexec-", "twice", "twice-1", "linked--more", "what-name-is"}
	for _, w := range want {
		if !got[w] {
			t.Errorf("%s is missing in %v", w, got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}

// No link of the documentation leads nowhere: its file is there, and so is its heading.
func TestNoDeadLinks(t *testing.T) {
	pages := docs(t)
	count := 0
	for from, text := range pages {
		for i, line := range proseOf(text) {
			for _, m := range link.FindAllStringSubmatch(codeSpan.ReplaceAllString(line, "``"), -1) {
				count++
				if problem := deadLink(pages, from, m[1]); problem != "" {
					t.Errorf("%s:%d: %s: %s", from, i+1, m[1], problem)
				}
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d links in the documentation", count)
	}
}

// deadLink returns what is wrong with a link of a page, "" when it leads somewhere.
func deadLink(pages map[string]string, from, target string) string {
	if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return ""
	}
	file, anchor, _ := strings.Cut(target, "#")
	file = cmp.Or(path.Join(path.Dir(from), file), from)
	if target[0] == '#' {
		file = from
	}
	if _, err := os.Stat(filepath.Join("../..", file)); err != nil {
		return "the file is not there"
	}
	if anchor == "" {
		return ""
	}
	text, read := pages[file]
	if !read {
		return "an anchor in a file that is not a page of the documentation"
	}
	if !anchorsOf(text)[anchor] {
		return "no heading has this anchor"
	}
	return ""
}

func TestDeadLink(t *testing.T) {
	pages := map[string]string{"docs/cost.md": "# Cost\n", "README.md": "# x\n"}
	for target, dead := range map[string]bool{
		"https://example.com": false, "cost.md": false, "cost.md#cost": false, "#cost": false, "../README.md#x": false, "images": false,
		"nothing.md": true, "cost.md#nothing": true, "#nothing": true, "../docs/cost.md#Cost": true, "images/comment.png#x": true,
	} {
		if got := deadLink(pages, "docs/cost.md", target); got != "" != dead {
			t.Errorf("%s: %q", target, got)
		}
	}
}

// long are pages that are written from tables and are read by search.
var long = []string{"docs/stack-spec.md", "docs/rules.md", "docs/cli.md", "docs/upgrading.md"}

// wide has lines that are the texts of rules.
var wide = []string{"docs/rules.md"}

// A page has at most 200 lines, and a line of prose at most 120 characters.
func TestPagesAreShort(t *testing.T) {
	for name, text := range docs(t) {
		if n := strings.Count(text, "\n"); n > 200 && !slices.Contains(long, name) {
			t.Errorf("%s has %d lines: make two pages of it", name, n)
		}
		if slices.Contains(wide, name) {
			continue
		}
		for i, line := range proseOf(text) {
			shown := []rune(link.ReplaceAllStringFunc(line, func(s string) string {
				before, _, _ := strings.Cut(s, "](")
				return before + "]"
			}))
			if len(shown) > 120 && !tableRow.MatchString(line) && !indentedLine.MatchString(line) {
				t.Errorf("%s:%d has %d characters", name, i+1, len(shown))
			}
		}
	}
}
