package sst

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/e2e/sst/expect"
)

// A fault is planted in a configuration that is right, and must be found by the
// sentence that speaks of it.
func TestFaultsAreFound(t *testing.T) {
	alone(t)
	faults := []struct {
		name, golden, old, new string
		says                   string // start of the sentence
	}{
		{"health on the WebSocket's port", "smallest", `port: "4321",`, `port: "4322",`, "target groups take tasks by address"},
		{"a database for the world", "smallest", `description: "Database",`, `description: "Database", ingress: [{ ...tcp(5432), cidrBlocks: ["0.0.0.0/0"] }],`, "the world reaches"},
		{"a secret in plain", "smallest", `PYLON_LOG_FORMAT: "json",`, `PYLON_LOG_FORMAT: values.PYLON_ADMIN_TOKEN,`, "no secret stands in a resource"},
		{"the default TLS policy", "smallest", `args.sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";`, ``, "with a domain every listener"},
		{"port 80 forwards", "smallest", `{ listen: "80/http", redirect: "443/https" },`, `{ listen: "80/http", forward: "4321/http" },`, "with a domain port 80 only redirects"},
		{"layers mixed", "smallest", `{ listen: "4322/https", forward: "4322/http" }`, `{ listen: "4322/tcp", forward: "4322/tcp" }`, "app() and run() end without an error"},
		{"an impossible pair", "smallest", `memory: "0.5 GB",`, `memory: "3.5 GB",`, "app() and run() end without an error"},
		{"a URL for a host", "smallest", `domainName: "api.example.com",`, `domainName: "https://api.example.com/",`, "there is a CDN where wanted"},
		{"an output in a plain text", "smallest", `DATABASE_URL: $interpolate`, `DATABASE_URL: `, "no value is missing in a text"},
		{"no patience", "smallest", `idleTimeout: 3600,`, `idleTimeout: 60,`, "there is one public application load balancer"},
		{"every group sticky", "smallest", `if (args.port === 4322) {`, `if (args.port) {`, "a browser sticks to a task"},
		{"the snapshot is skipped", "smallest", `skipFinalSnapshot: false,`, `skipFinalSnapshot: true,`, "the database is encrypted, hidden"},
		{"root", "smallest", `user: "10001:10001",`, ``, "the app's container runs the app"},
		{"everything on everything", "smallest", `actions: ["s3:ListBucket"],`, `actions: ["s3:*"],`, "nobody may do everything"},
		{"any secret", "smallest", `resources: secretArns,`, `resources: ["*"],`, "secrets are read by their exact ARNs"},
		{"logs for ever", "smallest", `retention: "1 month",`, `retention: "forever",`, "logs are kept as long as wanted"},
		{"the API is cached", "smallest", `cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",`, `cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",`, "the CDN caches the chosen paths"},
		{"two tasks on a file", "single-replica", `deploymentMaximumPercent: 100,`, `deploymentMaximumPercent: 200,`, "ECS keeps the service up"},
		{"files of root", "single-replica", `posixUser: { uid: 10001, gid: 10001 },`, ``, "a single replica keeps its data"},
		{"a token that is not escaped", "redis", `${encodeURIComponent(token ?? "")}`, `${token}`, "URLs with a password"},
		{"no way out", "nat-gateway", `natGatewayId: gateway.id,`, ``, "private subnets have the way out"},
		{"an open NAT", "nat-instance", `natSecurityGroup: {`, `bastionSecurityGroup: {`, "no firewall lets every protocol in"},
		{"an endpoint is missing", "endpoints", `"secretsmanager",`, ``, "endpoints are there for the services"},
		{"a rule without its host", "shared-balancer", `{ hostHeader: { values: hosts } },`, ``, "rules on a shared load balancer"},
		{"ordinary capacity", "spot-alone", `spot: { weight: 1 },`, ``, "tasks run on spare capacity"},
		{"traces of anybody", "tracing", `"xray:PutTraceSegments",`, ``, "the collector may write"},
		{"nobody is told", "alarms", `alarmActions: [topicArn],`, `alarmActions: [],`, "somebody is told"},
		{"secrets with Amazon's key", "strict", `$transform(aws.secretsmanager.Secret, (args) => {`, `$transform(aws.sqs.Queue, (args: any) => {`, "with strict hardening one key"},
		{"no access log", "strict", `enabled: true,`, `enabled: false,`, "with strict hardening calls"},
	}
	var configs []consumer.Config
	var cases []testcase
	for _, f := range faults {
		c := load(t, f.golden)
		if n := strings.Count(c.config, f.old); n == 0 {
			t.Fatalf("%s: %s does not hold %s", f.name, f.golden, f.old)
		}
		c.config = strings.ReplaceAll(c.config, f.old, f.new)
		cases = append(cases, c)
		names := c.realNames(t)
		configs = append(configs, c.on(names[0]))
	}
	for _, run := range execute(t, configs...) {
		f, c := faults[run.Config], cases[run.Config]
		t.Run(f.name, func(t *testing.T) {
			s := expect.NewStage(c.Stage(run.Stage), run)
			i := slices.IndexFunc(expect.All, func(e expect.Expectation) bool { return strings.HasPrefix(e.Says, f.says) })
			if i < 0 {
				t.Fatalf("no sentence starts with %q", f.says)
			}
			if len(s.Faults(expect.All[i])) == 0 {
				t.Errorf("nobody finds it; errors: %v", run.Errors)
			}
		})
	}
}
