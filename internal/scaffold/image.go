package scaffold

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Packages is what a project has of npm. The zero value is a project without it.
type Packages struct {
	Installed bool // there is a package.json
	// Workspace: it is the root of a workspace, whose members are installed with it.
	Workspace bool
	// Lock is the name of the lock file, "" when there is none.
	Lock string
}

// bunLock is the lock file that Bun writes. It takes the versions of the others' too,
// where its release knows their format.
const bunLock = "bun.lock"

// install is the command that installs the packages.
func (p Packages) install() string {
	if p.Lock == bunLock {
		return "RUN bun install --production --frozen-lockfile"
	}
	return "RUN bun install --production"
}

// remark reports which versions are installed.
func (p Packages) remark() string {
	switch p.Lock {
	case bunLock:
		return "Packages change less often than the app: they are a layer of their own."
	case "":
		return "Without a lock file the newest packages that fit are taken: bun install writes one."
	}
	return "Bun takes the versions of " + p.Lock + "."
}

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
	if packages.Installed && !packages.Workspace {
		line("# %s", packages.remark())
		line("COPY --chown=10001:10001 %s ./", strings.TrimSpace("package.json "+packages.Lock))
		line("%s", packages.install())
	}
	line("COPY --chown=10001:10001 . .")
	if packages.Workspace {
		line("# The packages of the workspace need each other: they are installed once all are there.")
		if packages.Lock != bunLock {
			line("# %s", packages.remark())
		}
		line("%s", packages.install())
	}
	if home != "." {
		line("# The runtime looks for functions in its working directory, and the app is below it.")
		line("ENV PYLON_FUNCTIONS_DIR=%s", strings.ReplaceAll(string(quoted("/app/"+home+"/functions")), "$", `\$`))
	}
	line("CMD %s", strings.ReplaceAll(string(quoted(app.Stages[0].Service.Command)), `","`, `", "`))
	return []byte(b.String())
}

// databaseTLS reports whether some stage speaks TLS with its database.
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
