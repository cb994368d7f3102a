package cfn

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// CloudFormation generates a new value for a secret when anything in its
// GenerateSecretString differs from the stack that runs: the app would lose the
// keys of what it has encrypted, and the database its password. A failure here
// means that the next deployment of every user does that. Do not record the new
// form; keep the old one for secrets that exist.
//
// Source: CloudFormation template reference, AWS::SecretsManager::Secret: "When
// you make a change to this property, a new secret version is created."
func TestGeneratedSecretsStayAsTheyAre(t *testing.T) {
	const (
		credentials = `{"ExcludePunctuation":true,"GenerateStringKey":"password","PasswordLength":40,"SecretStringTemplate":"{\"username\":\"pylon\"}"}`
		token       = `{"ExcludePunctuation":true,"PasswordLength":64}`
		key         = `{"ExcludeCharacters":"ghijklmnopqrstuvwxyz","ExcludePunctuation":true,"ExcludeUppercase":true,"PasswordLength":64,"RequireEachIncludedType":false}`
		placeholder = `{"ExcludeCharacters":"ghijklmnopqrstuvwxyz","ExcludePunctuation":true,"ExcludeUppercase":true,"PasswordLength":32,"RequireEachIncludedType":false}`
	)
	s := cases()["cache"]
	got := map[string]string{}
	parse(t, s).resources(func(id, _ string, properties *yaml.Node) {
		if generate := member(properties, "GenerateSecretString"); generate != nil {
			var v map[string]any
			if err := generate.Decode(&v); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			got[id] = string(text)
		}
	})
	want := map[string]string{
		"DatabaseCredentials": credentials, "CacheToken": token, "PylonOauthGoogleClientSecretSecret": placeholder,
		"PylonAdminTokenSecret": key, "PylonApiKeyPepperSecret": key,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The next major version of PostgreSQL changes the cluster's version and the
// family of its parameters, and nothing else: no name, so that the cluster stays.
// The family cannot be changed in place, so CloudFormation makes a new group, sets
// it on the cluster with the new version, and deletes the old one. Its handler of
// AWS::RDS::DBCluster allows the major upgrade itself, whenever EngineVersion
// changes:
// github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds,
// aws-rds-dbcluster, Translator.java, modifyDbClusterRequest.
func TestNextMajorOfTheDatabase(t *testing.T) {
	for _, name := range []string{"stateless production", "everything"} {
		lines := func(version string, major int) []string {
			s := cases()[name]
			s.Database.Version, s.Database.Major = version, major
			return strings.Split(string(rendered(s)), "\n")
		}
		before, after := lines("16.8", 16), lines("17.5", 17)
		if len(before) != len(after) {
			t.Fatalf("%s: %d lines become %d", name, len(before), len(after))
		}
		var changed []string
		for i, line := range before {
			if line != after[i] {
				changed = append(changed, strings.TrimSpace(line)+" -> "+strings.TrimSpace(after[i]))
			}
		}
		want := []string{"Family: aurora-postgresql16 -> Family: aurora-postgresql17", `EngineVersion: "16.8" -> EngineVersion: "17.5"`}
		if diff := cmp.Diff(want, changed); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
