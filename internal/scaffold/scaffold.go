// Package scaffold writes the files that a project starts with and its owner
// then keeps: the stack spec, the Dockerfile, what to keep out of images and of
// git. Nothing here is rendered again; a file that is there is left alone.
//
// The package makes texts only. It knows no disk.
package scaffold

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Choices are what a first spec says.
type Choices struct {
	Pylon     string // the runtime's version
	PylonFrom string // where it was found, a clause for a comment; "" says nothing
	Entry     string // the app's entry file
	Manifest  string // the path of the app's manifest, "" for the usual one
	Image     string // the URI of an image that is built elsewhere, "" for none
	Region    string
	Shape     stack.Shape
	Tasks     int    // at most; more than one gets a Redis
	Ports     string // loadBalancer.ports
	Domain    string // "" for none
	// Origins are the web origins whose pages call the API; nil for the API's own.
	Origins []string
	// Previews: there is a stage for each pull request.
	Previews bool
	// Outputs are other paths than the default ones, by their key under outputs:
	// something else is in the way.
	Outputs map[string]string
}

// Spec is a first stack spec, with the comments that its editors need.
func Spec(c Choices) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# yaml-language-server: $schema=%s", release.Schema("stack.schema.json"))
	line("# How the app runs on AWS. After a change: pylon-gen render")
	line("# What a key means: pylon-gen explain service.scaling.max")
	line("version: 1")
	if c.Manifest != "" {
		line("# The packages are installed for the whole workspace: the image is built from all of it.")
		line("manifest: %s", scalar(c.Manifest))
	}
	if c.PylonFrom != "" {
		line("# %s", oneLine(c.PylonFrom))
	}
	runtime := []string{"version: " + scalar(c.Pylon)}
	if c.Entry != pylon.DefaultEntry {
		runtime = append(runtime, "entry: "+scalar(c.Entry))
	}
	if c.Image != "" {
		runtime = append(runtime, fmt.Sprintf("image: { uri: %s }", scalar(c.Image)))
	}
	line("pylon: { %s }", strings.Join(runtime, ", "))
	line("aws: { region: %s }", scalar(c.Region))
	line("")
	for _, words := range portsWords(c) {
		line("# %s", words)
	}
	line("loadBalancer: { ports: %s }", c.Ports)
	line("")
	if c.Shape == stack.SingleReplica {
		line("# One task with SQLite and uploads on EFS. The other shape is stateless: Aurora")
		line("# PostgreSQL and S3.")
		line("shape: %s", c.Shape)
	} else {
		line("# Aurora PostgreSQL and S3. The other shape is single-replica: one task with SQLite")
		line("# and uploads on EFS.")
		line("shape: %s", c.Shape)
		line("")
		line("# More than one task needs a Redis: tasks tell each other of changes through it.")
		line("service: { scaling: { min: 1, max: %d } }", c.Tasks)
		if c.Tasks > 1 {
			line("cache: { redis: true }")
		} else {
			line("# cache: { redis: true }")
		}
	}
	if len(c.Outputs) > 0 {
		line("")
		line("# Other files have the usual names.")
		line("outputs:")
		for _, key := range slices.Sorted(maps.Keys(c.Outputs)) {
			line("  %s: %s", key, scalar(c.Outputs[key]))
		}
	}
	line("")
	line("# Each stage is an overlay of the settings above. production keeps and protects its data.")
	line("stages:")
	production := []string{}
	if c.Domain != "" {
		production = append(production, fmt.Sprintf("domain: { name: %s }", scalar(c.Domain)))
	}
	if len(c.Origins) > 0 {
		production = append(production, "origins: "+list(c.Origins))
	}
	if c.Domain == "" {
		line("  # Without a domain a stage speaks plain HTTP. To give it one:")
		line("  # production: { domain: { name: api.example.com } }")
	}
	if len(production) == 0 {
		line("  production: {}")
	} else {
		line("  production: { %s }", strings.Join(production, ", "))
	}
	line("  # One stage for each pull request, removed with it:")
	switch parent := parentDomain(c.Domain); {
	case c.Previews && parent != "":
		line("  pr-*: { domain: { name: %s }, cdn: false }", scalar("{stage}."+parent))
	case c.Previews:
		line("  pr-*: {}")
	default:
		line("  # pr-*: { domain: { name: \"{stage}.example.com\" }, cdn: false }")
	}
	return []byte(b.String())
}

