package sst

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// What Prettier 3 makes of the same code.
func TestLayout(t *testing.T) {
	long := strings.Repeat("x", 70)
	pair := inline(prop("a", num(1)), prop("b", num(2)))
	tests := map[string]struct {
		code doc
		want string
	}{
		"object":            {object(prop("a", num(1))), "{\n  a: 1,\n}"},
		"empty":             {object(when(false, prop("a", num(1)))), "{}"},
		"inline":            {inline(prop("a", num(1)), spread(raw("b"))), "{ a: 1, ...b }"},
		"inline, too long":  {inline(prop("a", str("b")), prop("name", raw(long))), "{\n  a: \"b\",\n  name: " + long + ",\n}"},
		"shorthand":         {inline(prop("dns", raw("dns"))), "{ dns }"},
		"no shorthand":      {inline(prop("a b", str("a b"))), `{ "a b": "a b" }`},
		"comment":           {object(note("why"), prop("a", num(1))), "{\n  // why\n  a: 1,\n}"},
		"array":             {array(num(1), num(2)), "[1, 2]"},
		"array of objects":  {array(pair, pair), "[\n  { a: 1, b: 2 },\n  { a: 1, b: 2 },\n]"},
		"array of one":      {array(pair), "[{ a: 1, b: 2 }]"},
		"long string":       {object(prop("name1", str(long+"xx"))), "{\n  name1:\n    \"" + long + "xx\",\n}"},
		"long, short name":  {object(prop("name", str(long+"xx"))), "{\n  name: \"" + long + "xx\",\n}"},
		"call":              {call("f", str("a"), object(prop("b", num(1)))), "f(\"a\", {\n  b: 1,\n})"},
		"call, two objects": {call("f", object(prop("a", num(1))), raw("b")), "f(\n  {\n    a: 1,\n  },\n  b,\n)"},
		"call, long": {call("f", raw(long), object(prop("b", num(1)))),
			"f(" + long + ", {\n  b: 1,\n})"},
		"call, too long": {call("f", raw(long+"xxxxxxxx"), object(prop("b", num(1)))),
			"f(\n  " + long + "xxxxxxxx,\n  {\n    b: 1,\n  },\n)"},
		"call next to a long name":   {object(prop(long[10:], call("f", raw(long[20:])))), "{\n  " + long[10:] + ": f(\n    " + long[20:] + ",\n  ),\n}"},
		"call next to a longer name": {object(prop(long+"xxxxx", call("f", raw("a")))), "{\n  " + long + "xxxxx:\n    f(a),\n}"},
		"choice":                     {declaration("a", choice("b", num(1), num(2))), "const a = b ? 1 : 2;"},
		"broken":                     {declaration("a", choice("b", object(prop("c", num(1))), raw("undefined"))), "const a = b\n  ? {\n      c: 1,\n    }\n  : undefined;"},
		"by equality":                {declaration("a", choice(`b === "c"`, object(prop("c", num(1))), num(2))), "const a =\n  b === \"c\"\n    ? {\n        c: 1,\n      }\n    : 2;"},
		"chain": {declaration("a", choice(`b === "c"`, raw(long), choice(`b === "d"`, num(1), num(2)))),
			"const a =\n  b === \"c\"\n    ? " + long + "\n    : b === \"d\"\n      ? 1\n      : 2;"},
		"blank line": {block("if (a)", raw("b;"), raw(""), raw("c;")), "if (a) {\n  b;\n\n  c;\n}"},
	}
	for name, test := range tests {
		if got := layout(test.code, 0); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, test.want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, test := range [][3]string{
		{".", ".", "."}, {".", "apps/api", "apps/api"}, {"infra/sst", ".", "../.."},
		{"apps/web", "apps/api", "../api"}, {"apps", "apps", "."}, {"a", "a/b/./c", "b/c"},
	} {
		if got := relative(test[0], test[1]); got != test[2] {
			t.Errorf("relative(%q, %q) = %q, want %q", test[0], test[1], got, test[2])
		}
	}
}

// What an override can put alongside a long name, as prettier 3.10.1 has it.
func TestValuesOfLongNames(t *testing.T) {
	for _, c := range []struct {
		name  string
		value doc
		below bool
	}{
		{strings.Repeat("k", 73), object(), false},
		{strings.Repeat("k", 74), object(), true},
		{strings.Repeat("k", 74), array(), true},
		{strings.Repeat("k", 74), undefined, true},
		{strings.Repeat("k", 74), str("x"), true},
		{strings.Repeat("k", 74), scalar(resource.Number, "12345"), false},
		{strings.Repeat("k", 75), object(prop("a", object())), false},
		{strings.Repeat("k", 76), object(prop("a", object())), true},
		{strings.Repeat("k", 75), array(str("a"), str("b")), false},
		{strings.Repeat("k", 76), array(str("a"), str("b")), true},
		{strings.Repeat("日", 36), object(), false},
		{strings.Repeat("日", 37), object(), true},
	} {
		got := layout(object(prop(c.name, c.value)), 0)
		if below := strings.Contains(got, ":\n    "); below != c.below {
			t.Errorf("below its name: %v, want %v:\n%s", below, c.below, got)
		}
	}
}
