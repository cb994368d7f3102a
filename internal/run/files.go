package run

import (
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Files returns the paths of the files with one of some names in a directory of a
// checkout and below it: those that git tracks, and new ones that it does not ignore.
// dir and the paths are relative to top, the root of the checkout, with slashes; they
// are sorted. A tracked file need not be there any more. Files of other checkouts
// below it, such as submodules and worktrees, are not among them. It returns ErrNoGit
// when git is not installed, and a *GitError when git does not take the directory.
func Files(top, dir string, names ...string) ([]string, error) {
	args := []string{"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"}
	for _, name := range names {
		args = append(args, ":(glob)**/"+name) // relative to the directory that git is started in
	}
	out, err := output(git(filepath.Join(top, filepath.FromSlash(dir)), args...))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, file := range strings.Split(out, "\x00") {
		if file != "" {
			files = append(files, path.Join(dir, file))
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil // a file in conflict is listed more than once
}

// Ignored returns which of some paths git ignores, and where it is told to:
// ".gitignore:3". The paths are relative to top, the root of a checkout, with slashes.
// A file that is tracked is not ignored. It returns ErrNoGit when git is not installed,
// and a *GitError when git does not take the directory or a path.
func Ignored(top string, paths []string) (map[string]string, error) {
	cmd := git(top, "check-ignore", "-z", "-v", "--stdin")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\x00"))
	out, err := output(cmd)
	if err != nil && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1) { // 1: none of them is
		return nil, err
	}
	ignored := map[string]string{}
	fields := strings.Split(out, "\x00")
	for ; len(fields) >= 4; fields = fields[4:] {
		file, line, rule, at := fields[0], fields[1], fields[2], fields[3]
		if _, err := strconv.Atoi(line); err == nil && !strings.HasPrefix(rule, "!") {
			ignored[at] = file + ":" + line
		}
	}
	return ignored, nil
}
