package diff

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// settings are the values of the resolved spec that differ, sorted by path. The
// position is that of the new value, of the old one where it is not written any
// more.
func settings(old, now *Stage) []SettingChange {
	before, after := valuesOf(old), valuesOf(now)
	var paths []string
	for path := range before {
		paths = append(paths, path)
	}
	for path := range after {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	out := []SettingChange{}
	for _, path := range slices.Compact(paths) {
		a, had := before[path]
		b, has := after[path]
		if had && has && a.Value == b.Value {
			continue
		}
		change := SettingChange{Path: path}
		if had {
			change.Old, change.At = value(a.Value), place(a.Origin.Pos)
		}
		if has {
			change.New = value(b.Value)
			if at := place(b.Origin.Pos); at != nil {
				change.At = at
			}
		}
		out = append(out, change)
	}
	return out
}

func valuesOf(s *Stage) map[string]stack.Setting {
	out := map[string]stack.Setting{}
	if s != nil {
		for _, x := range s.Settings {
			x.Value = strings.ReplaceAll(x.Value, stack.Placeholder, "{stage}")
			out[x.Path] = x
		}
	}
	return out
}

func place(p source.Pos) *Place {
	if p.Line == 0 {
		return nil
	}
	return &Place{p.File, p.Line, p.Col}
}
