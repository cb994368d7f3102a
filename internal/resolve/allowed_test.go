package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// What stages of the golden manifest have in common.
var (
	listeners = []string{"world -> load balancer 80", "world -> load balancer 443", "world -> load balancer 4322", "world -> load balancer 4323", "world -> load balancer 4324"}
	targets   = []string{"load balancer -> tasks 4321", "load balancer -> tasks 4322", "load balancer -> tasks 4323", "load balancer -> tasks 4324"}
	front     = slices.Concat(listeners, targets)

	start = []string{
		"execution: ecr:GetAuthorizationToken on anything",
		"execution: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on images",
		"execution: logs:CreateLogStream logs:PutLogEvents on log",
		"execution: secretsmanager:GetSecretValue on secrets",
	}
	user = []string{
		"uploads: s3:ListBucket on uploads",
		"uploads: s3:DeleteObject s3:GetObject s3:PutObject on objects",
	}
	exec = "task: ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel on anything"
	xray = "task: xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments on anything"
)

// registrySecret has the password of a registry.
const registrySecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-a1B2c3"

// allowedCases are stages, and all that each allows.
var allowedCases = map[string]struct {
	spec             string
	openings, grants []string
}{
	"default": {
		"",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, user),
	},
	"image in another account": {
		"pylon: { image: { uri: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/todo:1.4.2' } }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, user),
	},
	"image in a public registry": {
		"pylon: { image: { uri: 'ghcr.io/acme/todo:1.4.2' } }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start[2:], user),
	},
	"image in a private registry": {
		"hardening: strict\npylon: { image: { uri: 'ghcr.io/acme/todo:1.4.2', credentials: '" + registrySecret + "' } }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat([]string{"execution: secretsmanager:GetSecretValue on registry"}, start[2:], []string{"execution: kms:Decrypt on key via secretsmanager"}, user, []string{
			"uploads: kms:Decrypt kms:GenerateDataKey on key via s3",
			"flow log: logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on log",
		}),
	},
	"single replica": {
		"shape: single-replica",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> file system 2049"}),
		slices.Concat(start, []string{"task: elasticfilesystem:ClientMount elasticfilesystem:ClientWrite on files"}),
	},
	"cache and task role": {
		"cache: { redis: true }\nfiles: { credentials: task-role }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432", "tasks -> cache 6379"}),
		slices.Concat(start, []string{
			"task: s3:ListBucket on uploads",
			"task: s3:DeleteObject s3:GetObject s3:PutObject on objects",
		}),
	},
	"endpoints": {
		"network: { mode: endpoints }",
		slices.Concat(front, []string{"tasks -> aws services 443", "tasks -> database 5432"}),
		slices.Concat(start, user),
	},
	"nat instance": {
		"network: { mode: nat-instance }",
		slices.Concat(front, []string{
			"tasks -> internet 443", "tasks -> database 5432",
			"tasks -> nat instances 443", "nat instances -> internet 443",
		}),
		slices.Concat(start, user),
	},
	// Who reaches a shared load balancer is its owner's affair.
	"shared balancer": {
		existing + shared,
		slices.Concat(slices.DeleteFunc(slices.Clone(targets), func(o string) bool { return strings.HasSuffix(o, " 4322") }), []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, user),
	},
	"strict": {
		"hardening: strict",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, []string{"execution: kms:Decrypt on key via secretsmanager"}, user, []string{
			"uploads: kms:Decrypt kms:GenerateDataKey on key via s3",
			"flow log: logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on log",
		}),
	},
	"exec": {
		"service: { exec: true }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, user, []string{exec}),
	},
	"scraping and traces": {
		"observability: { traces: { xray: true }, metrics: { scrape: { workspace: 'arn:aws:aps:us-east-1:123456789012:workspace/ws-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f' } } }",
		slices.Concat(front, []string{"tasks -> internet 443", "tasks -> database 5432"}),
		slices.Concat(start, user, []string{xray, "task: aps:RemoteWrite on workspace"}),
	},
}

