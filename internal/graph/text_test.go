package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/columns"
)

func TestShortened(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want string
	}{
		{"abcdef", 6, "abcdef"}, {"abcdefg", 6, "abc…fg"}, {"abcdefg", 2, "a…"}, {"日本語日本語", 7, "日本…語"}, {"", 3, ""},
	} {
		got := shortened(c.in, c.cols)
		if got != c.want || columns.Of(got) > c.cols {
			t.Errorf("%q in %d columns is %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		labels     []string
		cols, rows int
		want       []string
	}{
		{[]string{"80 HTTP", "443 HTTPS", "4322 HTTPS"}, 40, 1, []string{"80 HTTP, 443, 4322 HTTPS"}},
		{[]string{"443 HTTPS"}, 12, 2, []string{"443 HTTPS"}},
		{[]string{"5432 PostgreSQL"}, 12, 3, []string{"5432", "PostgreSQL"}},
		{[]string{"4321 http", "4322 websocket", "4323 sse"}, 17, 5, []string{"4321 http,", "4322 websocket,", "4323 sse"}},
		{[]string{"4321 Tasks of it", "4323 Tasks of it"}, 12, 3, []string{"4321, 4323", "Tasks of it"}},
		{[]string{"looks at requests"}, 12, 2, []string{"looks at", "requests"}},
		{[]string{"one two three four five"}, 8, 2, []string{"one two", "thre…ive"}},
	} {
		if diff := cmp.Diff(c.want, wrapped(joined(c.labels), c.cols, c.rows)); diff != "" {
			t.Errorf("%q:\n%s", c.labels, diff)
		}
	}
}
