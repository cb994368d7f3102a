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
	// URI is where the tool is described.
	URI string
	// Category tells the runs of one commit apart: "pylon-gen/check".
	Category string
	// Describe returns what is known of a code.
	Describe func(code string) Rule
}

// Rule is what is known of a code; all of it may be "".
type Rule struct {
	Title, Help string // a sentence; how to deal with it
	URI         string // of its documentation
	Level       Severity
}

// SARIF prints findings in the Static Analysis Results Interchange Format 2.1.0
// (OASIS), the part of it that code scanning reads. Files are relative to where
// the command ran; no line of a file is in it.
func SARIF(w io.Writer, list List, tool Tool) error {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: tool.Name, Version: tool.Version, InformationURI: tool.URI, Rules: []sarifRule{}}
	run.Automation.ID = tool.Category + "/"
	index := map[string]int{}
	for _, d := range list {
		if _, there := index[d.Code]; !there {
			index[d.Code] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, describeRule(d.Code, tool))
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: d.Code, RuleIndex: index[d.Code], Level: sarifLevel(d.Severity),
			Message:   sarifText{Text: strings.Join(slices.DeleteFunc([]string{d.Message, d.Why, d.Fix}, func(s string) bool { return s == "" }), "\n")},
			Locations: sarifLocations(d), Fingerprints: fingerprints(d),
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
	Automation struct {
		ID string `json:"id"`
	} `json:"automationDetails"`
	Results []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version"`
	InformationURI string      `json:"informationUri,omitempty"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string        `json:"id"`
	ShortDescription *sarifText    `json:"shortDescription,omitempty"`
	Help             *sarifText    `json:"help,omitempty"`
	HelpURI          string        `json:"helpUri,omitempty"`
	Default          *sarifDefault `json:"defaultConfiguration,omitempty"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
}

// fingerprints are those by which code scanning knows a result again.
func fingerprints(d Diagnostic) map[string]string {
	if d.Fingerprint == "" {
		return nil
	}
	return map[string]string{"pylonGen/v1": d.Fingerprint}
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
	known := tool.Describe(code)
	if known.Title != "" {
		r.ShortDescription = &sarifText{known.Title}
	}
	if known.Help != "" {
		r.Help = &sarifText{known.Help}
	}
	if known.Level != "" {
		r.Default = &sarifDefault{sarifLevel(known.Level)}
	}
	r.HelpURI = known.URI
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
