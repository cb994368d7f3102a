// Package scaffold writes the files that a project has one of and its owner
// then keeps: the stack spec, the Dockerfile, what to keep out of images and of
// git. Nothing here is rendered again; a file that is there is left alone.
//
// The package makes texts only. It knows no disk.
package scaffold

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Choices are what a first spec says.
type Choices struct {
	Generator string // the version of pylon-gen, for the schema's address
	Pylon     string // the runtime's version
	PylonFrom string // where it was found, a clause for a comment; "" says nothing
	Entry     string // the app's entry file
	Region    string
	Shape     stack.Shape
	Tasks     int    // at most; more than one gets a Redis
	Ports     string // loadBalancer.ports
	Domain    string // "" for none
	// Outputs are other paths than the default ones, by their key under outputs:
	// something else is in the way.
	Outputs map[string]string
}

// Spec is a first stack spec, with the comments that whoever changes it needs.
func Spec(c Choices) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# yaml-language-server: $schema=https://raw.githubusercontent.com/pylon-gen/pylon-gen/v%s/internal/schema/stack.schema.json", c.Generator)
	line("# How the app runs on AWS. After a change: pylon-gen render")
	line("# What a key means: pylon-gen explain service.scaling.max")
	line("version: 1")
	if c.PylonFrom != "" {
		line("# %s", oneLine(c.PylonFrom))
	}
	if c.Entry == pylon.DefaultEntry {
		line("pylon: { version: %s }", scalar(c.Pylon))
	} else {
		line("pylon: { version: %s, entry: %s }", scalar(c.Pylon), scalar(c.Entry))
	}
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
	line("# Each stage is an overlay of what stands above. production keeps and protects its data.")
	line("stages:")
	if c.Domain == "" {
		line("  # Without a domain a stage speaks plain HTTP. To give it one:")
		line("  # production: { domain: { name: api.example.com } }")
		line("  production: {}")
	} else {
		line("  production: { domain: { name: %s } }", scalar(c.Domain))
	}
	line("  # One stage for each pull request, gone with it:")
	line("  # pr-*: { domain: { name: \"{stage}.example.com\" }, cdn: false }")
	return []byte(b.String())
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
// so that it is no word of YAML's own such as null, or a version.
var plain = pattern.Of(`^\.?[A-Za-z][A-Za-z0-9_]*([./-][A-Za-z0-9_]+)+$|^[0-9]+\.[0-9]+\.[0-9]+$`)

// scalar is a text as one YAML value, whatever it holds: JSON's strings are
// YAML's too.
func scalar(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return string(quoted(text))
}

func quoted(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("scaffold: strings do not marshal: " + err.Error())
	}
	return text
}

// Packages is what a project has of npm.
type Packages int

// The kinds of projects.
const (
	NoPackages    Packages = iota // no package.json
	LoosePackages                 // package.json without a lock that Bun reads
	BunPackages                   // package.json and bun.lock
)

// Dockerfile is the image of an app: the pinned runtime, the authority of the
// database where TLS is wanted, npm packages, the app itself.
//
// Facts about the runtime's image: Dockerfile of pylon 0.3.23 (user 10001,
// working directory /app, Bun, curl, Debian's certificates).
func Dockerfile(app *stack.App, packages Packages) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# The app's image. The runtime's is for amd64 only: elsewhere build with")
	line("# docker build --platform linux/amd64.")
	line("FROM ghcr.io/pylonsync/pylon:%s", app.PylonVersion)
	if databaseTLS(app) {
		line("")
		line("USER root")
		line("# Without Amazon's authority the database cannot be reached over TLS: the runtime")
		line("# trusts the system's certificates only. SSL_CERT_FILE names a bundle that holds")
		line("# the public authorities too.")
		line("ADD --chmod=0644 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /usr/local/share/ca-certificates/rds.pem")
		line("RUN cat /etc/ssl/certs/ca-certificates.crt /usr/local/share/ca-certificates/rds.pem > /etc/ssl/certs/pylon.pem")
		line("ENV SSL_CERT_FILE=/etc/ssl/certs/pylon.pem")
	}
	line("")
	line("WORKDIR /app")
	line("USER 10001:10001")
	switch packages {
	case BunPackages:
		line("# Packages change less often than the app: they are a layer of their own.")
		line("COPY --chown=10001:10001 package.json bun.lock ./")
		line("RUN bun install --production --frozen-lockfile")
	case LoosePackages:
		line("# Without a bun.lock the newest packages that fit are taken: bun install writes one.")
		line("COPY --chown=10001:10001 package.json ./")
		line("RUN bun install --production")
	}
	line("COPY --chown=10001:10001 . .")
	line("CMD %s", strings.ReplaceAll(string(quoted(app.Stages[0].Service.Command)), `","`, `", "`))
	return []byte(b.String())
}

// databaseTLS says whether some stage speaks TLS with its database.
func databaseTLS(app *stack.App) bool {
	for _, s := range app.Stages {
		if s.Shape == stack.Stateless && s.Database.TLS {
			return true
		}
	}
	return false
}

// Dockerignore keeps out of the image what is secret, large or of no use there.
func Dockerignore() []byte {
	return []byte("# Not in the image: secrets, history, what is installed or rendered.\n" +
		".env*\n.git\n.sst\nnode_modules\n.pylon\ninfra\nsst.config.ts\ndocker-compose.dev.yml\n")
}

// Env is a first .env: the variables of .env.example, under a head that says
// whose file it is.
func Env(example []byte) []byte {
	_, variables, _ := strings.Cut(string(example), "\n\n") // the head of the example is about the example
	return []byte("# Variables for local development, as .env.example had them. This file is yours:\n" +
		"# nothing renders it again, and it stays out of git.\n\n" + variables)
}

// gitignored are the lines that keep .env out of git.
var gitignored = []string{".env", "/.env", ".env*", "/.env*", "*.env"}

// Gitignore adds .env to a .gitignore, nil when it is there already.
func Gitignore(text []byte) []byte {
	return withLine(text, gitignored, "Local variables, never committed.")
}

// merged is the line that keeps the lines of both branches in a merge of the lock.
var merged = []string{lock.File + " merge=union"}

// Gitattributes adds how git merges the lock to a .gitattributes, nil when it is
// there already.
func Gitattributes(text []byte) []byte {
	return withLine(text, merged, "A merge keeps what both branches rendered last.")
}

// withLine adds the first of some lines to a text, below a comment; nil when the text
// has one of them already.
func withLine(text []byte, lines []string, comment string) []byte {
	for line := range strings.Lines(string(text)) {
		if slices.Contains(lines, strings.TrimSpace(line)) {
			return nil
		}
	}
	added := string(text)
	if added != "" && !strings.HasSuffix(added, "\n") {
		added += "\n"
	}
	return []byte(added + "# " + comment + "\n" + lines[0] + "\n")
}
