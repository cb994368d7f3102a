package sst

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/columns"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// The constructors below lay expressions out as Prettier 3 does by default.
// Their plain string arguments are code, written in this package; text of the
// model comes in through str and staged only.

func str(s string) doc {
	return scalar(resource.String, quote(s))
}
func num(n int) doc      { return scalar(resource.Number, strconv.Itoa(n)) }
func boolean(b bool) doc { return scalar(resource.Bool, strconv.FormatBool(b)) }

// scalar is a literal of one word.
func scalar(kind resource.Kind, code string) doc {
	return doc{text: code, meaning: meaning{constant: kind}}
}

// undefined is the value of what is not there.
var undefined = scalar(resource.Null, "undefined")

func strs(list []string) doc {
	items := make([]doc, len(list))
	for i, s := range list {
		items[i] = str(s)
	}
	return array(items...)
}

// property is one line of an object: a named value, a spread, or a comment.
type property struct {
	name   string // "" for a spread or a comment
	value  doc
	hidden bool // not there
}

// prop is a property that may be undefined: arguments of SST and Pulumi may.
func prop(name string, value doc) property {
	if needs := value.needs(); len(needs) == 1 && needs[0] == value.text {
		value.setNeeds()
	}
	return property{name: name, value: value}
}

// required is a property that must not be undefined.
func required(name string, value doc) property { return property{name: name, value: value} }

// spread puts the properties of value in.
func spread(value doc) property { return property{value: join(raw("..."), value)} }

// note is a comment above the next property.
func note(s string) property { return property{value: raw(comment(s))} }

// when keeps p only if it is needed.
func when(wanted bool, p property) property {
	p.hidden = p.hidden || !wanted
	return p
}

// whenSome is when for a value that can be made only if it is needed.
func whenSome(wanted bool, name string, value func() doc) property {
	if !wanted {
		return property{hidden: true}
	}
	return prop(name, value())
}

func (p property) isNote() bool { return p.name == "" && strings.HasPrefix(p.value.text, "//") }

func (p property) doc() doc {
	if p.name == "" {
		return p.value
	}
	name := key(p.name)
	if p.value.kind == textDoc && p.value.text == p.name && name == p.name {
		return raw(name) // shorthand
	}
	return assign(name+":", p.value, columns.Of(name) < 5)
}

// assign is `left right`. The right side goes to a line of its own if it does
// not fit and is a string, an empty literal or undefined alongside a name that is
// not short, a call or literal of which not even the start fits, or a choice by
// more than a flag.
func assign(left string, right doc, short bool) doc {
	if movesDown(right) && !short || isChoice(right) && strings.ContainsAny(right.parts[0].text, "=&?") {
		return group(raw(left), group(indent(line, right)))
	}
	if right.kind == textDoc {
		right.text, right.constant = left+" "+right.text, resource.Absent
		return right
	}
	// Only alongside such a name can a literal be without room for its bracket.
	if isCall(right) || right.literal != nil && columns.Of(left) > width/2 {
		broken := right
		broken.forced = true
		return firstFit(join(raw(left+" "), right), join(raw(left+" "), broken), join(raw(left), indent(hardline, right)))
	}
	return join(raw(left+" "), right)
}

// movesDown reports whether d is a word that goes below a long name.
func movesDown(d doc) bool {
	if d.kind != textDoc || d.text == "" {
		return false
	}
	return d.text[0] == '"' || d.text[0] == '\'' || d.text == "{}" || d.text == "[]" || d.isUndefined()
}

// object is an object literal with a line for each property.
func object(props ...property) doc { return objectWith(hardline, props) }

// inline is an object literal on one line, if it fits.
func inline(props ...property) doc { return objectWith(line, props) }

// properties are the lines of an object whose other lines are written by hand.
func properties(props []property) doc {
	var lines []doc
	for _, p := range props {
		lines = append(lines, hardline, p.doc())
		if !p.isNote() {
			lines = append(lines, raw(","))
		}
	}
	return join(lines...)
}

func objectWith(space doc, props []property) doc {
	body := make([]doc, 1, 1+3*len(props))
	body[0] = space
	for _, p := range props {
		if p.hidden {
			continue
		}
		body = append(body, p.doc(), raw(","), space)
		if p.isNote() {
			body[len(body)-2].text = ""
		}
	}
	if len(body) == 1 {
		return doc{text: "{}", literal: &literal{props: []property{}}}
	}
	body = body[:len(body)-1]
	body[len(body)-1] = ifBroken(",")
	d := group(raw("{"), indent(body...), space, raw("}"))
	d.literal = &literal{props: props}
	return d
}

// array is an array literal, broken if it holds several objects or arrays.
func array(items ...doc) doc {
	if len(items) == 0 {
		return doc{text: "[]", literal: &literal{items: []doc{}}}
	}
	space := softline
	if len(items) > 1 && nested(items) {
		space = hardline
	}
	list := separated(items, raw(","), line)
	d := group(raw("["), indent(space, list, ifBroken(",")), space, raw("]"))
	d.literal = &literal{items: items}
	return d
}

