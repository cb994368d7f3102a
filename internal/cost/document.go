package cost

// Document is what pylon-gen cost says. Its JSON form is version 1.
type Document struct {
	Version  int       `json:"version"`
	Currency string    `json:"currency"`
	Projects []Project `json:"projects"`
	// Total is that of all projects; nil for one project.
	Total *Total `json:"total,omitempty"`
	// NotCovered is what no number has.
	NotCovered []string `json:"notCovered"`
}

// Project is what one project costs, stage by stage.
type Project struct {
	Path   string  `json:"path"`
	App    string  `json:"app"`
	Stages []Month `json:"stages"`
	// Total is nil where one stage is asked for.
	Total *Total `json:"total,omitempty"`
}

// Over reports whether a stage is over its budget.
func (d Document) Over() bool {
	for _, p := range d.Projects {
		for _, m := range p.Stages {
			if m.Budget != nil && m.Budget.Verdict == Over {
				return true
			}
		}
	}
	return false
}
