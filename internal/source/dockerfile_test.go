package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDockerfile(t *testing.T) {
	f := &File{Name: "Dockerfile", Data: []byte("# syntax=docker/dockerfile:1\n\nfrom  a:1 AS x\r\n  RUN one \\\n  # why\n    two \\\n three\nRUN <<EOF\nFROM none\nEOF\nUSER 10001\nCMD\n")}
	var got []string
	for _, in := range Dockerfile(f) {
		got = append(got, in.Pos.String()+" "+in.Keyword+"|"+in.Args)
	}
	want := []string{
		"Dockerfile:3:1 FROM|a:1 AS x", "Dockerfile:4:3 RUN|one  two  three",
		"Dockerfile:8:1 RUN|<<EOF\nFROM none", "Dockerfile:11:1 USER|10001", "Dockerfile:12:1 CMD|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever a Dockerfile holds, each instruction is where it says it is.
func FuzzDockerfile(f *testing.F) {
	f.Add("FROM a\nRUN b \\\n c\n")
	f.Add("RUN <<A <<B\nx\nA\ny\nB\nUSER 1")
	f.Add("\\\n#\\\n \\")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		last := 0
		for _, in := range Dockerfile(&File{Name: "f", Data: []byte(text)}) {
			if in.Pos.Line <= last || in.Pos.Line > len(lines) {
				t.Fatalf("line %d after %d of %d", in.Pos.Line, last, len(lines))
			}
			last = in.Pos.Line
			here := lines[in.Pos.Line-1][in.Pos.Col-1:]
			if !strings.HasPrefix(strings.ToUpper(here), in.Keyword) {
				t.Fatalf("%q does not start with %q", here, in.Keyword)
			}
		}
	})
}
