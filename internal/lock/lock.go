// Package lock is the format of pylon-gen.lock, which remembers what was rendered
// last: the digests of the outputs and the inputs, and the version that did it.
//
// It is a text of lines without an order, so that git can merge it by keeping the
// lines of both branches: a path with several digests was rendered in several ways,
// and each of them is ours. Version 1 was JSON, and is still read.
package lock

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// File is the name of the lock, in the project's directory.
const File = "pylon-gen.lock"

// Version is the version that is written.
const Version = 2

// Lock is what was rendered last.
type Lock struct {
	// Version is the version that was read, the lowest after a merge; 0 when there was
	// no lock.
	Version int
	// Generators are the versions of pylon-gen that wrote it, several after a merge.
	Generators []string
	// Inputs and Files are the digests of inputs and outputs by path.
	Inputs, Files Digests
	// Pending are digests of files that are about to be written. They are there
	// only while they are, and after a run that was killed: whichever of its digests
	// a file has, it was not edited by hand.
	Pending Digests
}

// Digests are digests by path: one, or several after a merge.
type Digests map[string][]string

// Has reports whether a digest is one of a path's.
func (d Digests) Has(path, digest string) bool { return slices.Contains(d[path], digest) }

// Add adds a digest to a path's.
func (d *Digests) Add(path, digest string) {
	if *d == nil {
		*d = Digests{}
	}
	if !d.Has(path, digest) {
		(*d)[path] = append((*d)[path], digest)
	}
}

// Equal reports whether two hold the same, in whatever order.
func (d Digests) Equal(other Digests) bool {
	return maps.EqualFunc(d, other, func(a, b []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
	})
}

// Newest is the newest release of pylon-gen that wrote the lock, "" when none did.
func (l Lock) Newest() string {
	newest := ""
	for _, g := range l.Generators {
		if newest == "" || Newer(g, newest) {
			newest = g
		}
	}
	return newest
}

// Newer reports whether a is a newer release of pylon-gen than b. Releases are three
// numbers; anything else is not newer.
func Newer(a, b string) bool {
	x, ok := numbers(a)
	y, ok2 := numbers(b)
	return ok && ok2 && slices.Compare(x, y) > 0
}

func numbers(release string) ([]int, bool) {
	parts := strings.Split(release, ".")
	out := make([]int, len(parts))
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

// Digest is the digest of a text. A checkout with CRLF line ends is the same text to
// people and to git.
func Digest(text []byte) string {
	if bytes.Contains(text, []byte("\r\n")) {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Kinds of lines.
const (
	version   = "version"
	generator = "generator"
	input     = "input"
	file      = "file"
	pending   = "pending"
)

const head = "# What pylon-gen rendered last: commit it. In a merge, keep the lines of both sides.\n"

// Bytes is the lock as a file, in the version that is written.
func (l Lock) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	fmt.Fprintf(&b, "%s %d\n", version, Version)
	for _, g := range slices.Sorted(slices.Values(l.Generators)) {
		fmt.Fprintf(&b, "%s %s\n", generator, g)
	}
	for _, part := range []struct {
		kind    string
		digests Digests
	}{{input, l.Inputs}, {file, l.Files}, {pending, l.Pending}} {
		for _, path := range slices.Sorted(maps.Keys(part.digests)) {
			for _, digest := range slices.Sorted(slices.Values(part.digests[path])) {
				fmt.Fprintf(&b, "%s %s %s\n", part.kind, digest, path)
			}
		}
	}
	return b.Bytes()
}

// Unknown says that a lock has a version that this release does not know.
type Unknown struct{ Version int }

func (e *Unknown) Error() string {
	return fmt.Sprintf("it has version %d, and this release knows %d: use the release that wrote it", e.Version, Version)
}

// Parse reads a lock. One that a merge has left with conflict markers is read as
// what both sides say. The error is an *Unknown, or reports what is wrong with it.
func Parse(text []byte) (Lock, error) {
	var l Lock
	before := first{lock: &l}
	for n, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' || marker(line) {
			continue
		}
		read := l.line
		if isFirst(line) {
			read = before.line
		}
		err := read(line)
		var unknown *Unknown
		if errors.As(err, &unknown) {
			return l, err
		}
		if err != nil {
			return l, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	if l.Version == 0 {
		return l, errors.New("it has no version")
	}
	return l, nil
}

// marker reports whether a line is one that git writes into a file with conflicts.
func marker(line string) bool {
	return slices.ContainsFunc([]string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"}, func(m string) bool { return strings.HasPrefix(line, m) })
}

// line reads one line.
func (l *Lock) line(line string) error {
	kind, rest, _ := strings.Cut(line, " ")
	if kind == version {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a version", rest)
		}
		return l.versioned(n)
	}
	if l.Version == 0 {
		return errors.New("it does not begin with a version")
	}
	if kind == generator {
		l.generated(rest)
		return nil
	}
	part, known := map[string]*Digests{input: &l.Inputs, file: &l.Files, pending: &l.Pending}[kind]
	digest, path, ok := strings.Cut(rest, " ")
	if !known || !ok || !isDigest(digest) || !isPath(path) {
		return errors.New("it is not a line of a lock")
	}
	part.Add(path, digest)
	return nil
}

func (l *Lock) versioned(n int) error {
	if n > Version {
		return &Unknown{n}
	}
	if l.Version == 0 || n < l.Version {
		l.Version = n
	}
	return nil
}

func (l *Lock) generated(by string) {
	if by != "" && !slices.Contains(l.Generators, by) {
		l.Generators = append(l.Generators, by)
	}
}

func isDigest(text string) bool {
	sum, ok := strings.CutPrefix(text, "sha256:")
	_, err := hex.DecodeString(sum)
	return ok && err == nil && len(sum) == 2*sha256.Size
}

func isPath(text string) bool { return text != "" && !strings.ContainsFunc(text, unicode.IsControl) }
