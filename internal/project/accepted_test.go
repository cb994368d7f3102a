package project_test

import (
	"os"
	"path"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
)

// What a release accepted under version: 1 of the spec stays accepted: these are copies of
// the inputs that each release was tried with, and they are never changed. An entry of
// refused is a case that AWS or the runtime turned out to refuse, with the reason.
func TestAcceptedStaysAccepted(t *testing.T) {
	refused := map[string]string{}
	repo := os.DirFS("../../testdata/accepted")
	releases, err := os.ReadDir("../../testdata/accepted")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, release := range releases {
		cases, err := os.ReadDir("../../testdata/accepted/" + release.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			count++
			dir := path.Join(release.Name(), c.Name())
			p, err := project.Load(repo, project.Place{Dir: dir, Spec: project.SpecNames[0], Shown: dir})
			if err != nil {
				t.Fatal(err)
			}
			accepted := p.App != nil && !p.List.HasErrors()
			switch why, known := refused[dir]; {
			case known && accepted:
				t.Errorf("%s is accepted, take it out of refused: %s", dir, why)
			case !known && !accepted:
				for _, d := range p.List {
					if d.Severity == diag.Error {
						t.Errorf("%s: %s: %s", d.Pos, d.Code, d.Message)
					}
				}
			}
		}
	}
	if count < 40 {
		t.Errorf("only %d cases", count)
	}
}
