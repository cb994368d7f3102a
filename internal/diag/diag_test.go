package diag

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

func at(line, col int) source.Pos { return source.Pos{File: "f", Line: line, Col: col} }

func TestSortedAndOnce(t *testing.T) {
	list := List{
		{Code: "B", Pos: at(2, 1), Message: "x"}, {Code: "A", Pos: at(2, 1), Message: "x"}, {Code: "A", Pos: at(10, 1)},
		{Code: "A", Pos: at(2, 1), Message: "x"}, {Code: "A", Pos: at(2, 3)}, {Code: "Z", Severity: Error},
	}
	var got []string
	for _, d := range list.Sorted() {
		got = append(got, d.Code+" "+d.Pos.String())
	}
	if diff := cmp.Diff([]string{"Z ", "A f:2:1", "B f:2:1", "A f:2:3", "A f:10:1"}, got); diff != "" {
		t.Error(diff)
	}
	if !list.HasErrors() || (List{{Severity: Warning}}).HasErrors() {
		t.Error("HasErrors is wrong")
	}
}

func TestText(t *testing.T) {
	long := strings.Repeat("a", 500) + "X" + strings.Repeat("b", 500)
	lines := func(_ string, n int) string { return []string{"", "a:\tb\x1b[31m", long, "A: hunter2"}[n] }
	var b strings.Builder
	err := Text(&b, List{
		{Code: "PG1", Severity: Error, Pos: at(1, 4), Message: "bad\nthing", Why: "because", Fix: "do it"},
		{Code: "PG2", Severity: Warning, Pos: at(2, 501), Message: "far"},
		{Code: "PG3", Severity: Info, Pos: at(3, 1), Message: "hidden", Sensitive: true},
		{Code: "PG5", Severity: Info, Pos: at(3, 2), Message: "also"},
		{Code: "PG4", Severity: Info, Message: "nowhere"},
	}, lines, Plain)
	if err != nil {
		t.Fatal(err)
	}
	want := "error[PG1]: bad\ufffdthing\n  --> f:1:4\n1 | a: b\ufffd[31m\n  |    ^\n  why: because\n  fix: do it\n\n" +
		"warning[PG2]: far\n  --> f:2:501\n2 | …" + strings.Repeat("a", 60) + "X" + strings.Repeat("b", 59) + "…\n  | " + strings.Repeat(" ", 61) + "^\n\n" +
		"info[PG3]: hidden\n  --> f:3:1\n\ninfo[PG5]: also\n  --> f:3:2\n\ninfo[PG4]: nowhere\n\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// In colour the text is the same, with codes around the severity and the caret.
func TestTextInColour(t *testing.T) {
	list := List{{Code: "PG1", Severity: Error, Pos: at(1, 2), Message: "bad"}, {Code: "PG2", Severity: Warning, Message: "odd"}, {Code: "PG3", Severity: Info, Message: "so"}}
	var b strings.Builder
	if err := Text(&b, list, func(_ string, n int) string { return []string{"", "abc"}[n] }, !Plain); err != nil {
		t.Fatal(err)
	}
	want := "\x1b[31merror[PG1]\x1b[0m: bad\n  --> f:1:2\n1 | abc\n  |  \x1b[31m^\x1b[0m\n\n\x1b[33mwarning[PG2]\x1b[0m: odd\n\n\x1b[36minfo[PG3]\x1b[0m: so\n\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestJSON(t *testing.T) {
	text, err := json.Marshal(List{{Code: "PG1", Severity: Error, Pos: at(3, 4), Message: "m"}})
	if err != nil || string(text) != `[{"code":"PG1","severity":"error","message":"m","file":"f","line":3,"col":4}]` {
		t.Errorf("%s %v", text, err)
	}
	if text, _ := json.Marshal(List(nil)); string(text) != "[]" {
		t.Errorf("no findings are %s", text)
	}
}

// A person fixes the first findings and runs again; the worst must be among
// them, and no line with a secret may come to light by the cut.
func TestFindingsOfAFileAreCapped(t *testing.T) {
	var list List
	for i := range 300 {
		list = append(list, Diagnostic{Code: "PG4", Severity: Info, Pos: at(1, i+1), Message: "m"})
	}
	list = append(list, Diagnostic{Code: "PG3", Severity: Error, Pos: at(9, 1)}, Diagnostic{Code: "PG3", Severity: Error, Pos: source.Pos{File: "g", Line: 1, Col: 1}})
	got := list.Sorted()
	if len(got) != 102 || got[98].Pos != at(1, 99) || got[99].Pos != at(9, 1) || got[101].Pos.File != "g" {
		t.Fatalf("%d findings: %v", len(got), got)
	}
	want := Diagnostic{Code: "PG4", Severity: Info, Pos: at(1, 100), Message: "… and 201 more findings in this file", stands: 201}
	if got[100] != want {
		t.Errorf("got %+v", got[100])
	}
	if again := got.Sorted(); fmt.Sprint(again) != fmt.Sprint(got) {
		t.Errorf("sorted again: %v", again)
	}
	more := append(got, Diagnostic{Code: "PG2", Severity: Warning, Pos: at(5, 1), Message: "late"}).Sorted()
	if want.Message, want.Pos, want.stands = "… and 202 more findings in this file", at(1, 99), 202; len(more) != 102 || more[100] != want {
		t.Errorf("with one more: %+v", more[100])
	}
	for i := range list {
		list[i].Severity, list[i].Sensitive = Error, i == 299
	}
	if got := list.Sorted(); got[100].Severity != Error || !got[0].Sensitive || got[101].Sensitive {
		t.Errorf("a line with a secret is shown: %+v", got[0])
	}
}

// A long line is not walked again for each of its findings.
func TestCaretsInOneLongLine(t *testing.T) {
	line := strings.Repeat("é", 2_000_000)
	var list List
	for _, col := range []int{1_999_000, 1_999_500, 3, 1_000_000, 9_000_000} {
		list = append(list, Diagnostic{Pos: at(1, col)})
	}
	var b strings.Builder
	if err := Text(&b, list, func(string, int) string { return line }, Plain); err != nil {
		t.Fatal(err)
	}
	edge := "…" + strings.Repeat("é", 60)
	for i, part := range strings.Split(strings.TrimSpace(b.String()), "\n\n") {
		shown, _, _ := strings.Cut(strings.SplitN(part, "1 | ", 2)[1], "\n")
		want := []string{edge + strings.Repeat("é", 60) + "…", edge + strings.Repeat("é", 60) + "…", strings.Repeat("é", 62) + "…", edge + strings.Repeat("é", 60) + "…", edge}[i]
		if shown != want {
			t.Errorf("excerpt %d has %d characters, want %d", i, len([]rune(shown)), len([]rune(want)))
		}
	}
}
