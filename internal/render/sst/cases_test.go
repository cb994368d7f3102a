package sst_test

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// cases are apps that between them use everything that the renderer can write.
func cases() map[string]*stack.App {
	return map[string]*stack.App{
		"stateless": stacktest.Stateless(),
		"single":    stacktest.SingleReplica(),
		"plain":     stacktest.Plain(),
		"big":       big(),
		"dns":       dns(),
		"vercel":    each(stacktest.Stateless(), func(s *stack.Stack) { s.Domain.DNS, s.Domain.Zone = stack.Vercel, "example.com" }),
		"mixed":     mixed(),
		"patterns":  patterns(),
		"port":      onePort(),
		"hostile":   hostile(),
	}
}

func each(app *stack.App, change func(*stack.Stack)) *stack.App {
	for _, s := range app.Stages {
		change(s)
	}
	return app
}

// big has one stage with every number and list other than the default.
func big() *stack.App {
	app := stacktest.Stateless()
	s := app.Stages[0]
	app.Stages = app.Stages[:1]
	s.Network.Zones = 3
	resolve.Decide(s)
	s.Service.Architecture, s.Service.CPU, s.Service.Memory = "arm64", 1024, 3072
	s.Service.Image = stack.Image{Dockerfile: "Dockerfile.prod", Context: "apps/api"}
	s.Service.Scaling = stack.Scaling{Min: 2, Max: 9, CPU: 60, Memory: 75, Requests: 500}
	s.Database.Readers, s.Database.MinACU, s.Database.MaxACU = 2, 0, 16.5
	s.Database.TLS = false
	s.Files.Versioning = true
	s.Files.Lifecycle = []stack.LifecycleRule{{Prefix: "tmp/", ExpireDays: 1}, {ExpireDays: 365}}
	s.Domain.Aliases = []stack.Staged{"www.example.com", "api.example.org"}
	s.Domain.Zone = "Z0123456789ABCDEFGHIJ"
	s.Domain.Aliases = s.Domain.Aliases[:1]
	s.CDN.CachePaths = []string{"/assets/*", "/static/*"}
	s.Logs.RetentionDays = 400
	taskRole(s)
	return app
}

func taskRole(s *stack.Stack) {
	s.Files.Credentials = stack.TaskRole
	var kept []stack.Secret
	for _, x := range s.Service.Secrets {
		if x.Source != stack.BucketKeyID && x.Source != stack.BucketSecretKey {
			kept = append(kept, x)
		}
	}
	s.Service.Secrets = kept
}

// dns has a different DNS, certificate, Region and CDN in each stage.
func dns() *stack.App {
	app := stacktest.Stateless()
	app.Stages[0].Domain.DNS = stack.Cloudflare
	app.Stages[0].Region = "eu-central-1"
	app.Stages[1].Domain.DNS = stack.External
	app.Stages[1].Domain.Certificate = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
	app.Stages[1].CDN = stack.CDN{Enabled: true, PriceClass: "PriceClass_All"}
	app.Stages[1].Network.Zones = 3
	resolve.Decide(app.Stages[1])
	return app
}

// mixed has stages of both shapes, with and without a domain, and other
// endpoints, images and credentials.
func mixed() *stack.App {
	app := stacktest.Stateless()
	single := stacktest.SingleReplica().Stages[0]
	plain := stacktest.Plain().Stages[0]
	single.Stage.Name, plain.Stage.Name = "solo", "test"
	plain.Service.Image = stack.Image{URI: "ghcr.io/example/todo:1.2.3"}
	plain.Balancer.Endpoints = plain.Balancer.Endpoints[:2]
	plain.Tags = nil
	taskRole(plain)
	app.Stages = []*stack.Stack{app.Stages[0], single, plain, app.Stages[2]}
	return app
}

// patterns has no plain stage.
func patterns() *stack.App {
	app := stacktest.Stateless()
	app.Stages = app.Stages[2:]
	return app
}

// onePort has everything behind port 443.
func onePort() *stack.App {
	return each(stacktest.Stateless(), func(s *stack.Stack) {
		s.Balancer.SinglePort = true
		for i := range s.Balancer.Endpoints {
			s.Balancer.Endpoints[i].Listener = 443
		}
	})
}

// staged is nasty text that differs by stage.
func staged(s *stack.Stack) stack.Staged {
	if s.Stage.Pattern {
		return nasty + stack.Placeholder + nasty
	}
	return stack.Staged(nasty + s.Stage.Name)
}

// nasty is text that means something in most languages it could end up in.
const nasty = "\"'`${process.exit(1)} {{resolve:x}} !Sub ${A}\n\r\t\\ \u2028 \u202e */ // {stage} \u00e9 \U0001F600 </script>"

// hostile has nasty text in every field that takes free text.
func hostile() *stack.App {
	return each(stacktest.Stateless(), func(s *stack.Stack) {
		s.Tags = []stack.Tag{{Key: nasty, Value: nasty}, {Key: "__proto__", Value: "x"}, {Key: "a b", Value: nasty}}
		s.Service.Command = []string{"pylon", nasty, "`"}
		s.Service.Env = append(s.Service.Env, stack.Variable{Name: "A_SHARED", Text: nasty, Why: nasty},
			stack.Variable{Name: "OWN", Text: staged(s), Why: "*/ \n process.exit(1)"})
		s.Service.Secrets[0].Why = nasty
		s.Files.Origins = append(s.Files.Origins, nasty)
		s.Files.Lifecycle = []stack.LifecycleRule{{Prefix: nasty, ExpireDays: 3}}
		s.CDN.CachePaths = append(s.CDN.CachePaths, nasty)
		s.Service.Image = stack.Image{Dockerfile: strings.ReplaceAll("a'b`${c}", "/", ""), Context: "."}
	})
}
