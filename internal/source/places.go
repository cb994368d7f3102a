package source

import (
	"bytes"
	"sort"
	"strings"
)

// step is the distance of checkpoints in bytes: the most that is counted to
// find a column in a line of any length.
const step = 1024

// places is the index of a file's lines and columns. It is made once and only
// when there is something to report: without it each of n findings would cost
// a walk over the file, and a manifest may be one line of 64 MB.
type places struct {
	text  string // the file's data; lines are parts of it
	lines []int  // offsets at which lines start
	chars []int  // characters that start before offset k*step
}

func (f *File) indexed() *places {
	f.once.Do(func() {
		p := &f.places
		p.text = string(f.Data)
		p.lines = append(p.lines, 0)
		for i := 0; ; {
			n := bytes.IndexByte(f.Data[i:], '\n')
			if n < 0 {
				break
			}
			i += n + 1
			p.lines = append(p.lines, i)
		}
		count := 0
		for i := 0; i <= len(f.Data); i += step {
			p.chars = append(p.chars, count)
			count += starts(f.Data[i:min(i+step, len(f.Data))])
		}
	})
	return &f.places
}

// starts counts the bytes that start a UTF-8 character.
func starts(data []byte) int {
	n := 0
	for _, b := range data {
		if b&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// before counts the characters before an offset.
func (p *places) before(data []byte, offset int) int {
	return p.chars[offset/step] + starts(data[offset-offset%step:offset])
}

// At returns the position of a byte offset.
func (f *File) At(offset int) Pos {
	p := f.indexed()
	offset = min(max(offset, 0), len(f.Data))
	line := sort.SearchInts(p.lines, offset+1) // the lines that start at or before it
	col := p.before(f.Data, offset) - p.before(f.Data, p.lines[line-1])
	return Pos{File: f.Name, Line: line, Col: col + 1}
}

// offset is the byte offset of a line and column, both from 1; len(f.Data)
// beyond the end.
func (f *File) offset(line, col int) int {
	p := f.indexed()
	if line > len(p.lines) {
		return len(f.Data)
	}
	want := p.before(f.Data, p.lines[line-1]) + col // characters up to and with the one at col
	k := sort.SearchInts(p.chars, want) - 1         // the last checkpoint before it
	for i, n := k*step, p.chars[k]; i < len(f.Data); i++ {
		if f.Data[i]&0xc0 != 0x80 {
			if n++; n == want {
				return i
			}
		}
	}
	return len(f.Data)
}

// Line returns the text of a line (counting from 1) without its line end, ""
// when there is none. It copies nothing.
func (f *File) Line(n int) string {
	p := f.indexed()
	if n < 1 || n > len(p.lines) {
		return ""
	}
	line := p.text[p.lines[n-1]:]
	if n < len(p.lines) {
		line = p.text[p.lines[n-1] : p.lines[n]-1]
	}
	return strings.TrimSuffix(line, "\r")
}
