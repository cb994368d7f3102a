package columns

import "testing"

// What Prettier 3 counts.
func TestColumns(t *testing.T) {
	for in, want := range map[string]int{
		"":                     0,
		"plain":                5,
		"é":                    1,
		"e\u0301":              1,
		"日本":                   4,
		"ｶ":                    1,
		"Ａ":                    2,
		"한글":                   4,
		"\U0001F600":           2,
		"\u2764":               1,
		"\u2764\ufe0f":         2,
		"\u231a\ufe0f":         2,
		"1\ufe0f\u20e3":        2,
		"\U0001F44D\U0001F3FD": 2,
		"\U0001F1E9\U0001F1EA": 2,
		"\U00020000":           2,
	} {
		if got := Of(in); got != want {
			t.Errorf("%q takes %d columns, want %d", in, got, want)
		}
	}
}
