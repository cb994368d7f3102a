package sst

import (
	"path"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/golden"
	"github.com/pylon-gen/pylon-gen/test/parity"
)

const goldens = "../../../testdata/golden"

// testcase is a golden case with its rendered configuration.
type testcase struct {
	*golden.Case
	config []byte
}

func load(t *testing.T, name string) testcase {
	t.Helper()
	c, err := golden.Load(goldens, name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.Output(c.App.Outputs.SST)
	if err != nil {
		t.Fatal(err)
	}
	return testcase{c, text}
}

// realNames are names of all stages.
func (c testcase) realNames() []string {
	var names []string
	for _, s := range c.App.Stages {
		names = append(names, golden.RealName(s))
	}
	return names
}

// on is what to execute for some stages.
func (c testcase) on(stages ...string) consumer.Config { return project(c.App, c.config, stages...) }

// project is a configuration with the files that it looks at, for some stages,
// with every secret set that a person has to set, and no other.
func project(app *stack.App, text []byte, stages ...string) consumer.Config {
	config := consumer.Config{File: consumer.File{Name: app.Outputs.SST, Text: text}}
	for _, name := range stages {
		on := consumer.ConfigStage{Name: name}
		if s := app.Stage(name); s != nil {
			if i := s.Service.Image; i.Dockerfile != "" {
				config.Around = append(config.Around, consumer.File{Name: path.Join(i.Context, i.Dockerfile), Text: []byte("FROM scratch\n")})
			}
			for _, v := range s.Service.Secrets {
				if s.SetByHand(v) {
					on.Secrets = append(on.Secrets, consumer.SecretValue{Name: v.Name, Value: parity.Given(v.Name)})
				}
			}
		}
		config.Stages = append(config.Stages, on)
	}
	return config
}

// execute runs configurations; the test ends where that cannot be done.
func execute(t *testing.T, configs ...consumer.Config) []consumer.Execution {
	t.Helper()
	executions, err := consumer.ExecuteSST(configs)
	consumer.Accept(t, err)
	if err != nil {
		t.FailNow()
	}
	return executions
}
