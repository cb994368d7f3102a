package consumer

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// The programs in Node that execute configurations; see sstrun/evaluate.mjs.
//
//go:embed sstrun
var sstrun embed.FS

// Config is an SST configuration and the stages to execute it for.
type Config struct {
	// File is the configuration. Its name is its path in a project of its own.
	File File
	// Around are further files of the project, such as Dockerfiles.
	Around []File
	Stages []ConfigStage
}

// ConfigStage is a stage of a Config: its real name, and the values that
// `sst secret set` would have stored.
type ConfigStage struct {
	Name    string        `json:"name"`
	Secrets []SecretValue `json:"secrets"`
}

// SecretValue is the value of an SST secret.
type SecretValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Execution is what became of one configuration in one stage.
type Execution struct {
	Config int    `json:"config"` // index of the Config
	Stage  string `json:"stage"`  // the stage's real name
	App    App    `json:"app"`    // what app() said, completed as the SST CLI does
	// Errors and Warnings are what app(), run() and SST's components said.
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
	// Refused are the attempts to reach anything but the engine.
	Refused   []string       `json:"refused"`
	Resources []Resource     `json:"resources"` // sorted by URN
	Outputs   map[string]any `json:"outputs"`   // of run()
}

// App is the answer of a configuration's app().
type App struct {
	Name      string                    `json:"name"`
	Home      string                    `json:"home"`
	Removal   string                    `json:"removal"`
	Protect   bool                      `json:"protect"`
	Providers map[string]map[string]any `json:"providers"`
}

// Resource is a resource as it was registered: after all transforms, with every
// value known.
type Resource struct {
	Type   string         `json:"type"` // "aws:lb/listener:Listener"
	Name   string         `json:"name"`
	URN    string         `json:"urn"`
	ID     string         `json:"id"` // as the stand-in for the cloud made it
	Region string         `json:"region"`
	Inputs map[string]any `json:"inputs"`
	// Outputs are what the stand-in for the cloud answered, the inputs among it.
	Outputs map[string]any `json:"outputs"`
	// Secret are the paths of inputs that are marked secret: Pulumi encrypts
	// and hides them.
	Secret []string `json:"secret"`
	// Custom says that a provider makes it; a component is but a group.
	Custom         bool     `json:"custom"`
	Parent         string   `json:"parent"`    // URN
	DependsOn      []string `json:"dependsOn"` // URNs
	Protect        bool     `json:"protect"`
	RetainOnDelete bool     `json:"retainOnDelete"`
	IgnoreChanges  []string `json:"ignoreChanges"` // inputs that matter only when it is made
}

// ExecuteSST runs app() and run() of each configuration for each of its stages
// with SST's own platform and Pulumi's runtime, against a stand-in for Pulumi's
// engine that accepts everything and with the network closed. Executions come
// in the order of configurations and stages.
func ExecuteSST(configs []Config) ([]Execution, error) {
	if _, err := need("npm"); err != nil {
		return nil, err
	}
	home, err := installed("sst-"+sstVersion+"-random-"+randomVersion, installSST)
	if err != nil {
		return nil, err
	}
	platform, err := filepath.EvalSymlinks(filepath.Join(home, ".sst/platform"))
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "consumer-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, sstrun); err != nil {
		return nil, err
	}
	type job struct {
		Root   string        `json:"root"` // the directory of the configuration
		Stages []ConfigStage `json:"stages"`
	}
	jobs := struct {
		Platform string `json:"platform"`
		Workers  int    `json:"workers"`
		Configs  []job  `json:"configs"`
	}{platform, 2, nil}
	for i, c := range configs {
		project := filepath.Join(dir, "configs", fmt.Sprint(i))
		for _, f := range append(c.Around, c.File) {
			at := filepath.Join(project, filepath.FromSlash(f.Name))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(at, f.Text, 0o644); err != nil {
				return nil, err
			}
		}
		jobs.Configs = append(jobs.Configs, job{filepath.Join(project, filepath.Dir(filepath.FromSlash(c.File.Name))), c.Stages})
	}
	text, err := json.Marshal(jobs)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "jobs.json"), text, 0o644); err != nil {
		return nil, err
	}
	if err := verdict(dir, nil, "node", "sstrun/evaluate.mjs", "jobs.json", "results.json"); err != nil {
		return nil, err
	}
	if text, err = os.ReadFile(filepath.Join(dir, "results.json")); err != nil {
		return nil, err
	}
	var executions []Execution
	return executions, json.Unmarshal(text, &executions)
}
