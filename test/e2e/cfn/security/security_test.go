package security_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/security"
	"github.com/pylon-gen/pylon-gen/test/parity"
	"github.com/pylon-gen/pylon-gen/test/template"
)

// What other scanners find is in the default template, and each key that is said
// to close a finding closes it.
func TestOthers(t *testing.T) {
	plain := rendered(t, "")
	named := map[string]bool{}
	for _, s := range security.Others {
		for _, id := range append(s.Trivy, s.Checkov...) {
			if named[id] {
				t.Errorf("%s has two rows", id)
			}
			named[id] = true
		}
		if len(s.Trivy)+len(s.Checkov) == 0 || s.Says == "" || s.Why == "" || (len(s.Closes) == 0) != (s.Price == "") {
			t.Errorf("%q is half a row", s.Says)
		}
		if s.Property != "" && !lacks(plain, s) {
			t.Errorf("%s: the default template does not have the finding", s.Says)
		}
		for _, line := range s.Closes {
			closed := rendered(t, line)
			switch {
			case s.Property != "" && lacks(closed, s):
				t.Errorf("%s: %s does not close it", s.Says, line)
			case reflect.DeepEqual(plain.Resources, closed.Resources):
				t.Errorf("%s: %s changes nothing", s.Says, line)
			}
		}
		if s.Property != "" && lacks(rendered(t, "hardening: strict"), s) == strings.Contains(strings.Join(s.Closes, " "), "strict") {
			t.Errorf("%s: the row does not say what strict does", s.Says)
		}
	}
}

// The texts name keys that there are.
func TestOthersNameKeys(t *testing.T) {
	quoted := regexp.MustCompile("`([a-z][A-Za-z.]*)(?:: [^`]+)?`")
	for _, s := range security.Others {
		for _, m := range quoted.FindAllStringSubmatch(strings.Join(append(s.Closes, s.Says, s.Why, s.But, s.Price), "` `")+"`", -1) {
			if _, _, ok := schema.FindKey(m[1]); !ok {
				t.Errorf("%s: %s is not a key", s.Says, m[1])
			}
		}
	}
}

// rendered is the template of the smallest spec with a key more.
func rendered(t *testing.T, line string) *template.Template {
	t.Helper()
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join("../../../../testdata/golden/smallest", name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	key, value, _ := strings.Cut(line, ": ")
	path := strings.Split(key, ".")
	text := string(read("pylon.stack.yaml"))
	if line != "" {
		text += strings.Join(path, ": { ") + ": " + value + strings.Repeat(" }", len(path)-1) + "\n"
	}
	loaded, err := project.Load(fstest.MapFS{"pylon.stack.yaml": {Data: []byte(text)}, project.DefaultManifest: {Data: read(project.DefaultManifest)}},
		project.Place{Dir: ".", Spec: "pylon.stack.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if loaded.App == nil {
		t.Fatalf("%s: %v", line, loaded.List)
	}
	documents, ok := loaded.Render(render.Selection{})
	if !ok {
		t.Fatal("an override does not apply")
	}
	s := loaded.App.Stages[0]
	for _, d := range documents {
		if f := d.File(); f.Path == loaded.App.Outputs.CloudFormation[s.Stage.Name] {
			resolved, err := template.Resolve(f.Bytes, parity.Deployment(s, s.Stage.Name))
			if err != nil {
				t.Fatal(err)
			}
			return resolved
		}
	}
	t.Fatalf("%s: no template", line)
	return nil
}

// lacks reports whether a resource that the row is about lacks the property, or has
// it switched off. A flow log is lacking where there is none.
func lacks(tpl *template.Template, s security.Scanned) bool {
	found := false
	for _, r := range tpl.Resources {
		if !regexp.MustCompile("^(?:" + s.Where + ")$").MatchString(r.Name) {
			continue
		}
		found = true
		if v := at(r.Inputs, s.Property); v == nil || v == false || v == "false" {
			return true
		}
	}
	return !found && s.Where == "FlowLog"
}

// at is the value at a path with dots, nil where there is none.
func at(v any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}
