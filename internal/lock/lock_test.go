package lock

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	a = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	b = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	c = "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
)

// TestText: a person reads it in a pull request, and git merges it.
func TestText(t *testing.T) {
	l := Lock{Version: Version, Generators: []string{"1.0.0"}, Inputs: Digests{"pylon.stack.yaml": {a}}, Files: Digests{"b<c> d": {b, a}, "a": {c}}}
	want := head + `version 2
generator 1.0.0
input ` + a + ` pylon.stack.yaml
file ` + c + ` a
file ` + a + ` b<c> d
file ` + b + ` b<c> d
`
	if diff := cmp.Diff(want, string(l.Bytes())); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{want, strings.ReplaceAll(want, "\n", "\r\n")} {
		got, err := Parse([]byte(text))
		if err != nil || string(got.Bytes()) != want {
			t.Errorf("%v\n%s", err, got.Bytes())
		}
	}
}

const firstVersion = `{
  "version": 1,
  "generator": "0.1.0",
  "inputs": {
    "pylon.stack.yaml": "` + a + `"
  },
  "files": {
    ".env.example": "` + b + `",
    "a \"b\".yaml": "` + c + `"
  }
}
`

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want Lock
	}{
		"version 1":        {firstVersion, Lock{Version: 1, Generators: []string{"0.1.0"}, Inputs: Digests{"pylon.stack.yaml": {a}}, Files: Digests{".env.example": {b}, `a "b".yaml`: {c}}}},
		"version 1, empty": {"{\n  \"version\": 1,\n  \"generator\": \"\",\n  \"inputs\": {},\n  \"files\": {}\n}\n", Lock{Version: 1}},
		"version 1, in conflict": {
			strings.Replace(firstVersion, `    "pylon.stack.yaml": "`+a+`"`, "<<<<<<< HEAD\n    \"pylon.stack.yaml\": \""+a+"\"\n=======\n    \"pylon.stack.yaml\": \""+b+"\"\n>>>>>>> other", 1),
			Lock{Version: 1, Generators: []string{"0.1.0"}, Inputs: Digests{"pylon.stack.yaml": {a, b}}, Files: Digests{".env.example": {b}, `a "b".yaml`: {c}}},
		},
		"the lines of both": {"version 2\ngenerator 1.0.0\ngenerator 1.1.0\nfile " + a + " x\nfile " + b + " x\nfile " + b + " x\n", Lock{Version: 2, Generators: []string{"1.0.0", "1.1.0"}, Files: Digests{"x": {a, b}}}},
		"in conflict":       {"version 2\n<<<<<<< HEAD\nfile " + a + " x\n||||||| base\nfile " + c + " x\n=======\nfile " + b + " x\n>>>>>>> other\n", Lock{Version: 2, Files: Digests{"x": {a, c, b}}}},
		"of both versions": {"<<<<<<< HEAD\n" + firstVersion + "=======\nversion 2\nfile " + a + " x\n>>>>>>> other\n",
			Lock{Version: 1, Generators: []string{"0.1.0"}, Inputs: Digests{"pylon.stack.yaml": {a}}, Files: Digests{".env.example": {b}, `a "b".yaml`: {c}, "x": {a}}}},
	} {
		got, err := Parse([]byte(tc.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "JSON": "{}", "other JSON": `{"version": "1"}`, "no version": "file " + a + " x\n", "version 0": "version 0\n",
		"no path": "version 2\nfile " + a + "\n", "no digest": "version 2\nfile sha256:12 x\n", "another kind": "version 2\nfiles " + a + " x\n",
		"an entry outside": "{\n  \"version\": 1,\n  \"x\": \"" + a + "\"\n}\n", "another object": "{\n  \"version\": 1,\n  \"x\": {\n",
	} {
		if got, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s is read as %v", name, got)
		}
	}
	for _, text := range []string{"version 3\nanything\n", "{\n  \"version\": 3,\n  \"files\": [1]\n}\n"} {
		var unknown *Unknown
		if _, err := Parse([]byte(text)); !errors.As(err, &unknown) || unknown.Version != 3 {
			t.Errorf("got %v", err)
		}
	}
}

func TestNewest(t *testing.T) {
	for want, of := range map[string][]string{"": nil, "0.1.10": {"0.1.9", "0.1.10", "0.1.2"}, "1.0.0": {"1.0.0", "next"}} {
		if got := (Lock{Generators: of}).Newest(); got != want {
			t.Errorf("of %v: got %q", of, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(firstVersion))
	f.Add([]byte("version 2\ngenerator 1\ninput " + a + " x\n<<<<<<< a\nfile " + b + " y z\n=======\npending " + c + " y\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		read, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(read.Bytes())
		read.Version = Version
		if err != nil || string(again.Bytes()) != string(read.Bytes()) {
			t.Errorf("%v\n%s\n%s", err, read.Bytes(), again.Bytes())
		}
	})
}
