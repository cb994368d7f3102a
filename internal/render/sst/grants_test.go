package sst_test

import (
	"slices"
	"strings"
	"testing"

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
