package compose_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/pylon-gen/pylon-gen/internal/render/compose"
	example "github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// load reads an app's compose file as Docker Compose does, with the variables
// of its .env.example.
func load(t *testing.T, app *stack.App) (*types.Project, map[string]string) {
	t.Helper()
	dir := t.TempDir()
	at := filepath.Join(dir, "docker-compose.dev.yml")
	if err := os.WriteFile(at, compose.Render(app), 0o644); err != nil {
		t.Fatal(err)
	}
	env, err := dotenv.UnmarshalBytesWithLookup(example.Render(app), nil)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for k, v := range env {
		pairs = append(pairs, k+"="+v)
	}
	options, err := cli.NewProjectOptions([]string{at}, cli.WithProfiles([]string{"*"}), cli.WithEnv(pairs))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, compose.Render(app))
	}
	return project, env
}

func TestServicesAndVariablesAgree(t *testing.T) {
	app := stacktest.Local()
	app.Dev.Postgres.Port, app.Dev.S3.Port, app.Dev.S3.ConsolePort, app.Dev.Redis.Port = 15432, 19000, 19001, 16379
	project, env := load(t, app)
	db := project.Services["postgres"].Environment
	url := "postgres://" + *db["POSTGRES_USER"] + ":" + *db["POSTGRES_PASSWORD"] + "@127.0.0.1:" + published(project, "postgres", 5432) + "/" + *db["POSTGRES_DB"]
	bucket := project.Services["s3-bucket"].Entrypoint
	for name, want := range map[string]string{
		"DATABASE_URL":        url,
		"PYLON_S3_ENDPOINT":   "http://127.0.0.1:" + published(project, "s3", 9000),
		"PYLON_S3_ACCESS_KEY": *project.Services["s3"].Environment["MINIO_ROOT_USER"],
		"PYLON_S3_SECRET_KEY": *project.Services["s3"].Environment["MINIO_ROOT_PASSWORD"],
		"PYLON_S3_BUCKET":     strings.TrimPrefix(bucket[len(bucket)-1], "/data/"),
		"REDIS_URL":           "redis://127.0.0.1:" + published(project, "redis", 6379),
		"COMPOSE_PROFILES":    "s3,redis",
	} {
		if env[name] != want {
			t.Errorf("%s is %q, the services say %q", name, env[name], want)
		}
	}
}

func published(p *types.Project, service string, target uint32) string {
	for _, port := range p.Services[service].Ports {
		if port.Target == target {
			return port.Published
		}
	}
	return "nothing"
}

func TestNothingIsOpenOrFloating(t *testing.T) {
	project, _ := load(t, stacktest.Local())
	if len(project.Services) != 4 {
		t.Errorf("%d services", len(project.Services))
	}
	for name, s := range project.Services {
		for _, p := range s.Ports {
			if p.HostIP != "127.0.0.1" {
				t.Errorf("%s publishes %d on %q", name, p.Target, p.HostIP)
			}
		}
		if strings.HasSuffix(s.Image, ":latest") || !strings.Contains(s.Image, ":") {
			t.Errorf("%s has the image %s", name, s.Image)
		}
		if name != "s3-bucket" && s.HealthCheck == nil {
			t.Errorf("%s has no health check", name)
		}
		for _, v := range s.Volumes {
			if v.Type != types.VolumeTypeVolume || v.Source == "" {
				t.Errorf("%s mounts %+v", name, v)
			}
		}
	}
}

// The images keep their data one level up from version 18 on.
func TestVolumeFollowsTheMajor(t *testing.T) {
	for major, want := range map[int]string{16: "/var/lib/postgresql/data", 17: "/var/lib/postgresql/data", 18: "/var/lib/postgresql"} {
		app := stacktest.Local()
		app.Dev.Postgres.Major = major
		project, _ := load(t, app)
		if got := project.Services["postgres"].Volumes[0].Target; got != want {
			t.Errorf("version %d: %s", major, got)
		}
	}
}

// Any app name makes a project name that Compose takes, and nothing of the spec
// is interpolated.
func TestNamesAndDollars(t *testing.T) {
	for _, name := range []string{"todo", "A", "no", "A-B-c--9-", "null", strings.Repeat("x", 40)} {
		app := stacktest.Local()
		app.Name = name
		app.Dev.S3.Bucket = strings.ToLower(name) + "-uploads"
		app.Dev.Redis.Image = "registry.example/${HOME}/$USER:1"
		project, _ := load(t, app)
		if project.Name != strings.ToLower(name)+"-dev" {
			t.Errorf("%s became the project %q", name, project.Name)
		}
		if got := project.Services["redis"].Image; got != app.Dev.Redis.Image {
			t.Errorf("the image became %s", got)
		}
	}
}

func TestNoFileWithoutServices(t *testing.T) {
	if text := compose.Render(stacktest.SingleReplica()); text != nil {
		t.Errorf("a file without services: %s", text)
	}
}

func BenchmarkRender(b *testing.B) {
	app := stacktest.Local()
	for b.Loop() {
		compose.Render(app)
	}
}
