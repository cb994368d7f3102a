package run

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// info describes a file of a Tree.
type info struct {
	name string
	mode fs.FileMode
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

// listed is an entry of a directory. Its size is asked for when it is needed.
type listed struct {
	tree  *Tree
	entry entry
}

func (l listed) Name() string               { return l.entry.name }
func (l listed) IsDir() bool                { return l.entry.mode.IsDir() }
func (l listed) Type() fs.FileMode          { return l.entry.mode.Type() }
func (l listed) Info() (fs.FileInfo, error) { return l.tree.describe(l.entry.name, l.entry) }
func (l listed) String() string             { return fs.FormatDirEntry(l) }

// openFile is a file that is read.
type openFile struct {
	contents bytes.Reader
	info     info
}

func (f *openFile) Read(p []byte) (int, error)                { return f.contents.Read(p) }
func (f *openFile) ReadAt(p []byte, off int64) (int, error)   { return f.contents.ReadAt(p, off) }
func (f *openFile) Seek(off int64, whence int) (int64, error) { return f.contents.Seek(off, whence) }
func (f *openFile) Stat() (fs.FileInfo, error)                { return f.info, nil }
func (f *openFile) Close() error                              { return nil }

// openDirectory is a directory that is listed.
type openDirectory struct {
	info    info
	entries []fs.DirEntry
	given   int // how many of them ReadDir has returned
}

func (d *openDirectory) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDirectory) Close() error               { return nil }

func (d *openDirectory) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.name, Err: errDirectory}
}

func (d *openDirectory) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.entries[d.given:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 && n < len(rest) {
		rest = rest[:n]
	}
	d.given += len(rest)
	return rest, nil
}
