package resolve

import (
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// abortDays is after how many days the parts of an abandoned upload go, in any
// bucket.
const abortDays = 7

// decideFiles decides what a bucket is like that is not configured in a spec.
func decideFiles(f *stack.Files) {
	if !f.Given() {
		return
	}
	f.AbortDays, f.OldVersionDays = abortDays, 30
	f.CORS = stack.CORS{
		Methods: []string{"GET", "HEAD", "POST", "PUT"}, AllowHeaders: []string{"*"},
		ExposeHeaders: []string{"ETag"}, // names the parts of an upload when it is put together
		MaxAge:        3600,
	}
}

// decideFileSystem decides what the file system of the single-replica shape is
// like.
func decideFileSystem(s *stack.Stack) {
	s.FileSystem = stack.FileSystem{}
	if s.Shape != stack.SingleReplica {
		return
	}
	s.FileSystem = stack.FileSystem{
		Root: "/pylon", Permissions: "0750", User: pylon.User, Group: pylon.Group,
		Backups:     s.Retain,
		Performance: "generalPurpose", Throughput: "elastic",
	}
}

// decideSecrets decides how long a deleted secret can be brought back: as long
// as AWS lets it, unless all of the stage's data goes with it.
func decideSecrets(s *stack.Stack) {
	s.SecretRecoveryDays = 0
	if s.Retain {
		s.SecretRecoveryDays = 30
	}
}
