package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// isTerminal says whether somebody can answer questions.
func isTerminal() bool { return term.IsTerminal(int(os.Stdin.Fd())) }

// asker asks questions; what is asked goes to standard error.
type asker struct {
	in  *bufio.Scanner
	out io.Writer
}

func newAsker(in io.Reader, out io.Writer) *asker { return &asker{bufio.NewScanner(in), out} }

// errNoAnswer is a question whose answer never came: the input has ended.
var errNoAnswer = usageError("no answer: nothing was written")

// ask asks until take accepts the answer; an empty one is the default, which is
// shown.
func (a *asker) ask(question, def string, take func(answer string) error) error {
	for {
		fmt.Fprintf(a.out, "%s [%s] ", question, def)
		if !a.in.Scan() {
			fmt.Fprintln(a.out)
			return errNoAnswer
		}
		answer := strings.TrimSpace(a.in.Text())
		if answer == "" {
			answer = def
		}
		err := take(answer)
		if err == nil {
			return nil
		}
		fmt.Fprintf(a.out, "  %v\n", err)
	}
}

// questions asks for what the flags leave open: at most six questions with the
// one whether to write.
func (f *initFlags) questions(a *asker, s *survey, given func(flag string) bool) error {
	if s.spec == "" && !given("domain") {
		err := a.ask("Host name of the API, such as api.example.com (none: plain HTTP)", "none", func(answer string) error {
			f.domain = answer
			if answer == "none" {
				f.domain = ""
			}
			return f.draftProblem(s)
		})
		if err != nil {
			return err
		}
	}
	if s.spec == "" && !given("shape") {
		err := a.ask("stateless (Aurora and S3) or single-replica (SQLite on EFS, about half the price)?", f.shape, func(answer string) error {
			f.shape = answer
			return knownValue("shape", answer, shapes)
		})
		if err != nil {
			return err
		}
	}
	if s.spec == "" && !given("tasks") && f.shape == string(stack.Stateless) {
		err := a.ask("How many tasks at most? More than one adds a cache, which is paid by the hour.", strconv.Itoa(f.tasks), func(answer string) error {
			n, err := strconv.Atoi(answer)
			if err != nil || n < 1 {
				return usageError("write a number, 1 or more")
			}
			f.tasks = n
			return f.draftProblem(s)
		})
		if err != nil {
			return err
		}
	}
	if s.spec == "" && !given("ports") {
		err := a.ask("Everything on port 443 (single), or a port for each protocol (separate)?", f.ports, func(answer string) error {
			f.ports = answer
			return knownValue("ports", answer, layouts)
		})
		if err != nil {
			return err
		}
	}
	if s.repository != "" && !given("hook") {
		err := a.ask("Render and check at each commit? pre-commit, git (a plain hook) or none", f.hook, func(answer string) error {
			f.hook = answer
			return knownValue("hook", answer, hooks)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
