package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Images of the local stack. minio/minio and minio/mc left Docker Hub in
// September 2026; silo is a maintained fork with the same variables and disk
// format.
const (
	devS3Image    = "pgsty/silo:RELEASE.2026-09-16T00-00-00Z"
	devRedisImage = "redis:8.2"
)

// imageMajor finds the major version in a tag: postgres:16.4, pgvector:pg16.
var imageMajor = pattern.Of(`:(?:pg)?([0-9]+)[^/]*$`)

// dev makes the local stack that mirrors one stage.
func (r *resolver) dev(mirrored *stack.Stack) stack.Dev {
	in := r.spec.Dev
	d := stack.Dev{Mirrors: mirrored.Stage.Name, Shape: mirrored.Shape, Entry: mirrored.Service.Command[2]}
	if mirrored.Shape == stack.Stateless {
		major := mirrored.Database.Major
		d.Postgres = stack.DevPostgres{
			Image: r.devImage("dev.postgres.image", in.Postgres.Image, fmt.Sprintf("postgres:%d", major)),
			Major: major,
			Port:  or(in.Postgres.Port, 5432),

			MajorPos: mirrored.Stage.Pos,
		}
		if at := mirrored.Origin("database.version"); at.Kind == stack.FromSpec || at.Kind == stack.FromStage {
			d.Postgres.MajorPos = at.Pos
		}
		if m := imageMajor.FindStringSubmatch(d.Postgres.Image); m != nil && m[1] != strconv.Itoa(major) {
			d.Postgres.Major, _ = strconv.Atoi(m[1]) // where the image keeps its data
			d.Postgres.MajorPos = r.at(in.Postgres.Image.Node)
			r.warn(CodeDevMajor, in.Postgres.Image.Node, fmt.Sprintf("dev.postgres.image has PostgreSQL %s, stage %s has %d", m[1], d.Mirrors, major), "", "")
		}
	} else if n := nodeOr(in.Postgres.Image.Node, in.Postgres.Port.Node); n != nil {
		r.warn(CodeNoEffect, n, "dev.postgres has no effect in the single-replica shape", "SQLite is the database there", "remove it")
	}
	if in.S3.On {
		d.S3 = stack.DevS3{
			Image:       r.devImage("dev.s3.image", in.S3.V.Image, devS3Image),
			Port:        or(in.S3.V.Port, 9000),
			ConsolePort: or(in.S3.V.ConsolePort, 9001),
			Bucket:      strings.ToLower(mirrored.App) + "-uploads",
		}
	}
	if in.Redis.On {
		version, _ := pylon.ParseVersion(mirrored.PylonVersion)
		d.Redis = stack.DevRedis{
			Image:      r.devImage("dev.redis.image", in.Redis.V.Image, devRedisImage),
			Port:       or(in.Redis.V.Port, 6379),
			ClusterBus: version.Has(pylon.ClusterBus.Gate),
			Pos:        r.at(in.Redis.Node),
		}
	}
	r.devPorts(d)
	d.Env, d.Secrets = localEnv(mirrored)
	return d
}

func or[T any](v schema.Value[T], def T) T {
	if v.IsSet() {
		return v.V
	}
	return def
}

func (r *resolver) devImage(key string, v schema.Value[string], def string) string {
	if !v.IsSet() {
		return def
	}
	r.imageReference(key, v, def)
	return v.V
}

func (r *resolver) devPorts(d stack.Dev) {
	in := r.spec.Dev
	taken := map[int]string{}
	for _, p := range pylon.Ports {
		taken[p.Port] = "pylon dev (" + p.Name + ")"
	}
	claim := func(what string, port int, v schema.Value[int]) {
		if port == 0 {
			return
		}
		if other := taken[port]; other != "" {
			r.fail(CodeConflict, v.Node, fmt.Sprintf("%s: port %d is taken by %s", what, port, other), "both would listen on 127.0.0.1", "choose another port")
		}
		taken[port] = what
	}
	claim("dev.postgres.port", d.Postgres.Port, in.Postgres.Port)
	claim("dev.s3.port", d.S3.Port, in.S3.V.Port)
	claim("dev.s3.consolePort", d.S3.ConsolePort, in.S3.V.ConsolePort)
	claim("dev.redis.port", d.Redis.Port, in.Redis.V.Port)
}

// localEnv returns the variables and secrets that the app needs on a developer's
// machine too: all but those that describe the cloud.
func localEnv(s *stack.Stack) ([]stack.Variable, []stack.Secret) {
	var env []stack.Variable
	for _, v := range s.Service.Env {
		if !describesCloud(v, s.Service.Env) {
			env = append(env, v)
		}
	}
	var secrets []stack.Secret
	for _, x := range s.Service.Secrets {
		if x.Source == stack.Provided || x.Source == stack.GeneratedHex && slices.Contains(neededLocally, x.Env) {
			secrets = append(secrets, x)
		}
	}
	return env, secrets
}

// neededLocally are the generated secrets without which a feature of the app does
// not work on a developer's machine either. The runtime in development starts
// without the others: the admin token, and keys that protect data of production.
var neededLocally = []string{"PYLON_ENCRYPTION_KEY", "PYLON_JWT_SECRET"}

// describesCloud reports whether a variable has no meaning on a developer's
// machine.
func describesCloud(v stack.Variable, all []stack.Variable) bool {
	known, isKnown := pylon.Lookup(v.Name)
	switch {
	case v.Ref != "":
		return true
	case isKnown && slices.Contains([]string{"", "origins", "shape", "stages", "loadBalancer", "domain.name", "files", "cache"}, known.Key):
		return true
	case v.Name == "OTEL_SERVICE_NAME":
		// It names the sender of traces to an endpoint of the cloud, which is
		// left out as well.
		return slices.ContainsFunc(all, func(x stack.Variable) bool { return x.Name == "OTEL_EXPORTER_OTLP_ENDPOINT" })
	}
	return strings.HasPrefix(v.Name, "PYLON_OAUTH_") && strings.HasSuffix(v.Name, "_REDIRECT")
}
