// Package shell writes words for a POSIX shell.
package shell

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// plain is a word that no shell takes apart.
var plain = pattern.Of(`^[A-Za-z0-9_./:@%+=-]+$`)

// Quote writes s as one word of a POSIX shell.
func Quote(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
