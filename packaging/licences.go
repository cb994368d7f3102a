package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// module is a Go module that is built into some binary of a release.
type module struct {
	path, version string
	dir           string // where its files are on this machine
}

// modules lists what the binaries of all platforms are built from, sorted by path.
func modules() ([]module, error) {
	found := map[string]module{}
	for _, p := range platforms {
		text, err := goOutput([]string{"GOOS=" + p.system, "GOARCH=" + p.processor}, "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{.Dir}}{{end}}{{end}}`, "github.com/pylon-gen/pylon-gen/cmd/pylon-gen")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) == 3 {
				found[cells[0]] = module{cells[0], cells[1], cells[2]}
			}
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// texts returns the licence and the notice of a module.
func (m module) texts() ([]byte, error) {
	names, err := filepath.Glob(filepath.Join(m.dir, "LICENSE*"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no licence", m.path)
	}
	notices, err := filepath.Glob(filepath.Join(m.dir, "NOTICE*"))
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, name := range append(names, notices...) {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(append(all, bytes.TrimSpace(text)...), '\n')
	}
	return all, nil
}

// licenceTexts are the licences of all that the binaries are built from, which ask to be
// reproduced with them.
func licenceTexts() ([]byte, error) {
	all, err := modules()
	if err != nil {
		return nil, err
	}
	root, err := goOutput(nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	all = append(all, module{path: "the Go standard library", dir: strings.TrimSpace(string(root))})
	var b bytes.Buffer
	for _, m := range all {
		text, err := m.texts()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s\n%s\n\n%s\n", m.path, strings.Repeat("=", len(m.path)), text)
	}
	return b.Bytes(), nil
}

// marks are words that only the text of a licence has, or the one that refers to it, by
// its SPDX name; without commas.
var marks = map[string]string{
	"Apache-2.0":   "Apache License Version 2.0",
	"BSD-3-Clause": "Neither the name of",
	"MIT":          "Permission is hereby granted free of charge to any person",
}

// licences names the licences in a text, sorted; only those of marks are known.
func licences(text []byte) []string {
	flat := strings.Join(strings.Fields(strings.ReplaceAll(string(text), ",", "")), " ")
	var names []string
	for name, mark := range marks {
		if strings.Contains(flat, mark) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
