package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	existing = "network: { vpc: vpc-0a1b, subnets: { public: [subnet-0a, subnet-0b], private: [subnet-0c, subnet-0d] } }\n"
	balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/50dc6c49"
	listener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/50dc6c49/f2f7dc8e"
	ownNames = "securityGroup: sg-0a, dnsName: shared-1.us-east-1.elb.amazonaws.com"
	shared   = "loadBalancer: { shared: { arn: '" + balancer + "', listener: '" + listener + "', " + ownNames + " } }\n"
	named    = "domain: { name: api.example.com }\n"
)

// The findings of what a stage is built of on AWS.
func TestFindingsOnAWS(t *testing.T) {
	sharing := func(arn, listener, rest string) string {
		return existing + named + "loadBalancer: { shared: { arn: '" + arn + "', listener: '" + listener + "', " + rest + " } }"
	}
	guest := func(rest, loadBalancer string, owner ...string) string {
		return "version: 1\npylon: { version: 0.5.0 }\nstages:\n" +
			"  production: { " + strings.Join(append([]string{"domain: { name: a.b.c }"}, owner...), ", ") + " }\n" +
			"  demo:\n    domain: { name: d.b.c, certificate: '" + certificate + "' }\n    " + rest + "\n    loadBalancer: { " + loadBalancer + " }\n"
	}
	checkFindings(t, []finding{
		{"subnets without a vpc", "network: { subnets: { public: [subnet-0a] } }", "", "error PG015 5:35 network.vpc is missing"},
		{"private without a vpc", "network: { mode: private }", "", "error PG015 5:22"},
		{"nat without a gateway", "network: { nat: single }", "", "warning PG021 5:21"},
		{"no vpc id", strings.Replace(existing, "vpc-0a1b", "vpc-x", 1), "", "error PG012 5:21"},
		{"nat in an existing vpc", strings.Replace(existing, "vpc:", "mode: nat-gateway, vpc:", 1), "", "error PG013 5:22"},
		{"zones of an existing vpc", strings.Replace(existing, "vpc:", "zones: 2, vpc:", 1), "", "warning PG021 5:23"},
		{"range that is none", "network: { cidr: 10.1.0.1/16 }", "", `error PG012 5:22 network.cidr: "10.1.0.1/16" is not a valid range`},
		{"IPv6 range", "network: { cidr: 'fd00::/16' }", "", "error PG012 5:22"},
		{"range too large", "network: { cidr: 10.0.0.0/15 }", "", "error PG012 5:22 network.cidr: a VPC cannot be a /15"},
		{"range too small", "network: { cidr: 10.0.0.0/21 }", "", "error PG012 5:22 network.cidr: a VPC cannot be a /21"},
		{"public range", "network: { cidr: 11.0.0.0/16 }", "", "error PG012 5:22 network.cidr: 11.0.0.0/16 is not a private range"},
		{"range of an existing VPC", strings.Replace(existing, "vpc:", "cidr: 10.1.0.0/16, vpc:", 1), "", "warning PG021 5:22 network.cidr has no effect in an existing VPC"},
		{"one subnet", strings.Replace(existing, ", subnet-0b", "", 1), "", "error PG015 5:50 network.subnets.public needs two"},
		{"no private subnets", "network: { vpc: vpc-0a1b, subnets: { public: [subnet-0a, subnet-0b] } }", "", "error PG015 5:21 network.subnets.private needs two"},
		{"no subnet id", strings.Replace(existing, "subnet-0b", "sg-0b", 1), "", "error PG012 5:62"},
		{"subnet twice", strings.Replace(existing, "subnet-0b", "subnet-0a", 1), "", "error PG013 5:62"},
		{"image outside of ECR", "network: { mode: endpoints }\npylon: { image: { uri: 'ghcr.io/a/b:1' } }", "", "error PG013 6:28"},
		{"image in another Region", "network: { mode: endpoints }\npylon: { image: { uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/todo:1' } }", "", "error PG013 6:28 with network.mode endpoints the image must be in us-east-1"},
		{"collector without egress", "network: { mode: endpoints }\nobservability: { traces: { xray: true } }", "", "error PG013 5:22"},
		{"providers without egress", named + "network: { mode: endpoints }\nauth: { oauth: { google: { clientId: x } } }", "", "warning PG214 6:22 with network.mode endpoints these providers cannot be reached: auth.oauth.google"},
		{"Spot and one task", "shape: single-replica\nservice: { spot: true }", "", "warning PG021 6:22"},
		{"no node type", "cache: { redis: { node: t4g.micro } }", "", "error PG012 5:29"},
		{"xray and otlp", "observability: { traces: { xray: true, otlp: 'https://a.b' } }", "", "error PG013 5:50"},
		{"otlp without a scheme", "observability: { traces: { otlp: a.b } }", "", "error PG012 5:38"},
		{"no workspace", "observability: { metrics: { scrape: { workspace: ws-1 } } }", "", "error PG012 5:54"},
		{"scraped too often", "observability: { metrics: { scrape: { workspace: 'arn:aws:aps:us-east-1:123456789012:workspace/ws-1', interval: 1 s } } }", "", "error PG012 5:117"},
		{"email and topic", "observability: { alarms: { email: a@b.c, topic: 'arn:aws:sns:us-east-1:123456789012:a' } }", "", "error PG013 5:53"},
		{"no address", "observability: { alarms: { email: ops } }", "", "error PG012 5:39"},
		{"topic elsewhere", "observability: { alarms: { topic: 'arn:aws:sns:eu-west-1:123456789012:a' } }", "", "error PG012 5:39"},
		{"shared without a vpc", named + shared, "", "error PG015 6:29 loadBalancer.shared needs network.vpc"},
		{"shared without a domain", existing + shared, "", "error PG015 6:29 loadBalancer.shared needs a domain"},
		{"shared and separate ports", existing + named + strings.Replace(shared, "{ shared", "{ ports: separate, shared", 1), "", "error PG013 7:28"},
		{"shared and a timeout", existing + named + strings.Replace(shared, "{ shared", "{ idleTimeout: 60 s, shared", 1), "", "warning PG021 7:34"},
		{"no load balancer", sharing("x", listener, ownNames), "", "error PG012 7:36"},
		{"network load balancer", sharing(strings.Replace(balancer, "/app/", "/net/", 1), listener, ownNames), "", "error PG012 7:36"},
		{"load balancer elsewhere", sharing(strings.Replace(balancer, "us-east-1", "eu-west-1", 1), listener, ownNames), "", "error PG012 7:36"},
		{"no listener", sharing(balancer, "x", ownNames), "", "error PG012 7:134"},
		{"another's listener", sharing(balancer, strings.Replace(listener, "shared", "other", 1), ownNames), "", "error PG013 7:134"},
		{"no security group", sharing(balancer, listener, "securityGroup: x, dnsName: a.b"), "", "error PG012 7:"},
		{"no name of the load balancer", sharing(balancer, listener, "securityGroup: sg-0a, dnsName: 'https://a.b'"), "", "error PG012 7:"},
		{"too many names for a rule", existing + "domain: { name: a.b, aliases: [b.b, c.b, d.b] }\n" + shared, "", "error PG012 6:35 4 host names"},
		{"priority of a pattern", "", "version: 1\npylon: { version: 0.5.0 }\n" + existing + strings.Replace(shared, " } }", ", priority: 1 } }", 1) +
			"stages: { 'pr-*': { domain: { name: '{stage}.b.c' } } }\n", "error PG013 4:"},
		{"shared without a listener", existing + named + "loadBalancer: { shared: { arn: '" + balancer + "' } }", "", "error PG015 7:29 loadBalancer.shared.listener is missing"},
		{"shared with no stage", "", guest("cdn: false", "shared: { stage: nowhere }"), `error PG013 8:38 loadBalancer.shared.stage: there is no stage "nowhere"`},
		{"shared with itself", "", guest("cdn: false", "shared: { stage: demo }"), "error PG013 8:38 loadBalancer.shared.stage: demo cannot share with itself"},
		{"shared with a pattern", "", guest("cdn: false", "shared: { stage: 'pr-*' }") + "  pr-*: { domain: { name: '{stage}.b.c' } }\n", "error PG013 8:38 loadBalancer.shared.stage: pr-* is a pattern"},
		{"shared in a chain", "", guest("cdn: false", "shared: { stage: middle }") + "  middle: { domain: { name: m.b.c, certificate: '" + certificate + "' }, loadBalancer: { shared: { stage: production } } }\n",
			"error PG013 8:38 loadBalancer.shared.stage: middle has no load balancer of its own"},
		{"shared with a stage and an ARN", "", guest("cdn: false", "shared: { stage: production, dnsName: a.b }"), "error PG013 8:59 loadBalancer.shared.dnsName and stage exclude each other"},
		{"owner without a domain", "", strings.Replace(guest("cdn: false", "shared: { stage: production }"), "{ domain: { name: a.b.c } }", "{}", 1), "error PG013 8:38 loadBalancer.shared.stage: production has no domain"},
		{"owner elsewhere", "", guest("aws: { region: eu-west-1 }", "shared: { stage: production }"), "error PG013 8:38 loadBalancer.shared.stage: production is in us-east-1, this stage in eu-west-1"},
		{"owner with one port", "", guest("cdn: false", "shared: { stage: production }", "loadBalancer: { ports: single }"), "error PG013 8:38 loadBalancer.shared.stage: production has loadBalancer.ports single"},
		{"owner with endpoints", "", guest("cdn: false", "shared: { stage: production }", "network: { mode: endpoints }"), "error PG013 8:38 loadBalancer.shared.stage: production has network.mode endpoints"},
		{"guest without a certificate", "", strings.Replace(guest("cdn: false", "shared: { stage: production }"), ", certificate: '"+certificate+"'", "", 1), "error PG015 6:21 domain.certificate is missing"},
		{"guest with a network", "", guest("network: { mode: nat-gateway }", "shared: { stage: production }"), "error PG013 7:22 network.mode cannot be set on a load balancer of production"},
		{"guest with a VPC", "", guest("network: { vpc: vpc-0a }", "shared: { stage: production }"), "error PG013 7:21 network.vpc cannot be set on a load balancer of production"},
	})
}

