package graph

// The picture is laid out by hand: every place has its box, whether a stage fills it or
// not. All numbers are pixels of the picture at its own size.
const (
	width, height = 1554, 832

	bandTop    = 56  // of the columns' grounds
	bandBottom = 740 // below it are the notes
	firstRow   = 124
)

// point is a place on the picture.
type point struct{ x, y int }

// box is a rectangle.
type box struct{ x, y, w, h int }

func (b box) right() int  { return b.x + b.w }
func (b box) bottom() int { return b.y + b.h }
func (b box) middle() int { return b.y + b.h/2 }
func (b box) centre() int { return b.x + b.w/2 }

// lane is a column of boxes. Gutters between lanes hold the connections and their
// labels, so each is as wide as those need.
type lane struct{ x, w int }

var lanes = [...]lane{
	Internet:     {24, 184},
	Front:        {320, 172},
	Public:       {624, 236},
	PrivateTasks: {1000, 196},
	PrivateData:  {1346, 184},
}

// bands are the grounds of the columns with their headers.
var bands = []struct {
	title       string
	first, last Column
}{
	{"Internet", Internet, Internet}, {"Edge", Front, Front}, {"Public", Public, Public}, {"Private", PrivateTasks, PrivateData},
}

// What a box is made of.
const (
	padding     = 8
	titleHeight = 18
	lineHeight  = 15
	badgeHeight = 22
)

// room is where the box of a place begins and how much text it holds. What does not
// fit is counted, not drawn: a taller box would move what is below it.
type room struct{ y, lines, badges int }

func (r room) height() int {
	return 2*padding + titleHeight + r.lines*lineHeight + r.badges*badgeHeight
}

// rooms are the places of each column by row.
var rooms = [...][]room{
	Internet:     {{124, 3, 1}, {340, 1, 1}, {474, 1, 1}},
	Front:        {{124, 2, 1}, {230, 2, 1}, {340, 1, 1}},
	Public:       {{124, 8, 2}, {390, 4, 1}, {562, 1, 1}, {658, 1, 1}},
	PrivateTasks: {{124, 4, 1}, {300, 1, 1}},
	PrivateData:  {{124, 3, 2}, {281, 2, 1}, {401, 1, 1}, {506, 2, 1}, {626, 3, 1}},
}

// roomOf is the place of a node, false when the picture has none for it.
func roomOf(n Node) (box, room, bool) {
	if n.Column < 0 || int(n.Column) >= len(rooms) || n.Row < 0 || n.Row >= len(rooms[n.Column]) {
		return box{}, room{}, false
	}
	r, l := rooms[n.Column][n.Row], lanes[n.Column]
	return box{l.x, r.y, l.w, r.height()}, r, true
}

func boxAt(c Column, row int) box {
	b, _, _ := roomOf(Node{Column: c, Row: row})
	return b
}
