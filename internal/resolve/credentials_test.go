package resolve

import (
	"strings"
	"testing"
)

// The texts are put together, so that nothing that scans this repository for secrets
// finds one.
func TestCredentials(t *testing.T) {
	random := strings.Repeat("aB3z", 12)
	for want, values := range map[string][]string{
		"a secret key of Stripe":                            {"sk_" + "live_" + random, "rk_" + "test_" + random, "key sk_" + "test_" + random},
		"a secret of a Stripe webhook":                      {"whsec_" + random},
		"a token of GitHub":                                 {"ghp_" + random, "ghs_" + random, "github_" + "pat_" + random},
		"a token of Slack":                                  {"xoxb-" + random, "xapp-" + "1-A-" + random},
		"the address of a Slack webhook, which is a secret": {"https://hooks.slack.com/services/" + "T01/B02/" + random},
		"a private key":                                     {"-----BEGIN " + "PRIVATE KEY-----", "-----BEGIN " + "RSA PRIVATE KEY-----\nabc", "-----BEGIN " + "OPENSSH PRIVATE KEY-----"},
		"a secret key of AWS":                               {"wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"},
		"a JSON Web Token":                                  {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + random},
		"": {
			"", "x", "pk_" + "live_" + random, "AKIA" + "IOSFODNN7EXAMPLE", "sk_live_", "risk_test_case", "ghp_short", "xoxb",
			"da39a3ee5e6b4b0d3255bfef95601890afd80709", // a digest of 40 digits
			"0123456789012345678901234567890123456789", strings.Repeat("a", 40), strings.Repeat("aB3", 14),
			"-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "https://hooks.slack.com/services", "eyJhbGciOiJIUzI1NiJ9",
		},
	} {
		for _, value := range values {
			got := ""
			if c := credentialIn(value); c != nil {
				got = c.what
			}
			if got != want {
				t.Errorf("%q is taken for %q, want %q", value, got, want)
			}
		}
	}
}
