package pylon

import "strings"

// origins say where a person gets a secret that cannot be generated. The pages
// are those that the providers' own documentation names, read 2026-11.
var origins = map[string]string{
	"ANTHROPIC_API_KEY":           "https://console.anthropic.com/settings/keys",
	"OPENAI_API_KEY":              "https://platform.openai.com/api-keys",
	"PYLON_AI_API_KEY":            "the console of the AI provider",
	"PYLON_CAPTCHA_SECRET":        "the console of the captcha provider",
	"PYLON_EMAIL_API_KEY":         "the console of the e-mail provider",
	"PYLON_STRIPE_API_KEY":        "https://dashboard.stripe.com/apikeys",
	"PYLON_STRIPE_WEBHOOK_SECRET": "https://dashboard.stripe.com/webhooks, after the endpoint has been added",
	"VOYAGE_API_KEY":              "https://dashboard.voyageai.com",
	"PYLON_TWILIO_AUTH_TOKEN":     "https://console.twilio.com",
}

// SecretOrigin reports where a person gets the value of a secret variable that
// cannot be generated; "" when it is the app's own.
func SecretOrigin(name string) string {
	if provider, ok := strings.CutPrefix(name, "PYLON_OAUTH_"); ok {
		provider, _, _ = strings.Cut(provider, "_CLIENT_SECRET")
		provider, _, _ = strings.Cut(provider, "_PRIVATE_KEY")
		return "the developer console of " + strings.ToLower(provider)
	}
	return origins[name]
}
