package stacktest

import "strings"

// AwkwardValues are values of environment variables that readers of .env files
// are known, or likely, to read differently: every special character at every
// place, and what looks like quotes, escapes, variables, comments or commands.
func AwkwardValues() []string {
	values := []string{
		"", "plain", "with blank", " x ", "\tx\t", "export X", "é", "🚀", "a\u00a0b", "a\u2028b",
		"$HOME", "a${X:-y}b", "${X}", "$1", "$(id)", "cost 5$", "$ x", "$$", `\$HOME`, `\$`,
		`a\`, `a\\`, `\`, `\n`, `a\tb`, `C:\dir\new`, `a\'b`, `\'`, "a\\\nb",
		"it's", "'a'", "''", `"a"`, `a"b"c`, `"`, `it's "so"`, "it's $A", "it's #1", "it's `x`", `it's a\b`, "it's\nhere", "'$'",
		"`id`", "a#b", "a #b", "a # b", "' #", `" #`, "~/x", "a:~/x", "a=~/x", "~",
		"a=b", "a;b", "a|b", "a&b", "a&&b", "(a)", "{a,b}", "[a]", "<a>", "!a", "{stage}", "{{x}}", "https://x.example/?a=b&c=d#e",
		"a\nPYLON_X=1", "'a\nPYLON_X=1", "a\n# b\n", "a\n#\"b", "\n", "a\n\nb", "-----BEGIN KEY-----\nabc=\n-----END KEY-----\n",
		"a\rb", "a\r\nb", "a\x01b",
	}
	for _, c := range strings.Split("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t", "") {
		values = append(values, c, "a"+c+"b", c+"a", "a"+c, c+c, "a"+c+c+"b")
	}
	return values
}
