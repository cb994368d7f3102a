package project

import (
	"bytes"
	"encoding/json"
	"path"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/lock"
)

// Digests are the digests of the inputs by path, for the lock: of what they mean, so
// that comments, line ends and the order of keys change nothing.
func (p *Project) Digests() map[string]string {
	out := map[string]string{}
	for name, text := range p.Inputs {
		out[name] = lock.Digest(meaning(name, text))
	}
	return out
}

// meaning is an input without what means nothing, the text itself when it cannot be
// read.
func meaning(name string, text []byte) []byte {
	var value any
	var err error
	if path.Ext(name) == ".json" {
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.UseNumber()
		err = dec.Decode(&value)
	} else {
		err = yaml.Unmarshal(text, &value)
	}
	if err != nil {
		return text
	}
	plain, err := json.Marshal(value) // keys are sorted
	if err != nil {
		return text
	}
	return plain
}
