package cfn

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// hostile is text that would do harm if any part of it were taken for YAML, an
// intrinsic function or a comment.
const hostile = "a'b\"c`d ${Vpc} ${!x} $${AWS::Region} !Sub #no: {\"x\": [1]} \\ \t%\n- é🚀\n&a *a"

// cases are all templates that the tests look at, by name.
func cases() map[string]*stack.Stack {
	all := map[string]*stack.Stack{}
	add := func(name string, s *stack.Stack, change func(*stack.Stack)) {
		if change != nil {
			change(s)
			resolve.Decide(s) // what follows from the change
		}
		all[name] = s
	}
	for name, app := range map[string]*stack.App{
		"stateless": stacktest.Stateless(), "single-replica": stacktest.SingleReplica(), "plain": stacktest.Plain(),
	} {
		for _, s := range app.Stages {
			add(name+" "+s.Stage.FileName(), s, nil)
		}
	}
	production := func() *stack.Stack { return stacktest.Stateless().Stages[0] }
	single := func() *stack.Stack { return stacktest.SingleReplica().Stages[0] }
	preview := func() *stack.Stack { return stacktest.Stateless().Stages[2] }

	add("arm64", production(), func(s *stack.Stack) { s.Service.Architecture = "arm64" })
	add("readers", production(), func(s *stack.Stack) { s.Database.Readers = 2 })
	add("three zones", production(), func(s *stack.Stack) { s.Network.Zones = 3 })
	add("three zones single", single(), func(s *stack.Stack) { s.Network.Zones = 3 })
	add("task role", production(), func(s *stack.Stack) {
		s.Files.Credentials = stack.TaskRole
		s.Service.Secrets = slices.DeleteFunc(s.Service.Secrets, func(x stack.Secret) bool {
			return x.Source == stack.BucketKeyID || x.Source == stack.BucketSecretKey
		})
	})
	add("bucket rules", production(), func(s *stack.Stack) {
		s.Files.Versioning = true
		s.Files.Lifecycle = []stack.LifecycleRule{{ExpireDays: 365}, {Prefix: "tmp/", ExpireDays: 1}}
	})
	add("external dns", production(), func(s *stack.Stack) {
		s.Domain.DNS, s.CDN = stack.External, stack.CDN{}
		s.Domain.Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	})
	add("cloudflare", production(), func(s *stack.Stack) {
		s.Domain.DNS, s.Domain.Zone = stack.Cloudflare, "0123456789abcdef"
		s.Domain.Aliases = []stack.Staged{"www.example.com"}
	})
	add("given certificate", production(), func(s *stack.Stack) {
		s.Domain.Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
		s.CDN.Certificate = s.Domain.Certificate
		s.Domain.Zone = "Z0123456789ABCDEFGHIJ"
	})
	add("cdn elsewhere", production(), func(s *stack.Stack) { s.Region = "eu-west-1" })
	add("cdn without name", production(), func(s *stack.Stack) { s.CDN.Domain = "" })
	add("cdn plain", stacktest.Plain().Stages[0], func(s *stack.Stack) {
		s.CDN = stack.CDN{Enabled: true, PriceClass: "PriceClass_All"}
	})
	add("single port", production(), func(s *stack.Stack) { singlePort(s, 443) })
	add("single port plain", stacktest.Plain().Stages[0], func(s *stack.Stack) { singlePort(s, 80) })
	add("http and websocket", production(), func(s *stack.Stack) { s.Balancer.Endpoints = s.Balancer.Endpoints[:2] })
	add("aliases", production(), func(s *stack.Stack) { s.Domain.Aliases = []stack.Staged{"a.example.com", "b.example.com"} })
	add("preview aliases", preview(), func(s *stack.Stack) {
		s.Domain.Aliases = []stack.Staged{stack.Placeholder + "-alt.preview.example.com"}
		s.CDN = stack.CDN{Enabled: true, Domain: stack.Placeholder + "-cdn.preview.example.com", PriceClass: "PriceClass_100"}
	})
	add("preview with little room", preview(), func(s *stack.Stack) {
		s.Domain.Name = stack.Placeholder + "." + stack.Staged(strings.Repeat("a", 39)) + ".example.com"
	})
	add("no protect", production(), func(s *stack.Stack) { s.Protect, s.Retain = false, false })
	add("no database tls", production(), func(s *stack.Stack) { s.Database.TLS = false })
	add("all targets", production(), func(s *stack.Stack) {
		s.Service.Scaling = stack.Scaling{Min: 2, Max: 10, CPU: 60, Memory: 75, Requests: 500}
	})
	add("fixed size", production(), func(s *stack.Stack) { s.Service.Scaling = stack.Scaling{Min: 3, Max: 3} })
	add("range without targets", production(), func(s *stack.Stack) { s.Service.Scaling = stack.Scaling{Min: 1, Max: 3} })
	add("image", production(), func(s *stack.Stack) {
		s.Service.Image = stack.Image{URI: "123456789012.dkr.ecr.us-east-1.amazonaws.com/todo:1.2.3"}
	})
	add("image alone", stacktest.Plain().Stages[0], func(s *stack.Stack) {
		s.Service.Image = stack.Image{URI: "ghcr.io/acme/todo:1.2.3"}
	})
	add("nat gateway", production(), func(s *stack.Stack) { s.Network.Mode = stack.NATGateway })
	add("nat per zone", single(), func(s *stack.Stack) { s.Network.Mode, s.Network.NATPerZone = stack.NATGateway, true })
	add("nat instance", production(), func(s *stack.Stack) { s.Network.Mode = stack.NATInstance })
	add("endpoints", production(), func(s *stack.Stack) {
		s.Network.Mode, s.Network.Endpoints = stack.Endpoints, []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
	})
	add("existing vpc", production(), existing)
	add("existing vpc single", single(), existing)
	add("shared", production(), share)
	add("shared preview", preview(), share)
	add("shared with certificate", production(), func(s *stack.Stack) {
		share(s)
		s.Domain.DNS, s.CDN = stack.External, stack.CDN{}
		s.Domain.Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	})
	add("shared elsewhere", production(), func(s *stack.Stack) {
		share(s)
		s.Region, s.CDN = "mx-central-1", stack.CDN{}
	})
	add("cache", production(), cached)
	add("spot", production(), func(s *stack.Stack) { s.Service.Spot, s.Service.OnDemand = true, 1 })
	add("spot alone", preview(), func(s *stack.Stack) { s.Service.Spot = true })
	add("exec", production(), func(s *stack.Stack) { s.Service.Exec = true })
	add("collector", production(), collected)
	add("tracing", single(), func(s *stack.Stack) {
		s.Service.Collector = stack.Collector{Image: "public.ecr.aws/x/y:v1", Config: "a:\n  b\n", MemoryMiB: 64, XRay: true}
	})
	add("alarms", production(), func(s *stack.Stack) { s.Alarms.Email = "ops@example.com" })
	add("alarms to a topic", single(), func(s *stack.Stack) { s.Alarms.Topic = "arn:aws:sns:us-east-1:123456789012:alarms" })
	add("strict", production(), func(s *stack.Stack) { s.Strict = true })
	add("strict single", single(), func(s *stack.Stack) { s.Strict = true })
	add("strict shared", production(), func(s *stack.Stack) { s.Strict = true; share(s) })
	add("everything", production(), func(s *stack.Stack) {
		s.Strict, s.Service.Exec, s.Service.Spot, s.Service.OnDemand = true, true, true, 1
		s.Network.Mode, s.Network.NATPerZone, s.Network.Zones = stack.NATGateway, true, 3
		s.Alarms.Email = "ops@example.com"
		s.Database.Readers = 1
		cached(s)
		collected(s)
	})
	add("hostile", production(), makeHostile)
	add("hostile preview", preview(), func(s *stack.Stack) {
		makeHostile(s)
		s.Service.Env[0].Text = stack.Placeholder + hostile + stack.Placeholder
		s.Files.Origins = []stack.Staged{"https://" + stack.Placeholder + hostile}
	})
	return all
}

