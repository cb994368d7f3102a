package lock

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// isFirst reports whether a line is one of version 1, which was JSON with one entry a
// line.
func isFirst(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "{") || strings.HasPrefix(line, "}") || strings.HasPrefix(line, `"`)
}

// first reads a lock of version 1 line by line, so that it can be read in the middle
// of a merge too.
type first struct {
	lock *Lock
	part *Digests // the object that the line is in
}

func (f *first) line(line string) error {
	entry := strings.TrimSuffix(strings.TrimSpace(line), ",")
	switch entry {
	case "{", "}", "{}":
		return nil
	}
	name, object := strings.CutSuffix(entry, ": {")
	if empty, ok := strings.CutSuffix(entry, ": {}"); ok {
		name, object = empty, true
	}
	if object {
		part, known := map[string]*Digests{`"inputs"`: &f.lock.Inputs, `"files"`: &f.lock.Files, `"pending"`: &f.lock.Pending}[name]
		if !known {
			return errors.New("it is not a line of a lock")
		}
		f.part = part
		return nil
	}
	var pair map[string]any
	if err := json.Unmarshal([]byte("{"+entry+"}"), &pair); err != nil || len(pair) != 1 {
		return errors.New("it is not a line of a lock")
	}
	for key, value := range pair {
		number, isNumber := value.(float64)
		text, _ := value.(string)
		switch {
		case key == version && isNumber && number >= 1:
			return f.lock.versioned(int(number))
		case key == generator:
			f.lock.generated(text)
		case isDigest(text) && f.part != nil && isPath(key):
			f.part.Add(key, text)
		default:
			return fmt.Errorf("%q is not an entry of a lock", key)
		}
	}
	return nil
}
