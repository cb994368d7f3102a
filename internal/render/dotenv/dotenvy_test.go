package dotenv

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// TestRuntimeReadsTheSame reads the file by the rules of the Rust crate
// dotenvy, which the runtime uses.
func TestRuntimeReadsTheSame(t *testing.T) {
	for _, value := range stacktest.AwkwardValues() {
		app := stacktest.Local()
		app.Dev.Env = []stack.Variable{{Name: "VALUE", Text: stack.Staged(value), Why: "don't"}, {Name: "WITNESS", Text: "seen"}}
		text := string(Render(app))
		env, err := readDotenvy(text)
		if err != nil {
			t.Errorf("%q: %v\n%s", value, err, text)
			continue
		}
		got, there := env["VALUE"]
		if there && got != value || !there && !refused(text, "VALUE") || env["WITNESS"] != "seen" || env["PYLON_X"] != "" {
			t.Errorf("%q came back as %q, the next variable as %q", value, env["VALUE"], env["WITNESS"])
		}
		if env["DATABASE_URL"] != app.Dev.Postgres.URL() {
			t.Errorf("DATABASE_URL came back as %q", env["DATABASE_URL"])
		}
	}
}

// readDotenvy reads an env file by the rules of dotenvy 0.15 (iter.rs puts
// together values of several lines, parse.rs takes them apart), stricter in
// one point: what it would replace, an unescaped $, is an error.
func readDotenvy(text string) (map[string]string, error) {
	env := map[string]string{}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if strings.HasPrefix(strings.TrimSpace(line), "#") || strings.TrimSpace(line) == "" {
			// Older releases count quotes in comments too.
			if strings.ContainsAny(line, `'"\`) {
				return nil, fmt.Errorf("quote in the comment %q", line)
			}
			text = rest
			continue
		}
		for !quotesClosed(line) {
			if rest == "" {
				return nil, fmt.Errorf("no end of %q", line)
			}
			var more string
			more, rest, _ = strings.Cut(rest, "\n")
			line += "\n" + more
		}
		name, raw, ok := strings.Cut(line, "=")
		if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool {
			return (r < 'A' || 'Z' < r) && (r < '0' || '9' < r) && r != '_'
		}) {
			return nil, fmt.Errorf("no variable in %q", line)
		}
		value, err := dotenvyValue(strings.TrimRight(raw, " \t\r\n"))
		if err != nil {
			return nil, fmt.Errorf("%w in %q", err, line)
		}
		if _, there := env[name]; !there { // the first one counts
			env[name] = value
		}
		text = rest
	}
	return env, nil
}

// quotesClosed follows quotes; a backslash protects the next character inside
// of both kinds.
func quotesClosed(line string) bool {
	var quote rune
	escaped := false
	for _, r := range line {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		}
	}
	return quote == 0 && !escaped
}

// dotenvyValue takes quotes and escapes off; here a backslash means nothing
// inside single quotes.
func dotenvyValue(raw string) (string, error) {
	var out strings.Builder
	var quote rune
	escaped, ended := false, false
	for _, r := range raw {
		switch {
		case ended:
			if r == '#' {
				return out.String(), nil
			}
			if r != ' ' && r != '\t' {
				return "", errors.New("text behind the value")
			}
		case escaped:
			if !strings.ContainsRune(`\'"$ `, r) {
				return "", fmt.Errorf(`unknown escape \%c`, r)
			}
			out.WriteRune(r)
			escaped = false
		case quote == '\'' && r != '\'':
			out.WriteRune(r)
		case r == '$':
			return "", errors.New("variable that would be replaced")
		case r == '\\':
			escaped = true
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		case quote == 0 && (r == ' ' || r == '\t'):
			ended = true
		default:
			out.WriteRune(r)
		}
	}
	if quote != 0 || escaped {
		return "", errors.New("value without an end")
	}
	return out.String(), nil
}
