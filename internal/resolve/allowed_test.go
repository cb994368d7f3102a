package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// What is allowed, as lines: who may connect to whom, and who may do what.
func TestAllowed(t *testing.T) {
	const (
		balancer = "world -> load balancer 80, world -> load balancer 443, world -> load balancer 4322, world -> load balancer 4323, world -> load balancer 4324, " +
			"load balancer -> tasks 4321, load balancer -> tasks 4322, load balancer -> tasks 4323, load balancer -> tasks 4324"
		start = "execution: 1 on anything, 3 on images, 2 on log, 1 on secrets"
		user  = "uploads: 1 on uploads, 3 on objects"
	)
	for name, c := range map[string]struct{ spec, openings, grants string }{
		"default": {"", balancer + ", tasks -> internet 443, tasks -> database 5432", start + "; " + user},
		"single replica": {"shape: single-replica",
			balancer + ", tasks -> internet 443, tasks -> file system 2049", start + "; task: 2 on files"},
		"cache and task role": {"cache: { redis: true }\nfiles: { credentials: task-role }",
			balancer + ", tasks -> internet 443, tasks -> database 5432, tasks -> cache 6379", start + "; task: 1 on uploads, 3 on objects"},
		"endpoints": {"network: { mode: endpoints }",
			balancer + ", tasks -> aws services 443, tasks -> database 5432", start + "; " + user},
		"nat instance": {"network: { mode: nat-instance }",
			balancer + ", tasks -> internet 443, tasks -> database 5432, tasks -> nat instances 443, nat instances -> internet 443", start + "; " + user},
		"strict": {"hardening: strict",
			balancer + ", tasks -> internet 443, tasks -> database 5432",
			start + ", 1 on key via secretsmanager; uploads: 1 on uploads, 3 on objects, 2 on key via s3; flow log: 3 on log"},
		"exec and traces": {"service: { exec: true }\nobservability: { traces: { xray: true } }",
			balancer + ", tasks -> internet 443, tasks -> database 5432", start + "; task: 4 on anything, 4 on anything; " + user},
	} {
		t.Run(name, func(t *testing.T) {
			app, list := resolved(t, manifest, spec+c.spec+"\n")
			if app == nil {
				t.Fatal(list)
			}
			s := app.Stages[0]
			var openings []string
			for _, o := range s.Openings {
				openings = append(openings, fmt.Sprintf("%s -> %s %d", o.From, o.To, o.Port))
			}
			if diff := cmp.Diff(c.openings, strings.Join(openings, ", ")); diff != "" {
				t.Error(diff)
			}
			var grants []string
			for _, role := range []stack.Role{stack.ExecutionRole, stack.AppRole, stack.UploadsUser, stack.FlowLogRole} {
				var lines []string
				for _, g := range s.GrantsOf(role) {
					line := fmt.Sprintf("%d on %s", len(g.Actions), g.On)
					if g.Via != "" {
						line += " via " + g.Via
					}
					lines = append(lines, line)
				}
				if lines != nil {
					grants = append(grants, string(role)+": "+strings.Join(lines, ", "))
				}
			}
			if diff := cmp.Diff(c.grants, strings.Join(grants, "; ")); diff != "" {
				t.Error(diff)
			}
			for _, g := range s.Grants {
				if !slices.IsSorted(g.Actions) {
					t.Errorf("actions are not sorted: %v", g.Actions)
				}
				for _, a := range g.Actions {
					service, _, _ := strings.Cut(a, ":")
					if strings.Contains(a, "*") || g.On == stack.OnAnything && !slices.Contains([]string{"ecr", "ssmmessages", "xray"}, service) {
						t.Errorf("%s on %s is too much", a, g.On)
					}
				}
			}
		})
	}
}
