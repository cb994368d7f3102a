package run

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// programTimeout is how long a program may take to say its version.
const programTimeout = 10 * time.Second

// ErrNoProgram is the error of a program that is not installed.
var ErrNoProgram = errors.New("it is not installed")

// Version asks a program for its version and returns the first line that it prints. It
// returns ErrNoProgram when the program is not in PATH. The arguments are never a user's.
func Version(program string, args ...string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", ErrNoProgram
	}
	ctx, cancel := context.WithTimeout(context.Background(), programTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, args...).Output()
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return strings.TrimSpace(line), nil
}
