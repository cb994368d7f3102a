package mix

import (
	"fmt"
	"strings"
)

// Hostile texts hold what ends a literal, a comment or a line somewhere, and a
// marker word where code would begin if it did.

// mark makes a marker word and remembers the text that holds it.
func (g *gen) mark(pattern string) string {
	marker := fmt.Sprintf("Zq%dqZ", len(g.texts))
	text := strings.ReplaceAll(pattern, "@@", marker)
	g.texts[marker] = text
	return text
}

// line is a text of one line.
func (g *gen) line() string {
	return g.mark(one(g,
		`@@`, `it's @@ "quoted" @@`, "`@@` ${@@}", `*/ @@ /*`, `// @@`, `\@@\`, `"; @@(); "`, `'; @@(); '`,
		"${`@@`}", "a\u2028@@\u2029@@", "\U0001F680 @@ é", `{{@@}} #{@@} $${@@} ${AWS::@@}`, `</script>@@<!-- -->`,
		`!Sub ${@@}`, `- @@: [ @@, { # @@`, `__proto__ @@`, `constructor[@@]`, `@@ ${!@@} \${@@} \\${@@}`, "\u0085@@", `%@@ &@@ *@@`, " @@ ", "@@\\"))
}

// text is a text of any kind, with several lines too.
func (g *gen) text() string {
	if g.chance(70) {
		return g.line()
	}
	return g.mark(one(g, "one\n@@\r\n\t@@\n", "\n@@", "*/\n@@()\n/*", "@@\n\n# @@\n---\n@@: x", "`\n${@@}\n`", "\r@@\r"))
}

// tag is what a tag of AWS may hold.
func (g *gen) tag() string {
	return g.mark(one(g, "@@", "https://@@", "a b\u2028@@", "@@ = @ + - :", "é//@@", "__@@__"))
}

// cachePath is a path pattern of CloudFront.
func (g *gen) cachePath() string {
	return g.mark(one(g, `/zz/@@/*`, `/zz*/@@"'$`, `/zz"@@'/*`, `/zz//@@`, `/zz$@@:+&`))
}

// url is a URL with all that may stand in one.
func (g *gen) url() string {
	return g.mark(one(g, "https://x.example/@@", "https://x.example/$@@'*/;()", "http://x.example:8080/a?b='@@'&c=$", "https://x.example//@@/*"))
}

// file is the name of a file.
func (g *gen) file() string {
	return g.mark(one(g, "@@", `it's "@@"`, "`@@` ${@@}", "a\u2028@@", "\U0001F680@@ x", "$@@ ; # @@", "{stage}@@"))
}

// address is an address of the simple kind.
func (g *gen) address() string {
	return g.mark(one(g, "@@@example.com", "a'*/@@@example.com", "#@@|~@x.example.com"))
}
