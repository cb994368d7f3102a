package source

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		in        string
		what      string
		line, col int
	}{
		"plain":         {"a: 1\n", "", 0, 0},
		"BOM":           {"\xef\xbb\xbfa: 1\n", "", 0, 0},
		"CRLF":          {"a: 1\r\nb: 2\r\n", "", 0, 0},
		"empty":         {"", "the file is empty", 1, 1},
		"blank":         {" \n\t\n", "the file is empty", 1, 1},
		"UTF-16":        {"\xff\xfea\x00", "the file is UTF-16", 1, 1},
		"UTF-16 no BOM": {"a\x00:\x00", "the file holds a NUL byte: it is binary, or UTF-16", 1, 2},
		"Latin-1":       {"a: é\nb: \xe9\n", "byte 0xe9 is not UTF-8", 2, 4},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Text("x", []byte(c.in))
			if c.what == "" {
				if err != nil || len(f.Data) == 0 || f.Data[0] != 'a' {
					t.Errorf("%v %q", err, f.Data)
				}
				return
			}
			text, ok := err.(*TextError)
			if !ok || text.What != c.what || text.Line != c.line || text.Col != c.col {
				t.Errorf("got %+v", err)
			}
		})
	}
}

func TestReadLimits(t *testing.T) {
	fsys := fstest.MapFS{"big": {Data: make([]byte, 11)}, "dir/x": {Data: []byte("a")}}
	for name, want := range map[string]string{
		"nope": "the file does not exist",
		"dir":  "this is not a regular file",
		"big":  "the file has 11 bytes, more than the 10 that are accepted",
	} {
		if _, err := Read(fsys, name, name, 10); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f, err := Read(fsys, "dir/x", "shown", 10); err != nil || f.Name != "shown" {
		t.Errorf("%v %v", f, err)
	}
}

func TestLinesAndPlaces(t *testing.T) {
	f := &File{Name: "f", Data: []byte("eins\r\nzwöi x\nlast")}
	for n, want := range map[int]string{0: "", 1: "eins", 2: "zwöi x", 3: "last", 4: ""} {
		if got := f.Line(n); got != want {
			t.Errorf("line %d is %q", n, got)
		}
	}
	if got := f.At(12).String(); got != "f:2:6" { // columns count characters
		t.Errorf("offset 12 is %s", got)
	}
	if got := f.At(999).String(); got != "f:3:5" {
		t.Errorf("beyond the end is %s", got)
	}
}

func TestJSONPositions(t *testing.T) {
	f := &File{Name: "f", Data: []byte(`{
  "a": [1, {"b~/c": true}],
  "d": {"e": null}
}`)}
	got := JSONPos(f, [][]string{{}, {"a"}, {"a", "0"}, {"a", "1", "b~/c"}, {"d", "e"}, {"d", "nope"}, {"zzz"}})
	for i, want := range []string{"f:1:1", "f:2:3", "f:2:9", "f:2:13", "f:3:9", "f:3:3", "f:1:1"} {
		if got[i].String() != want {
			t.Errorf("pointer %d is at %s, want %s", i, got[i], want)
		}
	}
}

// Places in a file of any shape are what a walk from its start returns.
func TestPlacesAgreeWithCounting(t *testing.T) {
	for _, data := range []string{
		"", "\n", "\n\n", "a\r\nb", string(bytes.Repeat([]byte("é€x🙂"), 1500)),
		string(bytes.Repeat([]byte("éx\n"), 1500)), string(bytes.Repeat([]byte("a"), step)), string(bytes.Repeat([]byte("a"), 2*step)) + "\n",
	} {
		f := &File{Name: "f", Data: []byte(data)}
		line, start := 1, 0
		for i := 0; i <= len(data); i++ {
			if i == len(data) || utf8.RuneStart(data[i]) {
				want := Pos{File: "f", Line: line, Col: utf8.RuneCountInString(data[start:i]) + 1}
				if got := f.At(i); got != want {
					t.Fatalf("offset %d is at %s, want %s", i, got, want)
				}
				if got := f.offset(want.Line, want.Col); got != i {
					t.Fatalf("%s is offset %d, want %d", want, got, i)
				}
			}
			if i < len(data) && data[i] == '\n' {
				line, start = line+1, i+1
			}
		}
	}
}

// Findings must not cost a walk over the file each.
func TestManyPlacesInOneLine(t *testing.T) {
	var b bytes.Buffer
	var pointers [][]string
	b.WriteString(`{"x":{`)
	for i := range 100_000 {
		fmt.Fprintf(&b, `"k%d":[0,1],`, i)
		pointers = append(pointers, []string{"x", fmt.Sprint("k", i), "1"})
	}
	b.WriteString(`"last":0}}`)
	f := &File{Name: "f", Data: b.Bytes()}
	got := JSONPos(f, pointers) // 25 minutes when each is looked for alone
	if want := "f:1:15"; got[0].String() != want {
		t.Errorf("the first is at %s, want %s", got[0], want)
	}
	if last := got[len(got)-1]; f.Data[last.Col-1] != '1' || last.Col < len(f.Data)-20 {
		t.Errorf("the last is at %s", last)
	}
}
