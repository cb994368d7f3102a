package sst

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// unformatted keeps the statement below it as it is written, whatever prettier
// is configured to do. It is above every statement of the file itself; none
// of these ends in a semicolon, since prettier without semicolons removes that
// even from a statement that it ignores.
var unformatted = raw("// prettier-ignore")

// settings writes the top of the file: the type of what differs between the
// stages, and the function that finds a stage by its name, in a table of the
// plain stages or by its pattern. Value reports whether that function returns something: a table without
// columns needs a check of the name only.
func (t *table) settings() (code []doc, value bool) {
	if len(t.columns) == 0 {
		return []doc{unformatted, t.guard()}, false
	}
	var plain, patterns []*stack.Stack
	for _, s := range t.stages {
		if s.Stage.Pattern {
			patterns = append(patterns, s)
		} else {
			plain = append(plain, s)
		}
	}
	var body []doc
	if len(plain) > 0 {
		var rows []property
		for _, s := range plain {
			rows = append(rows, prop(s.Stage.Name, typed(s.Stage.Name, t.row(s))))
		}
		body = append(body,
			declaration("stages: Record<string, Settings>", object(rows...)),
			raw("if (Object.hasOwn(stages, name)) return stages[name];"))
	}
	if len(patterns) > 0 {
		body = append(body, tooLong())
	}
	for _, s := range patterns {
		body = append(body, block(matches(s), append(noRoom(s), join(raw("return "), t.row(s), raw(";")))...))
	}
	body = append(body, t.unknown())
	return []doc{t.shape(), raw(""), unformatted, block("function settings(name: string): Settings", body...)}, true
}

// shape is the type of a row.
func (t *table) shape() doc {
	var fields, rules []doc
	for _, c := range t.columns {
		if c.typ == ruleType {
			rules = []doc{
				unformatted,
				raw("type Port = `${number}/${\"http\" | \"https\"}`;"),
				raw(""),
				unformatted,
				block("interface Rule",
					raw("listen: Port;"),
					raw("forward?: Port;"),
					raw("redirect?: Port;"),
					join(block("conditions?:",
						raw("path?: string;"),
						raw("query?: { key: string; value: string }[];"),
						raw("header?: { name: string; values: string[] };"),
					), raw(";"))),
				raw(""),
			}
		}
		name := c.name
		if len(c.cells) < len(t.stages) {
			name += "?"
		}
		fields = append(fields, raw(name+": "+c.typ+";"))
	}
	return join(separated(append(rules, unformatted, raw("")), hardline),
		raw("/** What differs between the stages; common values are inline. */"), hardline,
		block("interface Settings", fields...))
}

func (t *table) row(s *stack.Stack) doc {
	var props []property
	for _, c := range t.columns {
		if cell, ok := c.cells[s]; ok {
			props = append(props, prop(c.name, cell))
		}
	}
	return object(props...)
}

// typed is a row of the table. A stage with a name that every object of
// JavaScript has ("constructor") loses the type that the table has for its
// rows: it is said again.
func typed(name string, row doc) doc {
	if slices.Contains(objectMembers, name) {
		return join(row, raw(" satisfies Settings"))
	}
	return row
}

// objectMembers are the members of Object.prototype that can be the name of a
// stage.
var objectMembers = []string{"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"}

// guard is settings for stages that do not differ: it refuses other names.
func (t *table) guard() doc {
	var body []doc
	if slices.ContainsFunc(t.stages, func(s *stack.Stack) bool { return s.Stage.Pattern }) {
		body = append(body, tooLong())
	}
	for _, s := range t.stages {
		if s.Stage.Pattern {
			if check := noRoom(s); check != nil {
				body = append(body, block(matches(s), append(check, raw("return;"))...))
			} else {
				body = append(body, raw(matches(s)+" return;"))
			}
		} else {
			body = append(body, raw("if (name === "+quote(s.Stage.Name)+") return;"))
		}
	}
	return block("function check(name: string)", append(body, t.unknown())...)
}

func matches(s *stack.Stack) string {
	return "if (/" + strings.ReplaceAll(s.Stage.Regexp(), "/", `\/`) + "/.test(name))"
}

// unknown refuses a stage name that no stage has.
func (t *table) unknown() doc {
	var names []string
	for _, s := range t.stages {
		names = append(names, s.Stage.Name)
	}
	known := names[0]
	if last := len(names) - 1; last > 0 {
		known = strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return refuse(`There is no stage "`, `"; this app has `+known+".")
}

// tooLong refuses a stage name that a pattern matches and resource names do not
// have room for.
func tooLong() doc { return longerThan(stack.MaxStageName, ".") }

// noRoom refuses a name of a pattern stage that the stage's host names have no
// room for; nil if they have room for every name.
func noRoom(s *stack.Stack) []doc {
	if s.Stage.MaxName == stack.MaxStageName {
		return nil
	}
	return []doc{longerThan(s.Stage.MaxName, "; its host names have no room for more.")}
}

func longerThan(limit int, why string) doc {
	return block(fmt.Sprintf("if (%s.length > %d)", holder, limit),
		refuse(`The stage "`, fmt.Sprintf(`" has more than %d characters%s`, limit, why)))
}

// refuse throws an error, with the stage's name between before and after.
func refuse(before, after string) doc {
	message := raw(template([]string{before, after}, holder))
	return do(call("throw new Error", message))
}
