package secrets

import (
	"regexp"
	"strings"
)

// plain is a word that no shell takes apart.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=-]+$`)

// Quote writes s as one word of a POSIX shell.
func Quote(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
