package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// oauth turns the login providers into the names that the runtime reads.
func (b *stageResolver) oauth() {
	for _, e := range b.in.Auth.OAuth.Entries {
		key := "auth.oauth." + e.Key
		p := e.Value
		if !providerName.MatchString(e.Key) || len(e.Key) > 30 {
			b.fail(CodeRange, e.Node, fmt.Sprintf("%s: %q is not a valid name of a login provider", key, e.Key), "it becomes part of variable names", "use lower-case letters, digits and underscores")
			continue
		}
		if !slices.Contains(pylon.OAuthProviders, e.Key) && !p.Issuer.IsSet() {
			b.fail(CodeMissing, e.Node, fmt.Sprintf("%s: the runtime does not know the provider %q", key, e.Key), "any other provider needs the URL of its OpenID Connect issuer", providerFix(e.Key))
		}
		name := "PYLON_OAUTH_" + strings.ToUpper(e.Key)
		b.env(name+"_CLIENT_ID", stack.Staged(given(b, key+".clientId", p.ClientID)))
		redirect := stack.Staged(given(b, key+".redirect", p.Redirect))
		if redirect == "" {
			if !b.s.Domain.Given() {
				b.fail(CodeMissing, e.Node, key+": there is no domain for the callback URL", "the runtime's default is a URL on localhost", "add redirect:, or a domain")
			}
			redirect = "https://" + b.s.Domain.Name + stack.Staged("/api/auth/callback/"+e.Key)
		} else {
			redirect = b.hole(string(redirect))
			if !urlPattern.MatchString(redirect.Fill("x")) {
				b.fail(CodeRange, p.Redirect.Node, key+".redirect is not a URL", "", "write it like https://api.example.com/api/auth/callback/"+e.Key)
			}
		}
		b.env(name+"_REDIRECT", redirect)
		b.providerKeys(e)
		b.optional(name+"_SCOPES", strings.Join(given(b, key+".scopes", p.Scopes), " "))
		b.optional(name+"_TENANT", given(b, key+".tenant", p.Tenant))
		b.optional(name+"_TEAM_ID", given(b, key+".teamId", p.TeamID))
		b.optional(name+"_KEY_ID", given(b, key+".keyId", p.KeyID))
		b.optional(name+"_OIDC_ISSUER", given(b, key+".issuer", p.Issuer))
		if e.Key == "apple" {
			b.secretFor(name+"_PRIVATE_KEY", "private key (PEM) of the apple login")
		} else {
			b.secretFor(name+"_CLIENT_SECRET", "OAuth client secret of the "+e.Key+" login")
		}
	}
}

// providerFix reports which provider was meant by an unknown one, or what it needs.
func providerFix(name string) string {
	if guess := schema.Nearest(name, pylon.OAuthProviders); guess != "" {
		return "did you mean " + guess + "? Otherwise add issuer:"
	}
	return "add issuer:, for example issuer: https://login.example.com"
}

// providerKeys reports keys of a login provider that have no effect, and those
// without which the runtime leaves it off.
func (b *stageResolver) providerKeys(e schema.Entry[schema.OAuth]) {
	p, missing := e.Value, []string(nil)
	for _, k := range []struct {
		name  string
		value schema.Value[string]
	}{{"tenant", p.Tenant}, {"teamId", p.TeamID}, {"keyId", p.KeyID}} {
		of := pylon.OAuthKeys[k.name]
		switch {
		case k.value.IsSet() && of != e.Key:
			b.warn(CodeNoEffect, k.value.Node, fmt.Sprintf("auth.oauth.%s.%s has no effect", e.Key, k.name), "the runtime reads it for "+of+" only", "remove it")
		case !k.value.IsSet() && of == e.Key && e.Key == "apple":
			missing = append(missing, k.name)
		}
	}
	if len(missing) > 0 {
		b.warn(CodeHalfProvider, e.Node, fmt.Sprintf("auth.oauth.%s lacks %s", e.Key, strings.Join(missing, " and ")), "", "add what Apple's developer console shows")
	}
}

