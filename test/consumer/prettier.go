package consumer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Formatted asks prettier, with its defaults, whether it would change a file.
// Names must have the endings by which prettier knows a language. Comments that
// keep prettier out of a file are removed first: a file that is laid out badly
// is refused with them, too.
func Formatted(files []File) error {
	home, err := prettier()
	if err != nil {
		return err
	}
	open := make([]File, len(files))
	for i, f := range files {
		open[i] = File{f.Name, unmarked(f)}
	}
	return laidOut(open, func(dir string, names []string) error {
		return verdict(dir, nil, "node", append([]string{home, "--check"}, names...)...)
	})
}

// Kept asks prettier with some options to format files, and compares the bytes
// with those before, or with same if that is not nil.
func Kept(files []File, options map[string]any, same func(before, after []byte) bool) error {
	home, err := prettier()
	if err != nil {
		return err
	}
	if same == nil {
		same = bytes.Equal
	}
	config, err := json.Marshal(options)
	if err != nil {
		return err
	}
	return laidOut(files, func(dir string, names []string) error {
		if err := os.WriteFile(filepath.Join(dir, ".prettierrc.json"), config, 0o644); err != nil {
			return err
		}
		if err := verdict(dir, nil, "node", append([]string{home, "--write"}, names...)...); err != nil {
			return err
		}
		var changed []error
		for _, f := range files {
			after, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Name)))
			if err != nil {
				return err
			}
			if !same(f.Text, after) {
				changed = append(changed, fmt.Errorf("prettier with %s changes %s", config, f.Name))
			}
		}
		return errors.Join(changed...)
	})
}

// prettier returns the path of prettier's program.
func prettier() (string, error) {
	home, err := npmInstalled("prettier-"+prettierVersion, "prettier@"+prettierVersion)
	return filepath.Join(home, "node_modules/prettier/bin/prettier.cjs"), err
}

// npmInstalled returns a directory with packages of npm.
func npmInstalled(name string, packages ...string) (string, error) {
	if _, err := need("npm"); err != nil {
		return "", err
	}
	return installed(name, func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
			return err
		}
		return verdict(dir, nil, "npm", append([]string{"install", "--no-audit", "--no-fund", "--loglevel=error"}, packages...)...)
	})
}

var mark = regexp.MustCompile(`(?m)^(#|//) prettier-ignore\n`)

// unmarked is a file without the comments that keep prettier out of it, and with
// the semicolon that the last statement of a configuration lacks because of them.
func unmarked(f File) []byte {
	text := mark.ReplaceAll(f.Text, nil)
	if body, ok := bytes.CutSuffix(text, []byte("\n})\n")); ok && strings.HasSuffix(f.Name, ".ts") {
		return append(body, "\n});\n"...)
	}
	return text
}
