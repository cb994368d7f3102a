package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Lines gives the text of a line of an input file, "" when it has none.
type Lines func(file string, line int) string

// excerpt is how many characters of a long line are shown on each side of the
// caret: a manifest may well be one line of 25 MB.
const excerpt = 60

// Text prints findings for people: code, what, file:line:col, the source line
// with a caret, why, and how to fix it.
func Text(w io.Writer, list List, lines Lines) error {
	for _, d := range list {
		var b strings.Builder
		fmt.Fprintf(&b, "%s[%s]: %s\n", d.Severity, d.Code, visible(d.Message))
		if d.Pos.File != "" {
			fmt.Fprintf(&b, "  --> %s\n", visible(d.Pos.String()))
		}
		if line := lines(d.Pos.File, d.Pos.Line); line != "" && !d.Sensitive {
			text, caret := clip(line, d.Pos.Col)
			number := fmt.Sprint(d.Pos.Line)
			fmt.Fprintf(&b, "%s | %s\n%s | %s^\n", number, text, strings.Repeat(" ", len(number)), caret)
		}
		if d.Why != "" {
			fmt.Fprintf(&b, "  why: %s\n", visible(d.Why))
		}
		if d.Fix != "" {
			fmt.Fprintf(&b, "  fix: %s\n", visible(d.Fix))
		}
		if _, err := io.WriteString(w, b.String()+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// clip gives the part of a line around column col (from 1), and the blanks
// that put a caret under it.
func clip(line string, col int) (text, blanks string) {
	runes := []rune(line)
	at := min(max(col-1, 0), len(runes))
	from, to := 0, len(runes)
	if at > 2*excerpt {
		from = at - excerpt
	}
	if to-at > 2*excerpt {
		to = at + excerpt
	}
	head, tail := string(runes[from:at]), string(runes[at:to])
	if from > 0 {
		head = "…" + head
	}
	if to < len(runes) {
		tail += "…"
	}
	head = visible(head)
	return head + visible(tail), strings.Repeat(" ", len([]rune(head)))
}

// visible replaces control characters, so that input cannot write to the
// terminal; a tab counts as one blank, to keep the caret in its place.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// Wire is the JSON form of a finding.
type Wire struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line,omitempty"`
	Col      int      `json:"col,omitempty"`
	Why      string   `json:"why,omitempty"`
	Fix      string   `json:"fix,omitempty"`
}

// MarshalJSON writes the findings in their JSON form, never null.
func (l List) MarshalJSON() ([]byte, error) {
	wire := make([]Wire, len(l))
	for i, d := range l {
		wire[i] = Wire{d.Code, d.Severity, d.Message, d.Pos.File, d.Pos.Line, d.Pos.Col, d.Why, d.Fix}
	}
	return json.Marshal(wire)
}
