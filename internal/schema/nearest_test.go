package schema

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"cpu", "image", "memory", "domain", "größe"}
	for word, want := range map[string]string{
		"imgae": "image", "imag": "image", "memorry": "memory", "cp": "cpu", "cup": "cpu", "xyz": "", "domains2": "domain", "domains22": "",
		"grösse": "größe", "grosse": "", "": "", strings.Repeat("x", 100): "", "domian": "domain",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q is taken for %q, want %q", word, got, want)
		}
	}
}
