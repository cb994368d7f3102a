package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/run"
)

// examined is one line of doctor.
type examined struct {
	Name  string `json:"name"` // "node"
	OK    bool   `json:"ok"`
	Found string `json:"found"` // "v22.1.0", or why it is not enough
	Fix   string `json:"fix,omitempty"`
}

func newDoctor(t terminal) *cobra.Command {
	var where location
	format := "text"
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at this machine: is everything there that a project needs",
		Long: "Look at this machine, and at no account: are the programs there and new enough that the\n" +
			"outputs of the project need, is the manifest newer than the app, is there a hook that\n" +
			"checks commits, is the lock there. Each line that is not ok has its fix.",
		Example: "  pylon-gen doctor",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			defer where.close()
			at, err := where.project()
			if err != nil {
				return err
			}
			p, err := at.load()
			if err != nil {
				return err
			}
			if err := modelled(t, format, at, p); err != nil {
				return err
			}
			return tell(t, format, examine(at, p))
		},
	}
	where.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "the `format`: text or json")
	oneOf(cmd, "format", []string{"text", "json"})
	return cmd
}

// tell prints what was found; something that is missing is exit code 1.
func tell(t terminal, format string, all []examined) error {
	missing := 0
	for _, x := range all {
		if !x.OK {
			missing++
		}
	}
	if format == "json" {
		if err := writeJSON(t, struct {
			Version int        `json:"version"`
			Lines   []examined `json:"lines"`
		}{1, all}); err != nil {
			return machine(err)
		}
	} else {
		for _, x := range all {
			word := "ok"
			if !x.OK {
				word = "missing"
			}
			fmt.Fprintf(t.out, "%-8s %s: %s\n", word, x.Name, diag.Visible(x.Found))
			if x.Fix != "" {
				fmt.Fprintf(t.out, "         fix: %s\n", x.Fix)
			}
		}
	}
	if missing > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// examine looks at what a project needs.
func examine(at located, p *project.Project) []examined {
	all := []examined{
		program("git", atLeast{2, 20}, "install git 2.20 or newer", "git", "--version"),
	}
	if p.App.Outputs.SST != "" {
		all = append(all,
			program("node", atLeast{20, 0}, "install Node.js 20 or newer", "node", "--version"),
			sst(at, p))
	}
	all = append(all, program("aws", atLeast{1, 29}, "install the AWS CLI 2: https://docs.aws.amazon.com/cli/", "aws", "--version"))
	if p.App.Stages[0].Service.Image.Dockerfile != "" || p.App.Outputs.Compose != "" {
		all = append(all,
			program("docker", atLeast{20, 10}, "install Docker", "docker", "--version"),
			program("docker compose", atLeast{2, 20}, "install Docker Compose 2.20 or newer", "docker", "compose", "version"))
	}
	return append(all, manifestAge(at, p), hooked(at), locked(at))
}

// atLeast is the least version, major and minor.
type atLeast [2]int

var versionIn = pattern.Of(`([0-9]+)\.([0-9]+)`)

// program asks a program for its version.
func program(name string, least atLeast, fix, command string, args ...string) examined {
	said, err := run.Version(command, args...)
	if err != nil {
		return examined{name, false, err.Error(), fix}
	}
	return enough(name, said, least, fix)
}

// enough reports whether a version is new enough.
func enough(name, said string, least atLeast, fix string) examined {
	m := versionIn.FindStringSubmatch(said)
	if m == nil {
		return examined{name, true, said + ", which is not a release", ""}
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	if major < least[0] || major == least[0] && minor < least[1] {
		return examined{name, false, fmt.Sprintf("%s is older than %d.%d", m[0], least[0], least[1]), fix}
	}
	return examined{name, true, said, ""}
}

// sst looks for SST among the project's packages, upwards, and in PATH. It is not run:
// its first run downloads other programs.
func sst(at located, p *project.Project) examined {
	const fix = "add it to the project: npm install --save-dev sst@4"
	for dir := path.Join(at.Dir, path.Dir(p.App.Outputs.SST)); ; dir = path.Dir(dir) {
		text, err := fs.ReadFile(at.repo, path.Join(dir, "node_modules/sst/package.json"))
		var file struct{ Version string }
		if err == nil && json.Unmarshal(text, &file) == nil {
			return enough("sst", file.Version, atLeast{4, 0}, fix)
		}
		if dir == "." {
			break
		}
	}
	return examined{"sst", false, "it is not among the packages of the project", fix}
}

// manifestAge compares the manifest with the app that it is written from.
func manifestAge(at located, p *project.Project) examined {
	fix := "run " + codegenIn(p.App.Dev.Entry, p.Manifest)
	manifest, err := fs.Stat(at.repo, at.Path(p.Manifest))
	if err != nil {
		return examined{"manifest", false, err.Error(), fix}
	}
	entry, err := fs.Stat(at.repo, at.Path(p.App.Dev.Entry))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return examined{"manifest", true, "there, and there is no " + p.App.Dev.Entry + " to compare it with", ""}
	case err != nil:
		return examined{"manifest", false, err.Error(), fix}
	case entry.ModTime().After(manifest.ModTime()):
		return examined{"manifest", false, p.App.Dev.Entry + " was changed after it", fix}
	}
	return examined{"manifest", true, "newer than " + p.App.Dev.Entry, ""}
}

// hooked looks for a hook that checks commits.
func hooked(at located) examined {
	const fix = "pylon-gen init --hook git, or --hook pre-commit"
	top := at.top()
	if !isRepository(top) {
		return examined{"hook", false, "this is not a git repository", "git init, and then " + fix}
	}
	dir, err := run.HooksDir(top)
	if err != nil {
		return examined{"hook", false, err.Error(), fix}
	}
	has := func(file, text string) bool {
		content, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(content), text)
	}
	hook := filepath.Join(dir, "pre-commit")
	if filepath.Base(dir) == "_" { // husky's, which calls the scripts above it
		hook = filepath.Join(filepath.Dir(dir), "pre-commit")
	}
	switch configured := has(filepath.Join(top, ".pre-commit-config.yaml"), "pylon-gen-"); {
	case has(hook, "pylon-gen"), configured && has(hook, "pre-commit"):
		return examined{"hook", true, "commits are checked", ""}
	case configured:
		return examined{"hook", false, "pre-commit is configured and not installed in this clone", "pre-commit install"}
	}
	return examined{"hook", false, "no hook checks commits", fix}
}

// locked looks for the lock.
func locked(at located) examined {
	text, err := fs.ReadFile(at.repo, at.Path(lock.File))
	if err == nil {
		_, err = lock.Parse(text)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return examined{lock.File, false, "it is not there", "pylon-gen render, and commit it with the outputs"}
	case err != nil:
		return examined{lock.File, false, err.Error(), "restore it from git"}
	}
	return examined{lock.File, true, "there", ""}
}
