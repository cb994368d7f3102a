package hooks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The workflow of previews deploys and removes the stage of its own pull request. The
// nightly job touches stages of closed pull requests alone, and only once it may.
func TestPreviews(t *testing.T) {
	consumer.Needs(t, "git", "bash", "env", "tr", "sort")
	s := emptyScratch(t)
	s.write("apps/api/pylon.manifest.json", manifest)
	s.fails("--previews needs a stage with a pattern", "sh", "-c", "cd apps/api && printf 'version: 1\npylon: { version: 0.20.0 }\nstages: { production: {} }\n' >pylon.stack.yaml && pylon-gen init --yes --ci github --previews")
	s.ok("rm", "apps/api/pylon.stack.yaml")
	s.ok("pylon-gen", "init", "--yes", "-C", "apps/api", "--domain", "api.example.com", "--ci", "github", "--previews")
	s.ok("pylon-gen", "render", "-C", "apps/api")
	s.ok("pylon-gen", "check", "-C", "apps/api")

	var file struct {
		Jobs map[string]struct {
			If    string
			Env   map[string]string
			Steps []struct {
				Uses, Run string
				Dir       string `yaml:"working-directory"`
			}
		}
	}
	text := s.read(".github/workflows/pylon-previews.yml")
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"STAGE_PREFIX", "STAGE_SUFFIX", "AWS_REGION", "SST_", "APP_NAME", "#install"} {
		if strings.Contains(strings.ReplaceAll(text, "SST_TELEMETRY_DISABLED", ""), left) {
			t.Errorf("%s is left in the workflow", left)
		}
	}
	script := map[string]string{}
	for name, job := range file.Jobs {
		last := job.Steps[len(job.Steps)-1]
		script[name] = last.Run
		if last.Dir != "apps/api" {
			t.Errorf("%s runs in %q", name, last.Dir)
		}
		for _, step := range job.Steps {
			if at := strings.IndexByte(step.Uses, '@'); step.Uses != "" && len(step.Uses)-at != 41 {
				t.Errorf("%s is not pinned by commit", step.Uses)
			}
		}
		if name != "reap" && (!strings.Contains(job.If, "head.repo.full_name == github.repository") || job.Env["STAGE"] != "pr-${{ github.event.pull_request.number }}") {
			t.Errorf("%s runs if %s for the stage %s", name, job.If, job.Env["STAGE"])
		}
	}

	// The programs are stand-ins that say what they are asked.
	bin := t.TempDir()
	for name, body := range map[string]string{
		"npx": `echo "npx $*" >>"$ASKED"`,
		"aws": `echo "aws $*" >>"$ASKED"; printf 'pr-7\tproduction\tpr-9\tpr-07\tpr-x\tpr-7\tstaging\n'`,
		"gh":  `echo "gh $*" >>"$ASKED"; case $3 in 7) echo MERGED ;; 9) echo OPEN ;; *) echo "no pull request $3" >&2; exit 1 ;; esac`,
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	asked := filepath.Join(t.TempDir(), "asked")
	do := func(script string, env ...string) (said, did string) {
		t.Helper()
		_ = os.Remove(asked)
		r := &scratch{t, s.dir, append(append(append([]string{}, s.env...), "PATH="+bin+string(os.PathListSeparator)+s.path(), "ASKED="+asked, "GITHUB_REPOSITORY=acme/todo"), env...)}
		said = r.ok("bash", "-e", "-c", script)
		text, _ := os.ReadFile(asked)
		return said, string(text)
	}
	if _, did := do(script["deploy"], "STAGE=pr-42"); did != "npx --yes sst@"+scaffold.SSTVersion+" deploy --stage pr-42\n" {
		t.Errorf("deploy: %s", did)
	}
	if _, did := do(script["remove"], "STAGE=pr-42"); did != "npx --yes sst@"+scaffold.SSTVersion+" remove --stage pr-42\n" {
		t.Errorf("remove: %s", did)
	}
	said, did := do(script["reap"])
	if strings.Contains(did, "npx") || !strings.Contains(said, "pr-7 would be removed, its pull request is MERGED") || strings.Contains(said, "pr-9") || !strings.Contains(did, "Key=sst:app,Values=todo") {
		t.Errorf("a dry run says\n%sand does\n%s", said, did)
	}
	if _, did := do(script["reap"], "REAP=true"); strings.Count(did, "npx") != 1 || !strings.Contains(did, "npx --yes sst@"+scaffold.SSTVersion+" remove --stage pr-7\n") || strings.Contains(did, "pr view 07") {
		t.Errorf("the nightly job does\n%s", did)
	}
}
