package sst

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/e2e/sst/expect"
)

// What the framework's reference configuration promises, and does not keep: the
// smallest spec keeps it. The numbers stand here, not in the model.
func TestReferencePromises(t *testing.T) {
	alone(t)
	c := load(t, "smallest")
	run := execute(t, c.on("production"))[0]
	if len(run.Errors) > 0 {
		t.Fatal(run.Errors)
	}
	s := expect.NewStage(c.Stage("production"), run)
	one := func(kind string) expect.Item {
		item, ok := s.One(kind)
		if !ok {
			t.Fatalf("no %s", kind)
		}
		return item
	}
	database, task := one("aws:rds/cluster:Cluster"), one("aws:ecs/taskDefinition:TaskDefinition")
	balancer, cdn := one("aws:lb/loadBalancer:LoadBalancer"), one("aws:cloudfront/distribution:Distribution")
	range_ := one("aws:appautoscaling/target:Target")
	app := task.Parts("containerDefinitions")[0]
	var ports, sticky, secrets, names []string
	for _, l := range s.All("aws:lb/listener:Listener") {
		ports = append(ports, l.Text("port")+"/"+l.Text("protocol"))
	}
	for _, g := range s.All("aws:lb/targetGroup:TargetGroup") {
		if g.Text("stickiness.enabled") == "true" {
			sticky = append(sticky, g.Text("port"))
		}
	}
	for _, v := range app.Parts("secrets") {
		secrets = append(secrets, v.Text("name"))
	}
	for _, r := range s.All("aws:route53/record:Record") {
		names = append(names, r.Text("name")+" "+r.Text("type"))
	}
	bucket := ""
	for _, v := range app.Parts("environment") {
		if v.Text("name") == "PYLON_S3_BUCKET" {
			bucket = v.Text("value")
		}
	}
	uploads := slices.ContainsFunc(s.All("aws:s3/bucket:Bucket"), func(b expect.Item) bool { return b.ID == bucket && bucket != "" })
	policies := s.All("aws:appautoscaling/policy:Policy")
	has := func(list []string, want ...string) bool {
		return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(list, w) })
	}
	for promise, kept := range map[string]bool{
		"Aurora Serverless v2":     database.Text("engine") == "aurora-postgresql",
		"0.5 to 2 ACU":             database.Text("serverlessv2ScalingConfiguration.minCapacity") == "0.5" && database.Text("serverlessv2ScalingConfiguration.maxCapacity") == "2",
		"0.25 vCPU":                task.Text("cpu") == "256",
		"512 MB":                   task.Text("memory") == "512",
		"1 to 4 tasks":             range_.Text("minCapacity") == "1" && range_.Text("maxCapacity") == "4",
		"at 70 % CPU":              len(policies) == 1 && policies[0].Text("targetTrackingScalingPolicyConfiguration.targetValue") == "70",
		"four ports, with TLS":     has(ports, "443/HTTPS", "4322/HTTPS", "4323/HTTPS", "4324/HTTPS"),
		"sticky sessions":          slices.Equal(sticky, []string{"4322"}),
		"an idle hour":             balancer.Text("idleTimeout") == "3600",
		"a bucket for uploads":     uploads,
		"keys of that bucket":      has(secrets, "PYLON_S3_ACCESS_KEY", "PYLON_S3_SECRET_KEY"),
		"the database as a secret": has(secrets, "DATABASE_URL"),
		"an admin token":           has(secrets, "PYLON_ADMIN_TOKEN"),
		"a CDN":                    cdn.Text("origins[0].domainName") == "api.example.com",
		"a domain":                 has(names, "api.example.com A"),
		"its address":              strings.HasPrefix(run.Outputs["url"].(string), "https://api.example.com"),
	} {
		if !kept {
			t.Errorf("not kept: %s", promise)
		}
	}
}
