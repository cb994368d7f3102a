// Package pattern holds regular expressions that are compiled when they are first
// asked for. A run needs few of them, and compiling all would be most of its
// start.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression in the syntax of package regexp.
type Pattern struct {
	text     string
	once     sync.Once
	compiled *regexp.Regexp
}

// Of returns the pattern of an expression. One that does not compile panics when
// it is first used.
func Of(text string) *Pattern { return &Pattern{text: text} }

func (p *Pattern) regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.text) })
	return p.compiled
}

// MatchString reports whether s contains a match.
func (p *Pattern) MatchString(s string) bool { return p.regexp().MatchString(s) }

// FindStringSubmatch returns the leftmost match and its groups, nil when there is
// none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.regexp().FindStringSubmatch(s) }

// FindAllStringSubmatch returns at most n matches with their groups, all of them
// when n is negative.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.regexp().FindAllStringSubmatch(s, n)
}

// FindAllSubmatchIndex returns the places of at most n matches and their groups in
// b, all of them when n is negative.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return p.regexp().FindAllSubmatchIndex(b, n)
}

// ReplaceAllString returns s with every match replaced; $1 in the replacement is
// a group.
func (p *Pattern) ReplaceAllString(s, replacement string) string {
	return p.regexp().ReplaceAllString(s, replacement)
}
