// Package consumer asks the real consumers of rendered files whether they accept
// them: TypeScript with SST's own types, cfn-lint, Docker Compose, prettier, ESLint,
// Biome, readers of .env files; and those of the published schema: ajv,
// yaml-language-server; and those of pictures: Mermaid, Graphviz.
//
// They are asked only with PYLON_REQUIRE_TOOLS=1, or while goldens are recorded
// with PYLON_UPDATE=1; see asked. A consumer that cannot be had says so with
// Missing, never with a verdict. It installs what npm can bring into the user's
// cache directory, once.
package consumer

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/scaffold"
)

// Versions of the consumers. A new one is taken on purpose: it may refuse what
// the old one accepted.
const (
	sstVersion            = scaffold.SSTVersion
	cloudflareVersion     = "6.15.0"
	randomVersion         = "4.16.6"
	vercelVersion         = "4.6.0"
	prettierVersion       = "3.10.1"
	ajvVersion            = "8.20.0"
	languageServerVersion = "1.25.0"
	textDocumentVersion   = "1.0.16"
	bunVersion            = "1.4.5"
	dotenvVersion         = "18.0.10"
	biomeVersion          = "2.6.8"
	eslintVersion         = "10.15.0"
	mermaidVersion        = "11.17.2"
	jsdomVersion          = "29.1.1"

	typescriptESLintVersion = "8.74.0"
	typescriptVersion       = "5.9.3" // for typescript-eslint
)

// File is a rendered file.
type File struct {
	Name string // how a finding calls it
	Text []byte
}

// Missing says that a consumer cannot be had on this machine.
type Missing struct {
	Tool string
	Err  error
}

func (m *Missing) Error() string { return fmt.Sprintf("%s is not to be had here: %v", m.Tool, m.Err) }

// need returns the path of a program. Every consumer that starts one begins here.
func need(tool string) (string, error) {
	if err := asked(); err != nil {
		return "", err
	}
	path, err := exec.LookPath(tool)
	if err != nil {
		return "", &Missing{tool, err}
	}
	return path, nil
}

// verdict runs a consumer. What it prints when it fails is its verdict.
func verdict(dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env, "NO_COLOR=1", "FORCE_COLOR=0")...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return fmt.Errorf("%s %s:\n%s", filepath.Base(name), strings.Join(args, " "), bytes.TrimSpace(out))
	case err != nil:
		return &Missing{name, err}
	}
	return nil
}

// installed returns a directory of the user's cache that holds an installation,
// and makes it with install when it is not there. Two tests that install at
// once end with one complete installation.
func installed(name string, install func(dir string) error) (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", &Missing{name, err}
	}
	base = filepath.Join(base, "pylon-gen-consumer")
	done := filepath.Join(base, name)
	if _, err := os.Stat(done); err == nil {
		return done, nil
	}
	if err := os.MkdirAll(base, 0o755); err != nil {
		return "", &Missing{name, err}
	}
	work, err := os.MkdirTemp(base, "install-")
	if err != nil {
		return "", &Missing{name, err}
	}
	defer os.RemoveAll(work)
	if err := install(work); err != nil {
		return "", &Missing{name, err}
	}
	if err := os.Rename(work, done); err != nil {
		if _, again := os.Stat(done); again != nil {
			return "", &Missing{name, err}
		}
	}
	return done, nil
}

// laidOut writes files into a directory of their own and lets ask look at them
// there, by their names.
func laidOut(files []File, ask func(dir string, names []string) error) error {
	dir, err := os.MkdirTemp("", "consumer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var names []string
	for _, f := range files {
		at := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, f.Text, 0o644); err != nil {
			return err
		}
		names = append(names, f.Name)
	}
	return ask(dir, names)
}
