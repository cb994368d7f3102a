package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// shells are the shells with a completion script, and the file that each looks for.
var shells = map[string]string{"bash": "pylon-gen.bash", "zsh": "_pylon-gen", "fish": "pylon-gen.fish", "powershell": "pylon-gen.ps1"}

// schemas are the JSON Schemas that a release publishes under the name of their file.
var schemas = []string{
	"internal/schema/stack.schema.json", "internal/schema/manifest.schema.json",
	"internal/report/results.schema.json", "internal/report/cost.schema.json", "internal/diff/diff.schema.json",
}

// writeFiles writes what archives and packages carry besides the binary, and the schemas.
func writeFiles(dir string) error {
	files := map[string][]byte{}
	for shell, name := range shells {
		script, err := goOutput(nil, "run", "-trimpath", "./cmd/pylon-gen", "completion", shell)
		if err != nil {
			return err
		}
		files["completions/"+name] = script
	}
	pages, err := filepath.Glob("docs/man/*.1")
	if err != nil {
		return err
	}
	for _, from := range append(pages, schemas...) {
		text, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if name := filepath.Base(from); filepath.Ext(name) == ".1" {
			files["man/"+name+".gz"] = zipped(text)
		} else {
			files["schemas/"+name] = text
		}
	}
	if files["third-party-licences.txt"], err = licenceTexts(); err != nil {
		return err
	}
	for name, text := range files {
		if err := write(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// zipped compresses a text as gzip -9n does: without name and time.
func zipped(text []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	z.Write(text) // a buffer takes everything
	z.Close()
	return b.Bytes()
}

// write writes a file and the directories above it.
func write(name string, text []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(name, text, mode); err != nil {
		return err
	}
	return os.Chmod(name, mode) // whatever the umask is
}

// goOutput runs the go command, with more variables than this process has, and returns what
// it prints.
func goOutput(env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %v: %w", args, err)
	}
	return text, nil
}
