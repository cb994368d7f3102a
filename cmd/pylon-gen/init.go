package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
)

// newestPylon is the runtime version that a new spec pins: the newest one that
// package pylon knows.
const newestPylon = "0.5.0"

// initFlags are the flags of init.
type initFlags struct {
	dir, domain, pylon string
	env                bool
}

func newInit(t terminal) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write the files that a project has one of",
		Long: "Write what is missing: pylon.stack.yaml, a Dockerfile and .dockerignore for the\n" +
			"app's image, .env in .gitignore, and with --env a .env for local development.\n" +
			"A file that is there is left alone. Then: pylon-gen render.",
		Example: "  pylon-gen init\n  pylon-gen init --domain api.example.com --env",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return f.run(t) },
	}
	cmd.Flags().StringVarP(&f.dir, "directory", "C", ".", "work in this directory")
	cmd.Flags().StringVar(&f.domain, "domain", "", "the API's host name in production, such as api.example.com")
	cmd.Flags().StringVar(&f.pylon, "pylon", newestPylon, "the runtime version that the app runs on")
	cmd.Flags().BoolVar(&f.env, "env", false, "write .env for local development")
	return cmd
}

func (f *initFlags) run(t terminal) error {
	if err := isDirectory(f.dir); err != nil {
		return err
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return machine(err)
	}
	defer root.Close()
	if _, err := root.Stat(defaultManifest); err != nil {
		return usageError("there is no %s in %s: write it with pylon codegen", defaultManifest, filepath.ToSlash(f.dir))
	}
	spec, err := specIn(f.dir)
	if err != nil {
		return err
	}
	var said []string
	if spec == "" {
		spec = specNames[0]
		if err := create(root, spec, scaffold.Spec(f.pylon, f.domain)); err != nil {
			return machine(err)
		}
		said = append(said, spec+": written")
	} else {
		said = append(said, spec+": already there")
	}
	lines, err := f.rest(t, root, spec)
	if err != nil {
		if said[0] == spec+": written" { // nothing is left behind
			err = errors.Join(err, root.Remove(spec))
		}
		return err
	}
	_, err = fmt.Fprintf(t.out, "%s\nnext: pylon-gen render\n", strings.Join(append(said, lines...), "\n"))
	return machine(err)
}

// rest writes what follows from the spec, and says what it did.
func (f *initFlags) rest(t terminal, root *os.Root, spec string) ([]string, error) {
	l, err := (project{f.dir, f.dir, spec}).load()
	if err != nil {
		return nil, err
	}
	if l.app == nil {
		if err := report(t, "text", []*result{{loaded: l}}); err != nil {
			return nil, err
		}
		return nil, &exitError{code: exitUsage}
	}
	files := map[string][]byte{}
	var order []string
	add := func(name string, text []byte) {
		order = append(order, name)
		files[name] = text
	}
	if image := l.app.Stages[0].Service.Image; image.Dockerfile != "" {
		add(path.Join(image.Context, image.Dockerfile), scaffold.Dockerfile(l.app, packages(root, image.Context)))
		add(path.Join(image.Context, ".dockerignore"), scaffold.Dockerignore())
	}
	if f.env {
		add(path.Join(path.Dir(l.app.Outputs.Dotenv), ".env"), dotenv.Render(l.app))
	}
	var said []string
	for _, name := range order {
		switch err := create(root, name, files[name]); {
		case errors.Is(err, fs.ErrExist):
			said = append(said, name+": already there")
		case err != nil:
			return nil, machine(err)
		default:
			said = append(said, name+": written")
		}
	}
	line, err := ignore(root, repository(absolute(f.dir)))
	if err != nil {
		return nil, machine(err)
	}
	return append(said, line...), nil
}

// packages says what the app has of npm.
func packages(root *os.Root, context string) scaffold.Packages {
	has := func(name string) bool { _, err := root.Stat(path.Join(context, name)); return err == nil }
	switch {
	case !has("package.json"):
		return scaffold.NoPackages
	case has("bun.lock"):
		return scaffold.BunPackages
	}
	return scaffold.LoosePackages
}

// create writes a file that is not there yet.
func create(root *os.Root, name string, text []byte) error {
	if dir := path.Dir(name); dir != "." {
		if err := root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// ignore keeps .env out of git, in a repository.
func ignore(root *os.Root, repository string) ([]string, error) {
	if _, err := os.Lstat(filepath.Join(repository, ".git")); err != nil {
		return nil, nil
	}
	const name = ".gitignore"
	text, err := root.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	added := scaffold.Gitignore(text)
	if added == nil {
		return []string{name + ": already there"}, nil
	}
	if err := root.WriteFile(name, added, 0o644); err != nil {
		return nil, err
	}
	return []string{name + ": .env added"}, nil
}

// absolute is a directory's full path, or the path as it is.
func absolute(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		return full
	}
	return dir
}
