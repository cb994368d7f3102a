package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// backups is whether AWS Backup copies the file system: where data is retained,
// if the model has no other reason.
func (p *program) backups(f fold) doc {
	word := map[bool]string{true: "ENABLED", false: "DISABLED"}
	if !slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return s.FileSystem.Backups != s.Retain }) {
		return choose(p.retain(), str(word[true]), str(word[false]))
	}
	return f.word("fileBackups", func(s *stack.Stack) string { return word[s.FileSystem.Backups] })
}

// filesVPC is where the file system has its mount targets.
func (p *program) filesVPC() doc {
	if p.net() == "vpc" {
		return p.use("vpc")
	}
	return inline(prop("id", p.use("network.id")), prop("subnets", p.use("network.privateSubnets")))
}

// files writes the file system of the single-replica shape.
func (p *program) files() {
	f, either := p.singleReplica()
	if f.none() {
		return
	}
	p.section("Data: SQLite and uploads on EFS.")
	strict, _ := p.hardened(f)
	user := f.int("fileUser", func(s *stack.Stack) int { return s.FileSystem.User })
	owners := f.int("fileGroup", func(s *stack.Stack) int { return s.FileSystem.Group })
	p.add(
		raw("// SST does not expose the group of its mount targets, so they get one of ours. They hold"),
		raw("// no data: each is removed with its zone."),
		guarded(either.by("filesGroup"), join(block("$transform(aws.efs.MountTarget, (args, opts) =>",
			p.use("args.securityGroups = [filesGroup.id];", "filesGroup.id"),
			raw("opts.retainOnDelete = opts.protect = false;")), raw(");"))),
	)
	p.declare("files", onlyIf(either, p.make("sst.aws.Efs", "Files", object(
		prop("vpc", p.filesVPC()),
		prop("transform", object(
			when(!strict.none(), prop("fileSystem", inline(prop("kmsKeyId", p.keyARN())))),
			prop("accessPoint", object(
				prop("posixUser", inline(prop("uid", user), prop("gid", owners))),
				prop("rootDirectory", object(
					prop("path", f.string("fileRoot", func(s *stack.Stack) string { return s.FileSystem.Root })),
					prop("creationInfo", object(
						prop("ownerUid", user),
						prop("ownerGid", owners),
						prop("permissions", f.string("filePermissions", func(s *stack.Stack) string { return s.FileSystem.Permissions })),
					)),
				)),
			)),
			prop("securityGroup", inline(prop("ingress", array()), prop("egress", array()))),
		)),
	), object(
		prop("retainOnDelete", p.retain()),
		prop("protect", p.protect()),
	))))
	p.add(guarded(either.by("files"), do(p.make("aws.efs.BackupPolicy", "FilesBackup", object(
		prop("fileSystemId", p.use("files.id")),
		prop("backupPolicy", inline(prop("status", p.backups(f)))),
	)))))
	p.declare("filesPolicy", onlyIf(either.by("files"), policy(p.rights(f, stack.AppRole, stack.ForFiles)...)))
}
