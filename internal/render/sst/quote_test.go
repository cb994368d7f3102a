package sst

import (
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"":                 `""`,
		"plain":            `"plain"`,
		`say "hi"`:         `'say "hi"'`,
		`it's "5"`:         `'it\'s "5"'`,
		`it's`:             `"it's"`,
		`'"`:               `"'\""`,
		"a\nb\\\r\t":       `"a\nb\\\r\t"`,
		"`${x}`":           "\"`${x}`\"",
		"\u2028\u202e\x00": `"\u2028\u202e\u0000"`,
		"\U000E0001":       `"\u{e0001}"`,
		"é 😀":              `"é 😀"`,
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"": `""`, "a": "a", "_A9$": "_A9$", "9a": `"9a"`, "a-b": `"a-b"`,
		// Prettier 3.10.1 agrees on all characters but U+2E2F, which it frees from
		// its quotes although no name may hold it.
		"räume": "räume", "日本語": "日本語", "é٣": "é٣", "٣": `"٣"`, "a b": `"a b"`, "🚀": `"🚀"`, "𝒳": `"𝒳"`, "ⸯ": `"ⸯ"`, "a\u200c": `"a\u200c"`,
		"__proto__": `["__proto__"]`, `a"b`: `'a"b'`,
	} {
		if got := key(in); got != want {
			t.Errorf("key(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestCommentIsOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\n*/ b\u2028c": "// a */ b c",
		"ends in \t\n ":  "// ends in",
		" ":              "//",
	} {
		if got := comment(in); got != want {
			t.Errorf("comment(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzQuote: whatever the text, the literal is one token with that value.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", "\"'`${process.exit(1)}\\", "\u2028\u202e\ufeff", "$", "`", "\\${", "\x00\r\n", "</script>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return // the model holds valid text only
		}
		if got, rest := read(t, quote(s)); got != s || rest != "" {
			t.Errorf("%s reads as %q with %q left over, want %q", quote(s), got, rest, s)
		}
		if got := unquote(quote(s)); got != s {
			t.Errorf("%s is taken for %q, want %q", quote(s), got, s)
		}
		if got, rest := read(t, template([]string{s}, "name")); got != s || rest != "" {
			t.Errorf("the template of %q reads as %q with %q left over", s, got, rest)
		}
		got, rest := read(t, template([]string{s, s}, "name"))
		if want := s + "<name>" + s; got != want || rest != "" {
			t.Errorf("the template of %q twice reads as %q with %q left over", s, got, rest)
		}
		for _, r := range quote(s) + template([]string{s}, "name") {
			if r != ' ' && !unicode.IsPrint(r) {
				t.Errorf("%U is in the literal of %q unescaped", r, s)
			}
		}
	})
}

// read reads the string or template literal that src starts with, as ECMAScript
// does (sections 12.9.4 and 12.9.6), and returns what follows it. A hole of a
// template reads as its expression in angle brackets.
func read(t *testing.T, src string) (value, rest string) {
	t.Helper()
	var b strings.Builder
	mark := src[0]
	for i := 1; i < len(src); {
		switch c := src[i]; {
		case c == mark:
			return b.String(), src[i+1:]
		case mark == '`' && strings.HasPrefix(src[i:], "${"):
			end := i + strings.IndexByte(src[i:], '}')
			b.WriteString("<" + src[i+2:end] + ">")
			i = end + 1
		case c == '\n' || c == '\r':
			t.Fatalf("a line break in the literal %s", src)
		case c == '\\':
			i += 2
			switch e := src[i-1]; e {
			case 'n':
				b.WriteByte('\n')
			case 'r':
				b.WriteByte('\r')
			case 't':
				b.WriteByte('\t')
			case 'u':
				digits := src[i : i+4]
				i += 4
				if digits[0] == '{' {
					end := i - 4 + strings.IndexByte(src[i-4:], '}')
					digits, i = src[i-3:end], end+1
				}
				n, err := strconv.ParseUint(digits, 16, 32)
				if err != nil {
					t.Fatalf("escape in %s: %v", src, err)
				}
				b.WriteRune(rune(n))
			case '\\', '"', '\'', '`', '$':
				b.WriteByte(e)
			default:
				t.Fatalf("unknown escape \\%c in %s", e, src)
			}
		default:
			b.WriteByte(c)
			i++
		}
	}
	t.Fatalf("the literal %s does not end", src)
	return "", ""
}
