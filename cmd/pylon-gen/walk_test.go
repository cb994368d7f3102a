package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// walked are the pages that are walked, and the files that their reader has before.
var walked = map[string][]string{
	"first-deployment-sst.md":            {"app.ts", "pylon.manifest.json"},
	"first-deployment-cloudformation.md": {"app.ts", "pylon.manifest.json"},
	"stages.md":                          {"app.ts", "pylon.manifest.json", "Dockerfile"},
	"networks.md":                        {"app.ts", "pylon.manifest.json", "Dockerfile"},
	"domains.md":                         {"app.ts", "pylon.manifest.json", "Dockerfile"},
	"single-replica.md":                  {"app.ts", "pylon.manifest.json", "Dockerfile"},
}

// A block of a page: its mark if there is one, its language, its text.
var pageBlock = regexp.MustCompile("(?m)^(?:<!-- not run: (.*) -->\n+)?```(sh|yaml)\n((?s:.*?))^```$")

// TestPagesWalk follows the pages that lead through a job: a spec is put where the
// page wants it, commands are run as they are printed, in one shell for each page.
// pylon-gen is this program, and what would reach AWS is a stub that refuses what the
// real command would refuse before it asks anyone.
func TestPagesWalk(t *testing.T) {
	needPOSIX(t)
	stubs := stubsIn(t)
	for page, files := range walked {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("../../docs", page))
			if err != nil {
				t.Fatal(err)
			}
			walk(t, stubs, string(text), files)
		})
	}
}

// needPOSIX skips a test, loudly, on Windows: the pages are written for a POSIX shell.
// PYLON_REQUIRE_TOOLS=1 makes that a failure.
func needPOSIX(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "windows" {
		return
	}
	if os.Getenv("PYLON_REQUIRE_TOOLS") == "1" {
		t.Fatal("run these tests on a system with a POSIX shell")
	}
	t.Skip("NOT PROVEN: the pages are written for a POSIX shell")
}

// The walk finds what it is for: each of these pages has one mistake.
func TestWalkRefuses(t *testing.T) {
	needPOSIX(t)
	const init = "pylon-gen init --yes --domain api.example.com\npylon-gen render\n"
	const deploy = "aws cloudformation deploy --region us-east-1 --stack-name todo --capabilities CAPABILITY_IAM "
	stubs := stubsIn(t)
	for name, c := range map[string]struct{ commands, refused string }{
		"a command that fails":    {"pylon-gen chekc\n", ""},
		"no stage":                {"npx sst deploy\n", "sst deploy: no --stage"},
		"another stage":           {"npx sst deploy --stage qa\n", "no stage qa"},
		"another command":         {"npx sst deplyo --stage production\n", "sst deplyo"},
		"a secret without a name": {"sst secret set --stage production\n", "no name"},
		"no stack":                {"aws cloudformation deploy --template-file infra/cloudformation/production.yaml\n", "no --stack-name"},
		"no template":             {deploy + "\n", "no --template-file"},
		"another template":        {deploy + "--template-file infra/production.yaml\n", "infra/production.yaml"},
		"a parameter is missing": {deploy + "--template-file infra/cloudformation/production.yaml " +
			"--parameter-overrides ImageUri=a/b:1\n", "HostedZoneId"},
		"a parameter too many": {deploy + "--template-file infra/cloudformation/production.yaml " +
			"--parameter-overrides ImageUri=a/b:1 HostedZoneId=Z1 Certificate=x\n", "Certificate"},
		"a refusal in a pipe": {"aws cloudformation describe-stacks | cat\n", "no --stack-name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, refused, err := follow(t, stubs, "```sh\n"+init+c.commands+"```\n", walked["first-deployment-sst.md"])
			if err == nil && refused == "" || !strings.Contains(refused, c.refused) {
				t.Errorf("not found: %v, refused %q\n%s", err, refused, out)
			}
		})
	}
}

// walk fails the test where a page leads astray.
func walk(t *testing.T, stubs, text string, files []string) {
	t.Helper()
	out, refused, err := follow(t, stubs, text, files)
	if err != nil || refused != "" {
		t.Fatalf("%v\n%s%s", err, out, refused)
	}
}