// nested reports whether all items are literals of objects with more than one
// property each.
func nested(items []doc) bool {
	for _, item := range items {
		if item.kind != groupDoc || item.parts[0].text != "{" || len(item.parts[1].parts) < 5 {
			return false
		}
	}
	return true
}

// call is callee(args...). A last argument that has its own brackets hugs the
// call's.
func call(callee string, args ...doc) doc {
	if len(args) == 0 {
		return raw(callee + "()")
	}
	list := separated(args, raw(","), line)
	broken := group(raw(callee+"("), indent(softline, list, ifBroken(",")), softline, raw(")"))
	last := args[len(args)-1]
	if last.kind != groupDoc {
		return broken
	}
	head := raw(callee + "(")
	if len(args) > 1 {
		if join(args[:len(args)-1]...).forced {
			return broken
		}
		head = join(head, separated(args[:len(args)-1], raw(", ")), raw(", "))
	}
	forced := last
	forced.forced = true
	broken.forced = true
	return firstFit(join(head, last, raw(")")), join(head, forced, raw(")")), broken)
}

// isCall reports whether d is a call without an argument that hugs its brackets.
func isCall(d doc) bool {
	return d.kind == groupDoc && strings.HasSuffix(d.parts[0].text, "(")
}

// block is a body in braces.
func block(head string, statements ...doc) doc {
	return group(raw(head+" {"), indent(hardline, separated(statements, hardline)), hardline, raw("}"))
}

// loop is a for loop; of is what its head uses.
func loop(head string, of doc, statements ...doc) doc {
	d := block("for ("+head+")", statements...)
	d.include(of)
	return d
}

// choice is cond ? yes : no.
func choice(cond string, yes, no doc) doc {
	if isChoice(no) {
		no = join(no.parts...) // a chain breaks as one
	} else {
		no = indent(no)
	}
	return group(raw(cond), indent(line, raw("? "), indent(yes), line, raw(": "), no))
}

func isChoice(d doc) bool {
	return d.kind == groupDoc && d.parts[1].kind == indentDoc && len(d.parts[1].parts) > 1 && d.parts[1].parts[1].text == "? "
}

// choose is yes or no, by a flag that may be known already.
func choose(flag, yes, no doc) doc {
	switch {
	case flag.is(true):
		return yes
	case flag.is(false):
		return no
	case yes.is(false) && no.is(true):
		flag.text = "!" + flag.text
		return flag
	}
	d := choice(flag.text, yes, no)
	d.include(flag)
	return d
}

// not is the opposite of a flag.
func not(flag doc) doc { return choose(flag, boolean(false), boolean(true)) }

// hole is e inside a template literal. A literal must hold no character that
// needs an escape.
func hole(e doc) string {
	if e.isString() {
		return e.text[1 : len(e.text)-1]
	}
	return "${" + e.text + "}"
}

// withDefault is e, with a fallback where TypeScript considers it possibly
// undefined.
func withDefault(e doc, fallback string) doc {
	if !e.optional {
		return e
	}
	return doc{text: e.text + " ?? " + fallback, kind: textDoc, meaning: meaning{named: e.named}, compound: true}
}

// operand is e as part of a larger expression.
func operand(e doc) doc {
	if e.compound {
		e.text = "(" + e.text + ")"
	}
	return e
}

// onlyIf is e where the condition holds and everything that e needs is defined;
// it is undefined otherwise.
func onlyIf(c condition, e doc) doc {
	if c = c.narrowed(e); c.always() {
		return e
	}
	d := choice(c.code(), e, undefined)
	d.setNeeds()
	d.setMakes(e.makes())
	d.optional = true
	return d
}

// listed is an item of an array where the condition holds.
func listed(c condition, item doc) doc {
	if c = c.narrowed(item); c.always() {
		return item
	}
	return spreadBy(choice(c.code(), array(item), array()))
}

// spreadBy puts the members of a choice in.
func spreadBy(choice doc) doc {
	d := group(raw("...("), choice, raw(")"))
	d.setNeeds()
	return d
}

// member is one property of a value: that of a literal, or by its name.
func member(value doc, name string) doc {
	if value.kind == textDoc {
		value.text += "." + name
		return value
	}
	for _, p := range value.literal.props {
		if p.name == name {
			return p.value
		}
	}
	panic("sst: a value without " + name)
}

// guarded are statements where the condition holds and everything that they need
// is defined.
func guarded(c condition, statements ...doc) doc {
	body := join(separated(statements, hardline))
	if c = c.narrowed(body); c.always() {
		return body
	}
	d := block("if ("+c.code()+")", statements...)
	d.setNeeds()
	return d
}

// flagged is a flag as a condition: it always holds if the flag is always true.
func flagged(flag doc) condition {
	if flag.is(true) {
		return nil
	}
	return condition{flag.text}
}

// declaration is that of a constant.
func declaration(name string, value doc) doc {
	return join(assign("const "+name+" =", value, false), raw(";"))
}

// set is an assignment.
func set(target string, value doc) doc {
	return join(assign(target+" =", value, false), raw(";"))
}

// do is an expression as a statement.
func do(e doc) doc { return join(e, raw(";")) }
