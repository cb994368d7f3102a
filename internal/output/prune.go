package output

import (
	"errors"
	"io/fs"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// Prune removes files that were rendered once and are not any more, by their paths.
// It returns those that it removed; one that has been edited since stays. The
// lock forgets what is gone.
func (t *Tree) Prune(paths []string) (removed []string, err error) {
	for _, path := range paths {
		text, err := t.read(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return removed, err
		}
		if !t.lock.Files.Has(path, lock.Digest(text)) {
			continue
		}
		if err := t.root.Remove(path); err != nil {
			return removed, wrap("removing", path, err)
		}
		delete(t.lock.Files, path)
		removed = append(removed, path)
	}
	if len(removed) == 0 {
		return nil, nil
	}
	change := &change{root: t.root, lockAfter: t.lock.Bytes()}
	return removed, change.run()
}