// existing puts a stage into a VPC that is not the stack's own.
func existing(s *stack.Stack) {
	s.Network = stack.Network{
		Mode: stack.Private, VPC: "vpc-0a1b",
		PublicSubnets: []string{"subnet-0a", "subnet-0b"}, PrivateSubnets: []string{"subnet-0c", "subnet-0d"},
	}
}

// share puts a stage onto a load balancer that is not its own.
func share(s *stack.Stack) {
	existing(s)
	singlePort(s, 443)
	s.Balancer.Shared = stack.SharedBalancer{
		ARN:           "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/0123456789abcdef",
		Listener:      "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/0123456789abcdef/fedcba9876543210",
		SecurityGroup: "sg-0a1b", DNSName: "shared-1.us-east-1.elb.amazonaws.com",
	}
	if !s.Stage.Pattern {
		s.Balancer.Shared.Priority = 4000
	}
}

func cached(s *stack.Stack) {
	s.Cache = stack.Cache{Node: "cache.t4g.micro", Engine: "valkey", Version: "8.0", Replicas: 1, SnapshotDays: 7, TransitEncryption: stack.TLSPreferred}
	s.Service.Secrets = append(s.Service.Secrets,
		stack.Secret{Env: "REDIS_URL", Name: "RedisUrl", Source: stack.RedisURL, Why: "cache"},
		stack.Secret{Env: "PYLON_CLUSTER_BUS", Name: "PylonClusterBus", Source: stack.BusURL, Why: "cluster bus"})
}

func collected(s *stack.Stack) {
	s.Service.Collector = stack.Collector{
		Image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0", Config: "receivers:\n  otlp: ${env:X}\n",
		Env: []stack.Variable{{Name: "STAGE", Text: "production"}}, MemoryMiB: 256, XRay: true, Workspace: "arn:aws:aps:us-east-1:123456789012:workspace/ws-1", TokenEnv: "PYLON_ADMIN_TOKEN",
	}
}

func singlePort(s *stack.Stack, port int) {
	s.Balancer.SinglePort = true
	for i := range s.Balancer.Endpoints {
		s.Balancer.Endpoints[i].Listener = port
	}
}

// makeHostile puts hostile text wherever AWS itself would accept it.
func makeHostile(s *stack.Stack) {
	s.Tags = []stack.Tag{{Key: "yes", Value: "190:20:30"}, {Key: "pylon:app", Value: "mine"}}
	s.Service.Command = []string{"pylon", "start", hostile}
	for i := range s.Service.Env {
		s.Service.Env[i].Why = hostile
		if s.Service.Env[i].Ref == "" {
			s.Service.Env[i].Text = hostile
		}
	}
	for i := range s.Service.Secrets {
		s.Service.Secrets[i].Why = hostile
	}
	s.Files.Origins = []stack.Staged{"https://" + hostile}
	s.Files.Lifecycle = []stack.LifecycleRule{{Prefix: hostile, ExpireDays: 1}}
	if s.CDN.Enabled {
		s.CDN.CachePaths = []string{"/~it's/${Vpc}&*"}
	}
}
