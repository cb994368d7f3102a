package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"path/filepath"
	"text/template"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

//go:embed pylon-gen.rb.tmpl
var formulaText string

// description is what package managers say of pylon-gen.
const description = "Reviewable AWS infrastructure for Pylon apps"

// writeManagers writes the Homebrew formula and the Scoop manifest, with the checksums of
// the published archives.
func writeManagers(dist, dir string) error {
	sums, err := checksums(dist)
	if err != nil {
		return err
	}
	formula, err := formula(sums)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "pylon-gen.rb"), formula, 0o644); err != nil {
		return err
	}
	manifest, err := scoop(sums)
	if err != nil {
		return err
	}
	return write(filepath.Join(dir, "pylon-gen.json"), manifest, 0o644)
}

// formula is the Homebrew formula. It is not a cask: Homebrew quarantines the unsigned
// program of a cask, and refuses those that Gatekeeper does.
func formula(sums map[string]string) ([]byte, error) {
	t, err := template.New("formula").Parse(formulaText)
	if err != nil {
		return nil, err
	}
	type source struct{ URL, Sum string }
	systems := map[string]map[string]source{"macos": {}, "linux": {}} // by Homebrew's names, which a template ranges over in order
	for _, p := range platforms {
		system := map[string]string{"darwin": "macos", "linux": "linux"}[p.system]
		if system == "" {
			continue
		}
		processor := map[string]string{"amd64": "intel", "arm64": "arm"}[p.processor]
		systems[system][processor] = source{p.url(), sums[p.archive()]}
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"Description": description, "Home": release.Repository, "Systems": systems})
	return b.Bytes(), err
}

// scoop is the Scoop manifest.
func scoop(sums map[string]string) ([]byte, error) {
	type source struct {
		URL  string `json:"url"`
		Hash string `json:"hash"`
	}
	of := func(p platform) source { return source{p.url(), sums[p.archive()]} }
	text, err := json.MarshalIndent(struct {
		Version      string            `json:"version"`
		Description  string            `json:"description"`
		Homepage     string            `json:"homepage"`
		License      string            `json:"license"`
		Architecture map[string]source `json:"architecture"`
		Bin          string            `json:"bin"`
	}{
		release.Version, description, release.Repository, "MIT",
		map[string]source{"64bit": of(platform{"windows", "amd64"}), "arm64": of(platform{"windows", "arm64"})},
		"pylon-gen.exe",
	}, "", "  ")
	return append(text, '\n'), err
}
