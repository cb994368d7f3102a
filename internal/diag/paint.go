package diag

// Paint reports whether text is coloured, with the codes that terminals know.
type Paint bool

// Plain text has no codes in it.
const Plain Paint = false

// Severity returns text in the colour of a severity.
func (p Paint) Severity(s Severity, text string) string {
	if p == Plain {
		return text
	}
	code := "36" // cyan
	switch s {
	case Error:
		code = "31" // red
	case Warning:
		code = "33" // yellow
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
