package transition

import (
	"math/rand/v2"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
)

// Transition is a change of a shape, or back.
type Transition struct {
	Shape  string
	Change *Change
	Back   bool
	// Before and After are what it goes from and to, nil for the shape itself.
	Before, After *Change
}

func (t Transition) String() string {
	way := ""
	if t.Back {
		way = " back"
	}
	return t.Shape + " " + t.Change.String() + way
}

// moves are the keys whose change makes another stage of it: AWS refuses to move
// what is there to another Region or VPC.
var moves = []string{"aws.region", "network", "network.cidr"}

// Draw returns some transitions that change what is there, by a seed.
func Draw(goldens string, seed uint64, n int) ([]Transition, error) {
	changes, err := Changes()
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(seed, 0))
	var out []Transition
	for len(out) < n {
		t := Transition{Shape: Shapes[random.IntN(len(Shapes))], Change: changes[random.IntN(len(changes))], Back: random.IntN(2) == 1}
		if t.Before, t.After = nil, t.Change; t.Back {
			t.Before, t.After = t.Change, nil
		}
		project, err := Load(goldens, t.Shape)
		if err != nil {
			return nil, err
		}
		before, _ := project.Stage(t.Before)
		after, refused := project.Stage(t.After)
		if before == nil || refused != "" || t.Shape == guests || slices.Contains(moves, t.Change.Key()) {
			continue
		}
		for _, cloud := range Clouds {
			if len(engine.Compare(cloud.Of(before), cloud.Of(after))) > 0 {
				out = append(out, t)
				break
			}
		}
	}
	return out, nil
}
