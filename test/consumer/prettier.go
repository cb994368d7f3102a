package consumer

import (
	"os"
	"path/filepath"
)

// Formatted asks prettier, with its defaults, whether it would change a file.
// Names must have the endings by which prettier knows a language.
func Formatted(files []File) error {
	if _, err := need("npm"); err != nil {
		return err
	}
	home, err := installed("prettier-"+prettierVersion, func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
			return err
		}
		return verdict(dir, nil, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "prettier@"+prettierVersion)
	})
	if err != nil {
		return err
	}
	return laidOut(files, func(dir string, names []string) error {
		return verdict(dir, nil, "node", append([]string{filepath.Join(home, "node_modules/prettier/bin/prettier.cjs"), "--check"}, names...)...)
	})
}
