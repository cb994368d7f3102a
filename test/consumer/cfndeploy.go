package consumer

import (
	"embed"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// The programs in Python that deploy templates to an emulated AWS; see
// cfnrun/deploy.py.
//
//go:embed cfnrun/*.py
var cfnrun embed.FS

// Deployment is a template to deploy, update and delete.
type Deployment struct {
	Name     string // how a finding calls it
	Region   string
	Template []byte
	// Changed is the template for the update, ChangedParameters are those that it
	// has; nil for the same ones.
	Changed                       []byte
	Parameters, ChangedParameters map[string]string
	Resources                     []string // logical ids
	// Existing is what the template takes for given; nil when there is nothing.
	Existing *Existing
	// Owner is the stack that exports what the template imports, deployed before
	// it and deleted after it; nil when there is none.
	Owner *Owner
}

// Owner is a stack that another one imports from.
type Owner struct {
	Template   []byte
	Parameters map[string]string
}

// Existing is a VPC, and perhaps a load balancer, that are not the stack's own.
type Existing struct {
	VPC      string   `json:"vpc"`
	Public   []string `json:"public"`
	Private  []string `json:"private"`
	Balancer string   `json:"balancer"` // ARNs; "" without a load balancer
	Listener string   `json:"listener"`
	Group    string   `json:"group"` // id of its security group
}

// Deployed is what became of a Deployment. Lists are of logical ids, sorted.
type Deployed struct {
	Name   string   `json:"name"`
	Errors []string `json:"errors"`
	// Missing are the resources that their own service does not know although
	// the stack is complete; UnknownTypes the types that cannot be looked up.
	Missing      []string `json:"missing"`
	UnknownTypes []string `json:"unknownTypes"`
	// Touched are the changes of the update, Replaced those with a new id, Added
	// and Removed those that only one of the templates has.
	Touched   []string `json:"touched"`
	Replaced  []string `json:"replaced"`
	Added     []string `json:"added"`
	Removed   []string `json:"removed"`
	Protected []string `json:"protected"` // databases that refuse to be deleted
	Left      []string `json:"left"`      // what is there after the deletion
}

// Engine is what the emulated AWS does not do as the real one does.
type Engine struct {
	Adapted    []string `json:"adapted"`    // types that it does not make by itself
	LeftOut    []string `json:"leftOut"`    // properties that never reached it
	NotCovered []string `json:"notCovered"` // what no run shows
}

// DeployTemplates deploys to moto, two processes side by side. Reports are in
// the order of the deployments.
func DeployTemplates(deployments []Deployment) ([]Deployed, Engine, error) {
	python, err := need("python3")
	if err != nil {
		return nil, Engine{}, err
	}
	if err := verdict(".", nil, python, "-c", "import moto.server"); err != nil {
		return nil, Engine{}, &Missing{"moto", err}
	}
	const processes = 2
	reports := make([]Deployed, len(deployments))
	var engine Engine
	var mu sync.Mutex
	var group errgroup.Group
	for p := range processes {
		group.Go(func() error {
			var mine []Deployment
			for i := p; i < len(deployments); i += processes {
				mine = append(mine, deployments[i])
			}
			if len(mine) == 0 {
				return nil
			}
			report, err := deploy(python, mine)
			mu.Lock()
			defer mu.Unlock()
			for n, d := range report.Deployments {
				reports[p+n*processes] = d
			}
			engine.Adapted = report.Adapted
			engine.NotCovered = report.NotCovered
			engine.LeftOut = append(engine.LeftOut, report.LeftOut...)
			return err
		})
	}
	err = group.Wait()
	slices.Sort(engine.LeftOut)
	engine.LeftOut = slices.Compact(engine.LeftOut)
	return reports, engine, err
}

type deployReport struct {
	Engine
	Deployments []Deployed `json:"deployments"`
}

func deploy(python string, deployments []Deployment) (deployReport, error) {
	var report deployReport
	dir, err := os.MkdirTemp("", "consumer-")
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, cfnrun); err != nil {
		return report, err
	}
	type owner struct {
		Stack      string            `json:"stack"`
		Template   string            `json:"template"`
		Parameters map[string]string `json:"parameters"`
	}
	type job struct {
		Name       string            `json:"name"`
		Stack      string            `json:"stack"`
		Region     string            `json:"region"`
		Template   string            `json:"template"`
		Changed    string            `json:"changed"`
		Parameters map[string]string `json:"parameters"`
		After      map[string]string `json:"changedParameters"`
		Resources  []string          `json:"resources"`
		Existing   *Existing         `json:"existing"`
		Owner      *owner            `json:"owner"`
	}
	var jobs []job
	file := func(text []byte) (string, error) {
		f, err := os.CreateTemp(dir, "template-")
		if err != nil {
			return "", err
		}
		defer f.Close()
		_, err = f.Write(text)
		return f.Name(), err
	}
	for _, d := range deployments {
		template, err := file(d.Template)
		if err != nil {
			return report, err
		}
		changed, err := file(d.Changed)
		if err != nil {
			return report, err
		}
		j := job{d.Name, "app-stage", d.Region, template, changed, d.Parameters, d.ChangedParameters, d.Resources, d.Existing, nil}
		if d.Owner != nil {
			theirs, err := file(d.Owner.Template)
			if err != nil {
				return report, err
			}
			j.Owner = &owner{"app-owner", theirs, d.Owner.Parameters}
		}
		jobs = append(jobs, j)
	}
	data, err := json.Marshal(jobs)
	if err != nil {
		return report, err
	}
	if err := os.WriteFile(filepath.Join(dir, "jobs.json"), data, 0o644); err != nil {
		return report, err
	}
	if err := verdict(filepath.Join(dir, "cfnrun"), []string{"PYTHONDONTWRITEBYTECODE=1"}, python, "deploy.py", "../jobs.json", "../report.json"); err != nil {
		return report, err
	}
	data, err = os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		return report, err
	}
	return report, json.Unmarshal(data, &report)
}
