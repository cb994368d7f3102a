package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

func newExplain(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE|KEY]",
		Short: "Explain a finding, or a key of the spec",
		Long: "Explain what a finding is about: why it matters, what to do, where the facts come\n" +
			"from, and an example. Or what a key of pylon.stack.yaml means and accepts.\n" +
			"Without an argument: all rules.",
		Example: "  pylon-gen explain\n" +
			"  pylon-gen explain PG308\n" +
			"  pylon-gen explain service.scaling.max",
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explainable(typed), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := "", error(nil)
			if len(args) == 0 {
				text = allRules()
			} else if text, err = explanation(args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprint(t.out, text)
			return machine(err)
		},
	}
}

// explainable are the rules and keys that start with what has been typed.
func explainable(typed string) []string {
	var out []string
	for _, r := range rules.All() {
		if strings.HasPrefix(r.ID, strings.ToUpper(typed)) {
			out = append(out, r.ID+"\t"+r.Title)
		}
	}
	for _, k := range schema.Keys() {
		if strings.HasPrefix(k.Path, typed) {
			out = append(out, k.Path+"\t"+k.Description)
		}
	}
	return out
}

func allRules() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, r := range rules.All() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.Severity, r.Title)
	}
	_ = w.Flush() // into memory
	return b.String()
}

// runtimeCode is the form of the codes that the runtime itself has.
const runtimeCode = `^[A-Z]+(_[A-Z]+)+$`

func explanation(of string) (string, error) {
	if r := rules.Lookup(strings.ToUpper(of)); r != nil {
		return explainRule(r), nil
	}
	if regexp.MustCompile(runtimeCode).MatchString(of) {
		return of + " (error): the runtime would refuse the manifest\n\n" +
			"why:       every finding of this kind stops pylon start and pylon dev\n" +
			"fix:       correct app.ts, and write the manifest anew with pylon codegen\n" +
			"evidence:  The code is upstream's own: crates/cli/src/manifest.rs and crates/schema/src/lib.rs at 0.3.23.\n", nil
	}
	if strings.HasPrefix(strings.ToUpper(of), "PG") {
		return "", usageError("there is no rule %s; pylon-gen explain shows all", of)
	}
	key, nearest, ok := schema.FindKey(of)
	switch {
	case ok:
		return explainKey(key), nil
	case len(nearest) == 1:
		return "", usageError("there is no key %s in the spec: did you mean %s?", of, nearest[0])
	case len(nearest) > 1:
		return "", usageError("there is no key %s in the spec; there are %s", of, strings.Join(nearest, ", "))
	}
	return "", usageError("there is neither a rule nor a key %q", of)
}

func explainRule(r *rules.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\n", r.ID, r.Severity, r.Title)
	fmt.Fprintf(&b, "why:       %s\nfix:       %s\nevidence:  %s\nruntime:   %s\nsince:     pylon-gen %s\n", r.Why, r.Fix, r.Evidence, r.Versions, r.Since)
	for _, x := range []struct {
		title   string
		example rules.Example
	}{{"This is found", r.Fires}, {"This is not", r.Silent}} {
		if x.example == (rules.Example{}) {
			continue
		}
		fmt.Fprintf(&b, "\n%s:\n", x.title)
		for _, part := range x.example.Parts() {
			fmt.Fprintf(&b, "\n  %s\n%s", part.File, indented(part.Text))
		}
	}
	if r.Ignorable() {
		fmt.Fprintf(&b, "\nTo accept it, say why in pylon.stack.yaml:\n\n    ignore: [{ rule: %s, reason: … }]\n", r.ID)
	}
	return b.String()
}

func explainKey(k schema.Key) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", k.Path, k.Description)
	if k.Default != "" {
		fmt.Fprintf(&b, "\ndefault:  %s", k.Default)
	}
	if len(k.Accepts) > 0 {
		fmt.Fprintf(&b, "\naccepts:  %s", strings.Join(k.Accepts, ", "))
	}
	if k.Form != "" {
		fmt.Fprintf(&b, "\nform:     %s", k.Form)
	}
	if k.Example != "" {
		fmt.Fprintf(&b, "\nexample:  %s", k.Example)
	}
	where := "above stages only"
	if k.PerStage {
		where = "above stages, or in one of them"
	}
	fmt.Fprintf(&b, "\nwritten:  %s\n", where)
	return b.String()
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n"
}
