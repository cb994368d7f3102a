package diag

import (
	"encoding/json"
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
	lines := func(_ string, n int) string { return []string{"", "a:\tb\x1b[31m", long}[n] }
	var b strings.Builder
	err := Text(&b, List{
		{Code: "PG1", Severity: Error, Pos: at(1, 4), Message: "bad\nthing", Why: "because", Fix: "do it"},
		{Code: "PG2", Severity: Warning, Pos: at(2, 501), Message: "far"},
		{Code: "PG3", Severity: Info, Pos: at(1, 1), Message: "hidden", Sensitive: true},
		{Code: "PG4", Severity: Info, Message: "nowhere"},
	}, lines)
	if err != nil {
		t.Fatal(err)
	}
	want := "error[PG1]: bad\ufffdthing\n  --> f:1:4\n1 | a: b\ufffd[31m\n  |    ^\n  why: because\n  fix: do it\n\n" +
		"warning[PG2]: far\n  --> f:2:501\n2 | …" + strings.Repeat("a", 60) + "X" + strings.Repeat("b", 59) + "…\n  | " + strings.Repeat(" ", 61) + "^\n\n" +
		"info[PG3]: hidden\n  --> f:1:1\n\ninfo[PG4]: nowhere\n\n"
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
