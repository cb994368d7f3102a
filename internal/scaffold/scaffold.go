// Package scaffold writes the files that a project has one of and its owner
// then keeps: the stack spec, the Dockerfile, what to keep out of images and of
// git. Nothing here is rendered again; a file that is there is left alone.
//
// The package makes texts only. It knows no disk.
package scaffold

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Spec is a first stack spec: one production stage of a runtime version, with a
// domain unless it is "".
func Spec(version, domain string) []byte {
	var b strings.Builder
	b.WriteString("# How the app runs on AWS. Every key: docs/stack-spec.md of pylon-gen.\n")
	b.WriteString("version: 1\npylon: { version: " + scalar(version) + " }\n\nstages:\n")
	if domain == "" {
		b.WriteString("  # Without a domain the stage speaks plain HTTP. To give it one:\n")
		b.WriteString("  # production: { domain: { name: api.example.com } }\n")
		b.WriteString("  production: {}\n")
	} else {
		b.WriteString("  production: { domain: { name: " + scalar(domain) + " } }\n")
	}
	return []byte(b.String())
}

// plain is a text that YAML takes as it is.
var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.-]*$|^[0-9]+\.[0-9]+\.[0-9]+$`)

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
	for line := range strings.Lines(string(text)) {
		if slices.Contains(gitignored, strings.TrimSpace(line)) {
			return nil
		}
	}
	added := string(text)
	if added != "" && !strings.HasSuffix(added, "\n") {
		added += "\n"
	}
	return []byte(added + "# Local variables, never committed.\n.env\n")
}
