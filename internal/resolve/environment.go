package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// keyLength is what the runtime's keys need: 32 bytes as hexadecimal digits.
const keyLength = 64

// environment gathers the variables and secrets of the container: what every
// stage has, what the blocks of the spec stand for, what the manifest asks for,
// and what the user adds. Later ones win over the runtime's settings.
func (b *stageResolver) environment() {
	b.everyStage()
	if b.s.Shape == stack.SingleReplica {
		b.env("PYLON_DB_PATH", pylon.DataDir+"/pylon.db")
		b.env("PYLON_SESSION_DB", pylon.DataDir+"/sessions.db")
		b.env("PYLON_FILES_DIR", pylon.DataDir+"/uploads")
	} else {
		b.env("PYLON_FILES_PROVIDER", "s3")
		b.reference("PYLON_S3_BUCKET", stack.RefBucket)
		b.reference("PYLON_S3_REGION", stack.RefRegion)
		b.secret("DATABASE_URL", stack.DatabaseURL)
		if b.s.Files.Credentials == stack.AccessKey {
			b.secret("PYLON_S3_ACCESS_KEY", stack.BucketKeyID)
			b.secret("PYLON_S3_SECRET_KEY", stack.BucketSecretKey)
		}
	}
	if b.s.Cache.Given() {
		b.secret("REDIS_URL", stack.RedisURL)
		if b.version.Has(pylon.ClusterBus) {
			b.secret("PYLON_CLUSTER_BUS", stack.RedisURL)
		}
	}
	b.tracing()
	b.oauth()
	b.integrations()
	b.manifestNeeds()
	b.userEnv()
	b.userSecrets()
	b.manifestEnvNames()
	slices.SortFunc(b.s.Service.Env, func(x, y stack.Variable) int { return strings.Compare(x.Name, y.Name) })
	slices.SortFunc(b.s.Service.Secrets, func(x, y stack.Secret) int { return strings.Compare(x.Env, y.Env) })
}

func (b *stageResolver) everyStage() {
	s := b.s
	b.env("PYLON_DEV_MODE", "false")
	b.env("PYLON_JOBS_DB", pylon.DataDir+"/jobs.db")
	b.env("PYLON_LOG_FORMAT", "json")
	b.env("PYLON_PORT", stack.Staged(strconv.Itoa(pylon.Ports[0].Port)))
	// 1 also behind the CDN: the API's own host stays reachable, and with 2 its
	// callers could forge the address that rate limits count.
	b.env("PYLON_TRUST_PROXY_HOPS", "1")
	origins := strings.Join(joined(s.Origins), ",")
	cors := origins
	if !b.version.Has(pylon.CORSList) && len(s.Origins) > 0 { // an empty list is an error already
		cors = string(s.Origins[0])
	}
	b.env("PYLON_CORS_ORIGIN", stack.Staged(cors))
	b.env("PYLON_CSRF_ORIGINS", stack.Staged(origins))
	b.env("PYLON_TRUSTED_ORIGINS", stack.Staged(origins))
	if s.Domain.Given() {
		b.env("PYLON_PUBLIC_URL", "https://"+s.Domain.Name)
	}
	b.secret("PYLON_ADMIN_TOKEN", stack.GeneratedHex)
	b.secret("PYLON_API_KEY_PEPPER", stack.GeneratedHex)
	b.secret("PYLON_TOTP_ENCRYPTION_KEY", stack.GeneratedHex)
	if b.version.Has(pylon.SecretKey) {
		b.secret("PYLON_SECRET", stack.GeneratedHex)
	} else {
		b.secret("PYLON_SSO_ENCRYPTION_KEY", stack.GeneratedHex)
	}
}

