// Package compose renders docker-compose.dev.yml: the services that `pylon dev`
// on the host talks to.
//
// It holds nothing of production but the database's major version, and does
// not run Pylon itself: the runtime's dev command watches the app's files.
// How Compose and the images behave was measured with Compose 2.40 and 5.0.
package compose

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Render gives the compose file of an app, or nil when nothing needs to run.
func Render(app *stack.App) []byte {
	d := app.Dev
	services, volumes := yamldoc.Map(), yamldoc.Map()
	add := func(name, volume string, service *yaml.Node) {
		yamldoc.Add(services, yamldoc.Entry(name, service).Spaced())
		if volume != "" {
			yamldoc.Add(volumes, yamldoc.Entry(volume, yamldoc.Null()))
		}
	}
	if d.Postgres.Image != "" {
		add("postgres", "postgres-data", postgres(d.Postgres))
	}
	if d.S3.Image != "" {
		add("s3-bucket", "", bucket(d.S3))
		add("s3", "s3-data", s3(d.S3))
	}
	if d.Redis.Image != "" {
		add("redis", "redis-data", redis(d.Redis))
	}
	if len(services.Content) == 0 {
		return nil
	}
	doc := yamldoc.Map(
		yamldoc.Entry("name", yamldoc.Str(strings.ToLower(app.Name)+"-dev")).Spaced(),
		yamldoc.Entry("services", services).Spaced(),
		yamldoc.Entry("volumes", volumes).Spaced(),
	)
	return yamldoc.Marshal(yamldoc.Comment(doc, header(d)))
}

func header(d stack.Dev) string {
	lines := []string{
		"Rendered by pylon-gen from pylon.stack.yaml; edit that and render again.",
		"",
		"  start   docker compose -f docker-compose.dev.yml up -d --wait",
		"  stop    docker compose -f docker-compose.dev.yml --profile \"*\" down",
		"  reset   docker compose -f docker-compose.dev.yml --profile \"*\" down -v",
		"",
		"Pylon itself runs on the host: copy .env.example to .env, then pylon dev " + d.Entry,
	}
	return strings.Join(lines, "\n")
}

func postgres(p stack.DevPostgres) *yaml.Node {
	// From 18 on the image keeps its data one level up, by major version; with
	// the wrong path the data is lost or the server does not start.
	path, why := "/var/lib/postgresql/data", ""
	if p.Major >= 18 {
		path, why = "/var/lib/postgresql", "the path of images from 18 on"
	}
	return yamldoc.Map(
		yamldoc.Entry("image", yamldoc.LineComment(yamldoc.Str(p.Image), "production's major version")),
		yamldoc.Entry("environment", yamldoc.Map(
			yamldoc.Entry("POSTGRES_USER", yamldoc.Str(stack.DevUser)),
			yamldoc.Entry("POSTGRES_PASSWORD", yamldoc.Str(stack.DevPassword)),
			yamldoc.Entry("POSTGRES_DB", yamldoc.Str(stack.DevDatabase)),
		)).Comment("These count for an empty volume only; reset to change them."),
		ports(port(stack.DevPostgresPort, p.Port, 5432)),
		mount("postgres-data", path, why),
		// Without -h the socket-only server that runs during initdb would count.
		health("Over TCP: the first start runs a server on a socket before the real one.",
			"pg_isready", "-q", "-h", "127.0.0.1", "-U", stack.DevUser, "-d", stack.DevDatabase),
		restart(),
	)
}

func bucket(s stack.DevS3) *yaml.Node {
	return yamldoc.Map(
		profile("s3"),
		yamldoc.Entry("image", yamldoc.Str(s.Image)),
		yamldoc.Entry("entrypoint", yamldoc.Flow(yamldoc.Strs("mkdir", "-p", "/data/"+s.Bucket)...)).
			Comment("A directory on the volume is a bucket. It is made before the server starts:\na job after it would make `up --wait` fail."),
		mount("s3-data", "/data", ""),
		yamldoc.Entry("restart", yamldoc.Str("no")),
	)
}

func s3(s stack.DevS3) *yaml.Node {
	return yamldoc.Map(
		profile("s3"),
		yamldoc.Entry("image", yamldoc.Str(s.Image)),
		yamldoc.Entry("command", yamldoc.Flow(yamldoc.Strs("server", "/data", "--console-address", ":9001")...)),
		yamldoc.Entry("environment", yamldoc.Map(
			yamldoc.Entry("MINIO_ROOT_USER", yamldoc.Str(stack.DevS3AccessKey)),
			yamldoc.Entry("MINIO_ROOT_PASSWORD", yamldoc.Str(stack.DevS3SecretKey)),
		)),
		yamldoc.Entry("depends_on", yamldoc.Map(
			yamldoc.Entry("s3-bucket", yamldoc.Map(yamldoc.Entry("condition", yamldoc.Str("service_completed_successfully")))),
		)),
		ports(port(stack.DevS3Port, s.Port, 9000), port(stack.DevS3ConsolePort, s.ConsolePort, 9001)),
		mount("s3-data", "/data", ""),
		health("", "mc", "ready", "local"),
		restart(),
	)
}

func redis(r stack.DevRedis) *yaml.Node {
	return yamldoc.Map(
		profile("redis"),
		yamldoc.Entry("image", yamldoc.Str(r.Image)),
		ports(port(stack.DevRedisPort, r.Port, 6379)),
		mount("redis-data", "/data", ""),
		health("", "redis-cli", "ping"),
		restart(),
	)
}

func profile(name string) yamldoc.Pair {
	return yamldoc.Entry("profiles", yamldoc.Flow(yamldoc.Str(name)))
}

// port publishes a container's port on the loopback interface only; the short
// form without an address would open it to the network, past most firewalls.
func port(variable string, host, container int) *yaml.Node {
	return yamldoc.Str(fmt.Sprintf("127.0.0.1:${%s:-%d}:%d", variable, host, container))
}

func ports(list ...*yaml.Node) yamldoc.Pair { return yamldoc.Entry("ports", yamldoc.Seq(list...)) }

func mount(volume, path, why string) yamldoc.Pair {
	n := yamldoc.Str(volume + ":" + path)
	if why != "" {
		yamldoc.LineComment(n, why)
	}
	return yamldoc.Entry("volumes", yamldoc.Seq(n))
}

func health(why string, command ...string) yamldoc.Pair {
	test := yamldoc.Entry("test", yamldoc.Flow(yamldoc.Strs(append([]string{"CMD"}, command...)...)...))
	if why != "" {
		test = test.Comment(why)
	}
	return yamldoc.Entry("healthcheck", yamldoc.Map(
		test,
		yamldoc.Entry("interval", yamldoc.Str("2s")),
		yamldoc.Entry("timeout", yamldoc.Str("3s")),
		yamldoc.Entry("retries", yamldoc.Int(30)),
	))
}

func restart() yamldoc.Pair { return yamldoc.Entry("restart", yamldoc.Str("unless-stopped")) }
