package engine

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Update is what an engine does to a thing when one of its properties changes.
type Update string

// The ways to update a thing.
const (
	InPlace    Update = "in-place"
	Interrupts Update = "interrupts"  // in place, and it is out of service for a moment
	MayReplace Update = "may-replace" // in place or replaced, depending on the change
	Replaces   Update = "replaces"    // another one takes its place
)

// Fact is what is known of a property's change.
type Fact struct {
	Update Update
	// Source is who says so: "registry, cdk, docs 2023-08", or a file of the
	// provider with its commit.
	Source string
	// Assumed: fewer than two sources agree, or none has been read.
	Assumed bool
	Why     string // the reason where sources disagree, "" otherwise
}

// The two tables. That of CloudFormation says for each property what three sources
// say of it: the registry's schemas (cfn-lint 1.51.0), CDK's specification
// (aws-service-spec 0.1.216) and the user guide of 2023-08, the last one before
// it was retired. That of the AWS provider has the names of its properties in
// lower case. Properties that are not listed change in place.
var (
	//go:embed cloudformation.csv
	cloudFormationTable string
	//go:embed provider.csv
	providerTable string
)

// facts are both tables, by "type property".
var facts = sync.OnceValue(func() map[string]Fact {
	out := map[string]Fact{}
	for _, row := range rows(cloudFormationTable) {
		f := Fact{Update: Update(row[2]), Why: row[6]}
		var agree []string
		for i, source := range []string{"registry", "CDK", "documentation 2023-08"} {
			if row[3+i] == row[2] {
				agree = append(agree, source)
			}
		}
		f.Assumed = len(agree) < 2
		f.Source = strings.Join(agree, ", ")
		out[row[0]+" "+row[1]] = f
	}
	for _, row := range rows(providerTable) {
		f := Fact{Update: Update(row[2]), Source: row[3], Why: row[4]}
		if row[3] == "memory" {
			f.Source, f.Assumed = "commonly known, not read in the provider's sources", true
		}
		out[row[0]+" "+row[1]] = f
	}
	return out
})

// rows are the lines of a table without its titles.
func rows(table string) [][]string {
	all, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic(err) // the table is part of the program, and a test reads it
	}
	for _, row := range all[1:] {
		if !slices.Contains([]Update{InPlace, Interrupts, MayReplace, Replaces}, Update(row[2])) {
			panic(fmt.Sprintf("engine: %s %s: %q", row[0], row[1], row[2]))
		}
	}
	return all[1:]
}

// FactOf returns what is known of the change of a property, and whether anything
// is. The type is CloudFormation's ("AWS::RDS::DBCluster") or the provider's
// ("aws:rds/cluster:Cluster"); the property is a path of names without indexes of
// lists, of which the longest part that is known counts.
func FactOf(kind, property string) (Fact, bool) {
	if !strings.HasPrefix(kind, "AWS::") {
		property = strings.ToLower(property)
	}
	for {
		if f, known := facts()[kind+" "+property]; known {
			return f, true
		}
		above := strings.LastIndexByte(property, '.')
		if above < 0 {
			return Fact{Update: InPlace, Assumed: true}, false
		}
		property = property[:above]
	}
}