func (b *stageResolver) oauth() {
	for _, e := range b.in.Auth.OAuth.Entries {
		key := "auth.oauth." + e.Key
		p := e.Value
		if !providerName.MatchString(e.Key) || len(e.Key) > 30 {
			b.fail(CodeRange, e.Node, fmt.Sprintf("%s: %q is no name of a login provider", key, e.Key), "it becomes part of variable names", "use lower-case letters, digits and underscores")
			continue
		}
		if !slices.Contains(pylon.OAuthProviders, e.Key) && !p.Issuer.IsSet() {
			b.fail(CodeMissing, e.Node, fmt.Sprintf("%s: the runtime does not know the provider %q", key, e.Key), "any other provider needs the URL of its OpenID Connect issuer", "add issuer:, or use one of "+strings.Join(pylon.OAuthProviders, ", "))
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
				b.fail(CodeRange, p.Redirect.Node, key+".redirect is no URL", "", "write it like https://api.example.com/api/auth/callback/"+e.Key)
			}
		}
		b.env(name+"_REDIRECT", redirect)
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
			b.fail(CodeConflict, nodeOr(v.V.Endpoint.Node, v.V.Provider.Node), "email.endpoint goes with the webhook provider, and only with it", "", "add the URL, or remove it")
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
		b.optional("PYLON_AI_MODEL", given(b, "ai.model", v.V.Model))
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

var (
	variableName = pattern.Of(`^[A-Za-z_][A-Za-z0-9_]*$`)
	// reservedEnv are variables that ECS, SST and the targets set themselves.
	reservedEnv = pattern.Of(`^(AWS_|ECS_|SST_|TMPDIR$)`)
)

func (b *stageResolver) userEnv() {
	for _, e := range b.in.Service.Env.Entries {
		known, _ := pylon.Lookup(e.Key)
		before := len(b.list)
		switch {
		case !variableName.MatchString(e.Key):
			b.fail(CodeName, e.Node, fmt.Sprintf("%q is no name of an environment variable", e.Key), "", "use letters, digits and underscores")
		case e.Key == "__proto__":
			b.fail(CodeName, e.Node, "variable __proto__ would not reach the container", "to SST, which is JavaScript, it is not a member of an object but the object's prototype", "choose another name")
		case reservedEnv.MatchString(e.Key):
			b.fail(CodeConflict, e.Node, fmt.Sprintf("variable %s is set by the platform", e.Key), "", "choose another name")
		case known.Secret || b.isSecret(e.Key) || oauthSecret.MatchString(e.Key):
			b.fail(CodeSecret, e.Node, fmt.Sprintf("%s is a secret", e.Key), "its value would stand in the outputs and in the task definition", "remove it here and list its name under service.secrets")
		case known.Key != "" || strings.HasPrefix(e.Key, "PYLON_OAUTH_") && b.isSet(e.Key):
			b.fail(CodeSecret, e.Node, fmt.Sprintf("%s is set by the stack itself", e.Key), "two places would decide about it", "set "+cmp.Or(known.Key, "auth.oauth")+" instead")
		case looksSecret.MatchString(e.Key):
			b.warn(CodeLooksSecret, e.Node, fmt.Sprintf("%s looks like a secret", e.Key), "its value stands in the outputs and in the task definition", "list its name under service.secrets instead")
		}
		for i := range b.list[before:] {
			b.list[before+i].Sensitive = true // the line holds the value
		}
		if b.list[before:].HasErrors() {
			continue
		}
		b.env(e.Key, stack.Staged(pick(b, "service.env."+e.Key, e.Value, "")))
	}
}

func (b *stageResolver) userSecrets() {
	v := b.in.Service.Secrets
	for i, name := range given(b, "service.secrets", v) {
		n := v.Node.Content[i]
		switch {
		case !variableName.MatchString(name) || len(name) > maxSecretName || !secretName.MatchString(pascal(name)):
			b.fail(CodeName, n, fmt.Sprintf("service.secrets[%d] is no name of an environment variable that a secret can have", i), "only the name stands here, never the value", fmt.Sprintf("use letters, digits and underscores, a letter first, at most %d characters", maxSecretName))
			b.list[len(b.list)-1].Sensitive = true
		case reservedEnv.MatchString(name):
			b.fail(CodeConflict, n, fmt.Sprintf("variable %s is set by the platform", name), "", "choose another name")
		case b.isSet(name):
			b.fail(CodeConflict, n, fmt.Sprintf("%s is a plain variable too", name), "a variable cannot be both", "keep one of them")
		case slices.Contains(v.V[:i], name):
			b.fail(CodeConflict, n, fmt.Sprintf("%s is here twice", name), "", "remove one")
		default:
			b.secret(name, stack.Provided)
		}
	}
	if len(b.s.Service.Secrets) > maxSecrets {
		b.fail(CodeRange, v.Node, fmt.Sprintf("%d secrets are too many", len(b.s.Service.Secrets)), "a template has room for 200 outputs", fmt.Sprintf("keep at most %d", maxSecrets))
	}
	seen := map[string]string{}
	for _, s := range b.s.Service.Secrets {
		if other := seen[strings.ToLower(s.Name)]; other != "" && s.Key == "" && s.Source != stack.RedisURL {
			b.fail(CodeName, v.Node, fmt.Sprintf("secrets %s and %s would have the same name in AWS", other, s.Env), "", "rename one of them")
		}
		seen[strings.ToLower(s.Name)] = s.Env
	}
}

var (
	// oauthSecret are secrets of login providers, whether they are set up or not.
	oauthSecret = pattern.Of(`^PYLON_OAUTH_[A-Z0-9_]+_(CLIENT_SECRET|PRIVATE_KEY)$`)
	looksSecret = pattern.Of(`(?i)(SECRET|TOKEN|PASSWORD|PRIVATE_KEY|SECRET_KEY|API_KEY)$`)
	// secretName is what SST takes as the name of a secret.
	secretName = pattern.Of(`^[A-Z][A-Za-z0-9]*$`)
)

// Bounds of secrets: a template has at most 200 outputs, and SST and
// CloudFormation make names of the variables.
const (
	maxSecrets    = 100
	maxSecretName = 64
)

func (b *stageResolver) isSet(name string) bool {
	return slices.ContainsFunc(b.s.Service.Env, func(x stack.Variable) bool { return x.Name == name })
}

// env sets a variable; a later value replaces an earlier one.
func (b *stageResolver) env(name string, value stack.Staged) {
	b.put(stack.Variable{Name: name, Text: value})
}

func (b *stageResolver) optional(name, value string) {
	if value != "" {
		b.env(name, stack.Staged(value))
	}
}

func (b *stageResolver) reference(name string, ref stack.Ref) {
	b.put(stack.Variable{Name: name, Ref: ref})
}

func (b *stageResolver) put(v stack.Variable) {
	known, _ := pylon.Lookup(v.Name)
	v.Why = known.Why
	env := &b.s.Service.Env
	if i := slices.IndexFunc(*env, func(x stack.Variable) bool { return x.Name == v.Name }); i >= 0 {
		(*env)[i] = v
		return
	}
	*env = append(*env, v)
}

func (b *stageResolver) isSecret(name string) bool {
	return slices.ContainsFunc(b.s.Service.Secrets, func(x stack.Secret) bool { return x.Env == name })
}

// secret adds a secret that the runtime's table explains.
func (b *stageResolver) secret(name string, source stack.SecretSource) {
	known, _ := pylon.Lookup(name)
	b.addSecret(name, source, known.Why)
}

// secretFor adds a secret that a person provides.
func (b *stageResolver) secretFor(name, why string) { b.addSecret(name, stack.Provided, why) }

func (b *stageResolver) addSecret(name string, source stack.SecretSource, why string) {
	if b.isSecret(name) {
		return
	}
	if why == "" {
		why = "listed under service.secrets"
	}
	s := stack.Secret{Env: name, Name: pascal(name), Source: source, Why: why}
	switch source {
	case stack.GeneratedHex:
		s.Length = keyLength
	case stack.RedisURL:
		s.Name = redisURL
	case stack.BucketKeyID:
		s.Name, s.Key = bucketKeys, "accessKeyId"
	case stack.BucketSecretKey:
		s.Name, s.Key = bucketKeys, "secretAccessKey"
	}
	b.s.Service.Secrets = append(b.s.Service.Secrets, s)
}

// bucketKeys is the one secret that holds both halves of the bucket's key.
const bucketKeys = "PylonS3Keys"

// redisURL is the one secret that all variables with the cache's URL share.
const redisURL = "RedisUrl"

// pascal writes PYLON_ADMIN_TOKEN as PylonAdminToken.
func pascal(name string) string {
	var out strings.Builder
	for _, word := range strings.Split(name, "_") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + strings.ToLower(word[1:]))
		}
	}
	return out.String()
}