// What an option means for the model.
func TestOptionsOnAWS(t *testing.T) {
	for name, c := range map[string]struct {
		stage string
		get   func(*stack.Stack) any
		want  any
	}{
		"one gateway": {"network: { mode: nat-gateway }", func(s *stack.Stack) any { return s.Network }, stack.Network{
			Mode: stack.NATGateway, Zones: 2, Range: "10.0.0.0/16",
			PublicRanges: []string{"10.0.0.0/22", "10.0.8.0/22"}, PrivateRanges: []string{"10.0.4.0/22", "10.0.12.0/22"},
		}},
		"another range": {"network: { cidr: 172.20.48.0/20, zones: 3 }", func(s *stack.Stack) any { return append(s.Network.PublicRanges, s.Network.PrivateRanges...) }, []string{
			"172.20.48.0/26", "172.20.48.128/26", "172.20.49.0/26", "172.20.48.64/26", "172.20.48.192/26", "172.20.49.64/26",
		}},
		"gateway per zone": {"network: { mode: nat-gateway, nat: per-zone }", func(s *stack.Stack) any { return s.Network.NATPerZone }, true},
		"existing":         {existing, func(s *stack.Stack) any { return s.Network.Mode }, stack.Private},
		"endpoints": {"network: { mode: endpoints }\nhardening: strict\nservice: { exec: true }", func(s *stack.Stack) any { return s.Network.Endpoints },
			[]string{"ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssmmessages"}},
		"spot":           {"service: { spot: true }", func(s *stack.Stack) any { return s.Service.OnDemand }, 1},
		"spot alone":     {"service: { spot: true, scaling: { max: 1 } }", func(s *stack.Stack) any { return s.Service.OnDemand }, 0},
		"no spot on EFS": {"shape: single-replica\nservice: { spot: true }", func(s *stack.Stack) any { return s.Service.Spot }, false},
		"strict backups": {"hardening: strict", func(s *stack.Stack) any { return s.Database.BackupRetentionDays }, 35},
		"strict logs":    {"hardening: strict", func(s *stack.Stack) any { return s.Logs.RetentionDays }, 365},
		"redis": {"cache: { redis: true }", func(s *stack.Stack) any { return s.Cache }, stack.Cache{
			Node: "cache.t4g.micro", Engine: "valkey", Version: "8.0", SnapshotDays: 7,
			TransitEncryption: "preferred", TokenLength: 64,
		}},
		"no redis":        {"cache: { redis: false }", func(s *stack.Stack) any { return s.Cache }, stack.Cache{}},
		"the app's redis": {"cache: { redis: true }", func(s *stack.Stack) any { return s.Cache.Scheme(stack.RedisURL) }, "rediss"},
		"the bus":         {"cache: { redis: true }", func(s *stack.Stack) any { return s.Cache.Scheme(stack.BusURL) }, "redis"},
		"bus over TLS":    {"cache: { redis: { tls: require } }", func(s *stack.Stack) any { return s.Cache.Scheme(stack.BusURL) }, "rediss"},
		"redis without TLS": {"cache: { redis: { tls: disable } }", func(s *stack.Stack) any {
			return fmt.Sprint(s.Service.Env[slices.IndexFunc(s.Service.Env, func(v stack.Variable) bool { return v.Name == "REDIS_URL" })].Ref, s.Cache.TokenLength)
		}, "cache0"},
		"namespace":       {"cache: { redis: true }", func(s *stack.Stack) any { return variable(s, "PYLON_CLUSTER_NAMESPACE") }, stack.Staged("todo-production")},
		"bus required":    {"cache: { redis: true }", func(s *stack.Stack) any { return variable(s, "PYLON_CLUSTER_REQUIRED") }, stack.Staged("1")},
		"no bus required": {"service: { scaling: { max: 3 } }", func(s *stack.Stack) any { return variable(s, "PYLON_CLUSTER_REQUIRED") }, stack.Staged("")},
		"shared port":     {existing + named + shared, func(s *stack.Stack) any { return s.Balancer.SinglePort }, true},
		"shared priority": {existing + named + shared, func(s *stack.Stack) any { return s.Balancer.Shared.Priority }, stack.RulePriority("todo", "production")},
		"otlp":            {"observability: { traces: { otlp: 'https://a.b' } }", func(s *stack.Stack) any { return variable(s, "OTEL_EXPORTER_OTLP_ENDPOINT") }, stack.Staged("https://a.b")},
		"xray":            {"observability: { traces: { xray: true } }", func(s *stack.Stack) any { return variable(s, "OTEL_EXPORTER_OTLP_ENDPOINT") }, stack.Staged("http://127.0.0.1:4318")},
	} {
		t.Run(name, func(t *testing.T) {
			app, list := resolved(t, manifest, withStage("origins: [https://a.b]\n"+c.stage))
			if app == nil {
				t.Fatal(list)
			}
			if diff := cmp.Diff(c.want, c.get(app.Stages[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func variable(s *stack.Stack, name string) stack.Staged {
	for _, v := range s.Service.Env {
		if v.Name == name {
			return v.Text
		}
	}
	return ""
}

// The collector's configuration names the token and never holds it.
func TestCollectorConfig(t *testing.T) {
	app, list := resolved(t, manifest, withStage("origins: [https://a.b]\nobservability: { traces: { xray: true }, metrics: { scrape: { workspace: 'arn:aws:aps:eu-west-1:123456789012:workspace/ws-1', interval: 30 s } } }"))
	if app == nil {
		t.Fatal(list)
	}
	const want = `extensions:
  health_check:
  sigv4auth:
    region: eu-west-1
    service: aps
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:4318
  prometheus:
    config:
      scrape_configs:
        - job_name: pylon
          scrape_interval: 30s
          metrics_path: /metrics
          authorization:
            credentials: ${env:PYLON_METRICS_TOKEN}
          static_configs:
            - targets: [127.0.0.1:4321]
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 200
    spike_limit_mib: 50
  resourcedetection:
    detectors: [ecs]
    ecs:
      resource_attributes:
        aws.ecs.cluster.arn: { enabled: false }
        aws.ecs.launchtype: { enabled: false }
        aws.ecs.task.arn: { enabled: false }
        aws.ecs.task.family: { enabled: false }
        aws.ecs.task.revision: { enabled: false }
        aws.log.group.arns: { enabled: false }
        aws.log.group.names: { enabled: false }
        aws.log.stream.arns: { enabled: false }
        aws.log.stream.names: { enabled: false }
        cloud.account.id: { enabled: false }
        cloud.availability_zone: { enabled: false }
        cloud.platform: { enabled: false }
        cloud.provider: { enabled: false }
        cloud.region: { enabled: false }
  batch:
exporters:
  awsxray:
    region: us-east-1
  prometheusremotewrite:
    endpoint: https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write
    auth:
      authenticator: sigv4auth
    external_labels:
      app: "${env:APP_NAME}"
      stage: "${env:STAGE_NAME}"
    resource_to_telemetry_conversion:
      enabled: true
service:
  extensions: [health_check, sigv4auth]
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, batch]
      exporters: [awsxray]
    metrics:
      receivers: [prometheus]
      processors: [memory_limiter, resourcedetection, batch]
      exporters: [prometheusremotewrite]
`
	if diff := cmp.Diff(want, app.Stages[0].Service.Collector.Config); diff != "" {
		t.Error(diff)
	}
}
