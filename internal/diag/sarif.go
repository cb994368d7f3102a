package diag

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Tool is who made the findings.
type Tool struct {
	Name, Version string
	// Describe says what a code is about, in one sentence, and how to deal with
	// it; both may be "".
	Describe func(code string) (title, help string)
}

// SARIF prints findings in the Static Analysis Results Interchange Format 2.1.0
// (OASIS), the part of it that code scanning reads. Files are relative to where
// the command ran; no line of a file is in it.
func SARIF(w io.Writer, list List, tool Tool) error {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: tool.Name, Version: tool.Version, Rules: []sarifRule{}}
	index := map[string]int{}
	for _, d := range list {
		if _, there := index[d.Code]; !there {
			index[d.Code] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, describeRule(d.Code, tool))
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: d.Code, RuleIndex: index[d.Code], Level: sarifLevel(d.Severity),
			Message:   sarifText{Text: strings.Join(slices.DeleteFunc([]string{d.Message, d.Why, d.Fix}, func(s string) bool { return s == "" }), "\n")},
			Locations: sarifLocations(d),
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string     `json:"id"`
	ShortDescription *sarifText `json:"shortDescription,omitempty"`
	Help             *sarifText `json:"help,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
}

func describeRule(code string, tool Tool) sarifRule {
	r := sarifRule{ID: code}
	title, help := tool.Describe(code)
	if title != "" {
		r.ShortDescription = &sarifText{title}
	}
	if help != "" {
		r.Help = &sarifText{help}
	}
	return r
}

func sarifLevel(s Severity) string {
	if s == Info {
		return "note"
	}
	return string(s)
}

func sarifLocations(d Diagnostic) []sarifLocation {
	if d.Pos.File == "" {
		return nil
	}
	var l sarifLocation
	l.PhysicalLocation.ArtifactLocation.URI = (&url.URL{Path: d.Pos.File}).String()
	if d.Pos.Line > 0 {
		l.PhysicalLocation.Region = &sarifRegion{d.Pos.Line, d.Pos.Col}
	}
	return []sarifLocation{l}
}
