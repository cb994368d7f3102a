package scaffold

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Packages is what a project has of npm.
type Packages int

// The kinds of projects.
const (
	NoPackages    Packages = iota // no package.json
	LoosePackages                 // package.json without a lock that Bun reads
	BunPackages                   // package.json and bun.lock
	Workspace                     // the root of a workspace without a lock that Bun reads
	BunWorkspace                  // the root of a workspace, with bun.lock
)

// Dockerfile is the image of an app: the pinned runtime, the authority of the
// database where TLS is configured, npm packages, the app itself. home is the app's
// directory in the image's context, "." for the context itself.
//
// Facts about the runtime's image: Dockerfile of pylon 0.3.23 (user 10001,
// working directory /app, Bun, curl, Debian's certificates).
func Dockerfile(app *stack.App, packages Packages, home string) []byte {
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
	switch packages {
	case BunWorkspace:
		line("# The packages of the workspace need each other: they are installed once all are there.")
		line("RUN bun install --production --frozen-lockfile")
	case Workspace:
		line("# Without a bun.lock the newest packages that fit are taken: bun install writes one.")
		line("RUN bun install --production")
	}
	if home != "." {
		line("# The runtime looks for functions in its working directory, and the app is below it.")
		line("ENV PYLON_FUNCTIONS_DIR=%s", strings.ReplaceAll(string(quoted("/app/"+home+"/functions")), "$", `\$`))
	}
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
		"**/.env*\n.git\n**/.sst\n**/node_modules\n**/.pylon\ninfra\nsst.config.ts\ndocker-compose.dev.yml\n")
}
