// Package stacktest holds hand-made stacks for tests that need a model without
// input files. They are what a careful person would expect resolve to make; what
// no spec can say is resolve.Decide's.
package stacktest

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Stateless is the default shape in three stages: production with a domain, a
// CDN and protection, staging smaller and without a CDN, previews "pr-*".
func Stateless() *stack.App {
	production := stateless(stack.Stage{Name: "production"}, "api.example.com")
	production.Retain, production.Protect = true, true
	production.CDN = stack.CDN{Enabled: true, Domain: "cdn.example.com", CachePaths: []string{"/assets/*"}, PriceClass: "PriceClass_100"}
	production.Origins = []stack.Staged{"https://api.example.com", "https://cdn.example.com"}
	production.Service.Secrets = append(production.Service.Secrets, stack.Secret{
		Env: "PYLON_OAUTH_GOOGLE_CLIENT_SECRET", Name: "PylonOauthGoogleClientSecret", Source: stack.Provided, Why: "OAuth client secret of the google login",
	})
	production.Service.Env = append(production.Service.Env,
		stack.Variable{Name: "PYLON_OAUTH_GOOGLE_CLIENT_ID", Text: "123.apps.googleusercontent.com"},
		stack.Variable{Name: "PYLON_OAUTH_GOOGLE_REDIRECT", Text: "https://api.example.com/api/auth/callback/google"})
	staging := stateless(stack.Stage{Name: "staging"}, "api.staging.example.com")
	staging.Service.Scaling = stack.Scaling{Min: 1, Max: 2, CPU: 70}
	preview := stateless(stack.Stage{Name: "pr-*", Pattern: true}, stack.Placeholder+".preview.example.com")
	preview.Service.Scaling = stack.Scaling{Min: 1, Max: 1}
	return app(production, staging, preview)
}

// SingleReplica is the EFS + SQLite shape in one stage.
func SingleReplica() *stack.App {
	s := stateless(stack.Stage{Name: "production"}, "api.example.com")
	s.Retain, s.Protect = true, true
	s.Shape = stack.SingleReplica
	s.Database, s.Files = stack.Database{}, stack.Files{}
	s.Service.Scaling = stack.Scaling{Min: 1, Max: 1}
	s.Service.Env = slices.DeleteFunc(s.Service.Env, func(v stack.Variable) bool {
		return v.Name == "PYLON_FILES_PROVIDER" || v.Ref != ""
	})
	s.Service.Env = append(s.Service.Env,
		stack.Variable{Name: "PYLON_DB_PATH", Text: "/data/pylon.db"},
		stack.Variable{Name: "PYLON_FILES_DIR", Text: "/data/uploads"},
		stack.Variable{Name: "PYLON_SESSION_DB", Text: "/data/sessions.db"})
	s.Service.Secrets = slices.DeleteFunc(s.Service.Secrets, func(x stack.Secret) bool {
		return x.Source != stack.GeneratedHex
	})
	a := app(s)
	a.Dev.Shape, a.Dev.Postgres = stack.SingleReplica, stack.DevPostgres{}
	return a
}

// Local is the default shape with every local service.
func Local() *stack.App {
	a := Stateless()
	a.Dev.S3 = stack.DevS3{Image: "pgsty/silo:RELEASE.2026-09-16T00-00-00Z", Port: 9000, ConsolePort: 9001, Bucket: "todo-uploads"}
	a.Dev.Redis = stack.DevRedis{Image: "redis:8.2", Port: 6379, ClusterBus: true}
	a.Dev.Env = []stack.Variable{{Name: "FEATURE", Text: "on"}}
	a.Dev.Secrets = []stack.Secret{{Env: "API_KEY", Name: "ApiKey", Source: stack.Provided, Why: "key of something"}}
	return a
}

// Plain is one stage without a domain: plain HTTP, no CDN.
func Plain() *stack.App {
	s := stateless(stack.Stage{Name: "staging"}, "")
	s.Domain, s.Origins = stack.Domain{}, []stack.Staged{"https://origin.invalid"}
	s.Balancer.Endpoints[0].Listener = 80
	return app(s)
}

