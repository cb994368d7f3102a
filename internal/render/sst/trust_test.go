package sst_test

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// trusting is an app whose trusts are changed after all else is decided.
func trusting(change func(*stack.Trust)) *stack.App {
	return each(stacktest.Stateless(), func(s *stack.Stack) {
		for i := range s.Trusts {
			change(&s.Trusts[i])
		}
	})
}

// The circumstance under which a role may be taken is the model's.
func TestTrustHasTheModelsCircumstance(t *testing.T) {
	const account = `"aws:SourceAccount"`
	for when, want := range map[stack.Circumstance]bool{stack.ForThisAccount: true, "": false} {
		got := section(t, render(trusting(func(x *stack.Trust) { x.When = when })), "const taskTrust = ", ".json;")
		if strings.Contains(got, account) != want {
			t.Errorf("%q: %s", when, got)
		}
	}
}

// The roles of a task share one policy. Where the model tells them apart, that
// would be wrong for one of them.
func TestTasksRolesAreTrustedAlike(t *testing.T) {
	for name, change := range map[string]func(*stack.Trust){
		"circumstance": func(x *stack.Trust) { x.When = "" },
		"service":      func(x *stack.Trust) { x.Service = "ec2.amazonaws.com" },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("not refused")
				}
			}()
			render(trusting(func(x *stack.Trust) {
				if x.Role == stack.AppRole {
					change(x)
				}
			}))
		})
	}
}

// section is the text between two marks, of which the first is there once.
func section(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	found, _, ended := strings.Cut(rest, to)
	if !ok || !ended || strings.Contains(rest, from) {
		t.Fatalf("no single text from %q to %q", from, to)
	}
	return found
}