// follow runs a page's blocks in a repository with these files of the example, and
// returns what they print and what stubs have refused.
func follow(t *testing.T, stubs, text string, files []string) (out, refused string, err error) {
	t.Helper()
	repository, state := t.TempDir(), t.TempDir()
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join("../../examples/todo", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(repository, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var script bytes.Buffer
	fmt.Fprintln(&script, "git init -q -b main\ngit config user.name reader\ngit config user.email reader@example.com\ngit add -A\ngit commit -qm first")
	commands := 0
	for _, m := range pageBlock.FindAllStringSubmatchIndex(text, -1) {
		line := strings.Count(text[:m[6]], "\n")
		language, block := text[m[4]:m[5]], text[m[6]:m[7]]
		switch {
		case m[2] >= 0: // marked, with a reason
		case language == "sh":
			commands++
			fmt.Fprintf(&script, "echo '--- the block at line %d' >&2\n%s", line, block)
		case strings.HasPrefix(block, "version: 1\n"):
			fmt.Fprintf(&script, "cat > pylon.stack.yaml <<'END OF SPEC'\n%sEND OF SPEC\n", block)
		}
	}
	if commands == 0 {
		t.Fatal("the page has no commands")
	}
	command := exec.Command("sh", "-e", "-c", script.String())
	command.Dir = repository
	command.Env = append(os.Environ(), "PATH="+stubs+string(os.PathListSeparator)+os.Getenv("PATH"), "WALK="+state,
		"GITHUB_ACTIONS=", "NO_COLOR=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	printed, err := command.CombinedOutput()
	said, _ := os.ReadFile(filepath.Join(state, "refused")) // not there when nothing was refused
	return string(printed), string(said), err
}

// stubsIn writes the stubs, and returns their directory.
func stubsIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"sst": sstStub, "aws": awsStub, "npx": npxStub} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(stubStart+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"npm", "bun", "docker", "pylon", "curl", "openssl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(stubStart), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What stubs have in common: they keep their arguments, read what a pipe has for
// them, and can refuse. value prints what follows a flag.
const stubStart = `#!/bin/sh
me=${0##*/}
echo "$me $*" >> "$WALK/calls"
refuse() { echo "$me $*" | tee -a "$WALK/refused" >&2; exit 252; }
value() { flag=$1; shift; while [ $# -gt 1 ]; do [ "$1" != "$flag" ] || { echo "$2"; return; }; shift; done; }
`

const npxStub = `case $1 in
sst) shift; exec sst "$@" ;;
*) refuse "$1: the pages use it for sst only" ;;
esac
`

const sstStub = `stage=$(value --stage "$@")
case $1 in
version | install) exit 0 ;;
deploy | remove | diff | refresh | unlock) ;;
secret)
  case $2 in
  list | load) ;;
  set) case ${3--} in -*) refuse "secret set: no name" ;; esac ;;
  remove) [ -n "$3" ] || refuse "secret remove: no name" ;;
  *) refuse "secret $2: there is no such command" ;;
  esac ;;
*) refuse "$1: there is no such command" ;;
esac
[ -n "$stage" ] || refuse "$1: no --stage"
[ -f sst.config.ts ] || refuse "$1: no sst.config.ts here"
pylon-gen config show --stage "$stage" > /dev/null || refuse "$1: there is no stage $stage"
`

const awsStub = `stack=$(value --stack-name "$@")
template=$(value --template-file "$@")
service=$1 operation=$2
case $service in
cloudformation)
  [ -n "$stack" ] || refuse "$operation: no --stack-name"
  case $operation in
  deploy)
    [ -n "$template" ] || refuse "deploy: no --template-file"
    [ -f "$template" ] || refuse "deploy: there is no $template"
    [ "$(wc -c < "$template")" -le 51200 ] || [ -n "$(value --s3-bucket "$@")" ] || refuse "deploy: no --s3-bucket"
    ! grep -q AWS::IAM:: "$template" || [ -n "$(value --capabilities "$@")" ] || refuse "deploy: no --capabilities"
    parameters=$(sed -n '/^Parameters:/,/^Resources:/p' "$template")
    given=" "
    while [ $# -gt 0 ] && [ "$1" != --parameter-overrides ]; do shift; done
    for p in "$@"; do
      case $p in
      --parameter-overrides) continue ;;
      --*) break ;;
      esac
      echo "$parameters" | grep -q "^  ${p%%=*}:" || refuse "deploy: $template has no parameter ${p%%=*}"
      [ -n "${p#*=}" ] || refuse "deploy: ${p%%=*} is empty"
      given="$given${p%%=*} "
    done
    [ -e "$WALK/stack-$stack" ] || for p in $(echo "$parameters" | awk '
      function end() { if (name && !filled) print name }
      /^  [A-Za-z]/ { end(); name = substr($1, 1, length($1) - 1); filled = 0 }
      /^    Default:/ { filled = 1 }
      END { end() }'); do
      case $given in *" $p "*) ;; *) refuse "deploy: no value for $p" ;; esac
    done
    touch "$WALK/stack-$stack" ;;
  describe-stack-resource) [ -n "$(value --logical-resource-id "$@")" ] || refuse "$operation: no --logical-resource-id" ;;
  describe-change-set | execute-change-set) [ -n "$(value --change-set-name "$@")" ] || refuse "$operation: no --change-set-name" ;;
  esac ;;
esac
case "$service $operation" in
"logs tail") [ -n "${3-}" ] || refuse "logs tail: no log group" ;;
"sts get-caller-identity") echo 123456789012 ;;
"route53 list-hosted-zones-by-name") echo /hostedzone/Z0123456789ABCDEFGHIJ ;;
"secretsmanager list-secret-version-ids") echo 1 ;;
"secretsmanager put-secret-value") [ -n "$(value --secret-id "$@")" ] || refuse "$operation: no --secret-id" ;;
"acm request-certificate") echo arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555 ;;
"cloudformation list-change-sets") echo awscli-cloudformation-package-deploy-1 ;;
"cloudformation describe-stack-resource") echo "$stack-resource" ;;
"cloudformation describe-stacks") echo a-value ;;
"logs describe-log-groups") echo /pylon/todo/production/sg-1 ;;
*" get-login-password") echo password ;;
esac
`
