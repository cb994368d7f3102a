package graph

import "strings"

// shown are the changes of the legend and how they look.
var shown = []struct {
	change Change
	text   string
}{
	{Kept, "kept"}, {Added, "added"}, {Removed, "removed"}, {Replaced, "replaced: recreated"}, {Changed, "changed"}, {Opened, "opened to the internet"},
}

// notes says below the picture what its signs mean, and which connections it has no
// way for.
func (d *drawing) notes(compared bool, missing []string) {
	y := bandBottom + 26
	d.text(point{24, y}, "note", small, "Prices: USD a month, at least; ~ assumes some use. Protection: what stays, or cannot be deleted, when the stage is removed.", small.fits(width-48))
	if compared {
		x := 24
		for _, s := range shown {
			d.put(`<g class="%s">`, kindOf(s.change))
			d.put(`<rect class="box" x="%d" y="%d" width="30" height="22" rx="5"/>`, x, y+14)
			if s.change == Replaced {
				d.put(`<rect class="twin" x="%d" y="%d" width="22" height="14" rx="3"/>`, x+4, y+18)
			}
			if sign := s.change.Sign(); sign != "" {
				d.text(point{x + 11, y + 29}, "sign", small, sign, 2)
			}
			d.text(point{x + 40, y + 29}, "", small, s.text, 40)
			d.put("</g>")
			x += 40 + small.wide(len(s.text)) + 28
		}
	}
	if len(missing) > 0 {
		d.text(point{24, y + 54}, "note", small, "Not drawn: "+strings.Join(missing, "; "), small.fits(width-48))
	}
}
