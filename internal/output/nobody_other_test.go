//go:build !linux

package output

import (
	"os"
	"testing"
)

// asNobody calls f; root, whom no permission stops, cannot become an ordinary
// user for a while here.
func asNobody(t *testing.T, _ string, f func()) {
	if os.Getuid() == 0 {
		t.Skip("SKIPPED: run as root, whom no permission stops")
	}
	f()
}
