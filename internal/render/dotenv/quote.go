package dotenv

import (
	"strings"
	"unicode"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// quote writes a value so that every reader of an .env file reads it alike:
// Docker Compose (compose-go's dotenv), the runtime (the Rust crate dotenvy),
// node --env-file, bun, dotenv of npm, and a shell with `set -a; . ./.env`. Where
// no spelling does, text is empty and different says what they read differently.
//
// The order is: as it is, in single quotes, in double quotes. Each was tried
// with compose-go 2.16, node 20 to 24, bun 1.4, dotenv 18, dash and bash.
func quote(value string) (text, different string) {
	switch {
	case strings.ContainsFunc(value, isControl):
		// Compose drops a carriage return in every spelling; other control
		// characters have no place in an environment.
		return "", "a control character or a mark that reorders text"
	case isBare(value):
		return value, ""
	case !strings.Contains(value, "'"):
		return single(value)
	}
	return double(value)
}

// single writes a value without single quotes in them. All readers take what is
// inside as it is, line ends included, but for two: bun replaces variables, and
// takes a backslash from a dollar sign; Compose and bun see an escape in a
// backslash before the closing quote.
func single(value string) (text, different string) {
	switch {
	case strings.HasSuffix(value, `\`):
		return "", "a backslash at its end"
	case bunReplaces.MatchString(value):
		return "", "a dollar sign before a name, which bun replaces"
	}
	return "'" + value + "'", ""
}

// bunReplaces matches what bun changes in every kind of quotes.
var bunReplaces = pattern.Of(`\$[A-Za-z0-9_{]|\\\$`)

// double writes a value with single quotes in double ones. What is special inside
// differs: Compose, the runtime and a shell know escapes that node, bun and
// dotenv do not, and the shell executes what is between backticks.
func double(value string) (text, different string) {
	if strings.ContainsAny(value, "\"$`\\") {
		return "", "a single quote together with a double quote, dollar sign,\nbacktick or backslash"
	}
	return `"` + value + `"`, ""
}

// isControl reports characters that no spelling carries to all readers, and those that
// show a value as another one: an .env file has no escapes for them.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || unicode.Is(unicode.Bidi_Control, r)
}

// isBare reports whether value needs no quotes. A shell reads & as the end of a
// command, and ~ as the home directory at the start and after a colon.
func isBare(value string) bool {
	for i := 0; i < len(value); i++ {
		c := value[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("_-./:@%+,=?*", c) >= 0) {
			return false
		}
	}
	return true
}

// comment turns text into comment lines. Older releases of dotenvy count the
// quotes in comments too, so that one apostrophe swallows what follows: quotes
// become typographic ones.
func comment(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '`':
			return '’'
		case r == '"':
			return '”'
		case r == '\\':
			return '/'
		case r < ' ' && r != '\n', 0x7f <= r && r < 0xa0, r == 0x2028, r == 0x2029, unicode.Is(unicode.Bidi_Control, r):
			return ' '
		}
		return r
	}, text)
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimRight("# "+line, " "))
		b.WriteByte('\n')
	}
	return b.String()
}
