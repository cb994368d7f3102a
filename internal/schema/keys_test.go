package schema

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The keys that people can ask for are those of the reference, in any order.
func TestKeysAreTheReference(t *testing.T) {
	text, err := os.ReadFile("../../docs/stack-spec.md")
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Path, Default string
		PerStage      bool
	}
	var want, got []row
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)`( \\*)? \\| (?:`([^`]*)`)? ?\\|").FindAllStringSubmatch(string(text), -1) {
		want = append(want, row{m[1], m[3], m[2] != ""})
	}
	for _, k := range Keys() {
		top := !regexp.MustCompile(`[.\[]`).MatchString(k.Path) // the reference marks these only
		got = append(got, row{k.Path, k.Default, k.PerStage && top})
		if k.Description == "" {
			t.Errorf("%s is not described", k.Path)
		}
	}
	slices.SortFunc(want, func(a, b row) int { return cmpString(a.Path, b.Path) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(want) < 100 {
		t.Errorf("only %d keys", len(want))
	}
}

func cmpString(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

func TestFindKey(t *testing.T) {
	for written, want := range map[string]string{
		"service.scaling.max":                    "service.scaling.max",
		"stages.production.service.scaling.max":  "service.scaling.max",
		"stages":                                 "stages",
		"auth.oauth.google.clientId":             "auth.oauth.<name>.clientId",
		"stages.pr-*.auth.oauth.google.clientId": "auth.oauth.<name>.clientId",
		"ignore[0].reason":                       "ignore[].reason",
		"service.env":                            "service.env",
	} {
		if k, _, ok := FindKey(written); !ok || k.Path != want {
			t.Errorf("%s: %+v", written, k)
		}
	}
	for written, want := range map[string][]string{
		"service.scaling.mxa": {"service.scaling.max"},
		"idleTimeout":         {"loadBalancer.idleTimeout"},
		"nonsense":            nil,
		"":                    nil,
	} {
		if k, nearest, ok := FindKey(written); ok || !slices.Equal(nearest, want) {
			t.Errorf("%q: %+v %v", written, k, nearest)
		}
	}
}
