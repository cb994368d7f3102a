package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// LockFile is the name of the lock, in the project's directory.
const LockFile = "pylon-gen.lock"

const lockVersion = 1

// lock remembers what was rendered. Maps are written sorted by key.
type lock struct {
	Version   int               `json:"version"`
	Generator string            `json:"generator"`
	Inputs    map[string]string `json:"inputs"` // path -> digest
	Files     map[string]string `json:"files"`  // path -> digest
	// Pending are digests of files that are about to be written. It is there
	// only while they are, and after a run that was killed: whichever of the
	// two digests a file has, nobody edited it by hand.
	Pending map[string]string `json:"pending,omitempty"`
}

// knows says whether a file with that digest is a rendering of ours.
func (l lock) knows(path, digest string) bool { return l.Files[path] == digest }

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func readLock(root *os.Root) (lock, error) {
	l := lock{Version: lockVersion}
	info, err := root.Lstat(LockFile)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return l, &Unsafe{LockFile, "it is not a regular file"}
	}
	text, err := root.ReadFile(LockFile)
	if err != nil {
		return l, err
	}
	// The version comes first: a newer lock may hold anything.
	var head struct{ Version int }
	if json.Unmarshal(text, &head) == nil && head.Version > lockVersion {
		return l, &Unsafe{LockFile, fmt.Sprintf("it has version %d, this release knows %d: use the release that wrote it", head.Version, lockVersion)}
	}
	l = lock{}
	if err = json.Unmarshal(text, &l); err == nil && l.Version != lockVersion {
		err = fmt.Errorf("version %d", l.Version)
	}
	if err != nil {
		return l, &Unsafe{LockFile, "it is not the lock that was written (" + err.Error() + "): restore it, or delete it and render with --force"}
	}
	l.settle(root)
	return l, nil
}

// settle finds out how far a run came that was killed: a file that has the
// digest it was about to get is what was rendered last. Without that the next
// run, if it were killed too, would forget this one's digests.
func (l *lock) settle(root *os.Root) {
	for path, d := range l.Pending {
		if info, err := root.Lstat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if text, err := root.ReadFile(path); err == nil && digest(text) == d {
			if l.Files == nil {
				l.Files = map[string]string{}
			}
			l.Files[path] = d
		}
	}
}

func (l lock) bytes() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(l); err != nil {
		panic("a lock is always JSON: " + err.Error())
	}
	return b.Bytes()
}
