// Package dotenv renders .env.example: what `pylon dev` needs to talk to the
// local services.
//
// It holds no secret: values open nothing but services on the developer's own
// machine, and what only a person has is left empty. The file is read by Docker
// Compose and by the runtime (dotenvy), so values are written the one way that
// both read alike.
package dotenv

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Render gives the example of an app's local environment.
func Render(app *stack.App) []byte {
	d := app.Dev
	f := &file{}
	f.comment("Rendered by pylon-gen from pylon.stack.yaml; edit that and render again.")
	f.comment("Copy it to .env, which git must ignore, and change the copy as you like.")
	f.comment("pylon dev reads .env.local before .env; Docker Compose reads .env only.")
	f.database(d)
	f.files(d)
	f.redis(d)
	if len(d.Env) > 0 {
		f.section("The app's own settings, as in stage " + d.Mirrors)
		for _, v := range d.Env {
			f.set(v.Name, v.Text.Fill("local"))
		}
	}
	if len(d.Secrets) > 0 {
		f.section("Secrets that only you have; leave out what you do not use")
		for _, s := range d.Secrets {
			f.comment(s.Why)
			f.unset(s.Env, "")
		}
	}
	return []byte(f.String())
}

type file struct{ strings.Builder }

func (f *file) database(d stack.Dev) {
	if d.Postgres.Image == "" {
		f.section("Database: SQLite in .pylon/, as in production. Nothing to set")
		return
	}
	f.section("Database: docker compose -f docker-compose.dev.yml up -d --wait")
	f.comment("The port is here twice: for Compose, and in the URL. Change both.")
	f.set(stack.DevPostgresPort, fmt.Sprint(d.Postgres.Port))
	f.set("DATABASE_URL", fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/%s", stack.DevUser, stack.DevPassword, d.Postgres.Port, stack.DevDatabase))
	var profiles []string
	if d.S3.Image != "" {
		profiles = append(profiles, "s3")
	}
	if d.Redis.Image != "" {
		profiles = append(profiles, "redis")
	}
	if len(profiles) > 0 {
		f.comment("Services besides the database that `up` starts")
		f.set("COMPOSE_PROFILES", strings.Join(profiles, ","))
	}
}

func (f *file) files(d stack.Dev) {
	if d.Shape == stack.SingleReplica && d.S3.Image == "" {
		return
	}
	line := f.set
	port, bucket := d.S3.Port, d.S3.Bucket
	if d.S3.Image == "" {
		f.section("Uploads: local files. For a local S3 set dev.s3: true in pylon.stack.yaml, then")
		line, port, bucket = f.unset, 9000, "uploads"
	} else {
		f.section(fmt.Sprintf("Uploads: a local S3, console on http://127.0.0.1:%d", d.S3.ConsolePort))
		f.set(stack.DevS3Port, fmt.Sprint(d.S3.Port))
		f.set(stack.DevS3ConsolePort, fmt.Sprint(d.S3.ConsolePort))
	}
	line("PYLON_FILES_PROVIDER", "s3")
	line("PYLON_S3_BUCKET", bucket)
	line("PYLON_S3_REGION", stack.DevS3Region)
	line("PYLON_S3_ENDPOINT", fmt.Sprintf("http://127.0.0.1:%d", port))
	line("PYLON_S3_ACCESS_KEY", stack.DevS3AccessKey)
	line("PYLON_S3_SECRET_KEY", stack.DevS3SecretKey)
}

func (f *file) redis(d stack.Dev) {
	if d.Redis.Image == "" {
		return
	}
	f.section("Redis, for the app's own code")
	f.set(stack.DevRedisPort, fmt.Sprint(d.Redis.Port))
	url := fmt.Sprintf("redis://127.0.0.1:%d", d.Redis.Port)
	f.set("REDIS_URL", url)
	if d.Redis.ClusterBus {
		f.comment("With this the runtime shares changes between replicas, and does not start without Redis")
		f.unset("PYLON_CLUSTER_BUS", url)
	}
}

func (f *file) section(title string) { fmt.Fprintf(f, "\n# --- %s\n", oneLine(title)) }

func (f *file) comment(text string) { fmt.Fprintf(f, "# %s\n", oneLine(text)) }

// set writes a variable. A value that the two readers would read differently
// becomes a comment.
func (f *file) set(name, value string) {
	written, ok := quoted(value)
	if !ok {
		f.comment(name + " cannot be written here so that Docker Compose and the runtime read it alike: set it in your shell")
		return
	}
	fmt.Fprintf(f, "%s=%s\n", name, written)
}

// unset writes a variable as a comment, ready to be uncommented.
func (f *file) unset(name, value string) {
	written, _ := quoted(value)
	fmt.Fprintf(f, "# %s=%s\n", name, written)
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=-]*$`)

// quoted writes a value for both readers: as it is, or in single quotes, in
// which neither of them replaces anything.
func quoted(value string) (string, bool) {
	if plain.MatchString(value) {
		return value, true
	}
	for _, r := range value {
		if r == '\'' || r == '\\' || r < ' ' || r == 0x7f {
			return "", false
		}
	}
	return "'" + value + "'", true
}

// oneLine keeps a text from ending its comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
