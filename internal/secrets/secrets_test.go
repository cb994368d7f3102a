package secrets

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// What no person has to know is set by hand where the stage keeps its data, and
// nowhere else; what only a person has is set everywhere.
func TestSSTSetsWhatAPersonHas(t *testing.T) {
	const admin, login, made = "sst secret set PylonAdminToken ", "sst secret set PylonOauthGoogleClientSecret ", "# Made by the deployment itself: "
	s := stacktest.Stateless().Stages[0]
	for retain, want := range map[bool][]string{true: {admin, login}, false: {login}} {
		s.Retain = retain
		script := Script(s, "production", SST, nil, "")
		for _, command := range []string{admin, login} {
			if strings.Contains(script, command) != slices.Contains(want, command) {
				t.Errorf("retain %t, %q: %t\n%s", retain, command, !slices.Contains(want, command), script)
			}
		}
		_, names, _ := strings.Cut(script, made)
		if strings.Contains(names, "PYLON_ADMIN_TOKEN") == retain {
			t.Errorf("retain %t, made: %s", retain, names)
		}
	}
}

// A preview without logins and payments needs nothing.
func TestNothingToSet(t *testing.T) {
	s := stacktest.Stateless().Stages[0]
	s.Retain = false
	s.Service.Secrets = slices.DeleteFunc(s.Service.Secrets, func(v stack.Secret) bool { return v.Source == stack.Provided })
	if script := Script(s, "pr-42", SST, nil, ""); !strings.HasPrefix(script, "# Secrets of stage pr-42 for SST. There is nothing to set.\n") || strings.Contains(script, "sst secret set") {
		t.Error(script)
	}
}
