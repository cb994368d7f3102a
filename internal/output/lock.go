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
	// Pending are digests of files that were about to be written. It is there
	// only while they are, and after a run that was killed: whichever of the
	// two digests a file has, nobody edited it by hand.
	Pending map[string]string `json:"pending,omitempty"`
}

// knows says whether a file with that digest is a rendering of ours.
func (l lock) knows(path, digest string) bool {
	return l.Files[path] == digest || l.Pending[path] == digest
}

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
	l = lock{}
	if err := json.Unmarshal(text, &l); err != nil {
		return l, &Unsafe{LockFile, "it is not the lock that was written (" + err.Error() + "): restore it, or delete it and render with --force"}
	}
	if l.Version != lockVersion {
		return l, &Unsafe{LockFile, fmt.Sprintf("it has version %d, this release knows %d: use the release that wrote it", l.Version, lockVersion)}
	}
	return l, nil
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
