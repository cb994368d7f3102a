package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/mix"
)

// typed is how many mixes are shown to TypeScript. They are executed in package
// sst.
const typed = 60

var seedName = regexp.MustCompile(`seed-([0-9]+)`)

// TypeScript accepts the configuration of any mix.
func TestMixesTypes(t *testing.T) {
	if *only != "" {
		t.Skip("NOT PROVEN: -golden asks for one case alone")
	}
	var configs []consumer.File
	for _, m := range mix.First(typed) {
		for _, f := range m.Files {
			if f.Path == m.App.Outputs.SST {
				configs = append(configs, consumer.File{Name: fmt.Sprintf("seed-%d", m.Seed), Text: f.Bytes})
			}
		}
	}
	err := consumer.SSTTypes(configs)
	if err != nil {
		var seeds []string
		for _, found := range seedName.FindAllStringSubmatch(err.Error(), -1) {
			if !slices.Contains(seeds, found[1]) {
				seeds = append(seeds, found[1])
			}
		}
		t.Logf("refused of %d: seeds %s; %s", typed, strings.Join(seeds, ", "), mix.Rerun)
	}
	consumer.Accept(t, err)
}
