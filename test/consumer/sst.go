package consumer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// platformConfig makes `sst install` fetch every provider that a rendered
// configuration can name.
const platformConfig = `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app() {
    return {
      name: "consumer",
      home: "aws",
      providers: { cloudflare: "` + cloudflareVersion + `", random: "` + randomVersion + `", vercel: "` + vercelVersion + `" },
    };
  },
  async run() {},
});
`

// SSTTypes type-checks SST configurations, strictly, with the TypeScript and
// the types that SST itself brings. No Pulumi, account or network is needed
// once SST is installed.
func SSTTypes(configs []File) error {
	if _, err := need("npm"); err != nil {
		return err
	}
	home, err := installed("sst-"+sstVersion+"-random-"+randomVersion, installSST)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(home, "types-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.Symlink(filepath.Join(home, ".sst"), filepath.Join(work, ".sst")); err != nil {
		return err
	}
	files := make([]string, len(configs))
	for i, c := range configs {
		files[i] = strings.NewReplacer("/", "__", `\`, "__").Replace(c.Name) + ".ts"
		if err := os.WriteFile(filepath.Join(work, files[i]), c.Text, 0o644); err != nil {
			return err
		}
	}
	project, err := json.Marshal(map[string]any{
		"compilerOptions": map[string]any{
			"strict": true, "noEmit": true, "skipLibCheck": true, "isolatedModules": true,
			"target": "ES2022", "lib": []string{"ES2022"}, "module": "ESNext", "moduleResolution": "Bundler",
			"types": []string{"node"}, "typeRoots": []string{filepath.Join(home, ".sst/platform/node_modules/@types")},
		},
		"files": files,
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, "tsconfig.json"), project, 0o644); err != nil {
		return err
	}
	return verdict(work, nil, "node", filepath.Join(home, ".sst/platform/node_modules/typescript/bin/tsc"), "-p", work)
}

func installSST(dir string) error {
	env := []string{"SST_SKIP_DEPENDENCY_CHECK=1", "SST_NO_BUN=1", "SST_TELEMETRY_DISABLED=1"}
	if err := os.WriteFile(filepath.Join(dir, "sst.config.ts"), []byte(platformConfig), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
		return err
	}
	if err := verdict(dir, env, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "sst@"+sstVersion); err != nil {
		return err
	}
	if err := verdict(dir, env, "npx", "--no-install", "sst", "install", "--stage", "consumer"); err != nil {
		return fmt.Errorf("sst install: %w", err)
	}
	return nil
}
