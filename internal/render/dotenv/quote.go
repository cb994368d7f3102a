package dotenv

import "strings"

// quote writes a value so that Docker Compose (compose-go's dotenv) and the
// runtime (the Rust crate dotenvy) read it alike; ok is false when no spelling
// does.
//
// In single quotes both take everything as it is, line ends included, but
// neither has a way to write a single quote, and both see an escape in a
// backslash before the closing one. In double quotes both know \\, \" and \$.
// A carriage return is dropped by one of them in every spelling; other control
// characters have no place in an environment.
func quote(value string) (text string, ok bool) {
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
		return "", false
	}
	switch {
	case isBare(value):
		return value, true
	case !strings.Contains(value, "'") && !strings.HasSuffix(value, `\`):
		return "'" + value + "'", true
	}
	return `"` + escaper.Replace(value) + `"`, true
}

var escaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`)

// isBare says whether value needs no quotes.
func isBare(value string) bool {
	for i := 0; i < len(value); i++ {
		c := value[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("_-./:@%+,=?&*~", c) >= 0) {
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
		case r < ' ' && r != '\n', 0x7f <= r && r < 0xa0, r == 0x2028, r == 0x2029:
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
