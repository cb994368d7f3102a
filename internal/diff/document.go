package diff

// Version is the version of the document's form. Keys are only added.
const Version = 1

// Document is everything that a comparison of two revisions says.
type Document struct {
	Version  int       `json:"version"`
	Base     Revision  `json:"base"`
	Head     Revision  `json:"head"`
	Projects []Project `json:"projects"`
	Gates    []Gate    `json:"gates"`
	// Warnings are about the comparison itself, sentences without a stop.
	Warnings []string `json:"warnings,omitempty"`
}

// Revision is one side of a comparison.
type Revision struct {
	// Rev is the id of the commit, "" for files that are in no commit.
	Rev string `json:"rev,omitempty"`
	// Name is how the side was chosen: "main", "the merge base with origin/main".
	Name string `json:"name,omitempty"`
	// Dirty: it is the working tree.
	Dirty bool `json:"dirty,omitempty"`
}

// Project is what a change does to one project.
type Project struct {
	// Path is that of its directory in the repository; Was is the one at the base,
	// where it has moved.
	Path   string `json:"path"`
	Was    string `json:"was,omitempty"`
	App    string `json:"app,omitempty"`
	Status Status `json:"status"`
	// GeneratorChanged: another release rendered what is committed at the base.
	// HandEdited are outputs at the base that were edited by hand.
	GeneratorChanged bool     `json:"generatorChanged"`
	HandEdited       []string `json:"handEdited"`
	// Local are outputs for local development that change.
	Local  []string      `json:"local,omitempty"`
	Stages []StageChange `json:"stages"`
	// Problems are why a side could not be read, or in what it is not valid any
	// more, one line each.
	Problems []string `json:"problems,omitempty"`
}

// Gate is a limit that a change must not exceed.
type Gate struct {
	Gate  string `json:"gate"` // "fail-on", "max-increase" or "budget"
	Value string `json:"value"`
	Hit   bool   `json:"hit"`
	// By are the fingerprints of the effects that hit it, or the stages whose month
	// does.
	By []string `json:"by"`
	// NotJudged is why the gate could not be judged, "" when it was.
	NotJudged string `json:"notJudged,omitempty"`
}

// Settle sets a project's status from its stages.
func (p *Project) Settle() {
	if p.Status != "" {
		return
	}
	p.Status = Same
	if len(p.Local) > 0 {
		p.Status = Changed
	}
	for _, s := range p.Stages {
		if s.Status != Same {
			p.Status = Changed
		}
	}
}
