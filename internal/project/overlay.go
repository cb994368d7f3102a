package project

import (
	"io/fs"
	"path"
	"time"
)

// With returns the repository as it would be with some files written: their
// contents by path. It serves to load a spec that is not on the disk yet.
func With(repo fs.FS, files map[string][]byte) fs.FS { return overlay{repo, files} }

type overlay struct {
	fs.FS
	files map[string][]byte
}

func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if text, ok := o.files[name]; ok {
		return written{path.Base(name), int64(len(text))}, nil
	}
	return fs.Stat(o.FS, name)
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	if text, ok := o.files[name]; ok {
		return text, nil
	}
	return fs.ReadFile(o.FS, name)
}

// written describes a file of an overlay.
type written struct {
	name string
	size int64
}

func (w written) Name() string       { return w.name }
func (w written) Size() int64        { return w.size }
func (w written) Mode() fs.FileMode  { return 0o644 }
func (w written) ModTime() time.Time { return time.Time{} }
func (w written) IsDir() bool        { return false }
func (w written) Sys() any           { return nil }
