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

// mixed is a random mix with its rendered configuration.
type mixed struct {
	seed   uint64
	config []byte
}

// mixes gives the first mixes that are not refused.
func mixes(t *testing.T, count int) []mixed {
	t.Helper()
	var out []mixed
	for seed := uint64(0); len(out) < count; seed++ {
		app, files, err := mix.Render(mix.Spec(seed))
		if err != nil {
			continue // go test ./test/mix looks at that
		}
		for _, f := range files {
			if f.Path == app.Outputs.SST {
				out = append(out, mixed{seed, f.Bytes})
			}
		}
	}
	return out
}

var seedName = regexp.MustCompile(`seed-([0-9]+)`)

// TypeScript accepts the configuration of any mix.
func TestMixesTypes(t *testing.T) {
	if *only != "" {
		t.Skip("one golden case alone is looked at")
	}
	var configs []consumer.File
	for _, m := range mixes(t, typed) {
		configs = append(configs, consumer.File{Name: fmt.Sprintf("seed-%d", m.seed), Text: m.config})
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
