package sst

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/mix"
)

// The next major version of PostgreSQL, in the inputs that SST registers: RDS may
// make the upgrade, at once, and nothing else than the version and the families of
// the parameters changes. A family belongs to its group, so that Pulumi makes new
// groups before it upgrades the cluster.
func TestNextMajorOfTheDatabase(t *testing.T) {
	if *only != "" {
		t.Skip("one case alone is executed")
	}
	on := func(version int) consumer.Config {
		app, files, err := mix.Render(mix.Mix{
			Spec:     fmt.Sprintf("version: 1\npylon: { version: 0.5.0 }\ndatabase: { version: %d, readers: 1 }\nstages: { production: { domain: { name: api.example.com } } }\n", version),
			Manifest: `{"manifest_version": 1, "name": "todo", "version": "0.1.0", "routes": [], "entities": [{"name": "Todo", "fields": [], "indexes": []}]}`,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if f.Path == app.Outputs.SST {
				return project(app, f.Bytes, "production")
			}
		}
		t.Fatal("no configuration")
		return consumer.Config{}
	}
	runs := execute(t, on(16), on(17))
	before, after := inputs(runs[0]), inputs(runs[1])
	var changed []string
	for at, was := range before {
		if is, there := after[at]; is != was || !there {
			changed = append(changed, at+": "+was+" -> "+is)
		}
	}
	slices.Sort(changed)
	const rds = "aws:rds/"
	want := []string{
		rds + "cluster:Cluster DatabaseCluster engineVersion: 16.8 -> 17.5",
		// Their version is the cluster's; an instance cannot be upgraded by itself.
		rds + "clusterInstance:ClusterInstance DatabaseInstance engineVersion: 16.8 -> 17.5",
		rds + "clusterInstance:ClusterInstance DatabaseReplica0 engineVersion: 16.8 -> 17.5",
		rds + "clusterParameterGroup:ClusterParameterGroup DatabaseClusterParameterGroup family: aurora-postgresql16 -> aurora-postgresql17",
		rds + "parameterGroup:ParameterGroup DatabaseParameterGroup family: aurora-postgresql16 -> aurora-postgresql17",
	}
	if diff := cmp.Diff(want, changed); diff != "" || len(before) != len(after) {
		t.Errorf("%d inputs become %d: %s", len(before), len(after), diff)
	}
	for _, input := range []string{"allowMajorVersionUpgrade", "applyImmediately"} {
		if at := rds + "cluster:Cluster DatabaseCluster " + input; before[at] != "true" || after[at] != "true" {
			t.Errorf("%s is %q, then %q", at, before[at], after[at])
		}
	}
}

// inputs are the registered inputs of an execution, each by its type, name and
// path, but for those of the image: they name the directory of the execution.
func inputs(run consumer.Execution) map[string]string {
	all := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, member := range v {
				walk(at+"."+key, member)
			}
		case []any:
			for i, item := range v {
				walk(fmt.Sprintf("%s.%d", at, i), item)
			}
		default:
			all[at] = fmt.Sprint(v)
		}
	}
	for _, r := range run.Resources {
		if r.Custom && r.Type != "docker-build:index:Image" {
			for key, v := range r.Inputs {
				walk(r.Type+" "+r.Name+" "+key, v)
			}
		}
	}
	return all
}
