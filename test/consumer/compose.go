package consumer

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
)

// ComposeModel loads a compose file with the library that Docker Compose is
// made of, all profiles on. It needs no tool.
func ComposeModel(file File) error {
	return laidOut([]File{file}, func(dir string, names []string) error {
		at := filepath.Join(dir, names[0])
		options, err := cli.NewProjectOptions([]string{at}, cli.WithProfiles([]string{"*"}), cli.WithWorkingDirectory(dir))
		if err != nil {
			return err
		}
		if _, err := options.LoadProject(context.Background()); err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
		return nil
	})
}

// ComposeConfig asks Docker Compose itself; a warning is a refusal too.
func ComposeConfig(file File) error {
	if err := needCompose(); err != nil {
		return err
	}
	return laidOut([]File{file}, func(dir string, names []string) error {
		cmd := exec.Command("docker", "compose", "-f", filepath.Join(dir, names[0]), "--profile", "*", "config", "--quiet")
		out, err := cmd.CombinedOutput()
		if err != nil || len(out) > 0 {
			return fmt.Errorf("%s: docker compose config: %v\n%s", file.Name, err, out)
		}
		return nil
	})
}

// needCompose looks for the program and for its plugin: an engine may be there
// without it.
func needCompose() error {
	docker, err := need("docker")
	if err != nil {
		return err
	}
	if err := exec.Command(docker, "compose", "version").Run(); err != nil {
		return &Missing{"docker compose", err}
	}
	return nil
}
