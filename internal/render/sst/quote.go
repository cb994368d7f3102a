package sst

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// quote writes s as a string literal of TypeScript. Every string that comes
// from the model passes here or through [template]: whatever it holds, it is
// one literal with exactly that value, and shows as what it is.
func quote(s string) string {
	if harmless(s) {
		return `"` + s + `"`
	}
	mark := '"'
	if strings.Count(s, `"`) > strings.Count(s, "'") {
		mark = '\'' // as Prettier does: the mark that needs fewer escapes
	}
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteRune(mark)
	for _, r := range s {
		if r == mark {
			b.WriteByte('\\')
		}
		escape(&b, r)
	}
	b.WriteRune(mark)
	return b.String()
}

// unquote is the text of a literal that quote wrote.
func unquote(literal string) string {
	literal = literal[1 : len(literal)-1]
	if harmless(literal) {
		return literal
	}
	var b strings.Builder
	for literal != "" {
		c := literal[0]
		if c != '\\' {
			b.WriteByte(c)
			literal = literal[1:]
			continue
		}
		c, literal = literal[1], literal[2:]
		switch c {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u':
			digits, rest := literal[:4], literal[4:]
			if literal[0] == '{' {
				digits, rest, _ = strings.Cut(literal[1:], "}")
			}
			r, _ := strconv.ParseUint(digits, 16, 32)
			b.WriteRune(rune(r))
			literal = rest
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// harmless reports whether s needs no escape: nearly all strings do not.
func harmless(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// template writes the pieces as a template literal with the expression hole
// between each two of them.
func template(pieces []string, hole string) string {
	var b strings.Builder
	b.WriteByte('`')
	for i, piece := range pieces {
		if i > 0 {
			b.WriteString("${" + hole + "}")
		}
		for _, r := range piece {
			if r == '`' || r == '$' {
				b.WriteByte('\\')
			}
			escape(&b, r)
		}
	}
	b.WriteByte('`')
	return b.String()
}

// escape writes one character of a literal. What a reader would not see (control
// characters, line separators, marks that reorder text) is written as an escape.
func escape(b *strings.Builder, r rune) {
	switch {
	case r == '\\':
		b.WriteString(`\\`)
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r > 0xffff && !unicode.IsPrint(r):
		fmt.Fprintf(b, `\u{%x}`, r)
	case r != ' ' && !unicode.IsPrint(r):
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		b.WriteRune(r)
	}
}

// key writes s as the name of a property, quoted only when it has to be.
func key(s string) string {
	for i, r := range s {
		if !startsName(r) && (i == 0 || !continuesName(r)) {
			return quote(s)
		}
	}
	switch s {
	case "":
		return quote(s)
	case "__proto__":
		return `["__proto__"]` // as a plain key it would set the prototype
	}
	return s
}

// startsName reports whether a name without quotes can begin with r. Prettier
// removes the quotes around names of such characters, up to U+FFFF.
func startsName(r rune) bool {
	return r == '_' || r == '$' || r <= 0xffff && unicode.In(r, unicode.L, unicode.Nl) && !unicode.Is(unicode.Pattern_Syntax, r)
}

// continuesName reports whether r can stand in such a name behind its start.
func continuesName(r rune) bool {
	return r <= 0xffff && unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc)
}

// comment makes s safe for a line comment, without blanks at its end.
func comment(s string) string {
	return strings.TrimRight("// "+strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s), " ")
}
