package mix

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render"
)

var markerWord = regexp.MustCompile(`Zq[0-9]+qZ`)

// Faults are hostile texts that are not inert in the files: a marker word that
// is code, or a text that did not arrive as it was written.
func Faults(m Mix, files []render.File) []string {
	var out []string
	for _, f := range files {
		var faults []string
		switch f.Target {
		case render.SST:
			faults = scriptFaults(string(f.Bytes), m.Texts)
		case render.CloudFormation:
			faults = documentFaults(f.Bytes, m.Texts, true)
		case render.Compose:
			faults = documentFaults(f.Bytes, m.Texts, false)
		case render.Dotenv:
			faults = dotenvFaults(string(f.Bytes))
		}
		for _, fault := range faults {
			out = append(out, path.Base(f.Path)+": "+fault)
		}
	}
	return out
}

// scriptFaults wants every marker of a configuration in a comment, or in a text
// that holds all that the spec has.
func scriptFaults(script string, texts map[string]string) []string {
	tokens, err := tokenize(script)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, t := range tokens {
		for _, marker := range markerWord.FindAllString(t.raw, -1) {
			switch {
			case t.kind == code && strings.Contains(t.raw, texts[marker]+":"):
				// A name that is an identifier needs no quotes before its colon.
			case t.kind == code:
				out = append(out, fmt.Sprintf("line %d: %s is code", t.line, marker))
			case t.kind == literal && !strings.Contains(t.value, texts[marker]):
				out = append(out, fmt.Sprintf("line %d: %q is no longer %q", t.line, t.value, texts[marker]))
			}
		}
	}
	return out
}

// assignments are lines that set a variable; a value in quotes may go on.
var assignments = regexp.MustCompile(`(?s)^([A-Za-z_][A-Za-z0-9_]*=('[^']*'|"(\\.|[^"\\])*"|[^\n'"]*)|#[^\n]*|)\n`)

// dotenvFaults wants nothing but comments and assignments; what the values mean
// to their readers is tested alongside the renderer.
func dotenvFaults(text string) []string {
	for rest := text; rest != ""; {
		found := assignments.FindString(rest)
		if found == "" {
			line, _, _ := strings.Cut(rest, "\n")
			return []string{fmt.Sprintf("neither a comment nor an assignment: %q", line)}
		}
		rest = rest[len(found):]
	}
	return nil
}
