package sst

import (
	"slices"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/parity"
)

// What the framework's reference configuration promises, and does not keep: the
// smallest spec keeps it. The numbers are written here, they are not the model's.
func TestReferencePromises(t *testing.T) {
	if *only != "" {
		t.Skip("one case alone is executed")
	}
	run := execute(t, load(t, "smallest").on("production"))[0]
	if len(run.Errors) > 0 {
		t.Fatal(run.Errors)
	}
	facts := parity.Observe(parity.FromSST(run))
	for _, promise := range []struct{ what, fact, value string }{
		{"Aurora Serverless v2", "database: engine", "aurora-postgresql"},
		{"0.5 to 2 ACU", "database: least ACU", "0.5"}, {"0.5 to 2 ACU", "database: most ACU", "2"},
		{"0.25 vCPU", "task: cpu", "256"}, {"512 MB", "task: memory", "512"},
		{"1 to 4 tasks", "scaling: least", "1"}, {"1 to 4 tasks", "scaling: most", "4"},
		{"at 70 % CPU", "scaling by ECSServiceAverageCPUUtilization: target", "70"},
		{"four ports, with TLS", "listener 443: protocol", "HTTPS"}, {"four ports, with TLS", "listener 4322: protocol", "HTTPS"},
		{"four ports, with TLS", "listener 4323: protocol", "HTTPS"}, {"four ports, with TLS", "listener 4324: protocol", "HTTPS"},
		{"sticky sessions, where the browser connects", "target 4321: sticky", "true"}, {"sticky sessions, one group only", "target 4322: sticky", "false"},
		{"an idle hour", "load balancer: idle seconds", "3600"},
		{"a bucket for uploads", "uploads user: allow s3:PutObject", "on <uploads>/*"},
		{"keys of that bucket", "access key: of", "uploads user"},
		{"the database as a secret", "task: pylon has secret DATABASE_URL", "<secret DATABASE_URL> of one version"},
		{"an admin token", "task: pylon has secret PYLON_ADMIN_TOKEN", "<secret PYLON_ADMIN_TOKEN> of one version"},
		{"a CDN", "cdn: origin api is", "api.example.com"},
		{"a domain", "dns: api.example.com A", "<load balancer address>"},
		{"its address", "output: http", "https://api.example.com"},
	} {
		if !slices.Contains(facts[promise.fact], promise.value) {
			t.Errorf("not kept: %s. %s is %q", promise.what, promise.fact, facts[promise.fact])
		}
	}
}
