package yamldoc

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The implicit resolvers of PyYAML 6 (lib/yaml/resolver.py), the YAML 1.1
// reader under cfn-lint and the AWS CLI, and the words of yaml.org/type/bool
// that PyYAML leaves out.
var resolvers11 = map[string]*regexp.Regexp{
	"bool":      regexp.MustCompile(`^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|y|Y|n|N)$`),
	"float":     regexp.MustCompile(`^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`),
	"int":       regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`),
	"merge":     regexp.MustCompile(`^<<$`),
	"null":      regexp.MustCompile(`^(?:~|null|Null|NULL|)$`),
	"timestamp": regexp.MustCompile(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$`),
	"value":     regexp.MustCompile(`^=$`),
}

// printable11 is PyYAML's reader: anything else is an error.
var unprintable11 = regexp.MustCompile(`[^\x09\x0A\x0D\x20-\x7E\x{85}\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]`)

// readYAML11 reads one scalar by the rules of YAML 1.1: every form in which
// Marshal writes a string, as it is in a document with an indentation of
// two or four columns. It is stricter than the standard where that is simpler.
func readYAML11(form string, flow bool) (string, error) {
	if unprintable11.MatchString(form) {
		return "", errors.New("unprintable character")
	}
	if !strings.HasPrefix(form, "|") && strings.ContainsAny(form, "\n\r\u0085\u2028\u2029") {
		return "", errors.New("line break, which would be folded")
	}
	switch {
	case strings.HasPrefix(form, "|"):
		return readLiteral(form)
	case strings.HasPrefix(form, `"`):
		return readDouble(form)
	case strings.HasPrefix(form, "'"):
		inner := form[1:]
		if len(inner) == 0 || !strings.HasSuffix(inner, "'") {
			return "", errors.New("unclosed '")
		}
		inner = inner[:len(inner)-1]
		if strings.Contains(strings.ReplaceAll(inner, "''", ""), "'") {
			return "", errors.New("' inside '...'")
		}
		return strings.ReplaceAll(inner, "''", "'"), nil
	}
	return readPlain(form, flow)
}

func readPlain(form string, flow bool) (string, error) {
	for kind, re := range resolvers11 {
		if re.MatchString(form) {
			return "", errors.New("plain, but a " + kind)
		}
	}
	switch {
	case strings.ContainsAny(form[:1], "-?:,[]{}#&*!|>'\"%@` \t"):
		return "", errors.New("plain, but begins with an indicator")
	case strings.Contains(form, ": "), strings.HasSuffix(form, ":"), strings.Contains(form, " #"), strings.Contains(form, "\t"):
		return "", errors.New("plain, but holds an indicator")
	case strings.HasSuffix(form, " "), form == "---", form == "...":
		return "", errors.New("plain, but not all of it is content")
	case flow && strings.ContainsAny(form, ",[]{}?"):
		return "", errors.New("plain, but ends early in a flow sequence")
	}
	return form, nil
}

var escapes11 = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': `"`, '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

func readDouble(form string) (string, error) {
	var b strings.Builder
	for i := 1; i < len(form); i++ {
		switch c := form[i]; c {
		case '"':
			if i != len(form)-1 {
				return "", errors.New(`text behind the closing "`)
			}
			return b.String(), nil
		case '\\':
			i++
			if i == len(form) {
				return "", errors.New(`unclosed "`)
			}
			size := map[byte]int{'x': 2, 'u': 4, 'U': 8}[form[i]]
			if size == 0 {
				text, ok := escapes11[form[i]]
				if !ok {
					return "", fmt.Errorf(`unknown escape \%c`, form[i])
				}
				b.WriteString(text)
				continue
			}
			r, err := strconv.ParseUint(form[i+1:i+1+size], 16, 32)
			if err != nil {
				return "", err
			}
			b.WriteRune(rune(r))
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return "", errors.New(`unclosed "`)
}

func readLiteral(form string) (string, error) {
	head, body, _ := strings.Cut(form, "\n")
	if head != "|" && head != "|-" {
		return "", errors.New("unknown block header " + head)
	}
	if strings.ContainsAny(body, "\r\u0085\u2028\u2029") {
		return "", errors.New("line break of YAML 1.1 in a literal block")
	}
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	indent := len(lines[0]) - len(strings.TrimLeft(lines[0], " ")) // found from the first line
	for i, line := range lines {
		if line == "" {
			continue
		}
		rest, ok := strings.CutPrefix(line, strings.Repeat(" ", indent))
		if !ok || indent == 0 {
			return "", errors.New("line of a literal block stands too far left")
		}
		lines[i] = rest
	}
	if lines[0] == "" || lines[len(lines)-1] == "" {
		return "", errors.New("a literal block begins or ends with an empty line")
	}
	text := strings.Join(lines, "\n")
	if head == "|" {
		text += "\n"
	}
	return text, nil
}
