package consumer

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// LocalStack is a compose project in a directory of its own, on a real engine.
type LocalStack struct {
	dir, file, project string
}

// NoEngine says that there is no Docker engine to start a stack on, or that an
// image can neither be found nor pulled.
type NoEngine struct{ Err error }

func (n *NoEngine) Error() string { return "no stack can be started here: " + n.Err.Error() }

// StartLocalStack makes a project of a compose file and its variables.
func StartLocalStack(compose File, env []byte, project string) (s *LocalStack, err error) {
	if err := needCompose(); err != nil {
		return nil, err
	}
	if out, err := exec.Command("docker", "info", "--format", "{{.ServerVersion}}").CombinedOutput(); err != nil {
		return nil, &NoEngine{fmt.Errorf("docker info: %w: %s", err, bytes.TrimSpace(out))}
	}
	dir, err := os.MkdirTemp("", "consumer-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir)
		}
	}()
	s = &LocalStack{dir, filepath.Base(compose.Name), project}
	for name, text := range map[string][]byte{s.file: compose.Text, ".env": env} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return nil, err
		}
	}
	images, err := s.Run("--profile", "*", "config", "--images")
	if err != nil {
		return nil, err
	}
	for _, image := range strings.Fields(images) {
		if exec.Command("docker", "image", "inspect", image).Run() != nil {
			if out, err := exec.Command("docker", "pull", "--quiet", image).CombinedOutput(); err != nil {
				return nil, &NoEngine{fmt.Errorf("%s: %s", image, bytes.TrimSpace(out))}
			}
		}
	}
	return s, nil
}

// Run runs docker compose with some arguments, and returns what it prints.
func (s *LocalStack) Run(args ...string) (string, error) {
	cmd := exec.Command("docker", append([]string{"compose", "-p", s.project, "-f", s.file}, args...)...)
	cmd.Dir = s.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("docker compose %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// Left names what the project has left on the engine: containers, volumes,
// networks.
func (s *LocalStack) Left() ([]string, error) {
	var left []string
	label := "label=com.docker.compose.project=" + s.project
	for _, list := range [][]string{{"ps", "-aq"}, {"volume", "ls", "-q"}, {"network", "ls", "-q"}} {
		out, err := exec.Command("docker", append(list, "--filter", label)...).Output()
		if err != nil {
			return nil, err
		}
		left = append(left, strings.Fields(string(out))...)
	}
	return left, nil
}

// Remove ends the project and drops its directory.
func (s *LocalStack) Remove() {
	_, _ = s.Run("--profile", "*", "down", "-v")
	_ = os.RemoveAll(s.dir)
}