func app(stages ...*stack.Stack) *stack.App {
	a := &stack.App{
		Name: "todo", PylonVersion: "0.5.0", Stages: stages,
		Dev: stack.Dev{
			Mirrors: stages[0].Stage.Name, Shape: stack.Stateless, Entry: "app.ts",
			Postgres: stack.DevPostgres{Image: "postgres:16", Major: 16, Port: 5432},
		},
		Outputs: stack.Outputs{
			SST: "sst.config.ts", Compose: "docker-compose.dev.yml", Dotenv: ".env.example",
			CloudFormation: map[string]string{},
		},
	}
	for _, s := range stages {
		resolve.Decide(s)
		a.Outputs.CloudFormation[s.Stage.Name] = "infra/cloudformation/" + s.Stage.FileName() + ".yaml"
		slices.SortFunc(s.Service.Env, func(x, y stack.Variable) int { return strings.Compare(x.Name, y.Name) })
		slices.SortFunc(s.Service.Secrets, func(x, y stack.Secret) int { return strings.Compare(x.Env, y.Env) })
	}
	return a
}

func stateless(stage stack.Stage, domain stack.Staged) *stack.Stack {
	origin := "https://" + domain
	return &stack.Stack{
		App: "todo", PylonVersion: "0.5.0", Stage: stage, Region: "us-east-1", Shape: stack.Stateless,
		Tags:    []stack.Tag{{Key: "team", Value: "core"}},
		Network: stack.Network{Mode: stack.PublicTasks, Zones: 2, Range: "10.0.0.0/16"},
		Service: stack.Service{
			Image:   stack.Image{Dockerfile: "Dockerfile", Context: "."},
			Command: []string{"pylon", "start", "app.ts"},
			CPU:     256, Memory: 512, Architecture: "x86_64",
			Scaling: stack.Scaling{Min: 1, Max: 4, CPU: 70},
			Env: []stack.Variable{
				{Name: "PYLON_CORS_ORIGIN", Text: origin},
				{Name: "PYLON_CSRF_ORIGINS", Text: origin},
				{Name: "PYLON_DEV_MODE", Text: "false", Why: "the image says true"},
				{Name: "PYLON_FILES_PROVIDER", Text: "s3"},
				{Name: "PYLON_JOBS_DB", Text: "/data/jobs.db"},
				{Name: "PYLON_LOG_FORMAT", Text: "json"},
				{Name: "PYLON_PORT", Text: "4321"},
				{Name: "PYLON_PUBLIC_URL", Text: origin},
				{Name: "PYLON_S3_BUCKET", Ref: stack.RefBucket},
				{Name: "PYLON_S3_REGION", Ref: stack.RefRegion},
				{Name: "PYLON_TRUSTED_ORIGINS", Text: origin},
				{Name: "PYLON_TRUST_PROXY_HOPS", Text: "1", Why: "one proxy, the load balancer, adds to X-Forwarded-For"},
			},
			Secrets: []stack.Secret{
				{Env: "DATABASE_URL", Name: "DatabaseUrl", Source: stack.DatabaseURL, Why: "the database, with its password"},
				{Env: "PYLON_ADMIN_TOKEN", Name: "PylonAdminToken", Source: stack.GeneratedHex, Length: 64, Why: "bearer token of the admin API, Studio and metrics"},
				{Env: "PYLON_API_KEY_PEPPER", Name: "PylonApiKeyPepper", Source: stack.GeneratedHex, Length: 64, Why: "hashes API keys"},
				{Env: "PYLON_S3_ACCESS_KEY", Name: "PylonS3Keys", Key: "accessKeyId", Source: stack.BucketKeyID, Why: "access key of the uploads bucket"},
				{Env: "PYLON_S3_SECRET_KEY", Name: "PylonS3Keys", Key: "secretAccessKey", Source: stack.BucketSecretKey, Why: "secret key of the uploads bucket"},
			},
			Drain: 60, StopTimeout: 30, GracePeriod: 120,
			ContainerInsights: "disabled",
		},
		Balancer: stack.LoadBalancer{
			IdleTimeout: 3600, Sticky: true,
			Endpoints: []stack.Endpoint{
				{Kind: stack.HTTP, Container: 4321, Listener: 443},
				{Kind: stack.WebSocket, Container: 4322, Listener: 4322, Sticky: true},
				{Kind: stack.SSE, Container: 4323, Listener: 4323},
				{Kind: stack.Shards, Container: 4324, Listener: 4324},
			},
		},
		Database: stack.Database{
			Version: "16.8", Major: 16, Name: "pylon", User: "pylon",
			MinACU: 0.5, MaxACU: 2, TLS: true, BackupRetentionDays: 7,
		},
		Files:   stack.Files{Credentials: stack.AccessKey, Origins: []stack.Staged{origin}},
		Domain:  stack.Domain{Name: domain, DNS: stack.Route53},
		Origins: []stack.Staged{origin},
		Logs:    stack.Logs{RetentionDays: 30},
	}
}
