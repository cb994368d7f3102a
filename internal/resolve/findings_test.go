package resolve_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// Each finding has a spec that brings it about. The smallest spec, and the
// accepted ones below, bring about none.
func TestFindings(t *testing.T) {
	domain := "domain: { name: api.example.com }\n"
	long := strings.Repeat("a", 53) + ".example.com" // 65 characters
	checkFindings(t, []finding{
		{"app with an underscore", "", "app: my_app\n" + spec, `error PG010 1:6 app "my_app" has characters that AWS refuses`},
		{"app with two dashes", "", "app: my--app\n" + spec, "error PG010 1:6"},
		{"app too long", "", "app: " + strings.Repeat("a", 33) + "\n" + spec, "error PG010 1:6"},
		{"stage with a blank", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'a b': {} }\n", "error PG010 3:11"},
		{"stage with two stars", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'a*b*': {} }\n", "error PG010 3:11"},
		{"stage too long", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { " + strings.Repeat("a", 21) + ": {} }\n", "error PG010 3:11"},
		{"no stages", "", "version: 1\npylon: { version: 0.5.0 }\nstages: {}\n", "error PG011 3:9"},
		{"patterns that overlap", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'pr-*': {}, 'p*': {} }\n", `error PG011 3:11 patterns "p*" and "pr-*" match the same stages`},
		{"same template file", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'pr-*': {}, pr-any: {} }\n", "error PG011 3:11"},
		{"pattern without a hole", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'pr-*': { domain: { name: a.example.com } } }\n", "warning PG011 3:11 all stages"},
		{"two stages on a host", "", "version: 1\npylon: { version: 0.5.0 }\ndomain: { name: a.example.com }\nstages: { a: {}, b: {} }\n", "warning PG011 4:18"},
		{"alias of two stages", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { a: { domain: { name: a.example.com, aliases: [x.example.com] } }, b: { domain: { name: x.example.com } } }\n", "warning PG011 3:77"},
		{"version missing", "", "version: 1\nstages: { a: {} }\n", "error PG015 1:1 pylon.version is missing"},
		{"version too old", "", "version: 1\npylon: { version: 0.3.22 }\nstages: { a: {} }\n", "warning PG019 2:19"},
		{"fargate pair", "service: { cpu: 0.25 vCPU, memory: 4 GB }", "", "error PG012 5:40 Fargate has no task size of 0.25 vCPU and 4 GB"},
		{"fargate cpu", "service: { cpu: 0.3 vCPU }", "", "error PG012 5:21"},
		{"a variable that JavaScript drops", "service: { env: { __proto__: x } }", "", "error PG010 5:23 variable __proto__ would not reach the container"},
		{"a variable of the stack", "service: { env: { PYLON_LOG_FORMAT: pretty } }", "", "warning PG511 5:23 service.env replaces PYLON_LOG_FORMAT"},
		{"a variable without a value", "service: { env: { A: , B: x } }", "", "info PG518 5:23 service.env.A has no value and is not set"},
		{"a variable without a value in a stage", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { a: { service: { env: { A: } } } }\n", "info PG518 3:34"},
		{"a proxy that the stack counts", "service: { env: { PYLON_TRUST_PROXY_HOPS: '7' } }", "", "warning PG511 5:23 service.env replaces PYLON_TRUST_PROXY_HOPS"},
		{"traces to two places", "observability: { traces: { otlp: 'https://a.b' } }\nservice: { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.d' } }", "", "warning PG511 6:23 service.env replaces OTEL_EXPORTER_OTLP_ENDPOINT"},
		{"a secret of the stack", "service: { secrets: [A_KEY, DATABASE_URL] }", "", "warning PG021 5:33 service.secrets: the stack makes DATABASE_URL itself"},
		{"a stage for a code of the runtime", "", "version: 1\npylon: { version: 0.5.0 }\nignore: [{ rule: SCHEMA_EMPTY, reason: x, stage: a }]\nstages: { a: {} }\n", "error PG024 3:50 ignore[0].stage applies to rules of pylon-gen only"},
		{"half of apple", "auth: { oauth: { apple: { clientId: a, teamId: b } } }", "", "warning PG510 5:22 auth.oauth.apple lacks keyId"},
		{"a tenant of google", "auth: { oauth: { google: { clientId: a, tenant: b } } }", "", "warning PG021 5:53 auth.oauth.google.tenant has no effect"},
		{"idle timeout", "loadBalancer: { idleTimeout: 4001 seconds }", "", "error PG012 5:34"},
		{"stop timeout", "service: { stopTimeout: 121 s }", "", "error PG012 5:29"},
		{"max below min", "service: { scaling: { min: 3, max: 2 } }", "", "error PG012 5:40"},
		{"capacity swapped", "database: { capacity: { min: 4 ACU, max: 2 ACU } }", "", "error PG012 5:46"},
		{"capacity zero", "database: { capacity: { min: 0 ACU } }", "", "error PG401 5:34"},
		{"unknown engine", "database: { version: 12 }", "", "error PG012 5:26"},
		{"an engine with a zero in front", "database: { version: '016' }", "", "error PG012 5:26 Aurora PostgreSQL 016 is not known"},
		{"an engine to come", "database: { version: 18 }", "", "error PG012 5:26 Aurora PostgreSQL 18 is not known"},
		{"a minor of an engine to come", "database: { version: '18.3' }", "", "error PG012 5:26 Aurora PostgreSQL 18 is not known"},
		{"a minor that was withdrawn", "database: { version: '16.4' }", "", "error PG012 5:26 Aurora PostgreSQL 16.4 is not known"},
		{"a minor that Aurora left out", "database: { version: '16.12' }", "", "error PG012 5:26 Aurora PostgreSQL 16.12 is not known"},
		{"a minor with a zero in front", "database: { version: '16.014' }", "", "error PG012 5:26 Aurora PostgreSQL 16.014 is not known"},
		{"a newer minor", "database: { version: '16.14' }", "", "warning PG412 5:26 Aurora PostgreSQL 16.14 is newer than 16.13, the newest 16 that is known"},
		{"a newer minor of 17", "database: { version: '17.10' }", "", "warning PG412 5:26 Aurora PostgreSQL 17.10 is newer than 17.9"},
		{"backup retention", "database: { backupRetention: 36 days }", "", "error PG012 5:34"},
		{"log retention", "observability: { logs: { retention: 31 days } }", "", "error PG012 5:41"},
		{"lifecycle below a day", "files: { lifecycle: [{ expireAfter: 5 h }] }", "", "error PG012 5:41"},
		{"name too long for a certificate", "domain: { name: " + long + " }", "", "error PG221 5:21 domain.name: the name has 65 characters, the first name of a new certificate has at most 64"},
		{"name of the CDN too long for a certificate", "domain: { name: a.example.com, certificate: '" + certificate + "' }\ncdn: { domain: " + long + " }", "", "error PG221 6:20 cdn.domain: the name has 65"},
		{"every name of a stage too long for a certificate", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'pr-*': { domain: { name: '{stage}." + long[4:] + "' } } }\n", "error PG221 3:37 domain.name: the name has at least 66"},
		{"every name of a stage too long for a label", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'pr-*': { domain: { name: '{stage}" + strings.Repeat("a", 60) + ".example.com' } } }\n", "error PG012 3:37"},
		{"host with a scheme", "domain: { name: https://a.example.com }", "", "error PG012 5:21"},
		{"origin with a path", "origins: [https://a.example.com/]", "", "error PG012 5:15"},
		{"origin star", "origins: ['*']", "", "error PG603 5:15"},
		{"no origin at all", "cdn: false", "", "warning PG020 4:3"},
		{"no origins listed", "origins: []", "", "error PG015 5:14"},
		{"no origins listed, one origin only", "", "version: 1\npylon: { version: 0.4.9 }\norigins: []\nstages:\n  production: {}\n", "error PG015 3:10"},
		{"domain without a name", "domain: { dns: route53 }", "", "error PG015 5:20"},
		{"external without certificate", "domain: { name: a.example.com, dns: external }", "", "error PG015 5:41"},
		{"vercel without zone", "domain: { name: a.example.com, dns: vercel }", "", "error PG015 5:41"},
		{"certificate elsewhere", "domain: { name: a.example.com, certificate: 'arn:aws:acm:eu-west-1:123456789012:certificate/x' }", "", "error PG210 5:49"},
		{"cdn without domain", "cdn: true", "", "error PG015 5:10"},
		{"cdn on the API's name", domain + "cdn: { domain: api.example.com }", "", "error PG013 6:20"},
		{"cdn caches the API", domain + "cdn: { cache: [/api/*] }", "", "error PG602 6:20"},
		{"cdn caches everything", domain + "cdn: { cache: ['/*'] }", "", "error PG602 6:20"},
		{"cdn path without slash", domain + "cdn: { cache: [assets] }", "", "error PG012 6:20"},
		{"expose without http", "loadBalancer: { expose: [sse] }", "", "error PG013 5:29"},
		{"expose unknown", "loadBalancer: { expose: [http, ftp] }", "", "error PG003 5:36"},
		{"image twice", "pylon: { image: { uri: 'a/b:1', dockerfile: X } }", "", "error PG013 5:49"},
		{"image latest", "pylon: { image: { uri: 'a/b:latest' } }", "", "error PG012 5:28"},
		{"image without tag", "pylon: { image: { uri: 'a/b' } }", "", "error PG012 5:28"},
		{"credentials of an image that is built", "pylon: { image: { credentials: '" + registrySecret + "' } }", "", "error PG013 5:36"},
		{"credentials of an image in ECR", "pylon: { image: { uri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1', credentials: '" + registrySecret + "' } }", "", "error PG013 5:93"},
		{"credentials of the public gallery", "pylon: { image: { uri: 'public.ecr.aws/a/b:1', credentials: '" + registrySecret + "' } }", "", "error PG013 5:65"},
		{"credentials that are not a secret", "pylon: { image: { uri: 'ghcr.io/a/b:1', credentials: 'arn:aws:sns:eu-west-1:123456789012:a-b1C2d3' } }", "", "error PG012 5:58"},
		{"credentials without the end", "pylon: { image: { uri: 'ghcr.io/a/b:1', credentials: '" + strings.TrimSuffix(registrySecret, "-a1B2c3") + "' } }", "", "error PG012 5:58"},
		{"credentials by name", "pylon: { image: { uri: 'ghcr.io/a/b:1', credentials: registry } }", "", "error PG012 5:58"},
		{"dockerfile outside", "pylon: { image: { dockerfile: ../Dockerfile } }", "", "error PG014 5:35"},
		{"context absolute", "pylon: { image: { context: /etc } }", "", "error PG014 5:32"},
		{"entry is an option", "pylon: { entry: --port }", "", "error PG014 5:21"},
		{"output outside", "", "outputs: { compose: ../x.yml }\n" + spec, "error PG014 1:21"},
		{"outputs collide", "", "outputs: { compose: x, dotenv: X }\n" + spec, "error PG014 1:32"},
		{"output over input", "", "outputs: { compose: pylon.stack.yaml }\n" + spec, "error PG014 1:21"},
		{"output over the lock", "", "outputs: { compose: pylon-gen.lock }\n" + spec, "error PG014 1:21"},
		{"an output that Windows refuses", "", "outputs: { compose: infra/AUX.yml }\n" + spec, `error PG014 1:21 outputs.compose "infra/AUX.yml": Windows refuses the name "AUX.yml"`},
		{"a stage that Windows refuses", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { con: {} }\n", `error PG014 3:11 the template of stage con would be "infra/cloudformation/con.yaml", and Windows refuses the name "con.yaml"`},
		{"one template for two stages", "", "version: 1\npylon: { version: 0.5.0 }\noutputs: { cloudformation: a.yaml }\nstages: { a: {}, b: {} }\n", "error PG014 3:28 outputs.cloudformation does not hold {stage}"},
		{"output below an output", "", "outputs: { compose: a, dotenv: a/b }\n" + spec, "error PG014 1:32"},
		{"output in .git", "", "outputs: { compose: .git/config }\n" + spec, "error PG014 1:21"},
		{"output is a directory", "", "outputs: { compose: x/ }\n" + spec, "error PG014 1:21"},
		{"config elsewhere named", "", "outputs: { sst: x.ts }\n" + spec, "error PG014 1:17"},
		{"logins by IAM to SQLite", "shape: single-replica\ndatabase: { iamAuthentication: true }", "", "warning PG021 6:36 database has no effect"},
		{"two tasks on SQLite", "shape: single-replica\nservice: { scaling: { max: 2 } }", "", "error PG306 6:32"},
		{"secret in env", "service: { env: { PYLON_ADMIN_TOKEN: hunter2 } }", "", "error PG017 5:23"},
		{"database in env", "service: { env: { DATABASE_URL: x } }", "", "error PG017 5:23"},
		{"our variable in env", "service: { env: { PYLON_PORT: '1' } }", "", "error PG017 5:23"},
		{"no variable name", "service: { env: { 'A B': x } }", "", "error PG010 5:23"},
		{"platform's variable", "service: { env: { AWS_REGION: x } }", "", "error PG013 5:23"},
		{"a variable that fills the task definition", "service: { env: { A: x, B: " + strings.Repeat("y", 65530) + " } }", "", "error PG012 5:29 service.env is 64 KiB long, most of it is B"},
		{"secret twice", "service: { secrets: [A, A] }", "", "error PG013 5:29"},
		{"secret and env", "service: { env: { A: x }, secrets: [A] }", "", "error PG013 5:41"},
		{"oauth without domain", "auth: { oauth: { google: { clientId: x } } }", "", "error PG015 5:22"},
		{"unknown provider", domain + "auth: { oauth: { acme: { clientId: x } } }", "", "error PG015 6:22"},
		{"webhook without endpoint", "email: { provider: webhook, from: a@b.c }", "", "error PG013 5:24"},
		{"dynamic reference", "service: { env: { X: 'a {{resolve:ssm:x}} b' } }", "", "error PG022 5:26"},
		{"dynamic reference with blanks", "service: { env: { X: '{{ resolve:ssm:x }}' } }", "", "error PG022 5:26"},
		{"redirect that becomes a dynamic reference", domain + "auth: { oauth: { google: { clientId: x, redirect: 'https://x/{{res{stage}:ssm:x}}' } } }", "", "error PG012 6:55"},
		{"secret of a provider that is not set up", "service: { env: { PYLON_OAUTH_GITHUB_CLIENT_SECRET: x } }", "", "error PG017 5:23"},
		{"variable of a provider", domain + "auth: { oauth: { google: { clientId: x } } }\nservice: { env: { PYLON_OAUTH_GOOGLE_CLIENT_ID: y } }", "", "error PG017 7:23"},
		{"looks like a secret", "service: { env: { STRIPE_SECRET_KEY: x } }", "", "warning PG503 5:23"},
		{"mail without a sender", "email: { provider: resend }", "", `error PG003 5:5 stages.production.email: the key "from" is missing`},
		{"mail without anything", "email: {}", "", `error PG003 5:5 stages.production.email: the key "provider" is missing`},
		{"a login without an id", "auth: { oauth: { google: { tenant: x } } }", "", `error PG003 5:22 stages.production.auth.oauth.google: the key "clientId" is missing`},
		{"a workspace that is missing", "observability: { metrics: { scrape: { interval: 30 s } } }", "", `error PG003 5:33 stages.production.observability.metrics.scrape: the key "workspace" is missing`},
		{"a stage that lacks a key that no other place has", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { a: { sms: { from: x, provider: twilio } } }\n", `error PG003 3:16 stages.a.sms: the key "accountSid" is missing`},
		{"a stage that takes a needed key away", "", "version: 1\npylon: { version: 0.5.0 }\ncaptcha: { provider: turnstile }\nstages: { a: { captcha: { provider: null } } }\n", `error PG003 3:1 captcha: the key "provider" is missing`},
		{"a credential", "service: { env: { BILLING: sk_live_0123456789 } }", "", "error PG517 5:23 BILLING holds a secret key of Stripe"},
		{"a credential in place of the stack's value", "service: { env: { PYLON_LOG_FORMAT: sk_live_0123456789 } }", "", "error PG517 5:23"},
		{"a web token", "service: { env: { A: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x } }", "", "warning PG503 5:23 A holds a JSON Web Token"},
		{"secret with its value", "service: { secrets: [A=b] }", "", "error PG010 5:26 service.secrets[0] is not a valid name"},
		{"secret without a letter", "service: { secrets: [_] }", "", "error PG010 5:26"},
		{"alias twice", "domain: { name: api.example.com, aliases: [api.example.com] }", "", "error PG013 5:48"},
		{"cached twice", domain + "cdn: { cache: [/a/*, /a/*] }", "", "error PG013 6:26"},
		{"upper-case pattern", "", "version: 1\npylon: { version: 0.5.0 }\nstages: { 'PR-*': {} }\n", "error PG010 3:11"},
		{"port of an origin", "origins: ['https://a.b:99999']", "", "error PG012 5:15"},
		{"output over the Dockerfile", "", "outputs: { dotenv: Dockerfile }\n" + spec, "error PG014 1:20"},
		{"output over .env", "", "outputs: { dotenv: .env }\n" + spec, "error PG014 1:20"},
		{"output in another .git", "", "outputs: { dotenv: sub/.GIT/hooks/x }\n" + spec, "error PG014 1:20"},
		{"output as temporary file", "", "outputs: { dotenv: .pylon-gen-x.tmp }\n" + spec, "error PG014 1:20"},
		{"tag of AWS", "aws: { tags: { 'aws:x': y } }", "", "error PG010 5:20"},
		{"tag with a quote", "aws: { tags: { x: '\"' } }", "", "error PG010 5:20"},
		{"dev ports collide", "", "dev: { postgres: { port: 4321 } }\n" + spec, "error PG013 1:26"},
		{"dev image latest", "", "dev: { postgres: { image: postgres } }\n" + spec, "error PG012 1:27"},
		{"dev image without a tag", "", "dev: { postgres: { image: 'reg.example.com:5000/postgres' } }\n" + spec, "error PG012 1:27"},
		{"dev image of another major", "", "dev: { postgres: { image: 'postgres:18' } }\n" + spec, "warning PG403 1:27"},
		{"ignore without a reason", "", "ignore: [{ rule: PG308, reason: ' ' }]\n" + spec, "error PG024 1:33"},
		{"ignore with a reason of two lines", "", "ignore: [{ rule: PG308, reason: \"a\\nb\" }]\n" + spec, "warning PG024 1:33"},
		{"ignore in a stage that is not", "", "ignore: [{ rule: PG308, reason: x, stage: y }]\n" + spec, "error PG024 1:43"},
		{"an accept without a reason", "", "accept: [{ change: 0123456789ab, reason: ' ' }]\n" + spec, "error PG024 1:42"},
		{"an accept of a stage that is not there", "", "accept: [{ change: 0123456789ab, reason: we know, stage: nowhere }]\n" + spec, "error PG024 1:58"},
	})
}

// finding is a spec and what it brings about.
type finding struct {
	name  string
	stage string // lines of the stage's overlay
	spec  string // the whole spec, when stage is ""
	want  string // severity code line:col message, as far as it matters
}

const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/x-y"

func checkFindings(t *testing.T, cases []finding) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := c.spec
			if in == "" {
				in = withStage(c.stage)
			}
			app, list := resolved(t, manifest, in)
			var lines []string
			for _, d := range list {
				pos := strings.TrimPrefix(d.Pos.String(), "pylon.stack.yaml:")
				line := string(d.Severity) + " " + d.Code + " " + pos + " " + d.Message
				if strings.HasPrefix(line, c.want) {
					if (app == nil) != list.HasErrors() {
						t.Errorf("app is %v with findings %v", app, list)
					}
					return
				}
				lines = append(lines, line)
			}
			t.Errorf("want %s\ngot\n%s", c.want, strings.Join(lines, "\n"))
		})
	}
}

func TestAccepted(t *testing.T) {
	for name, stage := range map[string]string{
		"defaults written out":     "domain: { name: api.example.com }\nservice: { spot: false, exec: false }\nhardening: standard\nnetwork: { mode: public }",
		"secrets":                  "origins: [https://a.b]\nservice: { secrets: [A, B] }",
		"long alias":               "domain: { name: api.example.com, aliases: [" + strings.Repeat("a", 60) + ".example.com] }",
		"long, with a certificate": "domain: { name: " + strings.Repeat("a", 60) + ".example.com, certificate: '" + certificate + "' }\ncdn: { domain: " + strings.Repeat("b", 60) + ".example.com, certificate: '" + certificate + "' }",
		"as long as can be":        "domain: { name: " + strings.Repeat("a", 52) + ".example.com }",
		"external":                 "domain: { name: a.example.com, dns: external, certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/x-y' }",
		"cloudflare":               "domain: { name: a.example.com, dns: cloudflare }",
		"oidc provider":            "domain: { name: a.example.com }\nauth: { oauth: { acme: { clientId: x, issuer: 'https://id.acme.test' } } }",
		"big task":                 "origins: [https://a.b]\nservice: { cpu: 16 vCPU, memory: 120 GB }",
		"idle timeout":             "origins: [https://a.b]\nloadBalancer: { idleTimeout: 4000 seconds }",
		"a setting of the runtime": "origins: [https://a.b]\nservice: { env: { PYLON_HTTP_INFLIGHT_MAX: \"128\", PYLON_CANONICAL_HOST: www.example.com, PYLON_S3_PUBLIC_URL: \"https://cdn.example.com\" }, secrets: [PYLON_METRICS_TOKEN, PYLON_S3_SESSION_TOKEN, VOYAGE_API_KEY] }",
	} {
		t.Run(name, func(t *testing.T) {
			if app, list := resolved(t, manifest, withStage(stage)); app == nil || len(list) > 0 {
				t.Errorf("findings: %v", list)
			}
		})
	}
}

// What the manifest asks of the stack.
func TestManifestNeeds(t *testing.T) {
	with := func(extra string) string { return strings.TrimSuffix(manifest, "}") + "," + extra + "}" }
	for _, c := range []struct{ name, manifest, secret, code string }{
		{"llm", with(`"llm":{"provider":"anthropic"}`), "ANTHROPIC_API_KEY", ""},
		{"llm unknown", with(`"llm":{"provider":"acme"}`), "", "PG018"},
		{"connections", with(`"connections":[{"name":"g","provider":"google","scopes":"calendar"}]`), "PYLON_ENCRYPTION_KEY", "PG018"},
		{"encrypted field", strings.Replace(manifest, `"unique":false}`, `"unique":false,"encrypted":true,"serverOnly":true}`, 1), "PYLON_ENCRYPTION_KEY", ""},
		{"plugin", with(`"plugins":[{"name":"file_storage","config":{"secret_env":"FILES_SECRET"}}]`), "", "PG018"},
		{"reference", with(`"mail":{"key":"${env.MAIL_KEY}"}`), "", "PG018"},
	} {
		t.Run(c.name, func(t *testing.T) {
			app, list := resolved(t, c.manifest, spec)
			if app == nil {
				t.Fatal(list)
			}
			if c.secret != "" && !strings.Contains(secretNames(app.Stages[0].Service.Secrets), c.secret+" ") {
				t.Errorf("no secret %s", c.secret)
			}
			found := false
			for _, d := range list {
				found = found || d.Code == c.code && d.Severity != diag.Error && d.Pos.File == "pylon.manifest.json" && d.Pos.Line > 0
			}
			if found != (c.code != "") {
				t.Errorf("finding %q: %v", c.code, list)
			}
		})
	}
}

// Without a version nothing is said of what some version refuses.
func TestNoRefusalWithoutAVersion(t *testing.T) {
	refused := strings.Replace(manifest, `"type":"string"`, `"type":"json"`, 1)
	for version, want := range map[string]bool{"": false, "pylon: { version: 0.3.23 }\n": true} {
		app, list := resolved(t, refused, "version: 1\n"+version+"stages: { a: { origins: [https://a.b] } }\n")
		found := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "FIELD_TYPE_UNKNOWN" })
		if app != nil || found != want {
			t.Errorf("%q: %v", version, list)
		}
	}
}
