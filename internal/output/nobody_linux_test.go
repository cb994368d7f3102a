package output

import (
	"os"
	"syscall"
	"testing"
)

// asNobody calls f with the file system rights of an ordinary user when the
// tests run as root, whom no permission stops.
func asNobody(t *testing.T, dir string, f func()) {
	if os.Getuid() != 0 {
		f()
		return
	}
	const nobody = 65534
	for path := range disk(t, dir) {
		if err := os.Chown(dir+"/"+path, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setfsuid(0)
	f()
}
