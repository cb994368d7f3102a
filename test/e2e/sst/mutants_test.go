package sst

import (
	"slices"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/parity"
)

// stores are the types that hold data, which a removed stage keeps or not.
var stores = []string{
	"aws:cloudwatch/logGroup:LogGroup", "aws:efs/fileSystem:FileSystem", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:kms/key:Key", "aws:rds/cluster:Cluster",
	"aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret",
}

// What an execution registers is changed in one place at a time: a member is
// deleted, a scalar changed. The comparison must see it, or the list of what it
// does not see has the place and the reason.
func TestMutantsAreSeen(t *testing.T) {
	if *only != "" {
		t.Skip("one case alone is executed")
	}
	unseen := parity.NewUnseen(parity.SST)
	for _, name := range []string{"smallest", "strict-single-replica", "everything"} {
		c := load(t, name)
		stage := c.realNames()[0]
		side, model := parity.FromSST(execute(t, c.on(stage))[0]), parity.Expected(c.App.Stage(stage), stage)
		see := func(at string) {
			unseen.Mutant(at, len(parity.Compare(parity.SST, model, parity.Observe(side), parity.Reasons{})) > 0)
		}
		for i := range side.Resources {
			r := &side.Resources[i]
			eachMutant(r.Properties, r.Type, see)
			whole := side.Resources
			side.Resources = slices.Delete(slices.Clone(whole), i, i+1)
			see(r.Type + " deleted")
			side.Resources = whole
			if slices.Contains(stores, r.Type) {
				old := r.Removed
				r.Removed = map[string]string{"kept": "deleted", "deleted": "kept"}[old]
				see(r.Type + " retainOnDelete changed")
				r.Removed = old
			}
		}
		eachMutant(side.Outputs, "outputs", see)
	}
	for _, fault := range unseen.Faults() {
		t.Error(fault)
	}
	t.Log(unseen)
}

// eachMutant changes one place below a map or a list after the other, calls see
// and takes the change back.
func eachMutant(v any, at string, see func(at string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			delete(v, key)
			see(at + "/" + key + " deleted")
			v[key] = changed(member)
			if v[key] != nil {
				see(at + "/" + key + " changed")
			}
			list, _ := member.([]any)
			for i := range list {
				v[key] = slices.Delete(slices.Clone(list), i, i+1)
				see(at + "/" + key + " deleted")
			}
			v[key] = member
			eachMutant(member, at+"/"+key, see)
		}
	case []any:
		for i, item := range v {
			if v[i] = changed(item); v[i] != nil {
				see(at + " changed")
			}
			v[i] = item
			eachMutant(item, at, see)
		}
	}
}

// changed is another scalar of the same kind, nil for anything else.
func changed(v any) any {
	switch v := v.(type) {
	case string:
		return v + "x"
	case float64:
		return v + 1
	case bool:
		return !v
	}
	return nil
}
