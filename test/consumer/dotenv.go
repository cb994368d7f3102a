package consumer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// printed makes a JavaScript runtime print its environment.
const printed = "process.stdout.write(JSON.stringify(process.env))"

// envReaders are the command lines that read an .env file, given its path, and
// print all variables as JSON. HOME and X are set, for what they might replace.
var envReaders = map[string]func(home, file string) []string{
	"node": func(home, file string) []string { return []string{"node", "--env-file=" + file, "-e", printed} },
	"bun": func(home, file string) []string {
		return []string{filepath.Join(home, "node_modules/.bin/bun"), "--env-file=" + file, "-e", printed}
	},
	"dotenv": func(home, file string) []string {
		return []string{"node", "-e", `const { parse } = require(process.argv[1]);
process.stdout.write(JSON.stringify(parse(require("fs").readFileSync(process.argv[2]))))`, filepath.Join(home, "node_modules/dotenv"), file}
	},
	"sh": func(home, file string) []string {
		return []string{"sh", "-c", `set -a; . "$1"; exec node -e "$2"`, "sh", file, printed}
	},
}

// EnvReaders are the names of what ReadEnv can ask.
func EnvReaders() []string { return []string{"node", "bun", "dotenv", "sh"} }

// ReadEnv asks a reader of .env files what is in one. Besides the variables of
// the file the answer can hold those of the reader's own environment.
func ReadEnv(reader string, text []byte) (map[string]string, error) {
	for _, tool := range []string{"node", "npm", "sh"} {
		if _, err := need(tool); err != nil {
			return nil, err
		}
	}
	home, err := installed("env-bun-"+bunVersion+"-dotenv-"+dotenvVersion, installEnvReaders)
	if err != nil {
		return nil, err
	}
	var env map[string]string
	err = laidOut([]File{{Name: "example.env", Text: text}}, func(dir string, names []string) error {
		line := envReaders[reader](home, filepath.Join(dir, names[0]))
		cmd := exec.Command(line[0], line[1:]...)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "X=replaced"}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit):
			return fmt.Errorf("%s: %w: %s", reader, err, bytes.TrimSpace(stderr.Bytes()))
		case err != nil:
			return &Missing{reader, err}
		}
		return json.Unmarshal(out, &env)
	})
	return env, err
}

// Bun returns the directory of the program bun.
func Bun() (string, error) {
	if _, err := need("npm"); err != nil {
		return "", err
	}
	home, err := installed("env-bun-"+bunVersion+"-dotenv-"+dotenvVersion, installEnvReaders)
	return filepath.Join(home, "node_modules", ".bin"), err
}

// installEnvReaders installs the readers that npm brings. bun's install script
// puts the program for this machine in its place.
func installEnvReaders(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
		return err
	}
	if err := verdict(dir, nil, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "bun@"+bunVersion, "dotenv@"+dotenvVersion); err != nil {
		return err
	}
	return verdict(dir, nil, filepath.Join(dir, "node_modules/.bin/bun"), "--version")
}
