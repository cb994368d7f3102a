package mix_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// Thousands of projects are made and thrown away, and little of them lives long.
// Collecting garbage as often as usual takes half of the time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(1000)
	os.Exit(m.Run())
}