// A stage allows exactly this: who may connect to whom, and who may do what.
func TestAllowed(t *testing.T) {
	for name, c := range allowedCases {
		t.Run(name, func(t *testing.T) {
			s := allowed(t, c.spec)
			var openings, grants []string
			for _, o := range s.Openings {
				openings = append(openings, fmt.Sprintf("%s -> %s %d", o.From, o.To, o.Port))
			}
			for _, g := range s.Grants {
				line := fmt.Sprintf("%s: %s on %s", g.Role, strings.Join(g.Actions, " "), g.On)
				if g.Via != "" {
					line += " via " + g.Via
				}
				grants = append(grants, line)
			}
			if diff := cmp.Diff(c.openings, openings); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.grants, grants); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Nothing is granted on everything but actions for which IAM knows no resource,
// and then the grant says so. A key may be used through one service only.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
func TestGrantsAreNarrow(t *testing.T) {
	withoutResource := []string{
		"ecr:GetAuthorizationToken",
		"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
	}
	for name, c := range allowedCases {
		t.Run(name, func(t *testing.T) {
			for _, g := range allowed(t, c.spec).Grants {
				if !slices.IsSorted(g.Actions) {
					t.Errorf("actions are not sorted: %v", g.Actions)
				}
				if (g.On == stack.OnKey) != (g.Via != "") {
					t.Errorf("%v on %s through %q", g.Actions, g.On, g.Via)
				}
				if g.On == stack.OnAnything && g.Why == "" {
					t.Errorf("%v on everything without a reason", g.Actions)
				}
				for _, a := range g.Actions {
					if strings.Contains(a, "*") || g.On == stack.OnAnything && !slices.Contains(withoutResource, a) {
						t.Errorf("%s on %s is too much", a, g.On)
					}
				}
			}
		})
	}
}

// Each role is for one service, on behalf of this account; what has rights is a role that a service may
// take, or the user who signs uploads.
func TestTrusts(t *testing.T) {
	tasks := []stack.Trust{
		{Role: stack.ExecutionRole, Service: "ecs-tasks.amazonaws.com", When: stack.ForThisAccount},
		{Role: stack.AppRole, Service: "ecs-tasks.amazonaws.com", When: stack.ForThisAccount},
	}
	strict := slices.Concat(tasks, []stack.Trust{
		{Role: stack.MonitoringRole, Service: "monitoring.rds.amazonaws.com", When: stack.ForThisAccount, Managed: "service-role/AmazonRDSEnhancedMonitoringRole"},
		{Role: stack.FlowLogRole, Service: "vpc-flow-logs.amazonaws.com", When: stack.ForThisAccount},
	})
	for name, c := range allowedCases {
		t.Run(name, func(t *testing.T) {
			s, want := allowed(t, c.spec), tasks
			if s.Strict {
				want = strict
			}
			if diff := cmp.Diff(want, s.Trusts); diff != "" {
				t.Error(diff)
			}
			for _, g := range s.Grants {
				if g.Role != stack.UploadsUser && s.TrustOf(g.Role) == (stack.Trust{}) {
					t.Errorf("no service may assume the role %q", g.Role)
				}
			}
		})
	}
}

// What a stage allows follows its other choices when they change afterwards.
func TestAllowedAgain(t *testing.T) {
	s := allowed(t, "")
	s.Service.Exec, s.Network.Mode = true, stack.Endpoints
	resolve.Decide(s)
	if got := s.GrantsOf(stack.AppRole, stack.ForExec); len(got) != 1 {
		t.Errorf("exec: %v", got)
	}
	if got := s.WayOut().To; got != stack.AWSServices {
		t.Errorf("tasks reach %s", got)
	}
	s.Service.Exec, s.Network.Mode = false, stack.NATGateway
	resolve.Decide(s)
	if got := s.GrantsOf(stack.AppRole); len(got) != 0 {
		t.Errorf("no exec: %v", got)
	}
	if got := s.WayOut().To; got != stack.Internet {
		t.Errorf("tasks reach %s", got)
	}
}

// allowed resolves a stage with a domain.
func allowed(t *testing.T, more string) *stack.Stack {
	t.Helper()
	app, list := resolved(t, manifest, withStage("domain: { name: api.example.com }\n"+more))
	if app == nil {
		t.Fatal(list)
	}
	return app.Stages[0]
}
