package reflected

import (
	"regexp"
	"slices"
	"strings"
)

// keepName are the words after which the name that a doc comment starts with stays:
// "Prefix of the keys", "Model that is asked".
var keepName = []string{"of", "on", "to", "as", "that", "asked", "between", "must", "subnets"}

// firstWords are the first two words of a doc comment, and what comes after them.
var firstWords = regexp.MustCompile(`(?s)^(\w+) (\w+) (.+)$`)

// prose writes the doc comment of name for those who read about the key and do not
// know the Go name: "Max is the greatest number" is "The greatest number", "Ignore
// silences rules" is "Silences rules".
func prose(name, comment string) string {
	m := firstWords.FindStringSubmatch(comment)
	if m == nil || m[1] != name || slices.Contains(keepName, m[2]) {
		return comment
	}
	if slices.Contains([]string{"is", "are", "says", "say"}, m[2]) {
		return capital(m[3])
	}
	return capital(m[2] + " " + m[3])
}

// capital starts a text with an upper-case letter; a quoted name or a value stays as
// it is written.
func capital(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}
