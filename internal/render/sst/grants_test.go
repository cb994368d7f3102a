package sst_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// keyed are apps whose stages sign uploads with keys of a user or with the app's
// role, one of which may use a key too.
func keyed(actions ...string) *stack.App {
	app := stacktest.Stateless()
	taskRole(app.Stages[0])
	for i, s := range app.Stages {
		role := stack.UploadsUser
		if s.Files.Credentials == stack.TaskRole {
			role = stack.AppRole
		}
		s.Grants = slices.DeleteFunc(s.Grants, func(g stack.Grant) bool { return g.For == stack.ForUploads })
		s.Grants = append(s.Grants, stack.Grant{Role: role, For: stack.ForUploads, On: stack.OnUploads, Actions: actions[:1+i%len(actions)]})
	}
	app.Stages[0].Key.DeletionDays = 7
	app.Stages[0].Strict = true
	app.Stages[0].Grants = append(app.Stages[0].Grants, stack.Grant{Role: stack.AppRole, For: stack.ForUploads, On: stack.OnKey, Via: "s3", Actions: []string{"kms:Decrypt"}})
	return app
}

// A right that only stages with the app's role have is not lost where others
// have a user.
func TestRightsOfAllStages(t *testing.T) {
	got := section(t, render(keyed("s3:ListBucket")), "const uploadsPolicy = ", "});\n\n")
	for _, want := range []string{"s3:ListBucket", "kms:Decrypt"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%s is there %d times: %s", want, strings.Count(got, want), got)
		}
	}
}

// A statement is the same in all stages that have it.
func TestRightsThatDifferAreRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("not refused")
		}
	}()
	render(keyed("s3:GetObject", "s3:PutObject"))
}

// Each stage pulls from its own image's repository, and from no other.
func TestPullRights(t *testing.T) {
	const (
		own   = "arn:${partition}:ecr:us-east-1:${accountId}:repository/sst-asset"
		other = "arn:${partition}:ecr:eu-west-1:210987654321:repository/todo"
		all   = "repository/*"
	)
	const ecr, elsewhere = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/todo:1.2.3", "ghcr.io/acme/todo:1.2.3"
	for name, c := range map[string]struct {
		images       []string // "" is built
		has, lacking []string
	}{
		"all built":              {[]string{"", "", ""}, []string{own}, []string{other, "stage.ecr", "stage.repository"}},
		"all of another account": {[]string{ecr, ecr, ecr}, []string{other}, []string{own, "stage.ecr", "stage.repository"}},
		"all elsewhere":          {[]string{elsewhere, elsewhere, elsewhere}, nil, []string{"ecr:"}},
		"built and not":          {[]string{ecr, "", ""}, []string{"stage.repository\n", "ecr:${stage.repository}`", own}, []string{"stage.ecr"}},
		"built and elsewhere":    {[]string{elsewhere, "", ""}, []string{"stage.ecr\n", own}, []string{"stage.repository"}},
		"one of each":            {[]string{ecr, elsewhere, ""}, []string{"stage.ecr\n", "stage.repository\n", "ecr:${stage.repository}`", own}, nil},
	} {
		app := stacktest.Stateless()
		for i, s := range app.Stages {
			s.Service.Image = stack.Image{URI: c.images[i]}
			if c.images[i] == "" {
				s.Service.Image = stack.Image{Dockerfile: "Dockerfile", Context: "."}
			}
			resolve.Decide(s)
		}
		got := render(app)
		for _, want := range c.has {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the file lacks %q", name, want)
			}
		}
		for _, unwanted := range append(c.lacking, all) {
			if strings.Contains(section(t, got, "const startPolicy = ", "});\n\n"), unwanted) {
				t.Errorf("%s: the file has %q", name, unwanted)
			}
		}
	}
}

// A stage whose registry asks for a password names the secret and may read it;
// the container of another has no empty setting.
func TestRegistryCredentials(t *testing.T) {
	const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-a1B2c3"
	app := stacktest.Stateless()
	for i, s := range app.Stages {
		s.Service.Image = stack.Image{URI: "ghcr.io/acme/todo:1.2.3"}
		if i == 0 {
			s.Service.Image.Credentials = secret
		}
		resolve.Decide(s)
	}
	got := render(app)
	for _, want := range []string{
		"...(stage.registryCredentials && {\n        repositoryCredentials: {",
		"...(stage.registryCredentials\n          ? [\n              {\n                actions: [\"secretsmanager:GetSecretValue\"],\n                resources: [stage.registryCredentials],",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	if strings.Count(got, secret) != 1 {
		t.Errorf("%s is there %d times", secret, strings.Count(got, secret))
	}
}
