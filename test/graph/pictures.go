package graph

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/graph"
	"github.com/pylon-gen/pylon-gen/test/golden"
)

// Named is a picture and what it is of.
type Named struct {
	Name string
	graph.Picture
}

// findings put one badge more on every node that can have one.
var findings = diag.List{
	{Code: "PG201", Severity: diag.Warning}, {Code: "PG301", Severity: diag.Error}, {Code: "PG401", Severity: diag.Error}, {Code: "PG501", Severity: diag.Warning}, {Code: "PG601", Severity: diag.Error},
}

// Pictures are those of all stages of the golden cases, with findings, and those of a
// change from each stage to the next one and back, where every second node is made again.
func Pictures(dir string) ([]Named, error) {
	names, err := golden.Names(dir, "")
	if err != nil {
		return nil, err
	}
	var all, changes []Named
	for _, name := range names {
		c, err := golden.Load(dir, name)
		if err != nil {
			return nil, err
		}
		for _, s := range c.App.Stages {
			now := Named{fmt.Sprintf("%s-%d", name, len(all)), graph.Of(s, findings)}
			if len(all) > 0 {
				last := all[len(all)-1]
				changes = append(changes,
					Named{"from-" + last.Name + "-to-" + now.Name, graph.Between(last.Picture, now.Picture, func(id string) bool { return len(id)%2 == 0 })},
					Named{"from-" + now.Name + "-to-" + last.Name, graph.Between(now.Picture, last.Picture, func(string) bool { return false })})
			}
			all = append(all, now)
		}
	}
	return append(all, changes...), nil
}
