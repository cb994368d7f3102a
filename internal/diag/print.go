package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// Lines returns the text of a line of an input file, "" when it has none.
type Lines func(file string, line int) string

// excerpt is how many characters of a long line are shown on each side of the
// caret: a manifest may well be one line of 25 MB.
const excerpt = 60

// Text prints findings for people: code, what, file:line:col, the source line
// with a caret, why, and how to fix it. A line that one of the findings calls
// sensitive is shown for none of them.
func Text(w io.Writer, list List, lines Lines, paint Paint) error {
	secret := list.secretLines()
	var place cursor
	for _, d := range list {
		var b strings.Builder
		fmt.Fprintf(&b, "%s: %s\n", paint.Severity(d.Severity, fmt.Sprintf("%s[%s]", d.Severity, d.Code)), Visible(d.Message))
		if d.Pos.File != "" {
			fmt.Fprintf(&b, "  --> %s\n", Visible(d.Pos.String()))
		}
		if line := lines(d.Pos.File, d.Pos.Line); line != "" && !secret[lineOf(d)] {
			text, caret := clip(line, place.find(line, d.Pos))
			number := fmt.Sprint(d.Pos.Line)
			fmt.Fprintf(&b, "%s | %s\n%s | %s%s\n", number, text, strings.Repeat(" ", len(number)), caret, paint.Severity(d.Severity, "^"))
		}
		if d.Why != "" {
			fmt.Fprintf(&b, "  why: %s\n", Visible(d.Why))
		}
		if d.Fix != "" {
			fmt.Fprintf(&b, "  fix: %s\n", Visible(d.Fix))
		}
		if _, err := io.WriteString(w, b.String()+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// cursor finds columns in lines. Findings come in order, so it goes on from
// the last one: a line of 25 MB is walked once, and not once per finding.
type cursor struct {
	pos    source.Pos
	offset int // of pos, in bytes from the start of its line
}

// find returns the byte offset of a position in its line.
func (c *cursor) find(line string, pos source.Pos) int {
	if pos.File != c.pos.File || pos.Line != c.pos.Line || pos.Col < c.pos.Col {
		c.pos, c.offset = source.Pos{File: pos.File, Line: pos.Line, Col: 1}, 0
	}
	for ; c.pos.Col < pos.Col && c.offset < len(line); c.pos.Col++ {
		_, n := utf8.DecodeRuneInString(line[c.offset:])
		c.offset += n
	}
	return c.offset
}

// clip returns the part of a line around the byte offset at, and the blanks that
// put a caret under it.
func clip(line string, at int) (text, blanks string) {
	// Twice the excerpt is kept whole, so that no line is cut for a few letters.
	from, whole := back(line, at, 2*excerpt)
	if !whole {
		from, _ = back(line, at, excerpt)
	}
	to, whole := ahead(line, at, 2*excerpt)
	if !whole {
		to, _ = ahead(line, at, excerpt)
	}
	head, tail := line[from:at], line[at:to]
	if from > 0 {
		head = "…" + head
	}
	if to < len(line) {
		tail += "…"
	}
	head = Visible(head)
	return head + Visible(tail), strings.Repeat(" ", utf8.RuneCountInString(head))
}

// back steps n characters back from a byte offset, and reports whether it came to
// the line's start.
func back(line string, at, n int) (offset int, start bool) {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(line[:at])
		at -= size
	}
	return at, at == 0
}

// ahead steps n characters on, and reports whether it came to the line's end.
func ahead(line string, at, n int) (offset int, end bool) {
	for ; n > 0 && at < len(line); n-- {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at, at == len(line)
}

// Visible replaces control characters, so that input cannot write to the
// terminal; a tab counts as one blank, to keep the caret in its place.
func Visible(s string) string {
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
