package yamldoc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// place is where a string stands; not every style is possible everywhere.
type place int

const (
	inBlock place = iota // the value of a block mapping, or an item of a block sequence
	inFlow               // between [ and ]
	asKey
)

// appendString writes s in the first style that both YAML versions read back
// as s and that prettier leaves alone, literal blocks excepted.
func appendString(b []byte, s string, at place) []byte {
	switch {
	case isPlain(s, at):
		return append(b, s...)
	case needsEscape(s):
		return appendDouble(b, s)
	case strings.ContainsAny(s, `"\`):
		// prettier turns "\"" into '"', and doubles ' where both occur.
		b = append(b, '\'')
		b = append(b, strings.ReplaceAll(s, "'", "''")...)
		return append(b, '\'')
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// isPlain reports whether s may stand without quotes. It knows a small safe
// subset of what YAML allows: it starts with a letter or a slash, so it is no
// number, date or sexagesimal (190:20:30), and it is not one of YAML 1.1's
// words.
func isPlain(s string, at place) bool {
	if s == "" || isWord(s) {
		return false
	}
	if c := s[0]; !isLetter(c) && c != '/' {
		return false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c) || '0' <= c && c <= '9':
		case strings.IndexByte("_./@+-=*()%;", c) >= 0:
		case c == ',':
			if at != inBlock {
				return false
			}
		case c == ':', c == ' ':
			// ": " is a mapping, " #" a comment, two spaces or one at the
			// end fall victim to folding.
			if i+1 == len(s) || s[i+1] == ' ' || c == ':' && s[i+1] == ',' {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return (c|0x20)-'a' < 26 } // a byte below wraps around

// isWord reports whether YAML 1.1 or 1.2 takes s for a boolean or null
// (yaml.org/type/bool.html, null.html; YAML 1.2.2 section 10.3).
func isWord(s string) bool {
	if len(s) > len("false") || strings.IndexByte("yYnNoOtTfF", s[0]) < 0 {
		return false
	}
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return true
	}
	return false
}

// needsEscape reports whether s holds a character that only "\..." can express
// for every reader.
func needsEscape(s string) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			panic("yamldoc: string is not UTF-8")
		}
		if isHidden(r) {
			return true
		}
		i += size
	}
	return false
}

// isHidden reports whether r is a line break to YAML 1.1 (U+0085, U+2028,
// U+2029), not printable in YAML (C1 controls, U+FFFE, U+FFFF), lost by some
// readers (the byte order mark), or a mark that shows text in another order than it
// is in.
func isHidden(r rune) bool {
	return r < ' ' || 0x7f <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 ||
		r == 0xfeff || r == 0xfffe || r == 0xffff || r > 0xff && unicode.Is(unicode.Bidi_Control, r)
}

const hex = "0123456789ABCDEF"

func appendDouble(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\r':
			b = append(b, `\r`...)
		case !isHidden(r):
			b = utf8.AppendRune(b, r)
		case r < 0x100:
			b = append(b, '\\', 'x', hex[r>>4], hex[r&15])
		default:
			b = append(b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
	}
	return append(b, '"')
}

// isLiteral reports whether s is text of several lines that a literal block
// (| or |-) preserves unchanged in both YAML versions: no line ends in a
// blank, the first line shows the indentation, at most one line end is at the
// end, and nothing needs an escape.
func isLiteral(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if strings.IndexByte(s, '\n') < 0 || body == "" || body[0] == ' ' || body[0] == '\n' {
		return false
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasSuffix(line, " ") || needsEscape(line) {
			return false
		}
	}
	return !strings.HasSuffix(body, "\n")
}
