package cfn

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const collectorName = "collector"

// collector is the container alongside the app that takes its traces and reads its
// metrics. The app does not stop with it.
func (t *template) collector() *aws.ECSTaskDefinition_ContainerDefinition {
	c := &aws.ECSTaskDefinition_ContainerDefinition{
		Name:  aws.Str(collectorName),
		Image: literal(t.Service.Collector.Image),
		Environment: []*aws.ECSTaskDefinition_KeyValuePair{{
			Name: aws.Str("AOT_CONFIG_CONTENT"), Value: literal(t.Service.Collector.Config),
		}},
		Essential:              aws.Bool(false),
		Memory:                 aws.Int(t.Service.Collector.MemoryMiB).Note("a hard limit: the app keeps the rest"),
		LinuxParameters:        &aws.ECSTaskDefinition_LinuxParameters{Capabilities: t.capabilities()},
		LogConfiguration:       t.log(collectorName),
		ReadonlyRootFilesystem: aws.Bool(true),
		User:                   t.user(), // it needs no user of its own
	}
	for _, v := range t.Service.Collector.Env {
		c.Environment = append(c.Environment, pair(v))
	}
	token := func(s stack.Secret) bool { return s.Env == t.Service.Collector.TokenEnv }
	if i := slices.IndexFunc(t.Service.Secrets, token); i >= 0 {
		c.Secrets = []*aws.ECSTaskDefinition_Secret{{
			Name: aws.Str(t.Service.Collector.TokenEnv), ValueFrom: injected(t.Service.Secrets[i]),
		}}
	}
	return c
}
