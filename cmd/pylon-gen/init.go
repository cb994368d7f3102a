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
	cmd.Flags().StringVarP(&f.dir, "directory", "C", ".", "work in this `directory`")
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
	w := &firstFiles{root: root}
	if err := f.write(t, w, spec); err != nil {
		return errors.Join(err, w.undo())
	}
	_, err = fmt.Fprintf(t.out, "%s\nnext: pylon-gen render\n", strings.Join(w.said, "\n"))
	return machine(err)
}

// write writes the spec, unless there is one, and what follows from it.
func (f *initFlags) write(t terminal, w *firstFiles, spec string) error {
	if spec == "" {
		spec = specNames[0]
	}
	if err := w.create(spec, scaffold.Spec(f.pylon, f.domain), 0o644); err != nil {
		return machine(err)
	}
	l, err := (project{f.dir, f.dir, spec}).load()
	if err != nil {
		return err
	}
	if l.app == nil {
		if err := report(t, "text", []*result{{loaded: l, refused: true}}); err != nil {
			return err
		}
		return &exitError{code: exitUsage}
	}
	if image := l.app.Stages[0].Service.Image; image.Dockerfile != "" {
		file := scaffold.Dockerfile(l.app, packages(w.root, image.Context))
		if err := w.create(path.Join(image.Context, image.Dockerfile), file, 0o644); err != nil {
			return machine(err)
		}
		if err := w.create(path.Join(image.Context, ".dockerignore"), scaffold.Dockerignore(), 0o644); err != nil {
			return machine(err)
		}
	}
	if f.env {
		// People put secrets into it.
		if err := w.create(path.Join(path.Dir(l.app.Outputs.Dotenv), ".env"), scaffold.Env(dotenv.Render(l.app)), 0o600); err != nil {
			return machine(err)
		}
	}
	return machine(w.ignore(repository(absolute(f.dir))))
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

// firstFiles are the files that init writes.
type firstFiles struct {
	root    *os.Root
	said    []string // a line for each file
	created []string
}

// create writes a file, unless it is there.
func (w *firstFiles) create(name string, text []byte, mode fs.FileMode) error {
	if dir := path.Dir(name); dir != "." {
		if err := w.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	file, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		w.said = append(w.said, name+": already there")
		return nil
	}
	if err != nil {
		return err
	}
	w.created = append(w.created, name)
	w.said = append(w.said, name+": written")
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// undo removes what was written: nothing is left of a run that fails.
func (w *firstFiles) undo() error {
	var failed error
	for _, name := range w.created {
		failed = errors.Join(failed, w.root.Remove(name))
	}
	return machine(failed)
}

// ignore keeps .env out of git, in a repository.
func (w *firstFiles) ignore(repository string) error {
	if _, err := os.Lstat(filepath.Join(repository, ".git")); err != nil {
		return nil
	}
	const name = ".gitignore"
	text, err := w.root.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	added := scaffold.Gitignore(text)
	if added == nil {
		w.said = append(w.said, name+": already there")
		return nil
	}
	w.said = append(w.said, name+": .env added")
	return w.root.WriteFile(name, added, 0o644)
}

// absolute is a directory's full path, or the path as it is.
func absolute(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		return full
	}
	return dir
}
