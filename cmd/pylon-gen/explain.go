package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

func newExplain(t terminal) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "explain [RULE|KEY|VARIABLE]",
		Short: "Explain a finding, a key of the spec, or a variable of the runtime",
		Long: "Explain what a finding is about: why it matters, what to do, where the facts come\n" +
			"from, and an example. Or what a key of pylon.stack.yaml means and accepts, with the keys\n" +
			"in it and an example of a block; or what a variable is for and which versions of the\n" +
			"runtime read it.\n" +
			"Without an argument: all rules.",
		Example: "  pylon-gen explain\n" +
			"  pylon-gen explain PG308\n" +
			"  pylon-gen explain service.scaling\n" +
			"  pylon-gen explain service.scaling.max\n" +
			"  pylon-gen explain PYLON_HTTP_INFLIGHT_MAX",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError("explain takes one rule, key or variable, but got %d: %s", len(args), strings.Join(args, ", "))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explainable(typed), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return explain(t, format, args)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "the `format`: text or json")
	oneOf(cmd, "format", []string{"text", "json"})
	return cmd
}

// explain prints one explanation, or all rules.
func explain(t terminal, format string, args []string) error {
	if len(args) == 0 {
		if format == "json" {
			all := []explained{}
			for _, r := range rules.All() {
				all = append(all, versioned(aboutRule(r)))
			}
			return machine(writeJSON(t, all))
		}
		_, err := fmt.Fprint(t.out, allRules())
		return machine(err)
	}
	found, err := about(args[0])
	if err != nil {
		return err
	}
	if format == "json" {
		return machine(writeJSON(t, versioned(found)))
	}
	_, err = fmt.Fprint(t.out, found.text())
	return machine(err)
}

// versioned is a document of version 1.
func versioned(s subject) explained {
	doc := s.document()
	doc.Version = 1
	return doc
}

// explainable are the rules and keys that start with what has been typed.
func explainable(typed string) []string {
	var out []string
	for _, r := range rules.All() {
		if strings.HasPrefix(r.ID, strings.ToUpper(typed)) {
			out = append(out, r.ID+"\t"+r.Title)
		}
	}
	for _, v := range pylon.Env {
		if strings.HasPrefix(v.Name, strings.ToUpper(typed)) && typed != "" {
			out = append(out, v.Name+"\t"+v.Why)
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

// about finds what is to be explained: a rule, a refusal of the runtime, a variable or a key.
func about(of string) (subject, error) {
	if r := rules.Lookup(strings.ToUpper(of)); r != nil {
		return aboutRule(r), nil
	}
	if r, ok := pylon.FindRefusal(strings.ToUpper(of)); ok {
		return aboutRefusal(r), nil
	}
	if v, ok := pylon.Lookup(strings.ToUpper(of)); ok {
		return aboutVariable(v), nil
	}
	none := subject{}
	if strings.HasPrefix(strings.ToUpper(of), "PG") {
		return none, usageError("there is no rule %s; pylon-gen explain lists all rules", of)
	}
	key, nearest, ok := schema.FindKey(of)
	switch {
	case ok:
		return aboutKey(key), nil
	case len(nearest) == 1:
		return none, usageError("there is no key %s in the spec: did you mean %s?", of, nearest[0])
	case len(nearest) > 1:
		return none, usageError("there is no key %s in the spec; similar keys are %s", of, strings.Join(nearest, ", "))
	}
	return none, usageError("there is no rule, key or variable %q; %s", of, whereToLook(of))
}

// whereToLook reports what explains the neighbours of something that is not known.
func whereToLook(of string) string {
	if i := strings.LastIndexByte(of, '.'); i > 0 {
		if key, _, ok := schema.FindKey(of[:i]); ok {
			return "pylon-gen explain " + key.Path + " lists the keys there"
		}
	}
	return "pylon-gen explain lists the rules, pylon-gen schema stack the keys"
}

func explainRule(r *rules.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\n", r.ID, r.Severity, r.Title)
	fmt.Fprintf(&b, "why:       %s\nfix:       %s\nevidence:  %s\nruntime:   %s\n", r.Why, r.Fix, r.Evidence, r.Runtime())
	if gate := r.Gate(); gate != "" {
		fmt.Fprintf(&b, "gate:      %s\n", gate)
	}
	fmt.Fprintf(&b, "since:     pylon-gen %s\n", r.Since)
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

// explainRefusal explains a code that is the runtime's own.
func explainRefusal(r pylon.Refusal) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (error): %s\n\n", r.Code, r.What)
	fmt.Fprintf(&b, "why:       the runtime refuses to start with such a manifest; the code is its own\nfix:       correct app.ts, and write the manifest again with pylon codegen\nevidence:  %s\n", pylon.RefusalEvidence)
	fmt.Fprintf(&b, "runtime:   up to %s, and as a warning after it\n", pylon.Newest)
	for _, c := range r.Relaxed {
		fmt.Fprintf(&b, "gate:      part of it is taken by a runtime that %s, %s; %s: %s\n", c.What, c.Gate, c.Sure, c.Evidence)
	}
	fmt.Fprintf(&b, "\nTo accept it, say why in pylon.stack.yaml:\n\n    ignore: [{ rule: %s, reason: … }]\n", r.Code)
	return b.String()
}

// explainVariable explains a variable that the runtime reads.
func explainVariable(v pylon.Variable) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", v.Name)
	if v.Why != "" {
		fmt.Fprintf(&b, "what for:  %s\n", v.Why)
	}
	if v.Form != "" {
		fmt.Fprintf(&b, "form:      %s\n", v.Form)
	}
	if v.Default != "" {
		fmt.Fprintf(&b, "default:   %s\n", v.Default)
	}
	fmt.Fprintf(&b, "read:      %s\nevidence:  %s\n", v.Read(), pylon.EnvEvidence)
	switch {
	case v.Key != "":
		fmt.Fprintf(&b, "set by:    %s\n", v.Key)
	case v.Secret:
		b.WriteString("written:   its name under service.secrets, never its value\n")
	default:
		b.WriteString("written:   under service.env\n")
	}
	return b.String()
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n"
}
