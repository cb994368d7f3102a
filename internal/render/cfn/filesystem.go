package cfn

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
)

const (
	fileSystem  = "FileSystem"
	accessPoint = "AccessPoint"
	mountTarget = "MountTarget" // + number
)

// filesystem adds the EFS file system of the single-replica shape. It lets in
// the task role, through the access point's root and over TLS, and no one else.
func (t *template) filesystem() {
	if !t.FileSystem.Given() {
		return
	}
	t.section("Data: SQLite and uploads on EFS.")
	backups := "DISABLED"
	if t.FileSystem.Backups {
		backups = "ENABLED"
	}
	t.data(fileSystem, &aws.EFSFileSystem{
		BackupPolicy:     &aws.EFSFileSystem_BackupPolicy{Status: aws.Str(backups)},
		Encrypted:        aws.Bool(true),
		FileSystemPolicy: policyDocument(rules(t.FileSystemRules(), aws.Str("*").Note("this file system"))...),
		FileSystemTags:   t.tags,
		KmsKeyId:         t.keyARN(),
		PerformanceMode:  aws.Str(t.FileSystem.Performance),
		ThroughputMode:   aws.Str(t.FileSystem.Throughput),
	})
	user, group := aws.Str(strconv.Itoa(t.FileSystem.User)), aws.Str(strconv.Itoa(t.FileSystem.Group))
	t.plain(accessPoint, &aws.EFSAccessPoint{
		FileSystemId:    aws.Ref(fileSystem),
		AccessPointTags: t.tags,
		PosixUser:       &aws.EFSAccessPoint_PosixUser{Gid: group, Uid: user},
		RootDirectory: &aws.EFSAccessPoint_RootDirectory{
			CreationInfo: &aws.EFSAccessPoint_CreationInfo{
				OwnerGid: group, OwnerUid: user, Permissions: aws.Str(t.FileSystem.Permissions),
			},
			Path: aws.Str(t.FileSystem.Root),
		},
	})
	for i, subnet := range t.privateSubnets() {
		t.plain(t.mountTargets()[i], &aws.EFSMountTarget{
			FileSystemId:   aws.Ref(fileSystem),
			SecurityGroups: []aws.Value{aws.GetAtt(filesGroup, "GroupId")},
			SubnetId:       subnet,
		})
	}
	t.output("FileSystemId", "File system with the database and the uploads", aws.Ref(fileSystem))
}

// mountTargets are the ids of the mount targets. One belongs to its subnet, which
// takes no second one: in an existing VPC it is called after the subnet, so that
// the order in which the spec lists them does not matter.
func (t *template) mountTargets() []string {
	if t.Network.VPC == "" { // the stage's own, or that of another stage
		return t.zones(mountTarget)
	}
	ids := make([]string, len(t.Network.PrivateSubnets))
	for i, subnet := range t.Network.PrivateSubnets {
		ids[i] = mountTarget + strings.ToUpper(strings.TrimPrefix(subnet, "subnet-"))
	}
	return ids
}
