package sst

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// A fold is some stages of the app on their way into one file. What is equal in
// all of them is written once, where it is used; what differs becomes a column
// of the table at the top of the file, and `stage.<column>` where it is used.
type fold struct {
	table  *table
	stages []*stack.Stack
}

// table is what differs between the stages.
type table struct {
	stages  []*stack.Stack
	columns []column
	// named: something in run() depends on the stage's name itself.
	named bool
}

// column is one setting that differs. A stage without a cell does not have the
// thing that the column describes.
type column struct {
	name, typ string
	cells     map[*stack.Stack]doc
}

// holder is the name of the variable that holds the stage's real name, in the
// table as in run().
const holder = "name"

func newFold(app *stack.App) fold {
	return fold{table: &table{stages: app.Stages}, stages: app.Stages}
}

// pick is the expression for a setting of the stages: what cell says, if it
// says the same for all of them, else a column of type typ.
func (f fold) pick(name, typ string, cell func(*stack.Stack) doc) doc {
	if e, ok := f.shared(cell); ok {
		return e
	}
	return f.column(name, typ, cell)
}

// shared is what cell says for all stages; false if they differ.
func (f fold) shared(cell func(*stack.Stack) doc) (doc, bool) {
	first := cell(f.stages[0])
	for _, s := range f.stages[1:] {
		if other := cell(s); !equal(&first, &other) {
			return doc{}, false
		}
	}
	f.table.named = f.table.named || first.named
	return first, true
}

// column is the setting of that name of the stage. TypeScript takes it for
// possibly undefined if there are stages that lack it, or if its type says so.
func (f fold) column(name, typ string, cell func(*stack.Stack) doc) doc {
	i := slices.IndexFunc(f.table.columns, func(c column) bool { return c.name == name })
	if i < 0 {
		i = len(f.table.columns)
		f.table.columns = append(f.table.columns, column{name: name, typ: typ, cells: make(map[*stack.Stack]doc, len(f.stages))})
	}
	cells := f.table.columns[i].cells
	for _, s := range f.stages {
		if _, ok := cells[s]; !ok {
			cells[s] = cell(s)
		}
	}
	e := raw("stage." + name)
	if len(cells) < len(f.table.stages) || strings.HasSuffix(f.table.columns[i].typ, undefined.text) {
		e.optional = true
		e.setNeeds(e.text)
	}
	return e
}

// where splits f: the stages for which test holds, and the condition that tells
// them from the others at run time. It always holds if they are all or none.
func (f fold) where(name string, test func(*stack.Stack) bool) (fold, condition) {
	yes := f.some(test)
	if len(yes.stages) == 0 || len(yes.stages) == len(f.stages) {
		return yes, nil
	}
	cell := func(s *stack.Stack) doc { return boolean(test(s)) }
	return yes, condition{f.column(name, "boolean", cell).text}
}

// some are the stages of f for which test holds.
func (f fold) some(test func(*stack.Stack) bool) fold {
	yes := fold{table: f.table}
	for _, s := range f.stages {
		if test(s) {
			yes.stages = append(yes.stages, s)
		}
	}
	return yes
}

// part are the stages that have something, and what they have: a column that
// the other stages lack, which is also the condition for having it. It always
// holds if all or none have it.
func (f fold) part(name, typ string, test func(*stack.Stack) bool, cell func(*stack.Stack) doc) (stages fold, value doc, has condition) {
	stages = f.some(test)
	switch len(stages.stages) {
	case 0:
		return stages, doc{}, nil
	case len(f.stages):
		return stages, f.pick(name, typ, cell), nil
	}
	value = stages.column(name, typ, cell)
	return stages, value, condition{value.text}
}

func (f fold) none() bool { return len(f.stages) == 0 }

// Shorthands of pick for plain values.

func (f fold) int(name string, of func(*stack.Stack) int) doc {
	return f.pick(name, "number", func(s *stack.Stack) doc { return num(of(s)) })
}

func (f fold) bool(name string, of func(*stack.Stack) bool) doc {
	return f.pick(name, "boolean", func(s *stack.Stack) doc { return boolean(of(s)) })
}

func (f fold) string(name string, of func(*stack.Stack) string) doc {
	return f.pick(name, "string", func(s *stack.Stack) doc { return str(of(s)) })
}

func (f fold) staged(name string, of func(*stack.Stack) stack.Staged) doc {
	return f.pick(name, "string", func(s *stack.Stack) doc { return staged(s, of(s)) })
}

// word is a string of a closed set; its column's type lists the members in use.
func (f fold) word(name string, of func(*stack.Stack) string) doc {
	var members []string
	for _, s := range f.stages {
		members = append(members, quote(of(s)))
	}
	return f.pick(name, union(members), func(s *stack.Stack) doc { return str(of(s)) })
}

// seconds is a duration as SST accepts it: "60 seconds".
func (f fold) seconds(name string, of func(*stack.Stack) int) doc {
	return f.pick(name, "`${number} seconds`", func(s *stack.Stack) doc { return str(strconv.Itoa(of(s)) + " seconds") })
}

func (f fold) strings(name string, of func(*stack.Stack) []string) doc {
	return f.pick(name, "string[]", func(s *stack.Stack) doc { return strs(of(s)) })
}

func (f fold) ints(name string, of func(*stack.Stack) []int) doc {
	return f.pick(name, "number[]", func(s *stack.Stack) doc {
		var items []doc
		for _, n := range of(s) {
			items = append(items, num(n))
		}
		return array(items...)
	})
}

func (f fold) texts(name string, of func(*stack.Stack) []stack.Staged) doc {
	return f.pick(name, "string[]", func(s *stack.Stack) doc {
		var items []doc
		for _, text := range of(s) {
			items = append(items, staged(s, text))
		}
		return array(items...)
	})
}

// items are the elements of a list that stages may have in common, else the
// one element that puts the list of the stage in.
func (f fold) items(name, typ string, of func(*stack.Stack) []doc) []doc {
	cell := func(s *stack.Stack) doc { return array(of(s)...) }
	if _, ok := f.shared(cell); ok {
		return of(f.stages[0])
	}
	return []doc{join(raw("..."), operand(withDefault(f.column(name, typ, cell), "[]")))}
}

// staged is text of a stage: a template literal if the stage's real name is
// part of it.
func staged(s *stack.Stack, t stack.Staged) doc {
	if !s.Stage.Pattern || !t.HasPlaceholder() {
		return str(string(t))
	}
	return doc{text: template(t.Split(), holder), meaning: meaning{named: true}}
}

func union(members []string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, m := range members {
		if !seen[m] {
			if b.Len() > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(m)
			seen[m] = true
		}
	}
	return b.String()
}

// decimal writes a quantity without needless digits: "0.5", "2".
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
