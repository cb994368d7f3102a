package e2e

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
	"github.com/pylon-gen/pylon-gen/test/mix"
)

// How many mixes are shown to TypeScript, and how many are executed, in their
// first and their last stage: all stages would take four minutes.
const typed, executed = 60, 20

// mixed is a random mix with its rendered configuration.
type mixed struct {
	seed   uint64
	app    *stack.App
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
				out = append(out, mixed{seed, app, f.Bytes})
			}
		}
	}
	return out
}

const rerun = "the spec of a seed: go test ./test/mix -run TestMixes -v -mix.seed N"

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
		t.Logf("refused of %d: seeds %s; %s", typed, strings.Join(seeds, ", "), rerun)
	}
	consumer.Accept(t, err)
}

// SST and Pulumi execute any mix without a complaint.
func TestMixesExecute(t *testing.T) {
	if *only != "" {
		t.Skip("one golden case alone is looked at")
	}
	list := mixes(t, executed)
	var configs []consumer.Config
	for _, m := range list {
		configs = append(configs, m.project())
	}
	runs, err := consumer.ExecuteSST(configs)
	consumer.Accept(t, err)
	for _, run := range runs {
		said := slices.Concat(run.Errors, run.Warnings, run.Refused)
		if said = slices.DeleteFunc(said, isAbsent); len(said) > 0 {
			t.Errorf("seed %d, stage %s:\n  %s\n%s", list[run.Config].seed, run.Stage, strings.Join(said, "\n  "), rerun)
		}
	}
}

// isAbsent is what SST says of an output that this stage lacks and another one
// has. That is as it should be.
func isAbsent(said string) bool {
	return strings.HasSuffix(strings.TrimSpace(said), "will not show as a stack output.")
}

// project is a mix with the files that it looks at, and every secret set.
func (m mixed) project() consumer.Config {
	c := consumer.Config{File: consumer.File{Name: m.app.Outputs.SST, Text: m.config}}
	for i, s := range m.app.Stages {
		if i > 0 && i < len(m.app.Stages)-1 {
			continue
		}
		on := consumer.ConfigStage{Name: table.RealName(s)}
		if i := s.Service.Image; i.Dockerfile != "" {
			c.Around = append(c.Around, consumer.File{Name: path.Join(i.Context, i.Dockerfile), Text: []byte("FROM scratch\n")})
		}
		for _, v := range s.Service.Secrets {
			if v.Source == stack.GeneratedHex || v.Source == stack.Provided {
				on.Secrets = append(on.Secrets, consumer.SecretValue{Name: v.Name, Value: "value-of-" + v.Name})
			}
		}
		c.Stages = append(c.Stages, on)
	}
	return c
}
