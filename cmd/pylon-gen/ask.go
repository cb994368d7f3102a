package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// isTerminal reports whether questions can be answered.
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

// questions asks for what the flags leave open: at most eight questions with the
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
	if s.spec == "" && !given("origin") {
		told, err := f.originsTold(s)
		if err != nil {
			return err
		}
		if !told {
			err := a.ask("Where does the web page live, such as https://app.example.com? (none: on the API's own host)", "none", func(answer string) error {
				f.origins = nil
				if answer != "none" {
					f.origins = strings.FieldsFunc(answer, func(c rune) bool { return c == ',' || c == ' ' })
				}
				return f.draftProblem(s)
			})
			if err != nil {
				return err
			}
		}
	}
	if s.spec == "" && !given("shape") {
		err := a.ask("stateless (Aurora and S3) or single-replica (SQLite on EFS, about half the price)?", f.shape, func(answer string) error {
			f.shape = answer
			return choice("shape", answer, shapes)
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
			return choice("layout of ports", answer, layouts)
		})
		if err != nil {
			return err
		}
	}
	if s.repository != "" && !given("hook") {
		err := a.ask("Check each commit? pre-commit (renders too), git (a plain hook) or none", f.hook, func(answer string) error {
			switch answer {
			case "y", "yes":
				answer = s.usualHook()
			case "n", "no":
				answer = "none"
			}
			f.hook = answer
			return choice("kind of hook", answer, hooks)
		})
		if err != nil {
			return err
		}
	}
	if !given("agents") {
		return f.askAgents(a, s)
	}
	return nil
}

// askAgents asks for the section in AGENTS.md where a project has such a file without it.
func (f *initFlags) askAgents(a *asker, s *survey) error {
	text, err := readOptional(s.root, agentsFile)
	if err != nil || text == nil || !utf8.Valid(text) || scaffold.HasAgents(text) {
		return nil // there is nothing to ask about
	}
	return a.ask("Add a section to AGENTS.md that tells coding agents how to work with the stack?", "no", yesNo(&f.agents))
}

// yesNo takes yes or no for an answer.
func yesNo(to *bool) func(answer string) error {
	return func(answer string) error {
		switch strings.ToLower(answer) {
		case "yes", "y":
			*to = true
		case "no", "n":
			*to = false
		default:
			return usageError("write yes or no")
		}
		return nil
	}
}

// usualHook is the kind of hook that a repository has already, git's own without one.
func (s *survey) usualHook() string {
	if _, err := os.Stat(filepath.Join(s.repository, ".pre-commit-config.yaml")); err == nil {
		return "pre-commit"
	}
	return "git"
}

// originsTold reports whether the manifest names the origins of web pages.
func (f *initFlags) originsTold(s *survey) (bool, error) {
	_, p, err := f.load(s)
	if err != nil || p.App == nil {
		return false, err
	}
	stage := p.App.Stages[0]
	own := 0
	for _, o := range stage.Origins {
		if stage.Domain.Given() && o == "https://"+stage.Domain.Name {
			own++
		}
	}
	set := settingOf(stage, "origins")
	return set.Origin.Kind != stack.FromDefault && len(stage.Origins) > own, nil
}
