package rules

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for:
// most projects ask for few, and each start would pay for all.
type pattern func() *regexp.Regexp

func lazily(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

func (p pattern) in(text string) bool { return p().MatchString(text) }

// find gives the match and its groups, nil when there is none.
func (p pattern) find(text string) []string { return p().FindStringSubmatch(text) }
