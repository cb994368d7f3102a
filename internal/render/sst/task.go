package sst

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// container is what the container definition gets beyond SST's: the port
// mappings, the rights it gives up and the one place that it may write to.
func (p *program) container() doc {
	return object(
		prop("user", str(fmt.Sprintf("%d:%d", runtimeUser, runtimeUser))),
		prop("readonlyRootFilesystem", boolean(true)),
		prop("linuxParameters", object(
			note("As PID 1 the runtime would ignore SIGTERM."),
			prop("initProcessEnabled", boolean(true)),
			prop("capabilities", inline(prop("drop", strs([]string{"ALL"})))),
		)),
		prop("mountPoints", array(inline(prop("sourceVolume", str("data")), prop("containerPath", str("/data"))))),
		prop("portMappings", join(p.containerPorts(), text(".map((containerPort) => ({"),
			indent(hardline, text("containerPort,"), hardline, text(`protocol: "tcp",`)), hardline, text("}))"))),
		prop("pseudoTerminal", boolean(false)),
		prop("stopTimeout", p.int("stopTimeout", func(s *stack.Stack) int { return s.Service.StopTimeout })),
	)
}

// roles writes the policies of the two roles: one starts the task, the other is
// the running app's.
func (p *program) roles() {
	p.add(
		text("// ECS may pull the image, write the log and read these secrets, nothing else."),
		text("const { accountId } = aws.getCallerIdentityOutput();"),
		text("const { partition } = aws.getPartitionOutput();"),
		let("startPolicy", call("aws.iam.getPolicyDocumentOutput", object(prop("statements", array(
			object(
				prop("actions", strs([]string{"ecr:GetAuthorizationToken"})),
				prop("resources", strs([]string{"*"})),
			),
			object(
				prop("actions", strs([]string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"})),
				prop("resources", array(text("$interpolate`arn:${partition}:ecr:"+p.regionHole()+":${accountId}:repository/*`"))),
			),
			object(
				prop("actions", strs([]string{"logs:CreateLogStream", "logs:PutLogEvents"})),
				prop("resources", array(text("$interpolate`arn:${partition}:logs:"+p.regionHole()+":${accountId}:log-group:/sst/cluster/${cluster.nodes.cluster.name}/*`"))),
			),
			object(
				prop("actions", strs([]string{"secretsmanager:GetSecretValue"})),
				prop("resources", text("secretArns")),
			),
		))))),
	)
}

// regionHole is the Region inside of a template literal.
func (p *program) regionHole() string { return hole(p.region()) }

// taskPolicies are what the running app may do. SST's own policy would allow
// ECS Exec, which is off.
func (p *program) taskPolicies() doc {
	policy := func(name, document string) doc {
		return inline(prop("name", str(name)), prop("policy", text(document+".json")))
	}
	var items []doc
	add := func(condition string, item doc) {
		if condition != "" {
			item = group(text("...("), choice(condition, array(item), text("[]")), text(")"))
		}
		items = append(items, item)
	}
	if f, either := p.stateless(); !f.none() {
		roles, some := f.where("accessKeys", func(s *stack.Stack) bool { return s.Files.Credentials == stack.AccessKey })
		switch {
		case roles.none():
			add(guard(either, "uploadsPolicy"), policy("uploads", "uploadsPolicy"))
		case some != "":
			add(both(guard(either, "uploadsPolicy"), "!"+some), policy("uploads", "uploadsPolicy"))
		}
	}
	if f, either := p.singleReplica(); !f.none() {
		add(guard(either, "filesPolicy"), policy("files", "filesPolicy"))
	}
	return array(items...)
}

// filesPolicy lets in the task role, through the access point's root and over
// TLS, and nobody else.
func (p *program) filesPolicy(either string) {
	p.section("The file system lets in this service's role, over TLS, and nobody else.")
	p.add(guarded(either, "files", do(call("new aws.efs.FileSystemPolicy", str("FilesPolicy"), object(
		prop("fileSystemId", text("files.id")),
		prop("policy", join(call("aws.iam.getPolicyDocumentOutput", object(prop("statements", array(
			object(
				prop("principals", array(object(
					prop("type", str("AWS")),
					prop("identifiers", array(text("service.nodes.taskRole.arn"))),
				))),
				prop("actions", strs(mount)),
				prop("resources", strs([]string{"*"})),
				prop("conditions", array(object(
					prop("test", str("Bool")),
					prop("variable", str("elasticfilesystem:AccessedViaMountTarget")),
					prop("values", strs([]string{"true"})),
				))),
			),
			object(
				prop("effect", str("Deny")),
				prop("principals", array(inline(prop("type", str("AWS")), prop("identifiers", strs([]string{"*"}))))),
				prop("actions", strs([]string{"*"})),
				prop("resources", strs([]string{"*"})),
				prop("conditions", array(object(
					prop("test", str("Bool")),
					prop("variable", str("aws:SecureTransport")),
					prop("values", strs([]string{"false"})),
				))),
			),
		)))), text(".json"))),
	)))))
}
