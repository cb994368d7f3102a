package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

var (
	dataPath   = pattern.Of(`(^|[\s"'=\[,;&(])/data($|[\s"'/\],;&|)])`)
	chownFlag  = pattern.Of(`--chown=("?[^\s"]+)`)
	newOwner   = pattern.Of(`\bchown\s+(?:-\S+\s+)*(\S+)|\binstall\b.*?\s(?:-o\s*|--owner[= ])(\S+)`)
	addsUser   = pattern.Of(`\b(useradd|adduser)\b`)
	opensToAll = pattern.Of(`\bchmod\b.*\s([01]?77[67]|[ao]+[+=][rwxX]*w)`)
)

// made are the instructions that make the image, in their order: those of the
// last stage, after those of the stages that it starts from.
func (d image) made() []source.Instruction {
	stages := map[string][]source.Instruction{}
	var all []source.Instruction
	name := ""
	for i := range d.instructions {
		in := d.instructions[i]
		if in.Keyword == "FROM" {
			stages[name] = all
			all = slices.Clone(stages[strings.ToLower(baseOf(&in))])
			name = ""
			if words := strings.Fields(in.Args); len(words) > 2 && strings.EqualFold(words[len(words)-2], "as") {
				name = strings.ToLower(words[len(words)-1])
			}
		}
		all = append(all, in)
	}
	return all
}

// ownsData reports whether something in the Dockerfile makes the runtime's user
// the owner of the data directory. It takes every usual way to do so for proof: a shell
// command cannot be followed.
func (d image) ownsData() bool {
	made := d.made()
	uid := strconv.Itoa(pylon.User)
	// A name can be the runtime's user if the Dockerfile has its number somewhere.
	numbered := slices.ContainsFunc(made, func(in source.Instruction) bool { return strings.Contains(in.Args, uid) })
	runtimes := func(user string) bool {
		user, _, _ = strings.Cut(strings.Trim(user, `"`), ":")
		_, err := strconv.Atoi(user)
		return user == uid || err != nil && user != "" && user != "root" && numbered
	}
	user := ""
	for i := range made {
		in := &made[i]
		about := dataPath.MatchString(in.Args)
		switch in.Keyword {
		case "USER":
			user = userOf(in)
		case "WORKDIR":
			if about && runtimes(user) {
				return true
			}
		case "COPY", "ADD":
			if m := chownFlag.FindStringSubmatch(in.Args); about && m != nil && runtimes(m[1]) {
				return true
			}
		case "RUN":
			if !about {
				continue
			}
			if runtimes(user) || numbered && addsUser.MatchString(in.Args) || opensToAll.MatchString(in.Args) {
				return true
			}
			for _, m := range newOwner.FindAllStringSubmatch(in.Args, -1) {
				if runtimes(m[1] + m[2]) { // one of the two is empty
					return true
				}
			}
		}
	}
	return false
}

// declaresData reports whether the image declares the data directory a volume.
func (d image) declaresData() bool {
	return slices.ContainsFunc(d.made(), func(in source.Instruction) bool {
		return in.Keyword == "VOLUME" && dataPath.MatchString(in.Args)
	})
}
