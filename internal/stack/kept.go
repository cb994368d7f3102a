package stack

import (
	"cmp"
	"fmt"
)

// Kept is what protects one kind of data of a stage.
type Kept struct {
	Data string   // "Database"
	How  []string // "backups for 7 days", "its deletion is refused"
}

// Kept returns what protects each kind of data that the stage has.
func (s *Stack) Kept() []Kept {
	removal := "deleted with the stage"
	if s.Retain {
		removal = "kept when the stage is removed"
	}
	key := "encrypted with AWS's key"
	if s.Key.Given() {
		key = "encrypted with a key of the stage's own"
	}
	var all []Kept
	add := func(data string, how ...string) {
		k := Kept{Data: data}
		for _, text := range how {
			if text != "" {
				k.How = append(k.How, text)
			}
		}
		all = append(all, k)
	}
	const plain = "connections inside the VPC may be plain"
	if d := s.Database; d.Given() {
		add("Database", "backups for "+days(d.BackupRetentionDays), removal, when(s.Protect, "its deletion is refused"), key,
			cmp.Or(when(d.TLS, "connections need TLS"), plain))
	}
	if f := s.Files; f.Given() {
		add("Uploads in S3", "no public access",
			cmp.Or(when(f.Versioning, "overwritten and deleted objects are kept for "+days(f.OldVersionDays)), "no old versions"), removal, key)
	}
	if f := s.FileSystem; f.Given() {
		add("SQLite and uploads on EFS", cmp.Or(when(f.Backups, "daily backups"), "no backups"), removal, key)
	}
	if c := s.Cache; c.Given() {
		add("Cache", "copies for "+days(c.SnapshotDays), removal, cmp.Or(when(c.TransitEncryption == TLSRequired, "connections need TLS"), plain))
	}
	add("Secrets", "in Secrets Manager, in no file and no output", removal, key)
	add("Logs", "for "+days(s.Logs.RetentionDays), removal, key)
	return all
}

// when is a text if something holds, "" otherwise.
func when(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
