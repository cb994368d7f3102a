package stack

// FileSystem is the EFS file system that holds SQLite and the uploads, only in
// the SingleReplica shape.
type FileSystem struct {
	// Root is the directory that the task sees as its root (an EFS access
	// point); "" means there is no file system.
	Root string
	// Permissions are those of Root when it is made: octal digits, "0750".
	Permissions string
	// User and Group own Root, and everything is read and written as them.
	User, Group int
	// Backups: AWS Backup keeps daily copies.
	Backups bool
	// Performance ("generalPurpose", "maxIO") and Throughput ("bursting",
	// "elastic", "provisioned") are EFS's modes.
	Performance, Throughput string
}

// Given reports whether the stage has a file system.
func (f FileSystem) Given() bool { return f.Root != "" }
