//go:build unix

package output

import (
	"os"
	"syscall"
)

// exclusive waits until no other run writes to the directory, and keeps others
// out until unlock is called or this process ends, however it ends.
func exclusive(root *os.Root) (unlock func(), err error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	for {
		if err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			break
		}
	}
	// Some network file systems cannot lock: then runs are not kept apart, and
	// each of them still leaves whole files.
	if err != nil && err != syscall.ENOTSUP && err != syscall.ENOSYS && err != syscall.ENOLCK {
		dir.Close()
		return nil, err
	}
	return func() { dir.Close() }, nil
}
