package output

import (
	"errors"
	"io/fs"
	"os"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// readLock reads the lock of a project; it is empty when there is none.
func readLock(root *os.Root) (lock.Lock, error) {
	info, err := root.Lstat(lock.File)
	if errors.Is(err, fs.ErrNotExist) {
		return lock.Lock{}, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return lock.Lock{}, &Unsafe{lock.File, "it is not a regular file"}
	}
	text, err := root.ReadFile(lock.File)
	if err != nil {
		return lock.Lock{}, err
	}
	l, err := lock.Parse(text)
	var unknown *lock.Unknown
	switch {
	case errors.As(err, &unknown):
		return l, &Unsafe{lock.File, err.Error()}
	case err != nil:
		return l, &Unsafe{lock.File, "it is not the lock that was written (" + err.Error() + "): restore it, or delete it and render with --force"}
	}
	settle(root, &l)
	return l, nil
}

// settle finds out how far a run came that was killed: a file that has the
// digest it was about to get is what was rendered last. Without that the next
// run, if it were killed too, would forget this one's digests.
func settle(root *os.Root, l *lock.Lock) {
	for path := range l.Pending {
		if info, err := root.Lstat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if text, err := root.ReadFile(path); err == nil && l.Pending.Has(path, lock.Digest(text)) {
			l.Files.Add(path, lock.Digest(text))
		}
	}
}
