package schema

import (
	"fmt"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/source"
)

// A variable's place is where its name is written as a reference, not where
// its letters happen to stand first.
func TestEnvNames(t *testing.T) {
	f, err := source.Text("m", []byte(`{"manifest_version":1,"name":"a","version":"1","entities":[],"routes":[],
"x":{"note":"KEY","a_env":"KEY","list_env":["NO"],"deep":[{"b_env":"\u0042","c":"${env.URL}/${env.KEY}"}],"bad_env":"not one"},
"y_env":"TOP"}`))
	if err != nil {
		t.Fatal(err)
	}
	m, list := LoadManifest(f)
	if m == nil {
		t.Fatal(list)
	}
	want := "[{B m:2:69} {KEY m:2:28} {TOP m:3:10} {URL m:2:88}]"
	if got := fmt.Sprint(m.EnvNames); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