// parentDomain is the domain that a host name is in, "" when it has none.
func parentDomain(host string) string {
	_, parent, _ := strings.Cut(host, ".")
	if !strings.Contains(parent, ".") {
		return ""
	}
	return parent
}

// portsWords say why the load balancer has the ports that it has.
func portsWords(c Choices) []string {
	v, _ := pylon.ParseVersion(c.Pylon) // what is not one is found when the spec is read
	switch main := v.Has(pylon.MainSocket.Gate); {
	case c.Ports == stack.SinglePorts && main && v.Has(pylon.MainShards.Gate):
		return []string{"Everything on port 443: this runtime serves WebSockets and shards on its main port.", "The other layout is separate: a port for each protocol."}
	case c.Ports == stack.SinglePorts && main:
		return []string{"Everything on port 443: this runtime serves WebSockets on its main port. The other", "layout is separate: a port for each protocol."}
	case c.Ports == stack.SinglePorts:
		return []string{"Everything on port 443, told apart by rules. The other layout is separate: a port", "for each protocol, which this runtime's own client expects."}
	case main:
		return []string{"A port for each protocol. The other layout is single: everything on port 443, where", "this runtime serves WebSockets too."}
	}
	return []string{"A port for each protocol: this runtime serves WebSockets on 4322 only, and its client", "expects them there. The other layout is single: everything on 443, told apart by rules."}
}

// oneLine is a text without anything that could end a comment: a directory may
// have a line break in its name.
func oneLine(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, text)
}

// plain is a text that YAML takes as it is: words with something between them,
// so that it is not a word of YAML's own such as null, or a version.
var plain = pattern.Of(`^\.?[A-Za-z][A-Za-z0-9_]*([./-][A-Za-z0-9_]+)+$|^[0-9]+\.[0-9]+\.[0-9]+$`)

// scalar is a text as one YAML value, whatever it holds: JSON's strings are
// YAML's too.
func scalar(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return string(quoted(text))
}

// list is a list of texts as one YAML value.
func list(texts []string) string {
	values := make([]string, len(texts))
	for i, text := range texts {
		values[i] = scalar(text)
	}
	return "[" + strings.Join(values, ", ") + "]"
}

func quoted(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("scaffold: strings do not marshal: " + err.Error())
	}
	return text
}

// Env is a first .env: the variables of .env.example, under a head that says
// whose file it is.
func Env(example []byte) []byte {
	_, variables, _ := strings.Cut(string(example), "\n\n") // the head of the example is about the example
	return []byte("# Variables for local development, as .env.example has them. This file is yours:\n" +
		"# nothing renders it again, and it stays out of git.\n\n" + variables)
}

// Gitignore adds names to a .gitignore below a comment that says why, nil when all of
// them are there already or there are none.
func Gitignore(text []byte, names ...string) []byte {
	lines := strings.Split(string(text), "\n")
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(lines, func(line string) bool { return strings.Trim(strings.TrimSpace(line), "/") == name })
	})
	if len(names) == 0 {
		return nil
	}
	return added(text, "Local files, never committed.", names)
}

// merged is the line that keeps the lines of both branches in a merge of the lock.
const merged = lock.File + " merge=union"

// Gitattributes adds how git merges the lock to a .gitattributes, nil when it is
// there already.
func Gitattributes(text []byte) []byte {
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) == merged {
			return nil
		}
	}
	return added(text, "A merge keeps what both branches rendered last.", []string{merged})
}

// added adds lines to a text, below a comment.
func added(text []byte, comment string, lines []string) []byte {
	return appended(text, "# "+comment+"\n"+strings.Join(lines, "\n")+"\n")
}

// appended adds lines to the end of a text that is kept as it is, with the line ends that
// the text has.
func appended(text []byte, lines string) []byte {
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		lines = "\n" + lines
	}
	if bytes.Contains(text, []byte("\r\n")) {
		lines = strings.ReplaceAll(lines, "\n", "\r\n")
	}
	return append(bytes.Clone(text), lines...)
}
