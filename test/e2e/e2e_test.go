// Package e2e shows every golden output to its real consumers.
//
// They are asked with PYLON_REQUIRE_TOOLS=1, and a missing one is a failure
// then. One case alone:
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e -run TestConsumers -golden default
//
// Without the variable only the library of Docker Compose looks at them.
package e2e

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

var only = flag.String("golden", "", "look at this golden case only")

const goldens = "../../testdata/golden"

var region = regexp.MustCompile(`(?m)^\s*region: ([a-z0-9-]+)`)

// outputs are the golden files by consumer. Names are paths below the golden
// directory.
type outputs struct {
	configs, composes, pretty []consumer.File
	templates                 map[string][]consumer.File // by Region
}

func collect(t *testing.T) outputs {
	t.Helper()
	o := outputs{templates: map[string][]consumer.File{}}
	err := filepath.WalkDir(goldens, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.Contains(filepath.ToSlash(at), "/want/") {
			return err
		}
		name, _ := filepath.Rel(goldens, at)
		name = filepath.ToSlash(name)
		testcase, _, _ := strings.Cut(name, "/")
		if *only != "" && testcase != *only {
			return nil
		}
		text, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		f := consumer.File{Name: name, Text: text}
		switch base := filepath.Base(at); {
		case base == "sst.config.ts":
			o.configs = append(o.configs, f)
		case strings.HasSuffix(base, ".dev.yml"):
			o.composes = append(o.composes, f)
		case strings.HasSuffix(base, ".yaml"):
			spec, err := os.ReadFile(filepath.Join(goldens, testcase, "pylon.stack.yaml"))
			if err != nil {
				return err
			}
			where := "us-east-1"
			if m := region.FindSubmatch(spec); m != nil {
				where = string(m[1])
			}
			o.templates[where] = append(o.templates[where], f)
		default:
			return nil
		}
		o.pretty = append(o.pretty, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(o.configs) == 0 || len(o.templates) == 0 {
		t.Fatal("there are no golden outputs to look at")
	}
	return o
}

func TestConsumers(t *testing.T) {
	o := collect(t)
	t.Run("sst-types", func(t *testing.T) { consumer.Accept(t, consumer.SSTTypes(o.configs)) })
	t.Run("prettier", func(t *testing.T) { consumer.Accept(t, consumer.Formatted(o.pretty)) })
	for where, templates := range o.templates {
		t.Run("cfn-lint/"+where, func(t *testing.T) { consumer.Accept(t, consumer.Templates(where, templates)) })
	}
	for _, f := range o.composes {
		t.Run("compose-model/"+f.Name, func(t *testing.T) { consumer.Accept(t, consumer.ComposeModel(f)) })
		t.Run("compose-config/"+f.Name, func(t *testing.T) { consumer.Accept(t, consumer.ComposeConfig(f)) })
	}
}

// A consumer that accepts everything would prove nothing.
func TestConsumersRefuse(t *testing.T) {
	bad := func(name, text string) []consumer.File { return []consumer.File{{Name: name, Text: []byte(text)}} }
	reference := "/// <reference path=\"./.sst/platform/config.d.ts\" />\n"
	for name, verdict := range map[string]func() error{
		"sst-types": func() error {
			return consumer.SSTTypes(bad("sst.config.ts", reference+`export default $config({ app() { return { name: "x", home: "aws" }; }, async run() { new sst.aws.Vpc("V", { az: "many" }); } });`))
		},
		"prettier":            func() error { return consumer.Formatted(bad("x.yaml", "# prettier-ignore\na:   'b'\n")) },
		"prettier, statement": func() error { return consumer.Formatted(bad("x.ts", "// prettier-ignore\nfoo ( {\n} )\n")) },
		"cfn-lint": func() error {
			return consumer.Templates("us-east-1", bad("x.yaml", "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      Bucket: x\n"))
		},
		"compose-model": func() error {
			return consumer.ComposeModel(bad("x.yml", "services:\n  a: { image: 5, ports: x }\n")[0])
		},
		"compose-config": func() error { return consumer.ComposeConfig(bad("x.yml", "services:\n  a: { image: [] }\n")[0]) },
	} {
		t.Run(name, func(t *testing.T) {
			consumer.Refuse(t, verdict())
		})
	}
}