// urlPattern is a URL without anything that would have to be escaped in one.
var urlPattern = pattern.Of(`^https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$`)

var providerName = pattern.Of(`^[a-z][a-z0-9_]*$`)

// integrations turns the typed blocks into the names that the runtime reads.
func (b *stageResolver) integrations() {
	in := b.in
	if v := in.Email; v.IsSet() {
		provider := given(b, "email.provider", v.V.Provider)
		b.env("PYLON_EMAIL_PROVIDER", stack.Staged(provider))
		b.env("PYLON_EMAIL_FROM", stack.Staged(given(b, "email.from", v.V.From)))
		b.optional("PYLON_EMAIL_ENDPOINT", given(b, "email.endpoint", v.V.Endpoint))
		if (provider == "webhook") != v.V.Endpoint.IsSet() {
			b.fail(CodeConflict, nodeOr(v.V.Endpoint.Node, v.V.Provider.Node), "email.endpoint is for the webhook provider only", "", "add the URL, or remove it")
		}
		b.secret("PYLON_EMAIL_API_KEY", stack.Provided) // required even for webhook
	}
	if v := in.SMS; v.IsSet() {
		given(b, "sms.provider", v.V.Provider)
		b.env("PYLON_TWILIO_ACCOUNT_SID", stack.Staged(given(b, "sms.accountSid", v.V.AccountSID)))
		b.env("PYLON_TWILIO_FROM", stack.Staged(given(b, "sms.from", v.V.From)))
		b.secret("PYLON_TWILIO_AUTH_TOKEN", stack.Provided)
	}
	if v := in.Captcha; v.IsSet() {
		b.env("PYLON_CAPTCHA_PROVIDER", stack.Staged(given(b, "captcha.provider", v.V.Provider)))
		if v.V.MinScore.IsSet() {
			b.env("PYLON_CAPTCHA_MIN_SCORE", stack.Staged(strconv.FormatFloat(given(b, "captcha.minScore", v.V.MinScore), 'f', -1, 64)))
		}
		b.secret("PYLON_CAPTCHA_SECRET", stack.Provided)
	}
	if v := in.Stripe; v.IsSet() {
		b.secret("PYLON_STRIPE_API_KEY", stack.Provided)
		if pick(b, "stripe.webhook", v.V.Webhook, true) {
			b.secret("PYLON_STRIPE_WEBHOOK_SECRET", stack.Provided)
		}
	}
	if v := in.AI; v.IsSet() {
		b.env("PYLON_AI_PROVIDER", stack.Staged(given(b, "ai.provider", v.V.Provider)))
		if model := given(b, "ai.model", v.V.Model); b.version.Has(pylon.ModelDefault.Gate) && model != "" {
			b.warn(CodeNoEffect, v.V.Model.Node, "ai.model has no effect with runtime "+b.version.String(), "from "+pylon.ModelDefault.Known.String()+" on a call names its model, or the manifest does (llm.default_model)", "remove it")
		} else {
			b.optional("PYLON_AI_MODEL", model)
		}
		b.optional("PYLON_AI_BASE_URL", given(b, "ai.baseUrl", v.V.BaseURL))
		b.secret("PYLON_AI_API_KEY", stack.Provided)
	}
	if v := in.JWT; v.IsSet() {
		b.env("PYLON_JWT_ISSUER", stack.Staged(given(b, "jwt.issuer", v.V.Issuer)))
		lifetime := b.within("jwt.lifetime", v.V.Lifetime, 3600, 1, 365*day)
		b.env("PYLON_JWT_LIFETIME_SECS", stack.Staged(strconv.Itoa(lifetime)))
		b.secret("PYLON_JWT_SECRET", stack.GeneratedHex)
	}
}
