// Package transition changes specs, there and back, and compares what the engines
// would do with what an execution of the configuration does.
package transition

import (
	_ "embed"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Shapes are the golden cases that are changed.
var Shapes = []string{"smallest", "single-replica", "everything", "existing-vpc", "shared-balancer", guests}

// guests has stages on the load balancer of another stage.
const guests = "shared-stage-mixed"

// Clouds are the two, and how each renders a stage.
var Clouds = []struct {
	Name string
	Of   func(*stack.Stack) []engine.Thing
}{
	{"cfn", CloudFormation},
	{"sst", func(s *stack.Stack) []engine.Thing { return SST(s, s.Stage.Name) }},
}

// CloudFormation returns the things of a stage's template.
func CloudFormation(s *stack.Stack) []engine.Thing {
	return engine.CloudFormation(s, cfn.New(s, "template.yaml").Resources())
}

// SST returns the things that the configuration of a stage registers with its real
// name.
func SST(s *stack.Stack, name string) []engine.Thing {
	plain := *s
	plain.Overrides = nil
	return engine.SST(s, name, cfn.New(&plain, "template.yaml").Resources())
}

//go:embed testdata/changes.yaml
var changes []byte

// Change is a change of a spec: keys by dotted path, the one that it is about
// first.
type Change struct{ node *yaml.Node }

// Changes returns the changes of testdata/changes.yaml.
func Changes() ([]*Change, error) {
	var nodes []yaml.Node
	if err := yaml.Unmarshal(changes, &nodes); err != nil {
		return nil, err
	}
	out := make([]*Change, len(nodes))
	for i := range nodes {
		nodes[i].HeadComment, nodes[i].Content[0].HeadComment = "", ""
		out[i] = &Change{&nodes[i]}
	}
	return out, nil
}

// Key is the key that the change is about.
func (c *Change) Key() string { return c.node.Content[0].Value }

// Paths are the paths of all keys that are written, without those of lists and
// free names: "files.lifecycle.prefix".
func (c *Change) Paths() []string {
	var out []string
	var walk func(path string, n *yaml.Node)
	walk = func(path string, n *yaml.Node) {
		for p := path; ; p = p[:strings.LastIndexByte(p, '.')] {
			out = append(out, p)
			if !strings.Contains(p, ".") {
				break
			}
		}
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i < len(n.Content); i += 2 {
				walk(path+"."+n.Content[i].Value, n.Content[i+1])
			}
		case yaml.SequenceNode:
			for _, item := range n.Content {
				if item.Kind == yaml.MappingNode {
					walk(path, item)
				}
			}
		}
	}
	for i := 0; i < len(c.node.Content); i += 2 {
		path := c.node.Content[i].Value
		if strings.HasPrefix(path, "auth.oauth.") { // the rest is a free name
			path = "auth.oauth"
		}
		walk(path, c.node.Content[i+1])
	}
	return out
}

// String is the change in one line.
func (c *Change) String() string {
	text, err := yaml.Marshal(c.node)
	if err != nil {
		panic("transition: " + err.Error())
	}
	line := strings.TrimSpace(strings.ReplaceAll(string(text), "\n    ", " "))
	return strings.ReplaceAll(line, ": ''", ": removed")
}

// Project is a project of which a stage can be changed.
type Project struct {
	spec, manifest []byte
	// Name is that of the stage.
	Name string
}

// Load reads a golden case.
func Load(dir, name string) (*Project, error) {
	spec, err := os.ReadFile(filepath.Join(dir, name, "pylon.stack.yaml"))
	if err != nil {
		return nil, err
	}
	manifest, err := os.ReadFile(filepath.Join(dir, name, "pylon.manifest.json"))
	stage := "production"
	if name == guests {
		stage = "demo"
	}
	return &Project{spec, manifest, stage}, err
}

// Manifest is the app's manifest.
func (p *Project) Manifest() []byte { return p.manifest }

// Spec is the spec with a change, nil for none.
func (p *Project) Spec(c *Change) ([]byte, error) {
	var spec map[string]any
	if err := yaml.Unmarshal(p.spec, &spec); err != nil {
		return nil, err
	}
	stages := spec["stages"].(map[string]any)
	stage, _ := stages[p.Name].(map[string]any)
	if stage == nil {
		stage = map[string]any{}
	}
	stages[p.Name] = stage
	if c != nil {
		for i := 0; i < len(c.node.Content); i += 2 {
			var value any
			if err := c.node.Content[i+1].Decode(&value); err != nil {
				return nil, err
			}
			set(spec, stage, strings.Split(c.node.Content[i].Value, "."), value)
		}
	}
	return yaml.Marshal(spec)
}

// set puts a value where its key is written already, or into the stage; nil takes
// it away everywhere.
func set(spec, stage map[string]any, path []string, value any) {
	if value == nil {
		remove(spec, path)
		remove(stage, path)
		return
	}
	at := stage
	if _, here := stage[path[0]]; !here && spec[path[0]] != nil {
		at = spec
	}
	for _, step := range path[:len(path)-1] {
		below, _ := at[step].(map[string]any)
		if below == nil {
			below = map[string]any{}
		}
		at[step] = below
		at = below
	}
	at[path[len(path)-1]] = value
}

func remove(m map[string]any, path []string) {
	if len(path) == 1 {
		delete(m, path[0])
		return
	}
	if below, ok := m[path[0]].(map[string]any); ok {
		remove(below, path[1:])
	}
}

// Stage resolves the stage with a change, nil for none. Refused are the findings
// that keep it from being rendered, "" when nothing does.
func (p *Project) Stage(c *Change) (s *stack.Stack, refused string) {
	loaded, refused := p.load(c)
	if refused != "" {
		return nil, refused
	}
	return loaded.App.Stage(p.Name), ""
}

// Render returns the app with a change, and its files by path.
func (p *Project) Render(c *Change) (app *stack.App, files map[string][]byte, refused string) {
	loaded, refused := p.load(c)
	if refused != "" {
		return nil, nil, refused
	}
	documents, ok := loaded.Render(render.Selection{})
	if !ok {
		return nil, nil, "an override does not apply"
	}
	files = map[string][]byte{}
	for _, d := range documents {
		f := d.File()
		files[f.Path] = f.Bytes
	}
	return loaded.App, files, ""
}

func (p *Project) load(c *Change) (loaded *project.Project, refused string) {
	spec, err := p.Spec(c)
	if err != nil {
		return nil, err.Error()
	}
	repo := fstest.MapFS{"pylon.stack.yaml": {Data: spec}, project.DefaultManifest: {Data: p.manifest}}
	loaded, err = project.Load(repo, project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil {
		return nil, err.Error()
	}
	if loaded.App == nil {
		codes := map[string]bool{}
		for _, d := range loaded.List {
			if d.Severity == diag.Error {
				codes[fmt.Sprintf("%s %s", d.Code, d.Message)] = true
			}
		}
		return nil, strings.Join(slices.Sorted(maps.Keys(codes)), "; ")
	}
	return loaded, ""
}
