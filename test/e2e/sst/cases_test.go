package sst

import (
	"path"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/e2e/sst/expect"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

const golden = "../../../testdata/golden"

// testcase is a golden case with its rendered configuration.
type testcase struct {
	*table.Case
	config string
}

func load(t *testing.T, name string) testcase {
	t.Helper()
	c, err := table.LoadCase(golden, name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.Output(c.App.Outputs.SST)
	if err != nil {
		t.Fatal(err)
	}
	return testcase{c, string(text)}
}

// realNames gives a name of each stage.
func (c testcase) realNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, s := range c.App.Stages {
		name := table.RealName(s)
		if c.Stage(name) != s {
			t.Fatalf("%s: %s is no name for %s", c.Name, name, s.Stage.Name)
		}
		names = append(names, name)
	}
	return names
}

// on gives what to execute: the configuration in a project that has the files
// it looks at, for some stages, with every secret set.
func (c testcase) on(stages ...string) consumer.Config {
	config := consumer.Config{File: consumer.File{Name: c.App.Outputs.SST, Text: []byte(c.config)}}
	for _, name := range stages {
		on := consumer.ConfigStage{Name: name}
		if s := c.Stage(name); s != nil {
			if i := s.Service.Image; i.Dockerfile != "" {
				config.Around = append(config.Around, consumer.File{Name: path.Join(i.Context, i.Dockerfile), Text: []byte("FROM scratch\n")})
			}
			for _, v := range s.Service.Secrets {
				if expect.ByHand(v) {
					on.Secrets = append(on.Secrets, consumer.SecretValue{Name: v.Name, Value: expect.Value(v.Name)})
				}
			}
		}
		config.Stages = append(config.Stages, on)
	}
	return config
}

// alone skips a test that executes more than the one case that was asked for.
func alone(t *testing.T) {
	t.Helper()
	if *only != "" {
		t.Skip("one case alone is executed")
	}
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
