package mix

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A small reader of TypeScript: it tells literals and comments from code. A
// regular expression is code, and is stepped over as a whole: a quote in it
// starts no text.

type kind int

const (
	code kind = iota
	literal
	comment
)

// token is a stretch of a script.
type token struct {
	kind  kind
	raw   string
	value string // what a literal means
	line  int
}

type reader struct {
	text   string
	at     int
	tokens []token
	seen   int // the text up to here has been looked at for lines
	line   int // of what follows, from 0
}

func tokenize(script string) ([]token, error) {
	r := &reader{text: script}
	err := r.code(false)
	return r.tokens, err
}

func (r *reader) add(k kind, from int, value string) {
	if r.at > from {
		r.line += strings.Count(r.text[r.seen:from], "\n")
		r.seen = from
		r.tokens = append(r.tokens, token{k, r.text[from:r.at], value, 1 + r.line})
	}
}

func (r *reader) has(prefix string) bool { return strings.HasPrefix(r.text[r.at:], prefix) }

// code reads to the end, or to the brace that ends a hole of a template.
func (r *reader) code(hole bool) error {
	depth, from := 0, r.at
	for r.at < len(r.text) {
		c := r.text[r.at]
		switch {
		case r.has("//"):
			r.add(code, from, "")
			from = r.at
			for r.at < len(r.text) && !lineEnd(r.text[r.at:]) {
				r.at++
			}
			r.add(comment, from, "")
			from = r.at
		case r.has("/*"):
			r.add(code, from, "")
			from = r.at
			end := strings.Index(r.text[r.at+2:], "*/")
			if end < 0 {
				return fmt.Errorf("a comment never ends")
			}
			r.at += end + 4
			r.add(comment, from, "")
			from = r.at
		case c == '/' && r.startsRegexp():
			for r.at++; r.at < len(r.text) && r.text[r.at] != '/'; r.at++ {
				if r.text[r.at] == '\\' {
					r.at++
				}
			}
			r.at++
		case c == '"' || c == '\'' || c == '`':
			r.add(code, from, "")
			if err := r.literal(c); err != nil {
				return err
			}
			from = r.at
		case c == '{':
			depth++
			r.at++
		case c == '}' && depth == 0 && hole:
			r.add(code, from, "")
			return nil
		case c == '}':
			depth--
			r.at++
		default:
			r.at++
		}
	}
	r.add(code, from, "")
	if hole {
		return fmt.Errorf("a hole of a template never ends")
	}
	return nil
}

// lineEnd reports whether a line of a script ends here.
func lineEnd(rest string) bool {
	return rest[0] == '\n' || rest[0] == '\r' || strings.HasPrefix(rest, "\u2028") || strings.HasPrefix(rest, "\u2029")
}

// startsRegexp tells a regular expression from a division by what stands before.
func (r *reader) startsRegexp() bool {
	before := strings.TrimRight(r.text[:r.at], " \n")
	return strings.HasSuffix(before, "(") || strings.HasSuffix(before, ",") || strings.HasSuffix(before, "=")
}

// literal reads a text, or a template with its holes.
func (r *reader) literal(quote byte) error {
	from := r.at
	var value strings.Builder
	for r.at++; r.at < len(r.text); {
		c := r.text[r.at]
		switch {
		case c == quote:
			r.at++
			r.add(literal, from, value.String())
			return nil
		case c == '\\':
			if err := r.escape(&value); err != nil {
				return err
			}
		case quote != '`' && (c == '\n' || c == '\r'):
			return fmt.Errorf("line %d: a text is not closed", 1+strings.Count(r.text[:r.at], "\n"))
		case quote == '`' && r.has("${"):
			r.add(literal, from, value.String())
			r.at += 2
			if err := r.code(true); err != nil {
				return err
			}
			from = r.at
			r.at++
			value.Reset()
		default:
			value.WriteByte(c)
			r.at++
		}
	}
	return fmt.Errorf("a text never ends")
}

var escapes = map[byte]string{'n': "\n", 'r': "\r", 't': "\t", 'b': "\b", 'f': "\f", 'v': "\v", '0': "\x00"}

// escape reads what follows a backslash.
func (r *reader) escape(value *strings.Builder) error {
	if r.at+1 >= len(r.text) {
		return fmt.Errorf("a text never ends")
	}
	c := r.text[r.at+1]
	digits := map[byte]int{'x': 2, 'u': 4}[c]
	if digits > 0 && r.at+2+digits <= len(r.text) {
		n, err := strconv.ParseUint(r.text[r.at+2:r.at+2+digits], 16, 32)
		if err != nil {
			return err
		}
		value.WriteRune(rune(n))
		r.at += 2 + digits
		return nil
	}
	if text, known := escapes[c]; known {
		value.WriteString(text)
		r.at += 2
		return nil
	}
	char, size := utf8.DecodeRuneInString(r.text[r.at+1:])
	value.WriteRune(char)
	r.at += 1 + size
	return nil
}
