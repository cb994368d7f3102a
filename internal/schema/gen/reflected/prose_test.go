package reflected

import "testing"

func TestProse(t *testing.T) {
	for _, x := range []struct{ name, comment, want string }{
		{"Max", "Max is the greatest number of tasks.", "The greatest number of tasks."},
		{"Env", "Env are plain variables. Never put a secret here.", "Plain variables. Never put a secret here."},
		{"Reason", "Reason says why.", "Why."},
		{"Spot", "Spot runs tasks on Spot capacity.", "Runs tasks on Spot capacity."},
		{"Prefix", "Prefix of the keys.", "Prefix of the keys."},
		{"Issuer", "Issuer that tokens must name.", "Issuer that tokens must name."},
		{"Max", "The greatest number.", "The greatest number."},
		{"Max", "Max", "Max"},
	} {
		if got := prose(x.name, x.comment); got != x.want {
			t.Errorf("%q: got %q, want %q", x.comment, got, x.want)
		}
	}
}
