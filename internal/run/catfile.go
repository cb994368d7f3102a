package run

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// maxObject is the size of the largest object that is read into memory.
const maxObject = 64 << 20

// object is what git answers for a name.
type object struct {
	id   string
	kind string // "blob", "tree", "commit", "tag"
	size int64
	data []byte // nil when it is too large to be read
}

// catFile is a running `git cat-file --batch`. Its input takes one name a line;
// its output is a line about the object and then the object.
type catFile struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said bytes.Buffer // its standard error, whole once it has ended
}

// ask asks for the object of a name, which is one line. An object that git does
// not have is a *MissingError.
func (r *Repository) ask(name string) (object, error) {
	r.asking.Lock()
	defer r.asking.Unlock()
	if r.closed {
		return object{}, fs.ErrClosed
	}
	if r.cat == nil {
		cat, err := startCatFile(r.dir)
		if err != nil {
			return object{}, err
		}
		r.cat = cat
	}
	header, found, err := r.cat.ask(name)
	if err != nil {
		// The process has ended, or cannot be followed any more: the next
		// question starts another.
		err = r.cat.abandon(err)
		r.cat = nil
		var refused *GitError
		if errors.As(err, &refused) && strings.Contains(refused.Said, "from promisor remote") {
			// A partial clone without the object. git would get it from the
			// network, which the environment forbids, and it ends then.
			return object{}, &MissingError{name, r.Shallow}
		}
		return object{}, err
	}
	switch header {
	case "":
		return found, nil
	case "ambiguous":
		return object{}, &GitError{strings.TrimSuffix(name, "^{commit}") + " is ambiguous"}
	default:
		return object{}, &MissingError{name, r.Shallow}
	}
}

// read asks for an object of a kind by its id, with its contents.
func (r *Repository) read(id, kind string) ([]byte, error) {
	found, err := r.ask(id)
	switch {
	case err != nil:
		return nil, err
	case found.kind != kind:
		return nil, &GitError{fmt.Sprintf("%s is a %s and not a %s", id, found.kind, kind)}
	case found.size > maxObject:
		return nil, fmt.Errorf("it is larger than %d MiB", maxObject>>20)
	}
	return found.data, nil
}

func startCatFile(dir string) (*catFile, error) {
	c := &catFile{cmd: git(dir, "cat-file", "--batch")}
	c.cmd.Stderr = &c.said
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, notStarted(err)
	}
	c.in, c.out = in, bufio.NewReader(out)
	return c, nil
}

// ask writes a name and reads the answer: the object, or the word that git has
// instead of it ("missing", "ambiguous").
func (c *catFile) ask(name string) (instead string, found object, err error) {
	if _, err := io.WriteString(c.in, name+"\n"); err != nil {
		return "", object{}, err
	}
	line, err := c.out.ReadString('\n')
	if err != nil {
		return "", object{}, err
	}
	line = strings.TrimSuffix(line, "\n")
	if word, is := strings.CutPrefix(line, name+" "); is && !strings.Contains(word, " ") {
		return word, object{}, nil
	}
	fields := strings.Split(line, " ")
	if len(fields) != 3 || !isID(fields[0]) {
		return "", object{}, &GitError{fmt.Sprintf("an answer that is not understood: %q", line)}
	}
	found = object{id: fields[0], kind: fields[1]}
	if found.size, err = strconv.ParseInt(fields[2], 10, 64); err != nil || found.size < 0 {
		return "", object{}, &GitError{fmt.Sprintf("an answer that is not understood: %q", line)}
	}
	if found.size > maxObject {
		_, err = io.CopyN(io.Discard, c.out, found.size)
	} else {
		found.data = make([]byte, found.size)
		_, err = io.ReadFull(c.out, found.data)
	}
	if err != nil {
		return "", object{}, err
	}
	_, err = c.out.Discard(1) // the newline after the object
	return "", found, err
}

// close lets the process end by itself, as it does when its input ends.
func (c *catFile) close() error {
	c.in.Close()
	if err := c.cmd.Wait(); err != nil {
		return failed(c.said.String(), err)
	}
	return nil
}

// abandon ends a process that did not answer, and returns the reason: what was
// wrong with the answer, or what git said before it ended by itself.
func (c *catFile) abandon(err error) error {
	// It may still wait for a reader. To one that ended it does nothing.
	c.cmd.Process.Kill()
	ended := c.close()
	var odd *GitError
	if errors.As(err, &odd) || ended == nil {
		return fmt.Errorf("asking git: %w", err)
	}
	return ended
}

// git returns the command that asks git about a directory. The environment is
// that of this process, but
//   - the directory decides which repository it is, and not what a hook of git
//     or a shell has set;
//   - nothing is written, no prompt appears and nothing comes from the network;
//   - messages are in one language.
func git(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	env := slices.DeleteFunc(os.Environ(), func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		return slices.Contains(elsewhere, strings.ToUpper(name))
	})
	cmd.Env = append(env,
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none", // older versions of git do not know the one above
		"LC_ALL=C",
	)
	return cmd
}

// elsewhere are the variables that point git to another repository, or to
// another view of the same. Those with configuration stay: safe.directory may
// be among it.
var elsewhere = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX",
	"GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
}

// notStarted is the error of a git that could not be started.
func notStarted(err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return ErrNoGit
	}
	return fmt.Errorf("starting git: %w", err)
}

// failed is the error of a git that ended with one.
func failed(said string, err error) error {
	said = strings.TrimPrefix(strings.TrimSpace(said), "fatal: ")
	if said == "" {
		said = err.Error()
	}
	return &GitError{said}
}
