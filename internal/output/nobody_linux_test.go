package output

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// asNobody calls f with the file system rights of an unprivileged user when the
// tests run as root, whom no permission stops.
func asNobody(t *testing.T, dir string, f func()) {
	if os.Getuid() != 0 {
		f()
		return
	}
	// Rights belong to a thread. While this one is locked no other goroutine
	// runs on it, and no new thread is made from it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
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
