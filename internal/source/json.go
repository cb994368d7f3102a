package source

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// JSONPos gives, for each JSON pointer (unescaped tokens), where it is written
// in f: the key of a member, the value of an array item. A pointer that leads
// nowhere gives the place of its nearest ancestor. f must be valid JSON.
//
// It walks the text anew and decodes only what lies on the way, so it costs
// nothing until there is something to report.
func JSONPos(f *File, pointers [][]string) []Pos {
	w := &jsonWalk{data: f.Data, dec: json.NewDecoder(bytes.NewReader(f.Data)), at: make([]int, len(pointers))}
	w.dec.UseNumber()
	want := make([]wanted, len(pointers))
	for i, p := range pointers {
		want[i] = wanted{i, p}
	}
	start := w.next()
	for i := range w.at {
		w.at[i] = start
	}
	w.value(want)
	pos := make([]Pos, len(pointers))
	for i, offset := range w.at {
		pos[i] = f.At(offset)
	}
	return pos
}

type wanted struct {
	index int      // into jsonWalk.at
	rest  []string // tokens still to go
}

type jsonWalk struct {
	data []byte
	dec  *json.Decoder
	at   []int // offsets found so far
}

// next is the offset of the token that comes next.
func (w *jsonWalk) next() int {
	i := int(w.dec.InputOffset())
	for i < len(w.data) && bytes.IndexByte([]byte(" \t\r\n,:"), w.data[i]) >= 0 {
		i++
	}
	return i
}

func (w *jsonWalk) value(want []wanted) {
	below := false
	for _, x := range want {
		below = below || len(x.rest) > 0
	}
	if !below {
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
		var inside []wanted
		for _, x := range want {
			if len(x.rest) > 0 && x.rest[0] == token {
				w.at[x.index] = here
				inside = append(inside, wanted{x.index, x.rest[1:]})
			}
		}
		w.value(inside)
	}
	_, _ = w.dec.Token()
}
