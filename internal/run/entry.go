package run

import (
	"bytes"
	"encoding/hex"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// entry is one line of a tree.
type entry struct {
	name string
	id   string // "" for a submodule, whose commit is in another repository
	mode fs.FileMode
}

func (e entry) isLink() bool { return e.mode.Type() == fs.ModeSymlink }

// tree returns the entries of a tree, sorted by name. That of "" is empty.
func (r *Repository) tree(id string) ([]entry, error) {
	if id == "" {
		return nil, nil
	}
	r.listing.Lock()
	entries, known := r.trees[id]
	r.listing.Unlock()
	if known {
		return entries, nil
	}
	data, err := r.read(id, "tree")
	if err != nil {
		return nil, err
	}
	entries, ok := parseTree(data, len(id)/2)
	if !ok {
		return nil, &GitError{"the tree " + id + " is damaged"}
	}
	r.listing.Lock()
	r.trees[id] = entries
	r.listing.Unlock()
	return entries, nil
}

// parseTree reads a tree: for every entry its mode in octal digits, a space, its
// name, a zero byte and its id in bytes.
func parseTree(data []byte, idSize int) (entries []entry, ok bool) {
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		if !ok || len(rest) < idSize {
			return nil, false
		}
		digits, name, ok := strings.Cut(string(head), " ")
		if !ok || name == "" || name == "." || name == ".." || strings.Contains(name, "/") {
			return nil, false // no checkout has such a name
		}
		e := entry{name: name, id: hex.EncodeToString(rest[:idSize])}
		mode, err := strconv.ParseUint(digits, 8, 32)
		if err != nil {
			return nil, false
		}
		switch mode & 0o170000 {
		case 0o040000:
			e.mode = fs.ModeDir | 0o755
		case 0o160000:
			e.mode, e.id = fs.ModeDir|0o755, ""
		case 0o120000:
			e.mode = fs.ModeSymlink | 0o777
		case 0o100000:
			e.mode = 0o644
			if mode&0o100 != 0 {
				e.mode = 0o755
			}
		default:
			return nil, false
		}
		entries, data = append(entries, e), rest[idSize:]
	}
	// git sorts a directory as if its name ended with a slash.
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries, true
}
