package resolve

import "github.com/pylon-gen/pylon-gen/internal/pattern"

// credential is a form of secrets that can be told from other values.
type credential struct {
	what string
	form *pattern.Pattern
	sure bool // it is always a secret
}

// credentials are the forms that their issuers document or that scanners of secrets
// go by: docs.stripe.com/keys, GitHub's and Slack's pages on their tokens, RFC 7468
// for keys, RFC 7519 for JWTs. A publishable key (pk_) and the id of an AWS key are
// not secrets. AWS's secret keys are 40 characters without a mark of their own.
var credentials = []credential{
	{"a secret key of Stripe", pattern.Of(`\b(sk|rk)_(live|test)_[0-9A-Za-z]{10,}`), true},
	{"a secret of a Stripe webhook", pattern.Of(`\bwhsec_[0-9A-Za-z+/=]{20,}`), true},
	{"a token of GitHub", pattern.Of(`\b(gh[oprsu]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,})`), true},
	{"a token of Slack", pattern.Of(`\b(xox[abeoprs]-[0-9A-Za-z-]{10,}|xapp-[0-9A-Za-z-]{10,})`), true},
	{"the address of a Slack webhook, which is a secret", pattern.Of(`\bhooks\.slack\.com/services/T[0-9A-Z]+/B[0-9A-Z]+/[0-9A-Za-z]+`), true},
	{"a private key", pattern.Of(`-----BEGIN [A-Z ]*PRIVATE KEY`), true},
	{"a secret key of AWS", awsSecretKey, true},
	{"a JSON Web Token", pattern.Of(`\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*`), false},
}

var (
	awsSecretKey = pattern.Of(`^[0-9A-Za-z/+]{40}$`)
	// mixed are the kinds of characters that 40 random ones have: a digest in
	// hexadecimal digits does not.
	mixed = []*pattern.Pattern{pattern.Of(`[0-9]`), pattern.Of(`[A-Z]`), pattern.Of(`[g-z]`)}
	// publishable is a key that web pages show.
	publishable = pattern.Of(`^pk_(live|test)_[0-9A-Za-z]+$`)
)

// credentialIn returns the form of secret that a value has, nil when it has none.
func credentialIn(value string) *credential {
	for i, c := range credentials {
		if c.form.MatchString(value) && (c.form != awsSecretKey || isMixed(value)) {
			return &credentials[i]
		}
	}
	return nil
}

func isMixed(value string) bool {
	for _, kind := range mixed {
		if !kind.MatchString(value) {
			return false
		}
	}
	return true
}
