package consumer

import (
	"os"
	"path/filepath"
)

// eslintConfig has typescript-eslint's recommended and stylistic rules, and says
// what comments switch off although nothing was found there.
const eslintConfig = `import tseslint from "typescript-eslint";
export default tseslint.config(
  tseslint.configs.recommended,
  tseslint.configs.stylistic,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
);
`

// ESLint asks ESLint with the rules of typescript-eslint for findings.
func ESLint(files []File) error {
	home, err := npmInstalled("eslint-"+eslintVersion+"-"+typescriptESLintVersion,
		"eslint@"+eslintVersion, "typescript-eslint@"+typescriptESLintVersion, "typescript@"+typescriptVersion)
	if err != nil {
		return err
	}
	return laidOut(files, func(dir string, names []string) error {
		// The configuration imports from alongside it.
		if err := os.Symlink(filepath.Join(home, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "eslint.config.mjs"), []byte(eslintConfig), 0o644); err != nil {
			return err
		}
		program := filepath.Join(home, "node_modules/eslint/bin/eslint.js")
		return verdict(dir, nil, "node", append([]string{program, "--max-warnings=0"}, names...)...)
	})
}

// Biome asks Biome, with its defaults, for findings and for changes of layout.
func Biome(files []File) error {
	home, err := npmInstalled("biome-"+biomeVersion, "@biomejs/biome@"+biomeVersion)
	if err != nil {
		return err
	}
	return laidOut(files, func(dir string, names []string) error {
		program := filepath.Join(home, "node_modules/@biomejs/biome/bin/biome")
		return verdict(dir, nil, "node", append([]string{program, "check", "--error-on-warnings"}, names...)...)
	})
}
