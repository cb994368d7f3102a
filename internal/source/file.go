package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"unicode/utf8"
)

// File is an input file, read and known to be UTF-8 text.
type File struct {
	Name string // as the user named it, with slashes
	Data []byte // without a byte order mark

	once   sync.Once
	places places // of Data, made by indexed
}

// TextError is why a file cannot be taken as text. Line and Col tell where,
// or are 0.
type TextError struct {
	What, Fix string
	Line, Col int
}

func (e *TextError) Error() string { return e.What }

// Read reads the file at path in fsys, at most max bytes, under the given name.
// What is wrong with the file's contents, or that it is not there, is a
// *TextError; anything else is the machine's fault.
func Read(fsys fs.FS, path, name string, max int64) (*File, error) {
	info, err := fs.Stat(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &TextError{What: "the file does not exist"}
	}
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, &TextError{What: "the file cannot be reached inside the project: " + reason(err), Fix: "keep inputs inside the project, without symbolic links that lead out of it"}
	}
	if err != nil {
		return nil, fmt.Errorf("looking at %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &TextError{What: "this is not a regular file"}
	}
	if info.Size() > max {
		return nil, &TextError{What: fmt.Sprintf("the file has %d bytes, more than the %d that are accepted", info.Size(), max)}
	}
	data, err := fs.ReadFile(fsys, path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return Text(name, data)
}

func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// Text checks that data is UTF-8 text and strips a byte order mark. CRLF line
// ends are fine.
func Text(name string, data []byte) (*File, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, &TextError{What: "the file is UTF-16", Fix: "save it as UTF-8", Line: 1, Col: 1}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	f := &File{Name: name, Data: data}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &TextError{What: "the file is empty", Fix: "pylon-gen init writes a spec, pylon codegen a manifest", Line: 1, Col: 1}
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		p := f.At(i)
		return nil, &TextError{What: "the file holds a NUL byte: it is binary, or UTF-16", Fix: "save it as UTF-8 text", Line: p.Line, Col: p.Col}
	}
	if !utf8.Valid(data) {
		i := invalidUTF8(data)
		p := f.At(i)
		return nil, &TextError{What: fmt.Sprintf("byte %#02x is not UTF-8", data[i]), Fix: "save the file as UTF-8", Line: p.Line, Col: p.Col}
	}
	return f, nil
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data) - 1
}
