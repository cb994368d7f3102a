package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// container is what the container definition gets beyond SST's: the port
// mappings, the rights it drops and the one place that it may write to.
func (p *program) container() doc {
	exec := p.exec()
	var credentials []property
	if f, secret, _ := p.registrySecrets(); !f.none() {
		credentials = guardedProps(nil, []property{required("repositoryCredentials", inline(required("credentialsParameter", secret)))})
	}
	return object(append(credentials,
		prop("user", p.user()),
		when(!exec.is(false), note("ECS Exec writes to the root file system.")),
		prop("readonlyRootFilesystem", p.readOnly()),
		prop("linuxParameters", object(
			note("As PID 1 the runtime would ignore SIGTERM."),
			prop("initProcessEnabled", p.bool("initProcess", func(s *stack.Stack) bool { return s.Service.Init })),
			prop("capabilities", p.capabilities()),
		)),
		prop("mountPoints", array(inline(prop("sourceVolume", p.volumeName()), prop("containerPath", p.string("volumePath", func(s *stack.Stack) string { return s.Service.Volume.Path }))))),
		prop("portMappings", join(p.containerPorts(), raw(".map((containerPort) => ({"),
			indent(hardline, raw("containerPort,"), hardline, raw(`protocol: "tcp",`)), hardline, raw("}))"))),
		prop("pseudoTerminal", boolean(false)),
		prop("stopTimeout", p.int("stopTimeout", func(s *stack.Stack) int { return s.Service.StopTimeout })),
	)...)
}

// user is the user and the group of the containers.
func (p *program) user() doc {
	return p.string("user", func(s *stack.Stack) string { return fmt.Sprintf("%d:%d", s.Service.User, s.Service.Group) })
}

// capabilities are those that the containers give up.
func (p *program) capabilities() doc {
	return inline(prop("drop", p.strings("dropCapabilities", func(s *stack.Stack) []string { return s.Service.DropCapabilities })))
}

// volumeName is the name of the one volume.
func (p *program) volumeName() doc {
	return p.string("volume", func(s *stack.Stack) string { return s.Service.Volume.Name })
}

// readOnly is whether the app's root file system is read-only: where ECS Exec is
// off, if the model has no other reason.
func (p *program) readOnly() doc {
	if !slices.ContainsFunc(p.stages, func(s *stack.Stack) bool { return s.Service.ReadOnlyRoot == s.Service.Exec }) {
		return not(p.exec())
	}
	return p.bool("readOnlyRoot", func(s *stack.Stack) bool { return s.Service.ReadOnlyRoot })
}

// exec reports whether people may open a shell in a task.
func (p *program) exec() doc {
	return p.bool("exec", func(s *stack.Stack) bool { return s.Service.Exec })
}

// definitions changes the container definition that SST makes, and puts the
// collector alongside it.
func (p *program) definitions() doc {
	collectors, _, some := p.collectors()
	own := "definition"
	if !collectors.none() {
		own = "own"
	}
	lines := []doc{
		raw("// A log outage must not stop the app."),
		raw("Object.assign(" + own + ".logConfiguration.options, {"),
		join(raw("  mode: "), p.string("logMode", func(s *stack.Stack) string { return s.Logs.Mode }), raw(",")),
		join(raw(`  "max-buffer-size": `), p.string("logBuffer", func(s *stack.Stack) string { return fmt.Sprintf("%dm", s.Logs.BufferMiB) }), raw(",")),
		raw("});"),
	}
	all := func(body doc) doc {
		return join(raw("args.containerDefinitions = $jsonStringify("), indent(hardline, body, raw("),")), hardline, raw(");"))
	}
	if collectors.none() {
		lines = append(lines, raw("return [{ ...definition, ...container }];"))
		return all(block("$jsonParse(args.containerDefinitions).apply(([definition]) =>", lines...))
	}
	lines = append(lines, raw("const app = { ...own, ...container };"))
	if !some.always() {
		lines = append(lines, raw("if (!beside) return [app];"))
	}
	lines = append(lines,
		raw("const { logConfiguration } = own;"),
		raw("return [app, { ...beside, logConfiguration }];"))
	return join(
		raw("const parsed = $jsonParse(args.containerDefinitions);"), hardline,
		all(block("$resolve([parsed, collector]).apply(([[own], beside]) =>", lines...)))
}

// roles writes the policies of the two roles: one starts the task, the other is
// the running app's.
func (p *program) roles() {
	p.add(raw("// ECS may pull the image, write the log and read these secrets, nothing else."))
	p.account()
	p.add(raw("// Only ECS may assume the two roles, and only for this account."))
	p.declare("taskTrust", p.trust(stack.ExecutionRole, stack.AppRole))
	p.declare("startPolicy", policy(p.rights(p.fold, stack.ExecutionRole)...))
	p.execPolicy()
}

// execPolicy writes the right to open the channel of ECS Exec.
func (p *program) execPolicy() {
	exec := p.exec()
	if exec.is(false) {
		return
	}
	p.declare("execPolicy", policy(p.rights(p.some(func(s *stack.Stack) bool { return s.Service.Exec }), stack.AppRole, stack.ForExec)...))
}

// regionHole is the Region inside a template literal.
func (p *program) regionHole() string { return hole(p.region()) }

// taskPolicies are what the running app may do. SST's own policy would allow
// ECS Exec in every service.
func (p *program) taskPolicies() doc {
	named := func(name, document string) doc {
		return inline(prop("name", str(name)), prop("policy", p.use(document+".json")))
	}
	var items []doc
	add := func(c condition, item doc) { items = append(items, listed(c, item)) }
	if f, either := p.stateless(); !f.none() {
		roles, some := f.where("accessKeys", func(s *stack.Stack) bool { return s.Files.Credentials == stack.AccessKey })
		switch {
		case roles.none():
			add(either.by("uploadsPolicy"), named("uploads", "uploadsPolicy"))
		case !some.always():
			add(either.by("uploadsPolicy").and(condition{"!" + some.code()}), named("uploads", "uploadsPolicy"))
		}
	}
	if f, either := p.singleReplica(); !f.none() {
		add(either.by("filesPolicy"), named("files", "filesPolicy"))
	}
	if exec := p.exec(); !exec.is(false) {
		add(flagged(exec), named("exec", "execPolicy"))
	}
	if f, _, some := p.collectors(); !f.none() {
		add(some.by("collectorPolicy"), named("collector", "collectorPolicy"))
	}
	return array(items...)
}

// filesPolicy lets in the task role, through the access point's root and over
// TLS, and no one else.
func (p *program) filesPolicy(single fold, either condition) {
	p.section("The file system admits this service's role only, over TLS.")
	p.add(guarded(either.by("files"), do(p.make("aws.efs.FileSystemPolicy", "FilesPolicy", object(
		prop("fileSystemId", p.use("files.id")),
		prop("policy", policyText(p.rules(single.stages[0].FileSystemRules(), thisResource, object)...)),
	)))))
}
