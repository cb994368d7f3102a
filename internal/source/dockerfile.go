package source

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// Instruction is one instruction of a Dockerfile.
type Instruction struct {
	Keyword string // in capital letters: "FROM"
	// Args is what follows it, with continued lines joined by a blank. What a
	// here-document holds is part of it.
	Args string
	Pos  Pos // of the keyword
}

// Dockerfile returns the instructions of a Dockerfile in their order. It keeps to
// the reference of the format in what a reader must tell apart: comments,
// continued lines, here-documents; it refuses nothing.
func Dockerfile(f *File) []Instruction {
	lines := strings.Split(strings.ReplaceAll(string(f.Data), "\r\n", "\n"), "\n")
	var out []Instruction
	for i := 0; i < len(lines); i++ {
		text := strings.Trim(lines[i], blanks)
		if text == "" || text[0] == '#' {
			continue
		}
		at := Pos{File: f.Name, Line: i + 1, Col: 1 + len(lines[i]) - len(strings.TrimLeft(lines[i], blanks))}
		for strings.HasSuffix(text, `\`) && i+1 < len(lines) {
			text = strings.TrimSuffix(text, `\`)
			if next := strings.Trim(lines[i+1], blanks); next != "" && next[0] == '#' {
				text += `\` // a comment between continued lines is not part of them
			} else {
				text += " " + next
			}
			i++
		}
		keyword, args := text, ""
		if end := strings.IndexAny(text, blanks); end >= 0 {
			keyword, args = text[:end], strings.Trim(text[end:], blanks)
		}
		in := Instruction{Keyword: strings.ToUpper(keyword), Args: args, Pos: at}
		if in.Keyword == "RUN" || in.Keyword == "COPY" || in.Keyword == "ADD" {
			for _, m := range hereDocument.FindAllStringSubmatch(args, -1) {
				for i++; i < len(lines) && strings.Trim(lines[i], blanks) != m[1]; i++ {
					in.Args += "\n" + lines[i]
				}
			}
		}
		out = append(out, in)
	}
	return out
}

const blanks = " \t"

var hereDocument = pattern.Of(`<<-?['"]?([A-Za-z_][A-Za-z0-9_]*)['"]?`)
