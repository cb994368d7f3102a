package engine

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFactOf(t *testing.T) {
	for _, c := range []struct {
		kind, property string
		update         Update
		assumed, known bool
	}{
		{"AWS::RDS::DBCluster", "EngineVersion", Interrupts, true, true}, // one source of three
		{"AWS::RDS::DBCluster", "StorageEncrypted", Replaces, false, true},
		{"AWS::EC2::EIP", "Domain", Replaces, false, true},                                // against the registry
		{"AWS::ElastiCache::ReplicationGroup", "Engine", MayReplace, true, true},          // no source has the word
		{"AWS::ECS::TaskDefinition", "ContainerDefinitions.Image", Replaces, false, true}, // by its parent
		{"AWS::EC2::SecurityGroup", "SecurityGroupIngress", InPlace, false, true},
		{"AWS::SQS::Queue", "QueueName", InPlace, true, false},
		{"aws:rds/cluster:Cluster", "kmsKeyId", Replaces, false, true},
		{"aws:kms/key:Key", "keyUsage", Replaces, true, true}, // from memory
		{"aws:sqs/queue:Queue", "name", InPlace, true, false},
	} {
		got, known := FactOf(c.kind, c.property)
		if got.Update != c.update || got.Assumed != c.assumed || known != c.known {
			t.Errorf("%s %s: %+v, %v", c.kind, c.property, got, known)
		}
	}
}

// The column "registry" of the table says what the registry's schemas say, for
// every property that they do not let change in place.
func TestTableAgreesWithSchemas(t *testing.T) {
	said := map[string]string{}
	types := map[string]bool{}
	files, err := filepath.Glob("../../render/cfn/cfngen/schemas/*.json")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			TypeName                        string
			CreateOnlyProperties            []string
			ConditionalCreateOnlyProperties []string
		}
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatal(err)
		}
		types[schema.TypeName] = true
		for update, paths := range map[Update][]string{Replaces: schema.CreateOnlyProperties, MayReplace: schema.ConditionalCreateOnlyProperties} {
			for _, path := range paths {
				path = strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(path, "/properties/"), "/*", ""), "/", ".")
				said[schema.TypeName+" "+path] = string(update)
			}
		}
	}
	listed := map[string]string{}
	for _, row := range rows(cloudFormationTable) {
		listed[row[0]+" "+row[1]] = row[3]
		if registry := row[3]; types[row[0]] && registry != "" && registry != string(InPlace) && said[row[0]+" "+row[1]] != registry {
			t.Errorf("%s %s: the table has %q, the schema %q", row[0], row[1], registry, said[row[0]+" "+row[1]])
		}
	}
	for _, property := range slices.Sorted(maps.Keys(said)) {
		if listed[property] != said[property] {
			t.Errorf("%s: the schema has %q, the table %q", property, said[property], listed[property])
		}
	}
}
