package output

import (
	"bytes"
	"errors"
	"io/fs"
)

// Prune removes files that were rendered once and are not any more, by their paths.
// It returns those that it removed; one that somebody has edited since stays. The
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
		if !t.lock.knows(path, digest(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))) {
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
	change := &change{root: t.root, lockAfter: t.lock.bytes()}
	return removed, change.run()
}
