package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

// The package pylon-gen starts the program, which is in one package for each platform:
// npm installs the one whose os and cpu are the machine's. No script runs when they are
// installed, since pnpm and Bun run none unasked.

//go:embed npm/pylon-gen.js
var starter []byte

//go:embed npm/README.md
var npmReadme []byte

// manifest is a package.json.
type manifest struct {
	Name                 string            `json:"name"`
	Version              string            `json:"version"`
	Description          string            `json:"description"`
	License              string            `json:"license"`
	Homepage             string            `json:"homepage"`
	Repository           repository        `json:"repository"`
	OS                   []string          `json:"os,omitempty"`
	CPU                  []string          `json:"cpu,omitempty"`
	Bin                  map[string]string `json:"bin,omitempty"`
	Files                []string          `json:"files"`
	Engines              map[string]string `json:"engines,omitempty"`
	PreferUnplugged      bool              `json:"preferUnplugged,omitempty"` // Yarn: unpack it, a program cannot run from an archive
	OptionalDependencies map[string]string `json:"optionalDependencies,omitempty"`
	PublishConfig        publishConfig     `json:"publishConfig"`
}

type repository struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type publishConfig struct {
	Access     string `json:"access"`
	Provenance bool   `json:"provenance"` // from a workflow; by hand it takes --provenance=false
}

// node returns the platform as node names it: process.platform and process.arch.
func (p platform) node() (system, processor string) {
	system, processor = p.system, p.processor
	if system == "windows" {
		system = "win32"
	}
	if processor == "amd64" {
		processor = "x64"
	}
	return system, processor
}

// packageName is the name of the platform's package, which npm/pylon-gen.js looks for.
func (p platform) packageName() string {
	system, processor := p.node()
	return "@pylon-gen/" + system + "-" + processor
}

func newManifest(name, description string) manifest {
	return manifest{
		Name: name, Version: release.Version, Description: description, License: "MIT", Homepage: release.Repository,
		Repository:    repository{"git", "git+" + release.Repository + ".git"},
		PublishConfig: publishConfig{"public", true},
	}
}

// writeNPM writes the packages below dir: main, and one for each platform.
func writeNPM(dist, dir string) error {
	sums, err := checksums(dist)
	if err != nil {
		return err
	}
	licence, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	others, err := licenceTexts()
	if err != nil {
		return err
	}
	programs := map[platform][]byte{}
	for _, p := range platforms { // all of them, before anything is written
		if programs[p], err = extract(dist, p, sums[p.archive()]); err != nil {
			return err
		}
	}
	main := newManifest("pylon-gen", description)
	main.Bin = map[string]string{"pylon-gen": "bin/pylon-gen.js"}
	main.Files = []string{"bin/pylon-gen.js"}
	main.Engines = map[string]string{"node": ">=18"}
	main.OptionalDependencies = map[string]string{}
	for _, p := range platforms {
		main.OptionalDependencies[p.packageName()] = release.Version
		system, processor := p.node()
		m := newManifest(p.packageName(), "The program of pylon-gen for "+system+" on "+processor)
		m.OS, m.CPU, m.Files, m.PreferUnplugged = []string{system}, []string{processor}, []string{"bin/" + p.binary(), "third-party-licences.txt"}, true
		err = writePackage(filepath.Join(dir, strings.TrimPrefix(p.packageName(), "@pylon-gen/")), m, map[string][]byte{
			"bin/" + p.binary(): programs[p], "LICENSE": licence, "third-party-licences.txt": others,
			"README.md": []byte("The program of [pylon-gen](" + release.Repository + ") for " + system + " on " + processor + ". Install `pylon-gen`, which needs this package.\n"),
		})
		if err != nil {
			return err
		}
	}
	return writePackage(filepath.Join(dir, "main"), main, map[string][]byte{"bin/pylon-gen.js": starter, "LICENSE": licence, "README.md": npmReadme})
}

func writePackage(dir string, m manifest, files map[string][]byte) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return err
	}
	files["package.json"] = text.Bytes()
	for name, text := range files {
		mode := os.FileMode(0o644)
		if strings.HasPrefix(name, "bin/") {
			mode = 0o755
		}
		if err := write(filepath.Join(dir, name), text, mode); err != nil {
			return err
		}
	}
	return nil
}
