//go:build !linux

package output

import (
	"os"
	"testing"
)

// asNobody calls f; root, whom no permission stops, cannot become an unprivileged
// user for a while here.
func asNobody(t *testing.T, _ string, f func()) {
	if os.Getuid() == 0 {
		if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" {
			t.Fatal("run these tests as an unprivileged user: no permission stops root")
		}
		t.Skip("NOT PROVEN: run as root, whom no permission stops")
	}
	f()
}
