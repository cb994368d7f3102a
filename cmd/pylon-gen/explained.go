package main

import (
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// explained is what explain says of one thing, as JSON. What a kind does not have is left
// out.
type explained struct {
	Version int    `json:"version"`
	Kind    string `json:"kind"` // "rule", "refusal", "variable" or "key"
	Name    string `json:"name"`
	// Title is what a finding, a variable or a key is about.
	Title    string `json:"title"`
	Severity string `json:"severity,omitempty"`
	Why      string `json:"why,omitempty"`
	Fix      string `json:"fix,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Runtime  string `json:"runtime,omitempty"`
	Since    string `json:"since,omitempty"`
	// Ignorable: the spec may accept the finding, with a reason.
	Ignorable bool `json:"ignorable,omitempty"`
	// Found and NotFound are files of a project, by their names.
	Found    map[string]string `json:"found,omitempty"`
	NotFound map[string]string `json:"notFound,omitempty"`
	Default  string            `json:"default,omitempty"`
	Accepts  []string          `json:"accepts,omitempty"`
	Form     string            `json:"form,omitempty"`
	Example  string            `json:"example,omitempty"`
	PerStage bool              `json:"perStage,omitempty"`
	Keys     []string          `json:"keys,omitempty"` // directly below a key
	SetBy    string            `json:"setBy,omitempty"`
	Secret   bool              `json:"secret,omitempty"`
}

// subject is something that can be explained.
type subject struct {
	text     func() string
	document func() explained
}

func aboutRule(r *rules.Rule) subject {
	return subject{func() string { return explainRule(r) }, func() explained {
		return explained{
			Kind: "rule", Name: r.ID, Title: r.Title, Severity: string(r.Severity), Why: r.Why, Fix: r.Fix, Evidence: r.Evidence,
			Runtime: r.Runtime(), Since: r.Since, Ignorable: r.Ignorable(), Found: parts(r.Fires), NotFound: parts(r.Silent),
		}
	}}
}

func parts(e rules.Example) map[string]string {
	files := map[string]string{}
	for _, p := range e.Parts() {
		files[p.File] = p.Text
	}
	return files
}

func aboutRefusal(r pylon.Refusal) subject {
	return subject{func() string { return explainRefusal(r) }, func() explained {
		return explained{Kind: "refusal", Name: r.Code, Title: r.What, Severity: "error", Evidence: pylon.RefusalEvidence, Ignorable: true}
	}}
}

func aboutVariable(v pylon.Variable) subject {
	return subject{func() string { return explainVariable(v) }, func() explained {
		return explained{Kind: "variable", Name: v.Name, Title: v.Why, Evidence: pylon.EnvEvidence, Runtime: v.Read(), Default: v.Default, Form: string(v.Form), SetBy: v.Key, Secret: v.Secret}
	}}
}

func aboutKey(k schema.Key) subject {
	return subject{func() string { return explainKey(k) }, func() explained {
		doc := explained{Kind: "key", Name: k.Path, Title: k.Description, Default: k.Default, Accepts: k.Accepts, Form: k.Form, Example: k.Example, PerStage: k.PerStage}
		for _, below := range schema.Below(k) {
			doc.Keys = append(doc.Keys, below.Path)
		}
		return doc
	}}
}
