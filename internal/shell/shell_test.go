package shell

import (
	"os"
	"os/exec"
	"testing"
)

// Whatever the word is, a shell returns it as one argument.
func FuzzQuote(f *testing.F) {
	sh, err := exec.LookPath("sh")
	if err != nil && os.Getenv("PYLON_REQUIRE_TOOLS") != "1" {
		f.Skip("NOT PROVEN: there is no sh")
	}
	for _, s := range []string{"", "a", "a b", "it's", `"$HOME"`, "`id`", "$(id)", "a;b", "-n", "~", "*", "\\", "\n", "é", "#x", "a=b", "!!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range []byte(s) {
			if r == 0 {
				t.Skip("no argument holds a zero byte")
			}
		}
		out, err := exec.Command(sh, "-c", "printf %s. "+Quote(s)).Output()
		if err != nil || string(out) != s+"." {
			t.Errorf("%q came back as %q: %v", s, out, err)
		}
	})
}
