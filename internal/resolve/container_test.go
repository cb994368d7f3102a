package resolve

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func TestRepository(t *testing.T) {
	for uri, want := range map[string]stack.Repository{
		"":                              {},
		"ghcr.io/pylonsync/pylon:0.5.0": {},
		"210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/todo:1.2.3":    {Account: "210987654321", Region: "eu-west-1", Name: "team/todo"},
		"210987654321.dkr.ecr.eu-west-1.amazonaws.com/todo@sha256:0123ab": {Account: "210987654321", Region: "eu-west-1", Name: "todo"},
		"210987654321.dkr.ecr-fips.us-east-1.amazonaws.com/todo:1.2.3":    {Account: "210987654321", Region: "us-east-1", Name: "todo"},
		"210987654321.dkr-ecr.eu-west-1.on.aws/todo:1.2.3":                {Account: "210987654321", Region: "eu-west-1", Name: "todo"},
		"public.ecr.aws/acme/todo:1.2.3":                                  {},
		"registry.example.com:5000/todo:1.2.3":                            {},
	} {
		if got := repository(uri); got != want {
			t.Errorf("%q: %v, want %v", uri, got, want)
		}
	}
}
