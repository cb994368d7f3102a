package graph

import (
	"encoding/xml"
	"strings"
	"unicode"

	"github.com/pylon-gen/pylon-gen/internal/columns"
	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// font is a size of text. All text is monospaced: the widths of other fonts cannot be
// known here. The usual ones (Menlo, DejaVu Sans Mono, Liberation Mono) are 0.602 of
// their size wide, others less.
type font int

const (
	small font = 11
	title font = 13
	head  font = 17
)

// wide is the width of so many columns, rounded up.
func (f font) wide(cols int) int { return (cols*int(f)*605 + 999) / 1000 }

// fits is how many columns fit into a width.
func (f font) fits(width int) int { return width * 1000 / (int(f) * 605) }

// taken is how many columns s takes at most. A mark counts as one: where a font has no
// composed character, it may stand next to the character before it.
func taken(s string) int { return columns.Of(s) + marks(s) }

func marks(s string) (n int) {
	for _, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			n++
		}
	}
	return n
}

// readable makes what cannot be seen visible. Marks on one character are limited:
// a tower of them would cover the lines above.
func readable(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		switch {
		case marks > 2:
			return -1
		case r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r&0xFFFE == 0xFFFE:
			return unicode.ReplacementChar
		}
		return r
	}, diag.Visible(s))
}

// escaped is s as text of a document, in an attribute too.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(readable(s))) // a Builder takes everything
	return b.String()
}

// shortened cuts the middle out of text that is longer than cols: the ends of names
// tell most.
func shortened(s string, cols int) string {
	if taken(s) <= cols {
		return s
	}
	all := []rune(s)
	head, tail := 0, len(all)
	for w := 1; head < tail; { // 1 for the ellipsis
		next, at := all[head], head
		fromEnd := (head + len(all) - tail) % 2
		if fromEnd == 1 {
			at = tail - 1
			next = all[at]
		}
		if w += taken(string(next)); w > cols {
			break
		}
		if fromEnd == 1 {
			tail--
		} else {
			head++
		}
	}
	return string(all[:head]) + "…" + string(all[tail:])
}

// begun is the beginning of long text.
func begun(s string, most int) string {
	if all := []rune(s); len(all) > most {
		return string(all[:most-1]) + "…"
	}
	return s
}

// wrapped breaks parts into lines, between parts if possible. The last line ends with
// an ellipsis in its middle when there are more than rows.
func wrapped(parts []string, cols, rows int) []string {
	var lines []string
	add := func(s, separator string) {
		i := len(lines) - 1
		if i >= 0 && (taken(lines[i]+separator+s) <= cols || len(lines) == rows) {
			lines[i] += separator + s
			return
		}
		if i >= 0 {
			lines[i] += strings.TrimSpace(separator)
		}
		lines = append(lines, s)
	}
	for i, part := range parts {
		separator := " "
		if i > 0 {
			separator = ", "
		}
		if i < len(parts)-1 && taken(part)+1 > cols || taken(part) > cols {
			for _, word := range strings.Fields(part) {
				add(word, separator)
				separator = " "
			}
			continue
		}
		add(part, separator)
	}
	for i := range lines {
		lines[i] = shortened(lines[i], cols)
	}
	return lines
}

// sure reports whether the width of s is known: monospaced fonts have these characters.
// Browsers do not squeeze marks, and taken has room for them.
func sure(s string) bool {
	return marks(s) > 0 || !strings.ContainsFunc(s, func(r rune) bool { return r > 0xFF && r != '…' && r != '−' })
}
