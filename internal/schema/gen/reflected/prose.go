package reflected

import (
	"slices"
	"strings"
)

// keepName are the words after which the name that a doc comment starts with stays:
// "Prefix of the keys", "Model that is asked".
var keepName = []string{"of", "on", "to", "as", "that", "asked", "between", "must", "subnets"}

// prose writes the doc comment of name for those who read about the key and do not
// know the Go name: "Max is the greatest number" is "The greatest number", "Ignore
// silences rules" is "Silences rules".
func prose(name, comment string) string {
	rest, named := strings.CutPrefix(comment, name+" ")
	word, more, several := strings.Cut(rest, " ")
	if !named || !several || more == "" || slices.Contains(keepName, word) {
		return comment
	}
	if slices.Contains([]string{"is", "are", "says", "say"}, word) {
		return capital(more)
	}
	return capital(rest)
}

// capital starts a text with an upper-case letter; a quoted name or a value stays as
// it is written.
func capital(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}
