package source

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// JSONPos returns, for each JSON pointer (unescaped tokens), where it is written
// in f: the key of a member, the value of an array item. A pointer that leads
// nowhere returns the place of its nearest ancestor. f must be valid JSON.
//
// It walks the text again and decodes only what is on the way, so it costs
// nothing until there is something to report.
func JSONPos(f *File, pointers [][]string) []Pos {
	w := &jsonWalk{data: f.Data, dec: json.NewDecoder(bytes.NewReader(f.Data))}
	w.dec.UseNumber()
	root := &wanted{at: w.next()}
	leaves := make([]*wanted, len(pointers))
	for i, p := range pointers {
		leaves[i] = root.below(p)
	}
	w.value(root)
	pos := make([]Pos, len(pointers))
	for i, leaf := range leaves {
		for leaf.at < 0 {
			leaf = leaf.parent
		}
		pos[i] = f.At(leaf.at)
	}
	return pos
}

// wanted is a node of the tree of all pointers that are looked for.
type wanted struct {
	parent  *wanted
	members map[string]*wanted
	at      int // offset, -1 while not found
}

func (x *wanted) below(pointer []string) *wanted {
	for _, token := range pointer {
		next := x.members[token]
		if next == nil {
			if x.members == nil {
				x.members = map[string]*wanted{}
			}
			next = &wanted{parent: x, at: -1}
			x.members[token] = next
		}
		x = next
	}
	return x
}

type jsonWalk struct {
	data []byte
	dec  *json.Decoder
}

// next is the offset of the token that comes next.
func (w *jsonWalk) next() int {
	i := int(w.dec.InputOffset())
	for i < len(w.data) && bytes.IndexByte([]byte(" \t\r\n,:"), w.data[i]) >= 0 {
		i++
	}
	return i
}

func (w *jsonWalk) value(x *wanted) {
	if x == nil || len(x.members) == 0 {
		var skip json.RawMessage
		_ = w.dec.Decode(&skip) // valid by contract
		return
	}
	open, err := w.dec.Token()
	if err != nil || (open != json.Delim('{') && open != json.Delim('[')) {
		return
	}
	for n := 0; w.dec.More(); n++ {
		here, token := w.next(), strconv.Itoa(n)
		if open == json.Delim('{') {
			key, err := w.dec.Token()
			if err != nil {
				return
			}
			token, _ = key.(string)
		}
		inside := x.members[token]
		if inside != nil {
			inside.at = here
		}
		w.value(inside)
	}
	_, _ = w.dec.Token()
}
